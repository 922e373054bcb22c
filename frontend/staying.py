"""Forms whose page stays until the answer came (ui/sending.js): such a page is told where to go on,
and goes there itself, so that what stands there is asked for once.
"""

from functools import wraps

from django.http import HttpResponse

ASKED = "X-Page-Stays"
ELSEWHERE = (302, 303)


def stays(view):
    """The view; where it leads on, a page that stays gets 204 and the address in `Location`."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if request.method != "POST" or ASKED not in request.headers:
            return response
        return led_on(response) if response.status_code in ELSEWHERE else response

    return answer


def led_on(response) -> HttpResponse:
    """The same with nothing to follow, what it sets in the browser kept."""
    told = HttpResponse(status=204, headers={"Location": response["Location"]})
    told.cookies = response.cookies
    return told

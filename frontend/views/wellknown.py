"""What crawlers and browsers ask for unasked."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

ROBOTS = """User-agent: *
Disallow: /api/
Disallow: /tiles/
Disallow: /admin/
Disallow: /*/account/
Disallow: /*/desk/
Disallow: /*/moderation/
Disallow: /*?
Sitemap: {sitemap}
"""


@require_safe
@cache_control(public=True, max_age=86_400)
def robots(request):
    """Pages may be found; selections without end need not be walked."""
    told = ROBOTS.format(sitemap=request.build_absolute_uri(reverse("sitemap")))
    return HttpResponse(told, content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=86_400)
def favicon(request):
    return HttpResponseRedirect(static("athar/mark.svg"))


@require_safe
@cache_control(public=True, max_age=86_400)
def verify_script(request):
    """The script that checks a citation without us; the method page says how."""
    script = settings.BASE / "docs" / "verify_citation.py"
    response = HttpResponse(script.read_bytes(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="verify_citation.py"'
    return response

"""An address that mails came back from works again: shown by a link in a mail to it."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from desk import reaching
from desk.links import OpensNothing
from frontend.private import anyone, page, signed_in


@signed_in
@require_POST
def ask(request):
    """Send her a mail to her own address."""
    if reaching.ask(request.user):
        messages.success(request, _("A mail is on its way. Open the link in it and tap once."))
    else:
        messages.info(request, _("A mail was sent a moment ago. Give it ten minutes."))
    return HttpResponseRedirect(reverse("desk"))


@anyone
@require_http_methods(["GET", "HEAD", "POST"])
def again(request, token):
    """Look on GET, which changes nothing; answer on POST."""
    try:
        found = reaching.opened(token)
    except OpensNothing:
        return page(request, "desk/not_answerable.html", {}, status=410)
    if request.method == "POST":
        reaching.answer(found)
        found.refresh_from_db()
    return page(request, "desk/address_again.html", {"done": found.settled_at is not None})

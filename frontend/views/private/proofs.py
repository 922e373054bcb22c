"""Proofs of claims: pictures of documents to who may see them, an address confirmed by its link."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from desk import looking, proofs, roles
from desk.links import OpensNothing
from desk.models import Claim
from directory import codes
from frontend.private import moderators_only, page, signed_in
from frontend.views import pictures as public
from frontend.views.actors import read_code


@signed_in
@require_safe
def own(request, key, document):
    """A picture of hers."""
    return _answer(proofs.documents_of(request.user, read_code(key)), document)


@moderators_only
@require_safe
def moderated(request, claim, document):
    """A picture of a claim of hers; that she opened it is noted."""
    held = Claim.objects.within(request.scopes).select_related("actor", "person")
    held = held.filter(pk=claim).first()
    if held is None:
        raise Http404
    looking.note(request.user, held)
    return _answer(proofs.documents_of(held.person, held.actor.code), document)


def _answer(documents, digest):
    found = documents.filter(digest=digest).first() if public.is_digest(digest) else None
    if found is None:
        raise Http404
    return public.answer(found)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def address(request, token):
    """Look on GET, which changes nothing; confirm on POST, as who claims it."""
    try:
        found = proofs.opened(token)
        if request.method == "POST":
            proofs.confirm_address(found, by=request.user)
    except OpensNothing:
        return page(request, "desk/claim_address.html", {"gone": True}, status=410)
    except roles.NotAllowed as error:
        raise PermissionDenied from error
    if request.method == "POST":
        messages.success(request, _("Confirmed: the moderators see it with your claim."))
        there = reverse("claim", args=[codes.show(found.actor.code)])
        return HttpResponseRedirect(there, status=303)
    context = {"code": codes.show(found.actor.code), "hers": found.person_id == request.user.pk}
    return page(request, "desk/claim_address.html", context)

"""What a moderator decided herself, the latest first: to look again, or to take one back."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from desk.models import (
    ClaimDecision,
    ClaimVerb,
    Decision,
    ProfileDecision,
    SubmissionState,
)
from desk.moderation import batches
from desk.moderation.undoing import DECIDING, last_of
from desk.numbers import number_of
from desk.submissions.reasons import WORDS
from directory.as_of import snapshot
from directory.selectors.actors import last_names
from evidence.wording.names import name_of
from frontend import profiles as told_of_profiles
from frontend.private import moderators_only, page
from frontend.views.private.moderation import SEEN, rows_of

AT_ONCE = 50
DECIDED = (SubmissionState.ACCEPTED, SubmissionState.REFUSED)


@moderators_only
@require_safe
def decided(request):
    before, wrong = where(request)
    found = [] if wrong else made_by(request.user, before)
    here = [one for one in found[:AT_ONCE] if request.scopes.covers(one.submission)]
    last = last_of([one.submission for one in here])
    together = batches.counts({one.batch for one in here if one.batch})
    with snapshot() as reading:
        told = zip(here, rows_of([one.submission for one in here], reading), strict=True)
        context = {
            "section": "moderation",
            "rows": [
                row
                | {
                    "decision": one,
                    "open": one.submission.state in SEEN,
                    "reason": WORDS.get(one.reason, ""),
                    "together": together.get(one.batch, 0),
                    "undoable": one.pk == last.get(one.submission_id)
                    and one.submission.state in DECIDED,
                }
                for one, row in told
            ],
            "next_url": f"{reverse('moderation-decided')}?before={found[AT_ONCE - 1].pk}"
            if len(found) > AT_ONCE
            else "",
            "first_url": reverse("moderation-decided") if before else "",
            "wrong": wrong,
            "profiles": [] if before or wrong else on_profiles(request.user),
            "claims": [] if before or wrong else on_claims(request.user),
        }
    return page(request, "moderation/decided.html", context, status=400 if wrong else 200)


def on_profiles(person) -> list[dict]:
    """What she did last with profiles that stand: mergers, seals, versions restored."""
    last = ProfileDecision.objects.filter(by=person).order_by("-at", "-pk")
    return told_of_profiles.decided(last.select_related("by", "actor", "heir")[:AT_ONCE])


def on_claims(person) -> list[dict]:
    """What she decided last of claims."""
    verbs = (ClaimVerb.ACCEPT, ClaimVerb.REFUSE, ClaimVerb.ASK_BACK)
    last = ClaimDecision.objects.filter(by=person, verb__in=verbs).order_by("-at", "-pk")
    found = list(last.select_related("claim__actor", "claim__person")[:AT_ONCE])
    names = last_names({one.claim.actor.code for one in found})
    return [
        {"decision": one, **told_of_profiles.called(code, name_of({"names": names.get(code, {})}))}
        for one in found
        for code in [one.claim.actor.code]
    ]


def where(request) -> tuple[Decision | None, str]:
    """The decision its page begins behind, and what is wrong with the address."""
    for name in request.GET:
        if name != "before":
            return None, _("There is no parameter called “%s”.") % name
    asked = request.GET.get("before", "")
    if not asked:
        return None, ""
    found = Decision.objects.filter(pk=number_of(asked) or 0, by=request.user).first()
    return found, "" if found else _("There is no decision “%s”.") % asked


def made_by(person, before: Decision | None) -> list[Decision]:
    """One more than a page shows, in the order of the index that finds them: of what was decided
    together the last one.
    """
    found = Decision.objects.filter(by=person, verb__in=DECIDING)
    if before is not None:
        found = found.filter(Q(at__lt=before.at) | Q(at=before.at, pk__lt=before.pk))
    with_it = Decision.objects.filter(batch=OuterRef("batch"), pk__gt=OuterRef("pk"))
    found = found.exclude(Exists(with_it))
    found = found.select_related("submission__assigned", "revision").order_by("-at", "-pk")
    return list(found[: AT_ONCE + 1])

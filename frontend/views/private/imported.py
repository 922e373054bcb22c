"""What pages of imports share: whose a file is, and how it is headed."""

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.models import ImportRun, RowOutcome, Scope
from directory.as_of import snapshot
from directory.selectors import reference
from directory.selectors.actors import names_of_actors
from evidence.wording.names import name_of

OUTCOMES = {
    RowOutcome.NEW: gettext_lazy("new profiles"),
    RowOutcome.UPDATE: gettext_lazy("profiles to be changed"),
    RowOutcome.SAME: gettext_lazy("say nothing new"),
    RowOutcome.UNSURE: gettext_lazy("uncertain: somebody has to decide"),
    RowOutcome.WRONG: gettext_lazy("wrong"),
    RowOutcome.SKIPPED: gettext_lazy("skipped"),
    RowOutcome.UNCHECKED: gettext_lazy("still to be checked"),
}


def hers(request, run, *, read=False) -> ImportRun:
    """A file within her scopes; for anybody else there is none."""
    found = ImportRun.objects.within(request.scopes).select_related(
        "parent__source", "parent__revision", "by"
    )
    held = found.defer("content").filter(pk=run).first()
    if held is None or (read and held.parent is None):
        raise Http404
    return held


def about(request, held):
    scopes = dict(scopes_of(request))
    return {
        "section": "moderation",
        "held": held,
        "parent": held.parent,
        "scope": scopes.get(f"{held.scope}:{held.scope_code}") or scope_name(held),
        "url": reverse("moderation-import", args=[held.pk]),
    }


def scopes_of(request) -> list:
    """What she may import into, as choices: the register, her regions, her networks."""
    scopes = request.scopes
    if scopes.everything:
        return [(f"{Scope.COUNTRY}:MA", _("The whole register"))]
    with snapshot() as reading:
        known = reference.territories(reading)
        networks = names_of_actors(scopes.networks, reading)
    regions = [
        (f"{Scope.REGION}:{code}", name_of(known[code]).text)
        for code in sorted(scopes.regions)
        if code in known
    ]
    return regions + [
        (f"{Scope.NETWORK}:{code}", name_of({"names": names}).text)
        for code, names in sorted(networks.items())
    ]


def scope_name(held):
    if held.scope == Scope.COUNTRY:
        return _("The whole register")
    with snapshot() as reading:
        if held.scope == Scope.REGION:
            one = reference.territories(reading).get(held.scope_code)
            return one and name_of(one).text
        names = names_of_actors([held.scope_code], reading).get(held.scope_code)
    return names and name_of({"names": names}).text


def to(name, run):
    return HttpResponseRedirect(reverse(name, args=[run.pk]), status=303)

"""What pages of imports share: whose a file is, and how it is headed."""

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from desk import scopes
from desk.imports import changing
from desk.imports import lacking as lacking_of
from desk.models import ImportRun, RowOutcome, Scope

OUTCOMES = {
    RowOutcome.NEW: gettext_lazy("new profiles"),
    RowOutcome.UPDATE: gettext_lazy("profiles to be changed"),
    RowOutcome.SAME: gettext_lazy("say nothing new"),
    RowOutcome.UNSURE: gettext_lazy("uncertain: somebody has to decide"),
    RowOutcome.WRONG: pgettext_lazy("rows", "wrong"),
    RowOutcome.SKIPPED: gettext_lazy("skipped"),
    RowOutcome.UNCHECKED: gettext_lazy("still to be checked"),
}

# What is said once for all rows, beside the columns.
SETTINGS = {
    "legal_form": gettext_lazy("Legal form of rows that say none"),
    "year": gettext_lazy("Year of figures whose column names none"),
    "crs": gettext_lazy("Zone of coordinates in metres"),
}

SOURCE_KINDS = {
    "declared": gettext_lazy("declared by the organisations"),
    "registry": gettext_lazy("an official register"),
    "survey": gettext_lazy("a survey"),
    "estimate": gettext_lazy("an estimate"),
}


def source_kind(parent) -> str:
    """What the figures of a file come from, in words."""
    return SOURCE_KINDS.get(changing.kind_of(parent), "")


def lacking(parent) -> list:
    """The settings that its rows lack, each with its words."""
    return [(name, SETTINGS[name]) for name in lacking_of.lacking(parent)]


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
    return {
        "section": "moderation",
        "held": held,
        "parent": held.parent,
        "scope": scope_name(held),
        "url": reverse("moderation-import", args=[held.pk]),
    }


def scopes_of(request) -> list:
    """What she may import into, as choices: the register, her regions, networks, programmes."""
    hers = request.scopes
    if hers.everything:
        return [(f"{Scope.COUNTRY}:MA", _("The whole register"))]
    names = scopes.named(hers.pairs)
    return [
        (f"{scope}:{code}", names[scope, code].text)
        for scope, code in hers.pairs
        if names[scope, code]
    ]


def scope_name(held):
    if held.scope == Scope.COUNTRY:
        return _("The whole register")
    (name,) = scopes.named([(held.scope, held.scope_code)]).values()
    return name and name.text


def to(name, run):
    return HttpResponseRedirect(reverse(name, args=[run.pk]), status=303)

"""The filters of actors, declared once: list, map, tiles, exports and citations read them here.

An unknown parameter is an error of its own: a misspelt filter must never widen an answer.
"""

import django_filters
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from directory import vocabulary
from directory.models import ActorVersion
from directory.selection.filters import (
    BelongingFilter,
    BoxFilter,
    DayFilter,
    DemoFilter,
    FormFilter,
    FoundedFilter,
    HasFilter,
    NearFilter,
    RadiusFilter,
    SealFilter,
    StatusFilter,
    TermFilter,
    TerritoryFilter,
    WordsFilter,
)
from directory.selection.query import Query
from directory.selection.selection import Selection

FOLD_VERSION = 1

# What a request may say besides filters; the faces (API, pages) handle these themselves.
PRESENTATION = frozenset({"as_of", "ordering", "fields", "limit", "cursor", "format", "facets"})

# Filters that ask when an actor closed.
CLOSINGS = ("closed_from", "closed_to")


class ActorFilterSet(django_filters.FilterSet):
    """The filters of actors. `is_valid()`, `errors`, then `selection()`.

    `data` is a request's query (QueryDict or dict), `reading` the snapshot it is answered from,
    `allowed` the names of presentation the caller handles itself. `by_closing` says that it tells
    actors apart by when they closed.
    """

    q = WordsFilter()
    territory = TerritoryFilter()
    region = TerritoryFilter("region")
    province = TerritoryFilter("province")
    commune = TerritoryFilter("commune")
    arrondissement = TerritoryFilter("arrondissement")
    locality = TerritoryFilter("locality")
    legal_form = FormFilter("legal_form")
    kind = TermFilter("kind")
    cooperative_type = TermFilter("cooperative_type")
    sector = TermFilter("sectors", many=True)
    audience = TermFilter("audiences", many=True)
    network = BelongingFilter("network", "directory_actor")
    programme = BelongingFilter("programme", "directory_programme")
    founded_from = FoundedFilter("v.founded >= %(founded_from)s")
    founded_to = FoundedFilter("v.founded <= %(founded_to)s", last=True)
    closed_from = DayFilter("v.closed_on >= %(closed_from)s")
    closed_to = DayFilter("v.closed_on <= %(closed_to)s", last=True)
    status = StatusFilter()
    active_on = DayFilter(
        "v.founded <= %(active_on)s and (v.closed_on is null or v.closed_on > %(active_on)s)"
    )
    confirmed_since = DayFilter(
        "exists (select from directory_confirmation c where c.actor_id = v.actor_id"
        " and c.confirmed_on >= %(confirmed_since)s and {stands})"
    )
    has = HasFilter()
    seal = SealFilter()
    bbox = BoxFilter()
    near = NearFilter()
    radius = RadiusFilter()
    demo = DemoFilter()

    class Meta:
        model = ActorVersion
        fields = []

    def __init__(self, data, *, reading, allowed=PRESENTATION, by_closing=False):
        # Filters and fields keep no state, so every request shares them: copying them, and making
        # a form class of them, costs 5 ms a request.
        self.is_bound, self.data, self.form_prefix = True, data, None
        self.filters = self.base_filters
        self.reading, self.allowed, self.by_closing = reading, allowed, by_closing
        self.refused: dict[str, list[str]] = {}
        self.values: dict = {}

    @classmethod
    def names(cls) -> list[str]:
        """The words of the vocabulary, in the order they are declared."""
        return list(cls.base_filters)

    def is_valid(self) -> bool:
        """Whether every parameter is known and good; `refused` says which are not, and why."""
        self.refused, self.values = {}, {}
        for name in sorted(self.data):
            if name in self.filters:
                self._clean(name, self.filters[name])
            elif name not in self.allowed:
                self._refuse(name, _("unknown parameter"))
        self._check_together()
        return not self.refused

    @property
    def errors(self):
        """Messages by parameter, as a form's; `is_valid()` fills them."""
        return self.refused

    def _clean(self, name, each):
        field = each.field
        try:
            value = field.clean(field.widget.value_from_datadict(self.data, {}, name))
        except ValidationError as error:
            for message in error.messages:
                self._refuse(name, message)
            return
        if value in (None, "", ()):
            return
        missing = each.unknown(value, self.reading)
        if missing:
            self._refuse(name, _("unknown: %(codes)s") % {"codes": ", ".join(missing)})
        else:
            self.values[name] = value

    def _check_together(self):
        for name, other in (("near", "radius"), ("radius", "near")):
            if name in self.values and other not in self.values:
                self._refuse(other, _("needed together with %(name)s") % {"name": name})
        for start, end, message in (
            ("founded_from", "founded_to", _("not before founded_from")),
            ("closed_from", "closed_to", _("not before closed_from")),
        ):
            first, last = self.values.get(start), self.values.get(end)
            if first and last and first > last:
                self._refuse(end, message)
        if self.asks_closings and self.values.get("status") == "active":
            self._refuse("status", _("closed or any, where closing dates are asked for"))
        if "q" in self.values:
            words = vocabulary.folded_words(self.values["q"])
            if words:
                self.values["q"] = " ".join(words)
            else:
                self._refuse("q", _("at least one letter or digit"))

    def _refuse(self, name, message):
        self.refused.setdefault(name, []).append(str(message))

    @property
    def asks_closings(self) -> bool:
        """Whether it asks when actors closed, which those still active have no answer to."""
        return self.by_closing or any(name in self.values for name in CLOSINGS)

    @property
    def usual_status(self) -> str:
        """The status of those selected where none is given."""
        if "active_on" in self.values:
            return "any"
        return "closed" if self.asks_closings else "active"

    def selection(self) -> Selection:
        """The selection asked for. Only after `is_valid()` said yes."""
        values = self.values.copy()
        values.setdefault("status", self.usual_status)
        if "demo" not in values:
            values["demo"] = "any" if vocabulary.is_demonstration() else "false"
        query = Query(self.reading, values)
        for name, each in self.filters.items():
            if name in values:
                query.normal[name] = each.normal(values[name])
                condition = each.condition(values[name], query)
                if condition:
                    query.conditions.append((name, condition))
        return Selection(query)

"""The question of a figure as a form, as chips, and as its nearest other questions."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from directory.selection.filterset import ActorFilterSet
from directory.selectors.observations import indicators
from evidence.grouping import GROUPINGS
from evidence.measures import AGGREGATES, CENSUS_GROUPINGS, OWN, Statistic
from evidence.wording.filters import label_of
from evidence.wording.measured import census_column
from evidence.wording.names import name_of
from evidence.wording.numbers import grouped, isolated
from frontend.figures.ready import PER_N
from frontend.figures.words import (
    CENSUS_OFFERED,
    aggregate_word,
    by_words,
)
from frontend.filter_form import fields, groups
from frontend.filters import Asked

PRESENTED = frozenset({"as_of", "ordering", "page"})
# The groupings one step away, in the order they are offered.
NEAR = (
    "region", "province", "commune", "legal_form", "sector", "audience", "year", "founding_year",
    "closing_year",
)  # fmt: skip
NEAR_CENSUS = ("region", "province", "commune")
# The fields of the question's own part, which tell beside themselves what they accept.
FIELDS = {
    "measure": "measure", "aggregate": "aggregate", "of": "aggregate", "year": "year",
    "group_by": "group-by-1", "per": "per", "per_n": "per-n", "q": "q",
}  # fmt: skip
CASABLANCA = "06.141"


class Question:
    """What the address asks, for the page: in parts, each with the address without it."""

    def __init__(self, asked: Statistic, opened):
        self.asked, self.opened, self.given = asked, opened, opened.request.GET
        filters = ActorFilterSet(
            self.given,
            reading=opened.reading,
            allowed=OWN | PRESENTED,
            by_closing="closing_year" in asked.group_by,
        )
        filters.is_valid()
        self.filters = Asked(opened, filters, None)

    @property
    def is_census(self) -> bool:
        return bool(self.asked.column)

    @property
    def groups_given(self) -> list[str]:
        return [
            name for value in self.given.getlist("group_by") for name in value.split(",") if name
        ]

    # ---- chips -------------------------------------------------------------------------------

    def chips(self) -> list[dict]:
        """How it is computed, of which year, in which two groups, and every filter."""
        found = []
        for name, along in (("aggregate", "of"), ("year", "year")):
            value = self.given.get(name)
            if value:
                url = self.opened.address(**{name: None, along: None})
                found.append({"label": self._words(name, value), "url": url})
        pair = self.groups_given if len(self.groups_given) > 1 else []
        for name in pair:
            rest = ",".join(one for one in pair if one != name)
            url = self.opened.address(group_by=rest or None, ordering=None)
            label = by_words(name) if name in GROUPINGS else name
            found.append({"label": label, "url": url})
        return [*found, *self.filters.chips()]

    def refusals(self) -> list[tuple[str, dict]]:
        """What was refused; `beside` is its field, which tells what it accepts."""
        return [(name, told | {"beside": FIELDS.get(name)}) for name, told in self.filters.refusals]

    def removals(self) -> list[tuple]:
        """The filters one may do without, where nobody answers them all."""
        return [(chip["url"], chip["label"]) for chip in self.filters.chips()]

    def _words(self, name, value):
        if name == "aggregate" and value in AGGREGATES:
            return aggregate_word(value)
        return format_html("{} {}", label_of(name), isolated(value))

    # ---- one step away -----------------------------------------------------------------------

    def near(self) -> list[dict]:
        """The same question in no groups, and in others."""
        offered = list(NEAR_CENSUS if self.is_census else NEAR)
        if CASABLANCA in self.asked.within.get("province", ()):
            offered.append("prefecture-arrondissements")
        on = self.asked.group_by
        if len(on) == 1 and on[0] not in offered:
            offered.append(on[0])
        if not self.asked.indicator and "year" in offered:
            offered.remove("year")
        none = self.opened.address(group_by=None, ordering=None)
        return [
            {"label": _("Altogether"), "url": none, "on": not on},
            *(
                {"label": by_words(name), "url": self._grouped(name), "on": on == (name,)}
                for name in offered
            ),
        ]

    def _grouped(self, name) -> str:
        gone = {"year": None} if name == "year" else {}
        if name == "closing_year" and self.given.get("status") == "active":
            gone["status"] = None  # closings are not told of those active
        return self.opened.address(group_by=name, ordering=None, **gone)

    def rates(self) -> list[dict]:
        """The same as a number and for so many inhabitants, where there is a sum."""
        if self.asked.aggregate != "sum":
            return []
        n = isolated(grouped(self.asked.per_n if self.asked.per else PER_N))
        number = self.opened.address(per=None, per_n=None)
        rate = self.opened.address(per="inhabitants")
        return [
            {"label": _("Number"), "url": number, "on": not self.asked.per},
            {
                "label": format_html(_("For {n} inhabitants"), n=n),
                "url": rate,
                "on": bool(self.asked.per),
            },
        ]

    # ---- the form ----------------------------------------------------------------------------

    def form(self) -> dict:
        """Every field as it was typed, good or bad."""
        two = [*self.groups_given, "", ""][:2]
        filters = self.filters
        regions, provinces = filters.territories
        return {
            "open": bool(self.opened.refused),
            "wrong": {name: self.opened.refused.get(name, []) for name in FIELDS},
            "measures": self._measures(),
            "aggregates": [
                (code, aggregate_word(code), self.given.get("aggregate", "sum") == code)
                for code in AGGREGATES
            ],
            "groupings": [self._groupings(given) for given in two],
            "year": self.given.get("year", ""),
            "per": self.given.get("per", ""),
            "per_n": self.given.get("per_n", ""),
            "groups": groups(filters, filters.choices(), regions, provinces),
            "belongings": filters.belongings(),
            "indicators": filters.indicators(),
            "fields": fields(filters, beside=OWN | {"q", "ordering"})
            | {"q": self.given.get("q", "")},
        }

    def _groupings(self, given):
        offered = CENSUS_GROUPINGS if self.is_census else tuple(GROUPINGS)
        if given and given not in offered:
            return [(given, given, True), *((one, label_of(one), False) for one in offered)]
        return [(one, label_of(one), one == given) for one in offered]

    def _measures(self) -> list[tuple]:
        """Groups of measures: label, (code, words, on)."""
        on = self.given.get("measure") or "actors"
        census = [(f"census:{one}", census_column(one)) for one in CENSUS_OFFERED]
        told = [(code, name_of(one).text) for code, one in indicators(self.opened.reading).items()]
        offered = [
            (
                pgettext("measures", "The register"),
                [("actors", _("Organisations in the register"))],
            ),
            (pgettext("measures", "What organisations report"), told),
            (pgettext("measures", "The census (HCP)"), census),
        ]
        strange = on not in {code for _label, found in offered for code, _words in found}
        if strange:
            offered.insert(0, (label_of("measure"), [(on, on)]))
        return [
            (label, [(code, words, code == on) for code, words in found])
            for label, found in offered
        ]

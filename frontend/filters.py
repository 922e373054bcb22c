"""The filters as a page shows them: choices with live counts, chips of what is on, sentences."""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from directory.selection.fields import NONE
from directory.selection.filterset import ActorFilterSet
from directory.selection.selection import Selection
from directory.selectors import reference
from directory.selectors.actors import names_of_actors
from directory.selectors.counts import counts
from directory.selectors.observations import indicators
from directory.selectors.programmes import programme_names
from evidence.wording.dates import day
from evidence.wording.filters import (
    TERMS,
    active_on,
    active_or_closed,
    closed_by,
    label_of,
    nouns,
    words,
)
from evidence.wording.names import called, name_of
from evidence.wording.numbers import grouped
from evidence.wording.places import place, place_marked
from frontend.opening import Opened
from frontend.shapes import shape_of

# What a page's address may hold besides filters.
PRESENTATION = frozenset({"as_of", "cursor", "ordering"})
FACETS = (*TERMS, "founding_year")


@dataclass(frozen=True)
class Choice:
    """One value of a filter: how many are selected with it (None: uncounted), whether it is on."""

    code: str
    label: SafeString
    count: int | None
    share: Fraction
    on: bool
    shape: str = ""
    mark: str = ""
    child: bool = False


@dataclass
class Asked:
    """The filters of one request. `selection` is None where some were refused."""

    opened: Opened
    filters: ActorFilterSet
    selection: Selection | None
    extra: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, opened: Opened, **fixed) -> "Asked":
        """Read the filters of the address; `fixed` ones belong to the page itself."""
        data = opened.request.GET.copy()
        for name, value in fixed.items():
            data[name] = value
        filters = ActorFilterSet(data, reading=opened.reading, allowed=PRESENTATION)
        if not filters.is_valid():
            for name, messages in filters.refused.items():
                opened.refused.setdefault(name, messages)
        ordering = data.get("ordering", "name")
        if ordering not in ("name", "distance") or (
            ordering == "distance" and "near" not in filters.values
        ):
            opened.refused["ordering"] = [_("name; or distance, together with near")]
        selection = None if opened.refused else filters.selection()
        return cls(opened, filters, selection, fixed)

    @property
    def reading(self):
        return self.opened.reading

    def given(self, name: str) -> list[str]:
        """The values of a filter as the address has them, good or bad."""
        if name in self.extra:
            return []
        values = self.opened.request.GET.getlist(name)
        each = self.filters.filters.get(name)
        if each is not None and each.single:
            return values
        return [one for value in values for one in value.split(",") if one]

    @property
    def tiles_query(self) -> str:
        """What the map's tiles are asked with: all but the box, at this revision."""
        if self.selection is None:
            return ""
        said = {
            name: value for name, value in self.selection.query.normal.items() if name != "bbox"
        }
        said["as_of"] = str(self.reading.revision)
        return "&".join(f"{name}={value}" for name, value in sorted(said.items()))

    # ---- choices -----------------------------------------------------------------------------

    def choices(self) -> dict[str, list[Choice]]:
        """Choices by filter, counted with that filter left out."""
        if self.selection is None:
            return {name: self._uncounted(name) for name in TERMS}
        found = {name: self._terms(name, dict(self.counted[name])) for name in TERMS}
        return found | {"founding_year": self.counted["founding_year"]}

    @cached_property
    def counted(self) -> dict[str, list[tuple]]:
        """How many are selected by each value of a dimension, its own filter left out."""
        return self.selection.facets(list(FACETS))

    def _uncounted(self, name):
        return [replace(one, count=None) for one in self._terms(name, {})]

    def _terms(self, name, counted) -> list[Choice]:
        on = set(self.given(name))
        most = max(counted.values(), default=0)
        terms = reference.terms(self.reading, name)
        made = {
            code: Choice(
                code=code,
                label=name_of(term).marked(),
                count=counted.get(code, 0),
                share=Fraction(counted.get(code, 0), most or 1),
                on=code in on,
                shape=_shape(name, code),
                mark=term.mappings["icon"] if name == "sector" else "",
                child=bool(term.parent),
            )
            for code, term in terms.items()
        }
        ordered = [
            each
            for code, term in terms.items()
            if not term.parent
            for each in (
                made[code],
                *(made[one] for one, other in terms.items() if other.parent == code),
            )
        ]
        if counted.get(None) or (NONE in on and NONE not in made):
            n = counted.get(None, 0)
            label = _("Not known")
            ordered.append(Choice(NONE, label, n, Fraction(n, most or 1), NONE in on))
        return ordered

    @cached_property
    def territories(self) -> tuple[list[Choice], list[Choice]]:
        """Regions, and the provinces of the regions that are on."""
        known = reference.territories(self.reading)
        regions = [one for one in known.values() if one.level == "region"]
        on = {*self.given("region"), *self.given("territory")}
        chosen = {known[code].region for code in (*on, *self.given("province")) if code in known}
        provinces = [
            one for one in known.values() if one.level == "province" and one.region in chosen
        ]
        return (
            self._places("region", regions, on),
            self._places("province", provinces, {*on, *self.given("province")}),
        )

    def _places(self, level, found, on):
        codes = [one.code for one in found]
        by_code = counts(self.selection, level, codes) if self.selection else {}
        totals = {code: sum(forms.values()) for code, forms in by_code.items()}
        most = max(totals.values(), default=0) or 1
        return [
            Choice(
                one.code,
                name_of(one).marked(),
                totals.get(one.code, 0) if self.selection else None,
                Fraction(totals.get(one.code, 0), most),
                one.code in on,
            )
            for one in found
        ]

    def belongings(self) -> dict[str, list[tuple[str, SafeString, bool]]]:
        """Networks and programmes to choose from: (code, name, on)."""
        asked = ActorFilterSet({"kind": "network", "status": "any"}, reading=self.reading)
        asked.is_valid()
        listed = asked.selection().page(limit=200).rows
        names = names_of_actors([one.code for one in listed], self.reading)
        on = {*self.given("network"), *self.given("programme")}
        return {
            "network": [(one.code, plain(names[one.code]), one.code in on) for one in listed],
            "programme": [
                (code, plain(names), code in on)
                for code, names in programme_names(reading=self.reading).items()
            ],
        }

    def indicators(self) -> list[tuple[str, SafeString, bool]]:
        """Indicators that may be asked for: (code, name, on)."""
        on = set(self.given("has"))
        return [
            (code, plain(one.names), code in on) for code, one in indicators(self.reading).items()
        ]

    # ---- chips -------------------------------------------------------------------------------

    def chips(self) -> list[dict]:
        """Every value that is on: its words, and the address without it."""
        found = []
        for name in [*ActorFilterSet.names()]:
            if name == "radius" and self.given("near"):
                continue
            values = self.given(name)
            for value in values:
                rest = [one for one in values if one != value]
                gone = {name: ",".join(rest) or None}
                if name == "near":
                    gone |= {"radius": None, "ordering": None}
                found.append(
                    {
                        "name": name,
                        "label": self.words(name, value),
                        "url": self.opened.address(**gone),
                    }
                )
        return found

    def words(self, name: str, value: str) -> SafeString | str:
        """One value in words."""
        return words(name, value, self.reading)

    @property
    def refusals(self) -> list[tuple[str, dict]]:
        """What was refused: the parameter, what it said, what is accepted."""
        given = self.opened.request.GET
        return [
            (name, {"label": label_of(name), "given": given.get(name, ""), "words": messages})
            for name, messages in self.opened.refused.items()
        ]

    @property
    def clear_url(self) -> str:
        return self.opened.address(
            **dict.fromkeys([*ActorFilterSet.names(), "ordering"]),
        )

    # ---- in words ----------------------------------------------------------------------------

    def figure(self) -> dict:
        """The count with its sentence: what is counted, judged on which day, where."""
        total = self.selection.total
        values = self.selection.query.values
        forms = values.get("legal_form", ())
        noun = nouns(forms[0] if len(forms) == 1 else None, total)
        return {
            "total": total,
            "what": format_html("{}{}{}", noun, _(", "), self._status(values, total)),
            "where": self._where(values),
            "unplaced": self.selection.unplaced if self.selection.is_placed else None,
            "founding_unknown": self.selection.founding_unknown if "active_on" in values else None,
        }

    def _status(self, values, count):
        if "active_on" in values:
            return active_on(values["active_on"], count)
        if values["status"] == "active":
            return active_on(self.reading.date, count)
        if values["status"] == "closed":
            return closed_by(self.reading.date, count)
        return active_or_closed(count)

    def _where(self, values):
        known = reference.territories(self.reading)
        codes = [
            code
            for name in ("territory", "region", "province", "commune", "arrondissement")
            for code in values.get(name, ())
        ]
        if len(codes) == 1 and codes[0] in known:
            return place_marked(known[codes[0]])
        return "" if codes or self.selection.is_placed else _("all Morocco")

    def title(self) -> str:
        """The selection in a few plain words, for the page's title."""
        if self.selection is None:
            return ""
        known = reference.territories(self.reading)
        values = self.selection.query.values
        forms = values.get("legal_form", ())
        words = [f"{grouped(self.selection.total)} "]
        words[0] += nouns(forms[0] if len(forms) == 1 else None, self.selection.total)
        codes = [*values.get("territory", ()), *values.get("region", ())]
        codes += values.get("province", ())
        if len(codes) == 1 and codes[0] in known:
            words.append(place(known[codes[0]]))
        if not self.reading.is_head:
            words.append(day(self.reading.recorded_at))
        return ", ".join(words)


def plain(names: dict) -> str:
    return called({"names": names}).text


def _shape(name, code) -> str:
    if name == "legal_form":
        return shape_of(code)
    if name == "kind" and code in ("network", "social-enterprise"):
        return code
    return ""

"""What a statistic measures: read strictly from an address, and written in one normal form."""

import re
from dataclasses import dataclass, field
from urllib.parse import quote

from django.utils.translation import gettext as _

from directory.as_of import Reading
from directory.selection.filterset import ActorFilterSet
from directory.selection.selection import Selection
from directory.selectors.observations import indicators
from evidence.grouping import GROUPINGS
from geodata.models import Census

OWN = frozenset({"measure", "aggregate", "of", "per", "per_n", "year", "group_by"})
AGGREGATES = ("sum", "mean", "median", "share")
CENSUS = tuple(
    one.name
    for one in Census._meta.concrete_fields
    if one.name not in ("id", "first_set", "last_set", "code", "level", "year")
)
CENSUS_GROUPINGS = ("region", "province", "prefecture-arrondissements", "commune", "arrondissement")
TERRITORIAL = ("territory", "region", "province", "commune", "arrondissement")
LATEST = re.compile(r"latest:([1-9]|1[0-9]|20)")
LONGEST_YEARS = 20
MOST_GROUPINGS = 2


@dataclass(frozen=True)
class Years:
    """The years a figure is of: one, or of each actor the latest of some."""

    first: int
    last: int
    latest: bool = False

    @property
    def text(self) -> str:
        return f"latest:{self.last - self.first + 1}" if self.latest else str(self.first)


@dataclass
class Statistic:
    """One question: a measure over a selection, grouped or not. `refused` tells what was wrong.

    `column` is the census' column of a census measure, for which there is no selection of actors.
    `exact` medians are those of decimals; they were of floats before version 3 of the question.
    """

    reading: Reading
    measure: str = "actors"
    aggregate: str = "sum"
    of: str = ""
    per: str = ""
    per_n: int = 10_000
    years: Years | None = None
    group_by: tuple[str, ...] = ()
    selection: Selection | None = None
    within: dict[str, tuple] = field(default_factory=dict)
    refused: dict[str, list[str]] = field(default_factory=dict)
    exact: bool = True

    @property
    def column(self) -> str:
        return self.measure.partition(":")[2]

    @property
    def indicator(self) -> str:
        """The code of the indicator measured; empty for actors and the census."""
        return "" if self.measure == "actors" or self.column else self.measure

    def __str__(self):
        """The normal form: parameters in one order, defaults spelled out, no moment."""
        said = dict(self.selection.query.normal) if self.selection else {}
        said |= {level: ",".join(codes) for level, codes in self.within.items() if self.column}
        said["measure"] = self.measure
        if self.indicator:
            said["aggregate"] = self.aggregate
            if self.years:
                said["year"] = self.years.text
        if self.of:
            said["of"] = self.of
        if self.per:
            said |= {"per": self.per, "per_n": str(self.per_n)}
        if self.group_by:
            said["group_by"] = ",".join(self.group_by)
        return "&".join(f"{name}={quote(said[name], safe=',.:-')}" for name in sorted(said))


def read(data, reading: Reading, *, allowed=frozenset()) -> Statistic:
    """The statistic an address asks for; `allowed` are names its face handles itself."""
    told = Statistic(reading)
    _measure(told, data)
    _groupings(told, data)
    _years(told, data)
    _ratio(told, data)
    filters = ActorFilterSet(
        data, reading=reading, allowed=allowed | OWN, by_closing="closing_year" in told.group_by
    )
    if not filters.is_valid():
        for name, messages in filters.refused.items():
            told.refused.setdefault(name, []).extend(messages)
    if told.refused:
        return told
    if told.column:
        _only_territories(told, filters)
    else:
        told.selection = filters.selection()
    told.within = _within(filters, told)
    _locality(told)
    return told


def _refuse(told, name, accepted):
    told.refused.setdefault(name, []).append(str(accepted))


def _one(data, name):
    given = data.getlist(name) if hasattr(data, "getlist") else [data[name]] if name in data else []
    given = [value for value in given if value]
    return given[0] if len(given) == 1 else (given or None)


def _measure(told, data):
    given = _one(data, "measure") or "actors"
    known = indicators(told.reading)
    census = [f"census:{column}" for column in CENSUS]
    if not isinstance(given, str) or given not in ("actors", *known, *census):
        accepted = ", ".join(["actors", *known, *census])
        _refuse(told, "measure", _("one of %(choices)s") % {"choices": accepted})
        return
    told.measure = given
    aggregate = _one(data, "aggregate")
    if aggregate is None:
        return
    if not told.indicator:
        _refuse(told, "aggregate", _("only with an indicator"))
    elif aggregate not in AGGREGATES:
        _refuse(told, "aggregate", _("one of %(choices)s") % {"choices": ", ".join(AGGREGATES)})
    else:
        told.aggregate = aggregate


def _groupings(told, data):
    given = data.getlist("group_by") if hasattr(data, "getlist") else [data.get("group_by") or ""]
    names = [name.strip() for one in given for name in one.split(",") if name.strip()]
    known = CENSUS_GROUPINGS if told.column else tuple(GROUPINGS)
    most = 1 if told.column else MOST_GROUPINGS
    strange = [name for name in names if name not in known]
    if strange:
        _refuse(told, "group_by", _("one of %(choices)s") % {"choices": ", ".join(known)})
    elif len(set(names)) != len(names) or len(names) > most:
        _refuse(told, "group_by", _("at most %(most)s different ones") % {"most": most})
    elif "year" in names and not told.indicator:
        _refuse(
            told,
            "group_by",
            _("year only with an indicator; founding_year or closing_year for actors"),
        )
    else:
        told.group_by = tuple(names)


def _years(told, data):
    given = _one(data, "year")
    if not told.indicator:
        if given is not None:
            _refuse(told, "year", _("only with an indicator"))
        return
    if "year" in told.group_by:
        if given is not None:
            _refuse(told, "year", _("not together with group_by=year"))
        return
    given = given or "latest:3"
    now = told.reading.date.year
    latest = isinstance(given, str) and LATEST.fullmatch(given)
    if latest:
        told.years = Years(now - int(latest[1]) + 1, now, latest=True)
    elif isinstance(given, str) and re.fullmatch("[0-9]{4}", given) and 1900 <= int(given) <= now:
        told.years = Years(int(given), int(given))
    else:
        _refuse(told, "year", _("a year such as 2023, not in the future; or latest:3"))


def _ratio(told, data):
    known = indicators(told.reading)
    of, per, per_n = (_one(data, name) for name in ("of", "per", "per_n"))
    if told.aggregate == "share":
        whole = known[told.indicator].part_of if told.indicator in known else ""
        if not whole:
            _refuse(told, "aggregate", _("share only of an indicator that is a part of another"))
        elif of != whole:
            _refuse(told, "of", whole)
        else:
            told.of = of
    elif of is not None:
        _refuse(told, "of", _("only with aggregate=share"))
    if per is None:
        if per_n is not None:
            _refuse(told, "per_n", _("only with per=inhabitants"))
        return
    if per != "inhabitants":
        _refuse(told, "per", "inhabitants")
    elif told.aggregate != "sum":
        _refuse(told, "per", _("only with sums"))
    else:
        told.per = per
    if per_n is not None:
        if isinstance(per_n, str) and re.fullmatch("[1-9][0-9]{0,6}", per_n):
            told.per_n = int(per_n)
        else:
            _refuse(told, "per_n", _("a whole number from 1 to 9999999"))


def _only_territories(told, filters):
    """The census counts territories: no other filter has a meaning there."""
    for name in filters.values:
        if name not in TERRITORIAL:
            _refuse(told, name, _("not with the census: territory filters only"))


def _within(filters, told) -> dict[str, tuple]:
    """Level to codes of the territories a question is narrowed to."""
    found = {}
    for name in TERRITORIAL:
        values = [one for one in filters.values.get(name, ()) if one is not None]
        if name == "territory":
            known = {one: _level(one, told.reading) for one in values}
            for code, level in known.items():
                if level not in ("country", None):
                    found[level] = (*found.get(level, ()), code)
        elif values:
            found[name] = tuple(values)
    return found


def _level(code, reading):
    from directory import vocabulary

    return vocabulary.level_of(code, reading)


def _locality(told):
    """Neighbourhoods and villages are listed within one province only."""
    if "locality" in told.group_by:
        narrow = {"province", "commune", "arrondissement", "prefecture-arrondissements"}
        if not any(len(told.within.get(level, ())) == 1 for level in narrow):
            _refuse(told, "group_by", _("locality only within one province or commune"))

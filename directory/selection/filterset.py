"""The filters of actors, declared once: list, map, tiles, exports and citations read them here.

Each filter names its form field and says its condition in SQL. An unknown parameter is an error
of its own: a misspelt filter must never widen an answer.
"""

import math

import django_filters
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from directory import vocabulary
from directory.models import ActorVersion, SealScope
from directory.selection import fields
from directory.selection.conditions import Condition, one_of, overlap, recorded
from directory.selection.query import Query
from directory.selection.selection import Selection
from directory.standing import stands

FOLD_VERSION = 1

# What a request may say besides filters; the faces (API, pages) handle these themselves.
PRESENTATION = frozenset({"as_of", "ordering", "fields", "limit", "cursor", "format", "facets"})

# Filters that ask when an actor closed.
CLOSINGS = ("closed_from", "closed_to")


class RegisterFilter(django_filters.Filter):
    """A filter that says a condition instead of narrowing a queryset."""

    field_class = fields.CodesField
    single = False

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def condition(self, value, query) -> Condition | None:
        raise NotImplementedError

    def normal(self, value) -> str:
        """The value as the normalised query writes it."""
        return ",".join(fields.NONE if one is None else str(one) for one in value)

    def unknown(self, value, reading) -> list[str]:
        """The codes among the values that no set in force knows."""
        return []


class TermFilter(RegisterFilter):
    """Codes of a taxonomy, in a column or in an array of them."""

    def __init__(self, column, *, many=False, **kwargs):
        super().__init__(**kwargs)
        self.column, self.many = column, many

    def condition(self, value, query):
        clause, bound = (overlap if self.many else one_of)(self.column, self.name, value)
        return Condition(clause, bound, self.name, value)

    @property
    def name(self):
        return self.field_name

    def unknown(self, value, reading):
        number = reading.set_of("taxonomies")
        if not number:  # before the first set no code can be called wrong; nobody has it either
            return []
        known = vocabulary.terms(number).get(vocabulary.TAXONOMY_OF[self.name], {})
        return [code for code in value if code is not None and code not in known]


class FormFilter(TermFilter):
    field_class = fields.FormsField


class TerritoryFilter(RegisterFilter):
    """Codes of one level; `level` None takes any, and tells it by the code."""

    def __init__(self, level=None, **kwargs):
        super().__init__(**kwargs)
        self.level = level

    def unknown(self, value, reading):
        if not reading.set_of("territories"):
            return []
        return [
            code
            for code in value
            if code is not None
            and (
                vocabulary.level_of(code, reading) != self.level
                if self.level
                else vocabulary.level_of(code, reading) is None
            )
        ]

    def condition(self, value, query):
        if self.level:
            clause, bound = one_of(self.level, self.field_name, value)
            cell = tuple(f"none:{self.level}" if one is None else one for one in value)
            return Condition(clause, bound, f"territory:{self.level}", cell)
        by_level = {}
        for code in value:
            level = "none" if code is None else vocabulary.level_of(code, query.reading)
            by_level.setdefault(level, []).append(code)
        if "country" in by_level:
            return None
        clauses, bound = [], {}
        for level, codes in by_level.items():
            if level in ("none", None):
                clauses.append("v.region is null" if level else "false")
                continue
            column = vocabulary.COLUMN_OF_LEVEL[level]
            clause, values = one_of(column, f"territory_{column}", codes)
            clauses.append(clause)
            bound |= values
        level = next(iter(by_level)) if len(by_level) == 1 else "mixed"
        if level is None:
            return Condition(" or ".join(clauses), bound)
        dimension = f"territory:{'region' if level == 'none' else level}"
        cell = ("none:region",) if level == "none" else tuple(value)
        return Condition(" or ".join(clauses), bound, dimension, cell)


class BelongingFilter(RegisterFilter):
    """Members of a network or a programme on the revision's Moroccan date."""

    field_class = fields.ActorCodesField

    def __init__(self, column, table, **kwargs):
        super().__init__(**kwargs)
        self.column, self.table = column, table

    def condition(self, value, query):
        return Condition(
            "exists (select from directory_membership m"
            f" join {self.table} whole on whole.id = m.{self.column}_id"
            f" where m.member_id = v.actor_id and whole.code = any(%({self.column})s::text[])"
            f" and {stands('m', query.reading)}"
            " and (m.since is null or m.since <= %(date)s)"
            " and (m.until is null or m.until > %(date)s))",
            {self.column: list(value)},
        )


class HasFilter(RegisterFilter):
    """Actors that report one of some indicators, for any year; `none` those that report nothing."""

    def unknown(self, value, reading):
        number = reading.set_of("indicators")
        if not number:
            return []
        known = vocabulary.indicators(number)
        return [code for code in value if code is not None and code not in known]

    def condition(self, value, query):
        # Of each indicator an actor has one report that none follows: whoever has any has that one.
        last = "r.next_year = 0"
        return Condition(
            *recorded("directory_report", "indicator", "has", value, query.reading, last)
        )


class SealFilter(RegisterFilter):
    """Actors with a seal of some scope on the revision's date; `none` those without any."""

    def unknown(self, value, reading):
        return [code for code in value if code is not None and code not in SealScope.values]

    def condition(self, value, query):
        counts = "r.given_on <= %(date)s and (r.until is null or r.until > %(date)s)"
        return Condition(*recorded("directory_seal", "scope", "seal", value, query.reading, counts))


class OneValueFilter(RegisterFilter):
    """A filter of a single value that is not a code."""

    single = True

    def normal(self, value):
        return str(value)


class StatusFilter(OneValueFilter):
    field_class = fields.ChoiceField

    def __init__(self):
        super().__init__(choices=("active", "closed", "any"))

    def condition(self, value, query):
        if value == "any":
            return None
        clause = {
            "active": "v.closed_on is null or v.closed_on > %(date)s",
            "closed": "v.closed_on <= %(date)s",
        }[value]
        return Condition(clause, {}, "active", (value == "active",))


class DemoFilter(OneValueFilter):
    field_class = fields.ChoiceField

    def __init__(self):
        super().__init__(choices=("true", "false", "any"))

    def condition(self, value, query):
        if value == "any":
            return None
        return Condition(
            "v.is_demo = %(demo)s", {"demo": value == "true"}, "is_demo", (value == "true",)
        )


class DayFilter(OneValueFilter):
    field_class = fields.DayField

    def __init__(self, clause, **kwargs):
        super().__init__(**kwargs)
        self.clause = clause

    def normal(self, value):
        return value.isoformat()

    def condition(self, value, query):
        clause = self.clause.replace("{stands}", stands("c", query.reading))
        return Condition(clause, {self.field_name: value})


class FoundedFilter(DayFilter):
    """Founding between two days; whole years are counted by the cube."""

    def condition(self, value, query):
        start = self.field_name == "founded_from"
        whole = (value.month, value.day) == ((1, 1) if start else (12, 31))
        return Condition(
            self.clause,
            {self.field_name: value},
            f"{self.field_name}:year" if whole else "",
            (value.year,),
        )


def prefixes(words: str) -> str:
    """The text search of folded words, each the beginning of one; folded, they hold no quotes."""
    return " & ".join(f"'{word}':*" for word in words.split(" "))


class WordsFilter(OneValueFilter):
    """Every folded word is a prefix of a word in a name, a product or a locality: exact."""

    field_class = fields.WordsField

    def normal(self, value):
        return value

    def condition(self, value, query):
        if not value:
            return None
        clause, bound = "v.words @@ %(q)s::tsquery", {"q": prefixes(value)}
        if query.reading.remembered:
            clause += " or v.digest = any(%(remembered)s::bytea[])"
            bound["remembered"] = list(query.reading.remembered)
        return Condition(clause, bound)


class NumbersFilter(OneValueFilter):
    def normal(self, value):
        return ",".join(f"{one:.6f}".rstrip("0").rstrip(".") for one in value)


class BoxFilter(NumbersFilter):
    field_class = fields.BoxField

    def condition(self, value, query):
        # The index knows points to a float of four bytes; the corners decide exactly.
        return Condition(
            "v.point && st_makeenvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)"
            " and st_x(v.point) between %(west)s and %(east)s"
            " and st_y(v.point) between %(south)s and %(north)s",
            dict(zip(("west", "south", "east", "north"), value, strict=True)),
            "place",
        )


class NearFilter(NumbersFilter):
    """Within `radius` metres of a point, on the ellipsoid.

    The outer box serves the index; in the inner one, whose corners lie within the radius too, no
    distance is asked.
    """

    field_class = fields.PointField

    def condition(self, value, query):
        lon, lat = value
        radius = query.values["radius"]
        outer = _degrees(radius, lat, per_degree=110_000, away=1)
        # A hundredth is left for the curve; far away sides add up as in a city of blocks.
        side = radius * (0.7 if radius <= 50_000 else 0.49)
        inner = _degrees(side, lat, per_degree=111_700, away=-1)
        return Condition(
            f"v.point && {_envelope('outer')} and (v.point @ {_envelope('inner')} or st_dwithin("
            "v.point::geography, st_setsrid(st_makepoint(%(lon)s, %(lat)s), 4326)::geography,"
            " %(radius)s))",
            {"lon": lon, "lat": lat, "radius": radius}
            | _corners("outer", lon, lat, outer)
            | _corners("inner", lon, lat, inner),
            "place",
        )


def _degrees(metres, lat, *, per_degree, away):
    """Half a box's width and height; `away` from the equator or towards it, where it is wider."""
    high = metres / per_degree
    cosine = math.cos(math.radians(min(89, max(0, abs(lat) + away * high))))
    return metres / (per_degree * max(cosine, 0.02)), high


def _corners(name, lon, lat, half):
    wide, high = half
    return {
        f"{name}_west": lon - wide,
        f"{name}_east": lon + wide,
        f"{name}_south": lat - high,
        f"{name}_north": lat + high,
    }


def _envelope(name):
    sides = ", ".join(f"%({name}_{side})s" for side in ("west", "south", "east", "north"))
    return f"st_makeenvelope({sides}, 4326)"


class RadiusFilter(OneValueFilter):
    field_class = fields.MetresField

    def normal(self, value):
        return f"{value:.1f}".removesuffix(".0")

    def condition(self, value, query):
        return None


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

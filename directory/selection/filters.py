"""Kinds of filters of actors: each names its form field and says its condition in SQL."""

import math

import django_filters

from directory import vocabulary
from directory.models import SealScope
from directory.selection import fields
from directory.selection.conditions import Condition, one_of, overlap, recorded
from directory.standing import stands


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

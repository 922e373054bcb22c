"""What the reference sets in force say: territories, terms, localities, census, neighbours.

A set never changes, so territories, terms and neighbours are read once a set, then kept.
"""

from collections import defaultdict
from functools import lru_cache

from directory.models import Term
from directory.models.taxonomies import parents_first
from directory.vocabulary import COLUMN_OF_LEVEL, TAXONOMY_OF
from geodata.models import BorderLine, Census, Locality, Territory
from geodata.models.boundaries import BorderRank, Detail


@lru_cache(maxsize=8)
def _territories(number: int) -> dict[str, Territory]:
    return {one.code: one for one in Territory.objects.in_set(number).order_by("code")}


def territories(reading) -> dict[str, Territory]:
    """Every territory above localities by code, as of the set in force."""
    return _territories(reading.set_of("territories"))


@lru_cache(maxsize=64)
def _of_level(number: int, level: str) -> tuple[Territory, ...]:
    return tuple(one for one in _territories(number).values() if one.level == level)


def of_level(level: str, reading) -> tuple[Territory, ...]:
    """The territories of one level in the set in force, by code."""
    return _of_level(reading.set_of("territories"), level)


@lru_cache(maxsize=64)
def _ended(number: int, level: str) -> tuple[Territory, ...]:
    standing = _territories(number)
    earlier = Territory.objects.filter(level=level, last_set__lt=number)
    found = {one.code: one for one in earlier.order_by("code", "last_set")}
    return tuple(one for code, one in found.items() if code not in standing)


def ended(level: str, reading) -> tuple[Territory, ...]:
    """Those of a level that only earlier sets hold; a version may still tell their codes."""
    return _ended(reading.set_of("territories"), level)


@lru_cache(maxsize=8)
def _terms(number: int) -> dict[str, dict[str, Term]]:
    found = defaultdict(list)
    for term in Term.objects.in_set(number):
        found[term.taxonomy].append(term)
    return {
        taxonomy: {term.code: term for term in parents_first(terms)}
        for taxonomy, terms in found.items()
    }


def terms(reading, name: str) -> dict[str, Term]:
    """The terms a filter (`sector`, `legal_form`…) may name, by code, in their own order."""
    return _terms(reading.set_of("taxonomies")).get(TAXONOMY_OF[name], {})


def localities(codes, reading) -> dict[str, Locality]:
    """The localities of some codes."""
    wanted = {code for code in codes if code}
    if not wanted:
        return {}
    found = Locality.objects.in_set(reading.set_of("localities")).filter(code__in=wanted)
    return {one.code: one for one in found}


def ancestors(territory, reading) -> list[Territory]:
    """From the region down to the territory's parent, the country left out."""
    known = territories(reading)
    columns = ("region", "province", "commune", "prefecture_arrondissements")
    codes = dict.fromkeys(getattr(territory, column) for column in columns)
    return [known[code] for code in codes if code in known and code != territory.code]


def children(territory, reading) -> list[Territory]:
    """The level directly below. Of a city that is divided, its arrondissements."""
    found = [one for one in territories(reading).values() if one.parent == territory.code]
    levels = {one.level for one in found}
    if len(levels) > 1:  # a prefecture of arrondissements groups what also stands by itself
        found = [one for one in found if one.level != "prefecture-arrondissements"]
    return found


def census(code: str, reading) -> dict[int, Census]:
    """Census figures of a territory by year, the last first."""
    number = reading.set_of("census")
    found = Census.objects.in_set(number).of_territory(code).order_by("-year")
    return {one.year: one for one in found}


def populations(codes, year: int, reading) -> dict[str, int | None]:
    """Inhabitants of some territories in one census."""
    number = reading.set_of("census")
    found = Census.objects.in_set(number).of_year(year).filter(code__in=list(codes))
    return dict(found.values_list("code", "population"))


@lru_cache(maxsize=8)
def _adjacent(number: int) -> dict[str, frozenset[str]]:
    """Leaf to the leaves it shares a border with."""
    beside = defaultdict(set)
    lines = BorderLine.objects.in_set(number).filter(detail=Detail.LOW)
    lines = lines.exclude(rank__in=[BorderRank.COAST, BorderRank.FRONTIER])
    for one, other in lines.values_list("one", "other"):
        beside[one].add(other)
        beside[other].add(one)
    return {code: frozenset(found) for code, found in beside.items()}


def neighbours(territory, reading) -> list[Territory]:
    """The territories of the same level that share a border with it, by code."""
    if territory.level == "country":
        return []
    known = territories(reading)
    adjacent = _adjacent(reading.set_of("boundaries"))

    def of_level(leaf):
        if territory.level == "arrondissement":
            return leaf.code if leaf.level == "arrondissement" else leaf.commune
        return getattr(leaf, COLUMN_OF_LEVEL[territory.level])

    found = set()
    for code, beside in adjacent.items():
        leaf = known.get(code)
        if leaf is not None and _holds(territory, leaf):
            found |= {of_level(known[other]) for other in beside if other in known}
    found -= {territory.code, None}
    if territory.level == "arrondissement":
        found.discard(territory.commune)
    return [known[code] for code in sorted(found) if code in known]


def _holds(territory, leaf) -> bool:
    if territory.level == "arrondissement":
        return leaf.code == territory.code
    return getattr(leaf, COLUMN_OF_LEVEL[territory.level]) == territory.code


def forget():
    """Drop what was read: for tests, whose sets are rolled back."""
    for kept in (_territories, _of_level, _ended, _terms, _adjacent):
        kept.cache_clear()

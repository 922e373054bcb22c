"""The codes a filter may name, as of the reference sets in force; read once a set, then kept."""

from functools import lru_cache

from directory.database import row
from directory.models import Indicator, Term
from geodata.models import Locality, Territory

TAXONOMY_OF = {
    "legal_form": "legal_forms",
    "kind": "kinds",
    "cooperative_type": "cooperative_types",
    "sector": "sectors",
    "audience": "audiences",
}
COLUMN_OF_LEVEL = {
    "region": "region",
    "province": "province",
    "prefecture-arrondissements": "prefecture_arrondissements",
    "commune": "commune",
    "arrondissement": "arrondissement",
    "locality": "locality",
}


@lru_cache(maxsize=8)
def territory_levels(number: int) -> dict[str, str]:
    """Code to level of every territory above localities, in one set of territories."""
    return dict(Territory.objects.in_set(number).values_list("code", "level"))


@lru_cache(maxsize=64)
def terms(number: int, taxonomy: str) -> frozenset[str]:
    """Codes of one taxonomy in one set."""
    return frozenset(
        Term.objects.in_set(number).filter(taxonomy=taxonomy).values_list("code", flat=True)
    )


@lru_cache(maxsize=8)
def indicators(number: int) -> frozenset[str]:
    """Codes of the indicators in one set."""
    return frozenset(Indicator.objects.in_set(number).values_list("code", flat=True))


def level_of(code: str, reading) -> str | None:
    """The level of a territory's code, localities included; None where no set in force knows it."""
    level = territory_levels(reading.set_of("territories")).get(code)
    if level is None and knows_locality(code, reading):
        return "locality"
    return level


def knows_locality(code: str, reading) -> bool:
    return Locality.objects.in_set(reading.set_of("localities")).filter(code=code).exists()


@lru_cache(maxsize=1024)
def folded_words(text: str) -> tuple[str, ...]:
    """The folded words of a text, each once, in order: what `q` compares."""
    return tuple(sorted(set(row("select fold_words(%s)", [text])[0] or ())))


def is_demonstration() -> bool:
    """Whether this instance is fixed as a demonstration; read until it is fixed."""
    if not _FIXED:
        found = row("select demonstration from directory_instance")
        if found is None:
            return False
        _FIXED.append(found[0])
    return _FIXED[0]


def may_hold_invented(demo: str) -> bool:
    """Whether what is asked with this `demo` may count invented organisations: a demonstration
    alone has any.
    """
    return demo != "false" and is_demonstration()


_FIXED: list[bool] = []


def forget():
    """Drop what was read: for tests, whose sets are rolled back."""
    territory_levels.cache_clear()
    terms.cache_clear()
    indicators.cache_clear()
    _FIXED.clear()

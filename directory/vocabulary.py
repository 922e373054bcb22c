"""The codes filters and facts may name, of a reference set; read once a set, then kept."""

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
def territories(number: int) -> dict[str, dict]:
    """Every territory above localities in one set, by code: its level, and the codes it lies in."""
    columns = ("level", "region", "province", "prefecture_arrondissements", "commune")
    return {
        code: dict(zip(columns, values, strict=True))
        for code, *values in Territory.objects.in_set(number).values_list("code", *columns)
    }


@lru_cache(maxsize=8)
def terms(number: int) -> dict[str, dict[str, str]]:
    """The taxonomies of one set, each code with its parent, empty at the top."""
    found = {}
    columns = ("taxonomy", "code", "parent")
    for taxonomy, code, parent in Term.objects.in_set(number).values_list(*columns):
        found.setdefault(taxonomy, {})[code] = parent
    return found


@lru_cache(maxsize=8)
def indicators(number: int) -> frozenset[str]:
    """Codes of the indicators in one set."""
    return frozenset(Indicator.objects.in_set(number).values_list("code", flat=True))


def level_of(code: str, reading) -> str | None:
    """The level of a territory's code, localities included; None where no set in force knows it."""
    found = territories(reading.set_of("territories")).get(code)
    if found:
        return found["level"]
    return "locality" if knows_locality(code, reading) else None


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
    territories.cache_clear()
    terms.cache_clear()
    indicators.cache_clear()
    _FIXED.clear()

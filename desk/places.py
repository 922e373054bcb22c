"""Places somebody may mean while registering: communes, arrondissements, hayys, villages."""

from dataclasses import dataclass

from directory.as_of import snapshot
from directory.database import rows
from directory.selectors.suggest import places
from directory.selectors.suggest.suggestion import EXACT
from evidence.wording.names import name_of
from evidence.wording.places import type_word
from geodata.models import Locality, Territory

MOST = 12
LEVELS = ("commune", "arrondissement")


@dataclass(frozen=True)
class PlaceFound:
    """One place: its code, its name and what lies around it in words, whether all was typed; where
    it is, as longitude and latitude, and the commune or arrondissement that it is or lies in.
    """

    code: str
    name: str
    kind: str
    around: str
    exact: bool
    at: tuple[float, float] | None = None
    leaf: str = ""


def find_places(words: str, *, limit: int = MOST) -> list[PlaceFound]:
    """Places whose names have a word that begins with each word typed; near misses if none has."""
    with snapshot() as reading:
        ((folded,),) = rows("select fold_text(%s::text)", [words[:120]])
        if not folded:
            return []
        found = list(places.named(folded, folded.split(" ")[:8], reading, 50))
        found = found or places.misspelt(folded, reading, limit)
        found = [one for one in found if one.type == "locality" or one.level in LEVELS][:limit]
        where = _where([one.code for one in found])
        return [
            PlaceFound(
                code=one.code,
                name=name_of({"names": one.names}).text,
                kind=str(type_word(one.level)),
                around=name_of(one.within).text if one.within else "",
                exact=one.match == EXACT,
                at=where[one.code][0],
                leaf=where[one.code][1],
            )
            for one in found
        ]


def leaves_of(codes) -> dict[str, str]:
    """Code of a place to the commune or the arrondissement that it is, or lies in."""
    wanted = list(codes)
    territories = Territory.objects.newest().filter(code__in=wanted, level__in=LEVELS)
    found = {code: code for code in territories.values_list("code", flat=True)}
    localities = Locality.objects.newest().filter(code__in=wanted)
    for code, arrondissement, commune in localities.values_list(
        "code", "arrondissement", "commune"
    ):
        if leaf := arrondissement or commune:
            found[code] = leaf
    return found


def _where(codes) -> dict[str, tuple[tuple[float, float] | None, str]]:
    """Code of a place to its point, where that is known, and to its commune or arrondissement."""
    found = dict.fromkeys(codes, (None, ""))
    territories = Territory.objects.newest().filter(code__in=codes)
    for code, label in territories.values_list("code", "label"):
        found[code] = (label and label.coords, code)
    localities = Locality.objects.newest().filter(code__in=codes)
    for code, point, arrondissement, commune in localities.values_list(
        "code", "point", "arrondissement", "commune"
    ):
        found[code] = (point and point.coords, arrondissement or commune)
    return found

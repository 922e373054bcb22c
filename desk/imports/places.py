"""From names and addresses to codes: communes by folded name, points by boundaries."""

import re
from collections.abc import Sequence
from decimal import Decimal
from difflib import get_close_matches

from desk.imports.coordinates import Point
from desk.imports.fold import Folds
from directory.database import rows
from geodata.lookup import leaf_code_at
from geodata.models import Level, Territory

# Words that say what a place is, not which: folded.
KINDS = re.compile(
    r"^(?:(?:la |le |l )?(?:commune|municipalite|ville|cercle|caidat|province|prefecture|region|"
    r"arrondissement)(?: rurale| urbaine| territoriale)?(?: de la| de l| de| du| d| des)?|"
    r"c r|cr|cu|"
    r"جماعه|الجماعه|اقليم|عماله|مدينه|جهه|مقاطعه|بلديه|الجماعه القرويه|الجماعه الترابيه|city of|"
    r"provincia de|municipio de|ciudad de) "
)
# As people write them; the census bureau has other names.
ALSO = {"casa": "casablanca", "fez": "fes", "tangier": "tanger", "tangiers": "tanger",
        "marrakesh": "marrakech", "tetuan": "tetouan", "laayoun": "laayoune",
        "الدار البيضا": "الدارالبيضا"}  # fmt: skip
MOST_LIKE = 500  # names nobody knows, for which likely ones are looked for
MOST_WORDS = 5  # of a commune's name, looked for in an address
# A gazetteer's point may stand this far over the border of its commune: about two kilometres.
TOLERANCE = 0.02


class Territories:
    """The territories in force by folded name, and what each lies in."""

    def __init__(self, folds: Folds):
        self._folds = folds
        found = list(Territory.objects.newest().exclude(code="MA").defer("label"))
        folds.learn([name for one in found for name in (one.name_fr, one.name_ar)])
        self.by_code = {one.code: one for one in found}
        self._named: dict[str, dict[str, list[str]]] = {}
        self._like: dict[tuple, tuple[str, ...]] = {}
        for one in found:
            names = {folds(one.name_fr), folds(one.name_ar)}
            names |= {_bare(name) for name in names}
            names |= {name.replace(" ", "") for name in names}
            for name in names - {""}:
                self._named.setdefault(one.level, {}).setdefault(name, []).append(one.code)

    def learn(self, texts: Sequence[str]) -> None:
        self._folds.learn(texts)

    def named(self, level: str, text: str, within: Sequence[str] = ()) -> tuple[str, ...]:
        """Codes of a level that a cell may mean: a code itself, or a name in either script."""
        if text in self.by_code and self.by_code[text].level == level:
            return (text,)
        fold = self._folds(text)
        bare = _bare(fold)
        names = [fold, bare, ALSO.get(bare, bare)]
        known = self._named.get(level, {})
        for name in [*names, *(one.replace(" ", "") for one in names)]:
            if name in known:
                return self._within(known[name], within)
        return ()

    def in_address(self, text: str, within: Sequence[str] = ()) -> tuple[str, ...]:
        """Codes of communes that an address may name; the longest name counts, then the last."""
        words = self._folds(text).split(" ")
        for size in range(min(MOST_WORDS, len(words)), 0, -1):
            for start in range(len(words) - size, -1, -1):
                name = " ".join(words[start : start + size])
                for level in (Level.ARRONDISSEMENT, Level.COMMUNE):
                    if len(name) > 2 and (found := self._named[level].get(ALSO.get(name, name))):
                        return self._within(found, within)
        return ()

    def like(self, texts: Sequence[str], within: Sequence[str] = ()) -> tuple[str, ...]:
        """Codes of communes whose names begin with one of them or look like it; of a long file
        only the first are asked.
        """
        folds = tuple(_bare(self._folds(text)) for text in texts)
        key = (folds, tuple(within))
        if key not in self._like and len(self._like) < MOST_LIKE:
            known = self._named.get(Level.COMMUNE, {})
            names = [
                name
                for name, found in known.items()
                if not within or any(self._within([code], within) for code in found)
            ]
            near = [name for name in names if name.startswith(tuple(f"{fold} " for fold in folds))]
            near += [name for fold in folds for name in get_close_matches(fold, names, 5, 0.7)]
            found = [code for name in near for code in self._within(known[name], within)]
            self._like[key] = tuple(dict.fromkeys(found))
        return self._like.get(key, ())

    def names(self, codes: Sequence[str]) -> list[str]:
        """What they are called, in either script."""
        found = [self.by_code[code] for code in codes]
        return [name for one in found for name in (one.name_fr, one.name_ar) if name]

    def _within(self, codes, within):
        """Those inside all the territories named beside; all of them where that leaves none."""
        kept = [code for code in codes if all(self.holds(outer, code) for outer in within)]
        return tuple(dict.fromkeys(kept or ([] if within else codes)))

    def holds(self, outer: str, code: str) -> bool:
        one = self.by_code[code]
        return outer in (
            one.code, one.region, one.province, one.prefecture_arrondissements, one.commune
        )  # fmt: skip

    def place(self, code: str | None, point: tuple[Decimal, Decimal] | None = None) -> dict:
        """What canonical bytes hold of a place in a territory (`Place.payload`)."""
        one = self.by_code.get(code)
        leaf = one is not None and one.level in (Level.COMMUNE, Level.ARRONDISSEMENT)
        return {
            "region": one and one.region,
            "province": one and one.province,
            "prefecture_arrondissements": one and one.prefecture_arrondissements,
            "commune": one and one.commune,
            "arrondissement": code if one and one.level == Level.ARRONDISSEMENT else None,
            "locality": None,
            "locality_names": {},
            "lon": point and f"{point[0]:.6f}",
            "lat": point and f"{point[1]:.6f}",
            "precision": "exact" if point else "commune" if leaf else None,
        }

    def words(self, code: str) -> dict[str, str]:
        """A name with its province by language, for who chooses between two of the same name."""
        one = self.by_code[code]
        around = self.by_code.get(one.province)
        all_of_it = [one, around] if around and around.code != code else [one]
        return {
            "fr": f"{', '.join(each.name_fr for each in all_of_it)} ({code})",
            "ar": f"{'، '.join(each.name_ar or each.name_fr for each in all_of_it)} ({code})",
        }


def _bare(name):
    return KINDS.sub("", name, count=1) if name else name


PROJECTED = """
select n, st_x(p), st_y(p) from (
    select n, st_transform(st_setsrid(st_makepoint(x, y), crs), 4326) as p
    from unnest(%s::int[], %s::float8[], %s::float8[], %s::int[]) as told (n, x, y, crs)
) as placed"""

HOLDING = """
select n, (
    select code from geodata_boundarypiece
    where st_intersects(piece, st_setsrid(st_makepoint(lon, lat), 4326)) and last_set is null
    order by code limit 1
) from unnest(%s::int[], %s::float8[], %s::float8[]) as told (n, lon, lat)"""

NEAR = """
select n from unnest(%s::int[], %s::float8[], %s::float8[], %s::text[]) as told (n, lon, lat, leaf)
where exists (
    select from geodata_boundary b where b.code = leaf and b.last_set is null
    and st_dwithin(b."full", st_setsrid(st_makepoint(lon, lat), 4326), %s)
)"""


def projected(points: dict[int, Point]) -> dict[int, tuple[float, float]]:
    """Points of any system in degrees (lon, lat), by the same keys."""
    plain = {n: (one.x, one.y) for n, one in points.items() if one.crs == 4326}
    others = {n: one for n, one in points.items() if one.crs != 4326}
    if others:
        given = [(n, one.x, one.y, one.crs) for n, one in others.items()]
        for n, lon, lat in rows(PROJECTED, [list(column) for column in zip(*given, strict=True)]):
            plain[n] = (lon, lat)
    return plain


def leaves(points: dict[int, tuple[float, float]]) -> dict[int, str | None]:
    """The arrondissement, else the commune, that holds each point; None outside the country."""
    if not points:
        return {}
    given = [list(points), [p[0] for p in points.values()], [p[1] for p in points.values()]]
    found = dict(rows(HOLDING, given))
    for n, code in found.items():
        if code is None:
            found[n] = leaf_code_at(*points[n])
    return found


def near(points: dict[int, tuple[float, float]], leaf_of: dict[int, str]) -> set[int]:
    """Those that stand within reach of the leaf said of them."""
    if not leaf_of:
        return set()
    given = [
        list(leaf_of),
        [points[n][0] for n in leaf_of],
        [points[n][1] for n in leaf_of],
        list(leaf_of.values()),
    ]
    return {n for (n,) in rows(NEAR, [*given, TOLERANCE])}

"""Territories and localities by name. The expression searched has an index in both tables."""

from collections.abc import Iterator

from directory import spelling
from directory.as_of import Reading
from directory.database import rows
from directory.selectors.suggest.suggestion import EXACT, FUZZY, PREFIX, Suggestion

LEVELS = [
    "country",
    "region",
    "province",
    "commune",
    "arrondissement",
    "prefecture-arrondissements",
]
SEARCHED = "(' ' || fold_text(t.name_fr || ' / ' || t.name_ar || ' / ' || t.name_zgh))"
FOLDS = "array[fold_text(t.name_fr), fold_text(t.name_ar), fold_text(t.name_zgh)]"
MISSPELT = 40
MOST = 100
LEAST_SIMILARITY = "0.3"


def named(folded: str, words: list[str], reading: Reading, limit: int) -> Iterator[Suggestion]:
    """Places whose names have a word that begins with each word typed."""
    bound = {f"like{at}": f"% {word}%" for at, word in enumerate(words)}
    condition = " and ".join(f"{SEARCHED} like %({name})s::text" for name in bound)
    for each, _ in _read(condition, bound, folded, reading, limit):
        yield each


def misspelt(folded: str, reading: Reading, limit: int) -> list[Suggestion]:
    """Places whose name is a typo or two away from all that was typed."""
    if not spelling.allowed_typos(folded):
        return []
    rows("select set_config('pg_trgm.word_similarity_threshold', %s, true)", [LEAST_SIMILARITY])
    near = []
    condition = f"%(folded)s::text <%% {SEARCHED}"
    for each, folds in _read(condition, {}, folded, reading, MISSPELT, nearest=True):
        away = spelling.away(folded, folds)
        if away is not None:
            near.append(
                Suggestion(
                    each.type,
                    each.code,
                    each.names,
                    FUZZY,
                    each.level,
                    each.within,
                    rank=(away, *each.rank),
                )
            )
    return sorted(near, key=lambda each: each.rank)[:limit]


def _read(condition, bound, folded, reading, limit, *, nearest=False):
    """Suggestions of both tables, each with its folded names."""
    order = f"word_similarity(%(folded)s::text, {SEARCHED}) desc," if nearest else ""
    found = rows(
        f"""
        with found as (
            (select 'territory' as type, t.code, t.level, t.name_fr, t.name_ar, t.name_zgh,
                t.parent as around, {FOLDS} as folds,
                array_position(%(levels)s::text[], t.level::text) as place
            from geodata_territory t
            where {condition} and t.first_set <= %(territories)s::int
                and (t.last_set is null or t.last_set >= %(territories)s::int)
            order by {order} place, length(t.name_fr), t.code limit {MOST})
            union all
            (select 'locality', t.code, t.kind, t.name_fr, t.name_ar, t.name_zgh,
                coalesce(t.arrondissement, t.commune), {FOLDS}, 9
            from geodata_locality t
            where {condition} and t.first_set <= %(localities)s::int
                and (t.last_set is null or t.last_set >= %(localities)s::int)
            order by {order} length(t.name_fr), t.code limit {MOST})
        )
        select f.*, a.name_fr, a.name_ar from (
            select * from found
            order by (%(folded)s::text = any(folds)) desc, place, length(name_fr), code
            limit %(most)s::int
        ) f left join geodata_territory a on a.code = f.around
            and a.first_set <= %(territories)s::int
            and (a.last_set is null or a.last_set >= %(territories)s::int)
        """,
        {
            **bound,
            "folded": folded,
            "levels": LEVELS,
            "territories": reading.set_of("territories"),
            "localities": reading.set_of("localities"),
            "most": MISSPELT if nearest else limit,
        },
    )
    for type_, code, level, fr, ar, zgh, around, folds, place, around_fr, around_ar in found:
        each = Suggestion(
            type_,
            code,
            {lang: name for lang, name in (("ar", ar), ("fr", fr), ("zgh", zgh)) if name},
            EXACT if folded in folds else PREFIX,
            level,
            around and {"code": around, "names": {"ar": around_ar, "fr": around_fr}},
            rank=(place, len(fr)),
        )
        yield each, [fold for fold in folds if fold]

"""Actors by the words of their names, products and localities.

A million names cannot be sorted while somebody types, so at most CANDIDATES that match are looked
at, and the best of them shown. They are found by the index of words, asked for the rarest word
only; where even that one is common, by reading rows until enough are found, which is then soon.
"""

import json
from collections.abc import Iterator

from directory import spelling
from directory.as_of import Reading
from directory.database import rows
from directory.selectors.suggest.suggestion import EXACT, FUZZY, PREFIX, Suggestion

CANDIDATES = 100
COMMON = 20_000
READ_ROWS = 30_000

COLUMNS = "v.id, v.fold"


def named(folded, words, reading: Reading, only_real, limit) -> list[Suggestion]:
    """Actors with a word that begins with each word typed."""
    return _find(folded, spelling.hear(words), reading, only_real, limit, forgiving=False)


def meant(folded, words, reading: Reading, only_real, limit) -> list[Suggestion]:
    """The same with typos mended and with or without what Arabic writes joined to a word."""
    heard = spelling.hear(words, forgiving=True)
    if all(word.beginnings == (word.typed,) for word in heard):
        return []
    return _find(folded, heard, reading, only_real, limit, forgiving=True)


def _find(folded, heard, reading, only_real, limit, *, forgiving) -> list[Suggestion]:
    query = spelling.query(heard)
    if query is None:
        return []
    if reading.is_head and not all(word.holders for word in heard):
        return []  # what no current version holds, the current register does not have
    rarest = min(heard, key=lambda word: word.holders)
    bound = {
        "query": query,
        "rarest": spelling.query([rarest]),
        "folded": folded,
        "last": spelling.LAST,
        "only_real": only_real,
        "revision": reading.revision,
        "territories": reading.set_of("territories"),
        "most": limit,
    }
    common = rarest.holders > COMMON
    found = list(_read(_sources(reading, common=common), bound, forgiving))
    if common and len(found) < limit:
        found = list(_read(_sources(reading, common=False), bound, forgiving))
    return found


def _sources(reading, *, common) -> list[str]:
    """Selects of COLUMNS that together hold the best candidates.

    `ts_match_vq` is what `@@` calls; called by its name it never goes through the index.
    """
    still = "v.closed is null" + ("" if reading.is_head else " and v.opened <= %(revision)s::int")
    version = f"select {COLUMNS} from directory_actorversion v where"
    real = "not (v.is_demo and %(only_real)s::boolean)"
    all_words = f"ts_match_vq(v.words, %(query)s::tsquery) and {real}"
    by_index = f"v.words @@ %(rarest)s::tsquery and {all_words} limit {CANDIDATES}"
    sources = [
        f"{version} {still} and v.fold >= %(folded)s::text"
        f" and v.fold < %(folded)s::text || %(last)s::text and {real}"
        f" order by v.fold, v.code limit {CANDIDATES}"
    ]
    if common:
        sources.append(
            f"select {COLUMNS} from (select v.* from directory_actorversion v where {still}"
            f" limit {READ_ROWS}) v where {all_words} limit {CANDIDATES}"
        )
    else:
        sources.append(f"{version} {still} and {by_index}")
    if not reading.is_head:
        sources.append(
            f"{version} v.closed > %(revision)s::int and v.opened <= %(revision)s::int"
            f" and {all_words} limit {CANDIDATES}"
        )
    return sources


def _read(sources, bound, forgiving) -> Iterator[Suggestion]:
    arms = " union ".join(f"({source})" for source in sources)
    found = rows(
        f"""
        with found as materialized ({arms}),
        best as materialized (
            select *, starts_with(fold, %(folded)s::text) as begins from found
            order by (fold = %(folded)s::text) desc, starts_with(fold, %(folded)s::text) desc,
                fold, id
            limit %(most)s::int
        )
        select v.code, t.names::text, v.legal_form, v.kind, v.is_demo, a.code, a.name_fr, a.name_ar,
            array(select fold_text(value) from jsonb_each_text(t.names)), b.begins, b.fold
        from best b
        join directory_actorversion v on v.id = b.id
        join directory_actortext t on t.version_id = b.id
        left join geodata_territory a on a.code = coalesce(v.commune, v.province, v.region)
            and a.first_set <= %(territories)s::int
            and (a.last_set is null or a.last_set >= %(territories)s::int)
        """,
        bound,
        prepare=False,
    )
    for code, names, legal_form, kind, is_demo, around, fr, ar, folds, begins, fold in found:
        match = EXACT if bound["folded"] in folds else PREFIX
        yield Suggestion(
            "actor",
            code,
            json.loads(names),
            FUZZY if forgiving else match,
            within=around and {"code": around, "names": {"ar": ar, "fr": fr}},
            legal_form=legal_form,
            kind=kind,
            is_demo=is_demo,
            rank=(not begins, fold),
        )

"""Sectors and programmes by name: few enough to be read all."""

import json
from collections.abc import Iterator
from functools import lru_cache

from directory import spelling
from directory.as_of import Reading
from directory.database import rows
from directory.models import Term
from directory.selectors.suggest.suggestion import EXACT, FUZZY, PREFIX, Suggestion


def sectors(folded: str, words: list[str], reading: Reading) -> Iterator[Suggestion]:
    """Sectors whose name in some language has a word that begins with each word typed."""
    for place, (code, names, folds) in enumerate(_sectors(reading.set_of("taxonomies"))):
        if any(_begins(words, fold) for fold in folds):
            match = EXACT if folded in folds else PREFIX
            yield Suggestion("sector", code, names, match, rank=(place,))


def misspelt_sectors(folded: str, reading: Reading) -> Iterator[Suggestion]:
    """Sectors with a name, or a word of it, that is a typo or two away from what was typed."""
    for code, names, folds in _sectors(reading.set_of("taxonomies")):
        away = spelling.away(folded, {w for fold in folds for w in (fold, *fold.split(" "))})
        if away is not None:
            yield Suggestion("sector", code, names, FUZZY, rank=(away,))


def programmes(
    folded: str, words: list[str], reading: Reading, only_real: bool, limit: int
) -> Iterator[Suggestion]:
    """Programmes that stood at the revision, by the beginnings of words."""
    found = rows(
        """
        select p.code, p.names::text, p.is_demo,
            array(select fold_text(value) from jsonb_each_text(p.names))
        from directory_programmeversion p
        where p.opened <= %(revision)s::int
            and (p.closed is null or p.closed > %(revision)s::int)
            and search_vector(array(select value from jsonb_each_text(p.names)))
                @@ %(query)s::tsquery
            and not (p.is_demo and %(only_real)s::boolean)
        order by p.fold, p.code limit %(most)s::int
        """,
        {
            "revision": reading.revision,
            "query": " & ".join(f"'{word}':*" for word in words),
            "only_real": only_real,
            "most": limit,
        },
    )
    for place, (code, names, is_demo, folds) in enumerate(found):
        match = EXACT if folded in folds else PREFIX
        yield Suggestion(
            "programme", code, json.loads(names), match, is_demo=is_demo, rank=(place,)
        )


def _begins(words, fold):
    parts = fold.split(" ")
    return all(any(part.startswith(word) for part in parts) for word in words)


@lru_cache(maxsize=8)
def _sectors(number: int) -> list[tuple[str, dict, list[str]]]:
    """Code, names and folded names of every sector in one set."""
    found = list(Term.objects.in_set(number).of("sectors"))
    names = [name for sector in found for name in sector.names.values()]
    ((folds,),) = rows("select array(select fold_text(t) from unnest(%s::text[]) t)", [names])
    folded = iter(folds)
    return [(s.code, s.names, [next(folded) for _ in s.names]) for s in found]


def forget():
    """Drop what was read: for tests, whose sets are rolled back."""
    _sectors.cache_clear()

"""The question a search field asks while somebody types.

Exact names come first, then names with a word that begins so, then what a typo or an Arabic article
may have hidden. Names in every language are searched, so "berkan" and "بركان" find the same.
"""

from directory.as_of import Reading
from directory.database import rows
from directory.selectors.suggest import actors, places, terms
from directory.selectors.suggest.suggestion import EXACT, FUZZY, PREFIX, TYPES, Suggestion
from directory.vocabulary import is_demonstration

LONGEST = 200
MOST_WORDS = 8
ORDER = {EXACT: 0, PREFIX: 1, FUZZY: 2}

# How many of a type may come before others had their turn.
TURNS = {"territory": 3, "locality": 2, "sector": 2, "programme": 1}


def suggest(
    text: str, *, reading: Reading, limit: int = 10, demo: bool | None = None
) -> list[Suggestion]:
    """At most `limit` suggestions, the best first; of a long text only its beginning is read.

    `demo` None takes what the instance shows.
    """
    ((folded,),) = rows("select fold_text(%s::text)", [text[:LONGEST]])
    words = list(dict.fromkeys(folded.split(" ")))[:MOST_WORDS] if folded else []
    if not words:
        return []
    only_real = not is_demonstration() if demo is None else not demo
    found = [
        *places.named(folded, words, reading, limit),
        *terms.sectors(folded, words, reading),
        *terms.programmes(folded, words, reading, only_real, limit),
        *actors.named(folded, words, reading, only_real, limit),
    ]
    if not found:
        found = [
            *places.misspelt(folded, reading, limit),
            *terms.misspelt_sectors(folded, reading),
        ]
    if len(found) < limit:
        known = {each.code for each in found}
        meant = actors.meant(folded, words, reading, only_real, limit)
        found += [each for each in meant if each.code not in known]
    return _mix(found, limit)


def _mix(found: list[Suggestion], limit: int) -> list[Suggestion]:
    """The best first; no type crowds the others out while they have something to say."""
    best = sorted(
        found, key=lambda each: (ORDER[each.match], TYPES.index(each.type), each.rank, each.code)
    )
    turns = {kind: TURNS.get(kind, limit) for kind in TYPES}
    early, late = [], []
    for each in best:
        turns[each.type] -= 1
        (early if turns[each.type] >= 0 else late).append(each)
    chosen = {(each.type, each.code) for each in (early + late)[:limit]}
    return [each for each in best if (each.type, each.code) in chosen]

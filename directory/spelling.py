"""Typed words against the words that current names hold: beginnings, Arabic articles, typos.

Only `suggest/` and "did you mean" forgive; a filter never does, or a fuzzy threshold would move a
figure. Everything here works on folded words.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from directory.database import rows

# What Arabic writes joined to a noun: and, by, for, like, the.
JOINED = ("وال", "بال", "لل", "ال", "و", "ب", "ل")
ARABIC = re.compile("[\u0621-\u064a]")
LAST = chr(0x10FFFF)
CANDIDATES = 80
LEAST_SIMILARITY = "0.2"


@dataclass(frozen=True)
class Heard:
    """A typed word, and the beginnings of words it may stand for, the best first.

    `holders` is how many current versions hold a word beginning so: an upper bound, since one may
    hold several. `exact` says that the typed word itself begins some word.
    """

    typed: str
    beginnings: tuple[str, ...]
    holders: int
    exact: bool


def hear(words: Sequence[str], *, forgiving: bool = False) -> list[Heard]:
    """What each word stands for: itself; when forgiving, whatever known words it may have meant."""
    spoken = {word: [word, *(joined_forms(word) if forgiving else ())] for word in words}
    holders = _holders({form for forms in spoken.values() for form in forms})
    heard = []
    for word in words:
        known = [word]
        if forgiving:
            known = [form for form in spoken[word] if holders.get(form)] or corrections(word)
            holders |= _holders(set(known) - set(holders))
        heard.append(
            Heard(
                word,
                tuple(known),
                sum(holders.get(form, 0) for form in known),
                bool(holders.get(word)),
            )
        )
    return heard


def joined_forms(word: str) -> list[str]:
    """The same Arabic word with and without what is written joined to it."""
    if not ARABIC.match(word):
        return []
    stem = next(
        (word[len(j) :] for j in JOINED[:4] if word.startswith(j) and len(word) - len(j) > 2), word
    )
    if len(stem) < 2:
        return []
    return [form for form in (stem, *(joined + stem for joined in JOINED)) if form != word]


def corrections(word: str, *, most: int = 3) -> list[str]:
    """Known words that a typo or two away were meant, the nearest and then the commonest first."""
    if not allowed_typos(word):
        return []
    found = rows(
        "with threshold as materialized ("
        " select set_config('pg_trgm.similarity_threshold', %(least)s, true))"
        " select w.word, w.n from threshold, directory_word w where w.word %% %(word)s::text"
        " order by similarity(w.word, %(word)s::text) desc limit %(most)s",
        {"word": word, "least": LEAST_SIMILARITY, "most": CANDIDATES},
    )
    near = [(away(word, [each]), -n, each) for each, n in found]
    return [each for _, _, each in sorted(one for one in near if one[0] is not None)][:most]


def allowed_typos(word: str) -> int:
    """How many slips of the finger are forgiven in a word of that length."""
    return 0 if len(word) < 3 else 1 if len(word) < 8 else 2


def away(typed: str, words: Iterable[str]) -> int | None:
    """How many slips part what was typed from the beginning of the nearest of some words.

    None where that is more than is forgiven.
    """
    allowed = allowed_typos(typed)
    if not allowed:
        return None
    pairs = set(pairwise(typed))
    near = [
        typos(typed, word, most=allowed)
        for word in words
        if len(word) >= len(typed) - allowed
        # A slip spoils at most three neighbouring pairs of letters.
        and sum(pair in pairs for pair in pairwise(word)) >= len(pairs) - 3 * allowed
    ]
    least = min(near, default=allowed + 1)
    return least if least <= allowed else None


def typos(typed: str, word: str, *, most: int) -> int:
    """Letters added, lost, changed, or swapped with their neighbour, between two words.

    What follows in `word` costs nothing: somebody is still typing. Beyond `most` the count stops.
    """
    before, last = [], list(range(len(word) + 1))
    for row, letter in enumerate(typed, start=1):
        now = [row]
        for column, other in enumerate(word, start=1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != other))
            swapped = row > 1 < column and letter == word[column - 2] and typed[row - 2] == other
            now.append(min(cost, before[column - 2] + 1) if swapped else cost)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return min(last)


def did_you_mean(text: str) -> str | None:
    """The same words with typos mended, where a word begins none that is known; else None."""
    ((words,),) = rows("select fold_words(%s::text)", [text])
    heard = hear(words or (), forgiving=True)
    if not heard or all(word.exact for word in heard):
        return None
    if not all(word.beginnings for word in heard):
        return None
    return " ".join(word.typed if word.exact else word.beginnings[0] for word in heard)


def query(heard: Sequence[Heard]) -> str | None:
    """A tsquery that wants each typed word in one of its readings; None where one has none."""
    if not heard or not all(word.beginnings for word in heard):
        return None
    return " & ".join(
        "(" + " | ".join(f"'{beginning}':*" for beginning in word.beginnings) + ")"
        for word in heard
    )


def _holders(beginnings: set[str]) -> dict[str, int]:
    if not beginnings:
        return {}
    found = rows(
        "select b.word, (select sum(w.n) from directory_word w"
        " where w.word ~>=~ b.word and w.word ~<~ (b.word || %s::text))::int"
        " from unnest(%s::text[]) as b (word)",
        [LAST, sorted(beginnings)],
    )
    return {word: n or 0 for word, n in found}

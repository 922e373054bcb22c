"""One suggestion, and how the part that was typed is shown in its name."""

import unicodedata
from dataclasses import dataclass, field

EXACT, PREFIX, FUZZY = "exact", "prefix", "fuzzy"
TYPES = ("territory", "locality", "sector", "programme", "actor")


@dataclass(frozen=True)
class Suggestion:
    """One thing that may be meant. `type` is one of TYPES, `match` exact, prefix or fuzzy.

    `level` is a territory's level or a locality's kind; `within` the place around it, as its code
    and names; `legal_form` and `kind` are an actor's. `rank` orders those of one type and match.
    """

    type: str
    code: str
    names: dict
    match: str
    level: str | None = None
    within: dict | None = None
    legal_form: str | None = None
    kind: str | None = None
    is_demo: bool = False
    rank: tuple = field(default=(), compare=False, repr=False)


def highlight(name: str, text: str) -> tuple[str, str, str]:
    """A name in three parts, the middle one being what typed words begin; ("name", "", "") if none.

    For showing only: it levels case, accents and harakat, and leaves the rest of folding to the
    database.
    """
    starts = [0, *(at + 1 for at, letter in enumerate(name) if not letter.isalnum())]
    for word in sorted(_plain(text).split(), key=len, reverse=True):
        for start in starts:
            end = start
            while end < len(name) and len(_plain(name[start:end])) < len(word):
                end += 1
            while end < len(name) and unicodedata.combining(name[end]):
                end += 1
            if _plain(name[start:end]) == word:
                return name[:start], name[start:end], name[end:]
    return name, "", ""


def _plain(text: str) -> str:
    kept = unicodedata.normalize("NFKD", text.casefold().replace("\u0640", ""))
    return "".join(letter for letter in kept if not unicodedata.combining(letter))

"""How many a search finds, told by the beginnings of words and not by scanning."""

from directory.database import row

LONGEST = 12  # letters of a beginning that is counted
BEYOND = frozenset({"q", "status", "demo"})


def counted(query) -> int | None:
    """Exactly how many a search for one word finds now, whatever their status; None for others."""
    word = _word(query)
    if word is None or not query.reading.is_head:
        return None
    asked = dict(query.conditions)
    demo = asked["demo"].values if "demo" in asked else (True, False)
    status = query.values["status"]
    (held,) = row(
        "select coalesce(sum(n), 0)::bigint from directory_beginning"
        " where beginning = %(word)s and is_demo = any(%(demo)s) and ended = any(%(ended)s)",
        {"word": word, "demo": list(demo), "ended": ENDED[status]},
    )
    if status == "any":
        return held
    # A closing date still to come: neither closed yet nor among those that never end.
    (ahead,) = row(
        "select count(*) from directory_actorversion v where v.closed is null"
        f" and v.closed_on > %(date)s and {query.where(leaving=frozenset({'status'}))}",
        query.bound,
        prepare=False,
    )
    return held + ahead if status == "active" else held - ahead


ENDED = {"any": [True, False], "active": [False], "closed": [True]}


def expected(query) -> int:
    """At most so many can be found now: as many as hold the rarest of the words."""
    (least,) = row(
        "select min(n)::bigint from (select coalesce(("
        "select sum(n) from directory_beginning b where b.beginning = left(word, %(most)s)), 0)"
        " as n from unnest(%(words)s::text[]) word) words",
        {"words": query.values["q"].split(" "), "most": LONGEST},
    )
    return least


def _word(query) -> str | None:
    """The one short word of a query that asks for nothing else."""
    if {name for name, _ in query.conditions} <= BEYOND and "q" in query.values:
        word = query.values["q"]
        if " " not in word and len(word) <= LONGEST:
            return word
    return None

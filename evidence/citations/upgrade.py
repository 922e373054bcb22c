"""Questions kept under an older version: how they are asked today, and how they were answered.

A version changes when an address comes to be written otherwise, or an answer to tell more. What was
cited is never rewritten: its question is brought up, step by step, to the version of today, and the
answer of today is told again as its own version told it, so that its digest can be compared
(recommendations R13 and R14 of the RDA).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from directory import digests

QUERY_VERSION = 3

Question = tuple[str, str]  # path and normal form


def _as_it_is(told):
    return told


@dataclass(frozen=True)
class Upgrade:
    """From one version to the next: `question` leads forwards, `asked` and `answer` back; `asked`
    is a question that was read, to be computed as it was before.
    """

    question: Callable[[Question], Question] = _as_it_is
    asked: Callable = _as_it_is
    answer: Callable[[dict], dict] = _as_it_is


def _without_parts(answer: dict) -> dict:
    """Before version 2 a share did not tell the part and the whole it is of."""
    if "total" not in answer:
        return answer
    return answer | {
        "total": _cell_without_parts(answer["total"]),
        "results": [_cell_without_parts(one) for one in answer["results"]],
    }


def _cell_without_parts(cell):
    return {name: value for name, value in cell.items() if name not in ("part", "whole")}


def _medians_of_floats(asked):
    """Before version 3 a median half way between two centimes could be rounded to the wrong one."""
    statistic = getattr(asked, "statistic", None)
    if statistic is None or statistic.aggregate != "median":
        return asked
    return replace(asked, statistic=replace(statistic, exact=False))


UPGRADES: dict[int, Upgrade] = {
    1: Upgrade(answer=_without_parts),
    2: Upgrade(asked=_medians_of_floats),
}


def question(version: int, path: str, normal: str) -> Question:
    """A question kept under a version, as it is asked today."""
    asked = (path, normal)
    for each in range(version, QUERY_VERSION):
        asked = UPGRADES[each].question(asked)
    return asked


def asked(version: int, of_today):
    """A question as it was read today, to be computed as a version computed it."""
    for each in range(QUERY_VERSION - 1, version - 1, -1):
        of_today = UPGRADES[each].asked(of_today)
    return of_today


def answer(version: int, told: dict, result: bytes) -> tuple[dict, bytes]:
    """An answer of today, with its digest, as a version would have told it."""
    before = told
    for each in range(QUERY_VERSION - 1, version - 1, -1):
        before = UPGRADES[each].answer(before)
    return (told, result) if before == told else (before, digests.digest(digests.canonical(before)))


def results(told: dict, result: bytes) -> list[bytes]:
    """The digests of one answer under every version there was."""
    return [answer(version, told, result)[1] for version in range(1, QUERY_VERSION + 1)]

"""Questions kept under an older version: how they are asked today, and how they were answered.

A version changes when an address comes to be written otherwise, or an answer to tell more. What was
cited is never rewritten: its question is brought up, step by step, to the version of today, and the
answer of today is told again as its own version told it, so that its digest can be compared
(recommendations R13 and R14 of the RDA).
"""

from collections.abc import Callable
from dataclasses import dataclass

from directory import digests

QUERY_VERSION = 2

Question = tuple[str, str]  # path and normal form


def _as_it_is(told):
    return told


@dataclass(frozen=True)
class Upgrade:
    """From one version to the next: `question` leads forwards, `answer` back."""

    question: Callable[[Question], Question] = _as_it_is
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


UPGRADES: dict[int, Upgrade] = {1: Upgrade(answer=_without_parts)}


def question(version: int, path: str, normal: str) -> Question:
    """A question kept under a version, as it is asked today."""
    asked = (path, normal)
    for each in range(version, QUERY_VERSION):
        asked = UPGRADES[each].question(asked)
    return asked


def answer(version: int, told: dict, result: bytes) -> tuple[dict, bytes]:
    """An answer of today, with its digest, as a version would have told it."""
    before = told
    for each in range(QUERY_VERSION - 1, version - 1, -1):
        before = UPGRADES[each].answer(before)
    return (told, result) if before == told else (before, digests.digest(digests.canonical(before)))


def results(told: dict, result: bytes) -> list[bytes]:
    """The digests of one answer under every version there was."""
    return [answer(version, told, result)[1] for version in range(1, QUERY_VERSION + 1)]

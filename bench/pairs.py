"""Two ways to the same answer, timed in turns so that a machine's moods fall on both."""

import time
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Timing:
    """Milliseconds over the counted calls."""

    p50: float
    p95: float
    calls: int

    @classmethod
    def of(cls, samples):
        ordered = sorted(samples)
        return cls(median(ordered), ordered[int(len(ordered) * 0.95)], len(ordered))


def timed(work) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def in_turns(*ways, rounds=40, warm=5) -> list[Timing]:
    """Call each way in turn, `rounds` times after `warm` uncounted ones.

    A way is a function of the round's number, so that ways of one round ask the same question; who
    asks first, and finds the pages cold, changes from round to round.
    """
    samples = [[] for _ in ways]
    pairs = list(zip(samples, ways, strict=True))
    for turn in range(-warm, rounds):
        for kept, way in pairs if turn % 2 else reversed(pairs):
            spent = timed(lambda way=way, turn=turn: way(turn))
            if turn >= 0:
                kept.append(spent)
    return [Timing.of(each) for each in samples]

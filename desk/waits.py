"""How long one waits for a decision, told by those taken lately."""

from datetime import timedelta

LATELY, FEWEST = 100, 10  # decisions that tell it


def usual(spans) -> timedelta | None:
    """How long half of those decided last had waited at most; None of few. `spans` are rows of
    when each came and was decided, the last decided first.
    """
    waited = sorted(decided - came for came, decided in spans[:LATELY])
    return waited[len(waited) // 2] if len(waited) >= FEWEST else None

"""What stood in the register at a reading, as clauses; and dates as records write them."""

from datetime import date


def standing(alias: str) -> str:
    """The clause that a record's row counted at `%(revision)s`."""
    return (
        f"{alias}.opened <= %(revision)s"
        f" and ({alias}.closed is null or {alias}.closed > %(revision)s)"
    )


def stands(alias: str, reading) -> str:
    """The same at a reading. Now, all that is not closed does: said shortly, so that indexes of
    what stands are read and nothing else.
    """
    return f"{alias}.closed is null" if reading.is_head else standing(alias)


def partial_date(day: date | None, precision: str | None) -> dict | None:
    """A date as records write it: its first day, and how much of it is known."""
    return day and {"date": day.isoformat(), "precision": precision}

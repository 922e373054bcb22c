"""What stood in the register at a revision, and dates as records write them."""

from datetime import date


def standing(alias: str) -> str:
    """The clause that a record's row counted at `%(revision)s`."""
    return (
        f"{alias}.opened <= %(revision)s"
        f" and ({alias}.closed is null or {alias}.closed > %(revision)s)"
    )


def partial_date(day: date | None, precision: str | None) -> dict | None:
    """A date as records write it: its first day, and how much of it is known."""
    return day and {"date": day.isoformat(), "precision": precision}

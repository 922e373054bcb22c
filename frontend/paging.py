"""The pages beside one of a list: their addresses, and which of how many rows this one shows."""

from directory.selection.selection import Page, Selection
from frontend.opening import Opened


def pages_beside(
    selection: Selection, page: Page, opened: Opened, *, limit: int, anchor: str = ""
) -> dict:
    """A keyset list's pages beside `page`; how many rows stand before is told while few do."""
    passed, previous, first = 0, None, None
    if opened.cursor:
        start, before = opened.address(), selection.before(opened.cursor, limit=limit)
        previous = opened.address(cursor=str(before)) if before else start
        first = start if before else None
        passed = selection.passed(opened.cursor)
    following = page.next and opened.address(cursor=str(page.next))
    return {
        "next_url": following and f"{following}{anchor}",
        "previous_url": previous and f"{previous}{anchor}",
        "first_url": first and f"{first}{anchor}",
        "span": span(passed, len(page.rows), selection.total),
    }


def span(passed: int | None, shown: int, total: int) -> dict | None:
    """Which rows a page shows; None where that is not known or there are none."""
    if passed is None or not shown:
        return None
    return {"first": passed + 1, "last": passed + shown, "total": total}

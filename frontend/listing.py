"""Private lists that page on: where one begins, and the ways to the first and to the next."""

from collections.abc import Iterable

from desk.numbers import number_of
from desk.paging import NoSuchRow


def after_of(request, filters: Iterable[str]) -> int | None:
    """The row a page begins behind. Raises NoSuchRow for any other parameter than these, too."""
    if any(name not in (*filters, "after") for name in request.GET):
        raise NoSuchRow
    asked = request.GET.get("after")
    if asked is None:
        return None
    number = number_of(asked)
    if number is None:
        raise NoSuchRow(asked)
    return number


def ways(request, following: int | None) -> dict[str, str]:
    return {
        "first_url": with_after(request, None) if "after" in request.GET else "",
        "next_url": with_after(request, following) if following else "",
    }


def with_after(request, number: int | None) -> str:
    asked = request.GET.copy()
    asked.pop("after", None)
    if number is not None:
        asked["after"] = str(number)
    return f"{request.path}?{asked.urlencode()}" if asked else request.path

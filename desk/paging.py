"""Lists in the order of waiting, page after page: each begins behind the last row of the one
before, so that what is decided meanwhile moves nothing.
"""

from django.db.models import Q, QuerySet


class NoSuchRow(Exception):
    """No row has the number that a page begins behind."""


def page(found: QuerySet, since: str, after: int | None, limit: int) -> tuple[list, int | None]:
    """The rows behind the one numbered `after`, in the order of the column `since`; and the number
    to go on behind, None at the end. Raises NoSuchRow.
    """
    if after is not None:
        moment = found.model.objects.filter(pk=after).values_list(since, flat=True).first()
        if moment is None:
            raise NoSuchRow(after)
        found = found.filter(Q(**{f"{since}__gt": moment}) | Q(**{since: moment}, pk__gt=after))
    rows = list(found.order_by(since, "pk")[: limit + 1])
    return rows[:limit], rows[limit - 1].pk if len(rows) > limit else None

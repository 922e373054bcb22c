"""Which format an answer takes: `format=` in the address, else what `Accept` likes best."""

from functools import lru_cache

from django.utils.translation import gettext as _

from api.problems import BadParameters, NotAcceptable, shown

CONTENT_TYPES = {
    "json": "application/json",
    "jsonld": "application/ld+json",
    "geojson": "application/geo+json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def choose(named: str | None, accept: str, offered: tuple[str, ...]) -> str:
    """The format to answer in, of those offered; the first where nothing is asked.

    Raises BadParameters for a name that is not offered, NotAcceptable where `Accept` takes none.
    """
    if named is not None:
        if named not in offered:
            raise BadParameters.one(
                "format", named, _("one of %(choices)s") % {"choices": ", ".join(offered)}
            )
        return named
    if not accept or accept == "*/*":
        return offered[0]
    found = preferred(accept, offered)
    if found is None:
        raise NotAcceptable(
            _("“%s” accepts none of what is offered here.") % shown(accept),
            offered=[CONTENT_TYPES[name].partition(";")[0] for name in offered],
        )
    return found


@lru_cache(maxsize=256)
def preferred(accept: str, offered: tuple[str, ...]) -> str | None:
    """The offered format that an Accept header gives most weight; None where all have none."""
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    best, most = None, 0.0
    for name in offered:
        kind = CONTENT_TYPES[name].partition(";")[0]
        weight = _weight(kind, ranges)
        if weight > most:
            best, most = name, weight
    return best


def _range(part):
    kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight = 1.0
    for parameter in parameters:
        name, _equals, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = min(1.0, max(0.0, float(value)))
            except ValueError:
                weight = 0.0
    return kind, weight


def _weight(kind, ranges):
    """The weight of the most specific range that holds a media type."""
    for wanted in (kind, f"{kind.partition('/')[0]}/*", "*/*"):
        for given, weight in ranges:
            if given == wanted:
                return weight
    return 0.0

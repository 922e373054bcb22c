"""What a profile belongs to today, and so whose moderators answer for it."""

from directory.models import Membership
from directory.records.validate import moroccan_today


def belongings(code: str | None) -> tuple[list[str], list[str]]:
    """Codes of the networks and programmes that a profile (its code) belongs to today."""
    if code is None:
        return [], []
    found = Membership.objects.current().on(moroccan_today()).filter(member__code=code)
    told = list(found.values_list("network__code", "programme__code"))
    return (
        sorted({network for network, _programme in told if network}),
        sorted({programme for _network, programme in told if programme}),
    )

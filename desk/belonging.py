"""What a profile belongs to today, and so whose moderators answer for it."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from desk.roles import Scopes
from directory.models import ActorVersion, Ending, Membership
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


def whose(code: str) -> dict:
    """What a row about a profile keeps of it: its last region, and its networks and programmes."""
    found = ActorVersion.objects.filter(code=code).order_by("-opened")
    networks, programmes = belongings(code)
    return {
        "region": found.values_list("region", flat=True).first() or "",
        "networks": networks,
        "programmes": programmes,
    }


def covers_profile(scopes: Scopes, code: str) -> bool:
    """Whether a profile is hers, where it stands or stood last."""
    return bool(covered(scopes, [code]))


def covered(scopes: Scopes, codes: Iterable[str]) -> set[str]:
    """Those of some profiles that are hers; by what each belongs to, or did when it left."""
    codes = set(codes)
    if scopes.everything:
        return codes
    last = ActorVersion.objects.filter(code__in=codes).order_by("code", "-opened")
    regions = dict(last.distinct("code").values_list("code", "region"))
    left = Exists(
        Ending.objects.current().filter(actor=OuterRef("member"), opened=OuterRef("closed"))
    )
    belongs = Membership.objects.on(moroccan_today()).filter(
        Q(closed=None) | left, member__code__in=codes
    )
    of = {code: ([], []) for code in codes}
    for code, *whole in belongs.values_list("member__code", "network__code", "programme__code"):
        for belonging, one in zip(of[code], whole, strict=True):
            belonging += [one] if one else []
    return {
        code
        for code, (networks, programmes) in of.items()
        if scopes.cover(region=regions.get(code), networks=networks, programmes=programmes)
    }

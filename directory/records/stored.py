"""Facts read back from the canonical bytes they were stored as."""

from collections.abc import Iterable
from decimal import Decimal

import orjson

from directory.models import ActorVersion, RecordBytes
from directory.records.facts import ActorFacts, PartialDate, Place

PLACED = (
    "region", "province", "prefecture_arrondissements", "commune", "arrondissement", "locality",
    "precision",
)  # fmt: skip


def facts_behind(kind, digests: Iterable[bytes]) -> dict:
    """Digest to the facts of a `kind` behind it, in the order of digests; redacted ones are lost
    with their bytes.
    """
    found = RecordBytes.objects.filter(digest__in=digests, bytes__isnull=False).order_by("digest")
    return {
        bytes(digest): kind.read(orjson.loads(bytes(content)))
        for digest, content in found.values_list("digest", "bytes")
    }


def facts_left(version: ActorVersion) -> ActorFacts:
    """What a redacted version still says, from its row: codes, place and dates, no texts. Sources
    and licence went with its bytes.
    """
    point = version.point
    axis = "{:.6f}".format
    return ActorFacts(
        code=version.code,
        names={},
        legal_form=version.legal_form,
        kind=version.kind,
        cooperative_type=version.cooperative_type,
        sectors=tuple(version.sectors),
        audiences=tuple(version.audiences),
        place=Place(
            **{name: getattr(version, name) for name in PLACED},
            lon=point and Decimal(axis(point.x)),
            lat=point and Decimal(axis(point.y)),
        ),
        founded=_date(version.founded, version.founded_precision),
        closed=_date(version.closed_on, version.closed_precision),
        is_demo=version.is_demo,
    )


def _date(day, precision):
    return day and PartialDate(day, precision)

"""Publishing a dossier: its working copy becomes an issue, which nobody changes afterwards."""

from django.db import transaction

from directory import digests
from evidence.models import Dossier, DossierIssue

SCHEMA = 1
WORDS = ("titles", "introductions", "occasions", "organisations")


class NotReady(ValueError):
    """What a dossier still lacks. `missing` says it by name: titles, points, texts."""

    def __init__(self, missing: list[str]):
        super().__init__(", ".join(missing))
        self.missing = missing


class NothingChanged(ValueError):
    """The working copy says what the last issue says."""


def publish_dossier(dossier: Dossier) -> DossierIssue:
    """Issue a dossier as it is written now. Raises NotReady, NothingChanged."""
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
        content = content_of(dossier)
        if lacks := missing(content):
            raise NotReady(lacks)
        last = dossier.issues.order_by("-number").first()
        if last and last.content == content:
            raise NothingChanged(dossier.code)
        number = last.number + 1 if last else 1
        return DossierIssue.objects.create(
            dossier=dossier,
            number=number,
            content=content,
            digest=digest_of(dossier.code, number, content, last),
        )


def content_of(dossier: Dossier) -> dict:
    """All that a dossier says, as an issue keeps it. A point keeps its key while it is edited."""
    points = dossier.points.prefetch_related("figures__citation")
    return {name: getattr(dossier, name) for name in WORDS} | {
        "date": dossier.date.isoformat() if dossier.date else None,
        "points": [
            {
                "key": point.pk,
                "headings": point.headings,
                "texts": point.texts,
                "figures": [one.citation.code for one in point.figures.all()],
                "stories": point.stories,
            }
            for point in points
        ],
    }


def missing(content: dict) -> list[str]:
    """What must be there before it is published."""
    found = []
    if not content["titles"]:
        found.append("titles")
    if not content["points"]:
        found.append("points")
    if not all(point["texts"] for point in content["points"]):
        found.append("texts")
    return found


def digest_of(code: str, number: int, content: dict, last: DossierIssue | None) -> bytes:
    """The SHA-256 of an issue's canonical bytes, chained to the issue before."""
    told = {
        "schema": SCHEMA,
        "code": code,
        "issue": number,
        "previous": bytes(last.digest).hex() if last else None,
    }
    return digests.digest(digests.canonical(told | content))

"""The dossiers that come with Athar: cited and published on each instance when it is set up."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import transaction

from evidence.citations.store import cite
from evidence.dossiers.publish import WORDS, publish_dossier
from evidence.models import Dossier, DossierIssue

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "dossiers"


def shipped() -> Iterator[dict]:
    """What the fixtures say, in the order of their names."""
    for file in sorted(FOLDER.glob("*.json")):
        yield json.loads(file.read_text(encoding="utf-8"))


def load_dossiers() -> list[DossierIssue]:
    """Publish each shipped dossier that this instance has never had, once.

    What was changed since is not overruled. A figure is the address of a question of the API,
    cited as it is answered here and now. Raises NotCitable; then nothing was published.
    """
    with transaction.atomic():
        known = set(Dossier.objects.values_list("code", flat=True))
        return [published(one) for one in shipped() if one["code"] not in known]


def published(given: dict) -> DossierIssue:
    dossier = Dossier.objects.create(
        code=given["code"],
        date=date.fromisoformat(given["date"]) if given["date"] else None,
        **{name: given[name] for name in WORDS},
    )
    for place, one in enumerate(given["points"], 1):
        point = dossier.points.create(
            position=place,
            headings=one["headings"],
            texts=one["texts"],
            stories=one.get("stories", []),
        )
        for at, figure in enumerate(one["figures"], 1):
            point.figures.create(position=at, citation=cite(figure["cite"]).citation)
    return publish_dossier(dossier)

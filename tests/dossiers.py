"""A small dossier: two points, of which the first rests on a figure; and a story for one."""

from datetime import date

from directory import codes
from directory.records.facts import PartialDate
from evidence.citations.store import cite
from evidence.codes import fresh_code
from evidence.models import Dossier
from evidence.records import StoryFacts
from evidence.stories.publish import publish_story

COOPERATIVES = "/api/v1/actors/?legal_form=cooperative"


def written(*addresses: str, **more) -> Dossier:
    """A draft whose first point rests on the figures of some addresses."""
    texts = {
        "titles": {"fr": "Pour une loi", "ar": "من أجل قانون"},
        "introductions": {"fr": "Ce que l’on sait."},
        "occasions": {"fr": "Débat à la Chambre"},
        "organisations": {"fr": "Réseau du Rif"},
    } | more
    dossier = Dossier.objects.create(code=fresh_code(), **texts)
    first = dossier.points.create(
        position=1,
        headings={"fr": "Elles sont nombreuses", "ar": "كثيرة هي"},
        texts={"fr": "Le registre en compte.", "ar": "يحصيها السجل."},
    )
    dossier.points.create(position=2, texts={"fr": "Et l’on ne sait pas tout."})
    for place, address in enumerate(addresses or [COOPERATIVES], 1):
        first.figures.create(citation=cite(address).citation, position=place)
    return dossier


def story_told(actor, **more) -> str:
    """The code of a published story of an actor."""
    facts = {
        "code": codes.mint(),
        "titles": {"fr": "La première récolte"},
        "texts": {"fr": "Nous étions douze."},
        "teller": {"fr": "une adhérente"},
        "told": PartialDate(date(2024, 5, 1), "month"),
        "consent_on": date(2024, 5, 12),
        "consent_to": "Une association",
        "actor": actor.code,
    } | more
    publish_story(StoryFacts(**facts), role="moderator", reason="new-story")
    return facts["code"]

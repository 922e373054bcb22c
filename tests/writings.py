"""Stories, dossiers and reported uses, a line at a time: as people type them at the desk."""

from desk.writings import dossiers, stories, uses
from directory.models import Actor
from evidence.citations.store import cite

COOPERATIVES = "/api/v1/actors/?legal_form=cooperative"
STORY = {
    "title_fr": "La première récolte",
    "text_fr": "Nous étions douze.",
    "title_ar": "أول غلة",
    "text_ar": "كنا اثنتي عشرة امرأة.",
    "teller_fr": "une adhérente",
    "told": "05/2024",
    "consent_form": "written",
    "consent_on": "12/05/2024",
    "consent_to": "Coopérative Al Amal",
    "consent_words": "J’accepte que mes paroles soient publiées.",
    "knows": "on",
}
USE = {
    "kind": "bill",
    "title": "Proposition de loi",
    "who": "Une députée",
    "date": "14/01/2025",
    "page": "12",
    "address": "https://example.org/loi",
}


def told(by, actor_code, **more):
    """A story that waits; `by` keeps the profile."""
    actor = Actor.objects.get(code=actor_code)
    return stories.send(stories.begin(actor, STORY | more, by=by, language="fr"), by=by)


def argued(by, *, asked=True, **more):
    """A dossier of one point that rests on a figure; asked to be public unless not."""
    held = dossiers.begin(by=by, language="fr")
    about = {"titles_fr": "Pour une loi", "occasions_fr": "Débat", "date": "10/07/2025"}
    dossiers.save_about(held, about | more)
    code = cite(COOPERATIVES).citation.code
    dossiers.save_point(held, None, {"texts_fr": "Elles sont nombreuses.", "figures": code})
    held.refresh_from_db()
    return dossiers.ask(held, by=by) if asked else held


def reported(email="", **more):
    """A use that waits."""
    return uses.report(cite(COOPERATIVES).citation, USE | more, language="fr", email=email)

"""Every page, in both scripts, themes and widths: accessible, within its width, in policy."""

import pytest

from desk import submissions
from desk.pictures import written as drawn
from desk.submissions import pictures
from desk.submissions.steps import FORMS
from directory import codes
from evidence.citations.store import cite
from evidence.dossiers.publish import publish_dossier
from evidence.editions.publish import publish_edition
from evidence.official.publish import load_official_figures
from evidence.stories.publish import withdraw_story
from tests.dossiers import story_told, written
from tests.pages.accessible import wrong_with
from tests.pictures import jpeg
from tests.submissions import AMAL

pytestmark = pytest.mark.pages

FIXED = [
    "",
    "?as_of=3",
    "actors/",
    "territories/",
    "territories/02.113/",
    "territories/02.113.01.09/",
    "networks/",
    "programmes/",
    "figures/?measure=members&group_by=region",
    "figures/",
    "figures/?measure=census:nonprofit_establishments&group_by=commune&per=inhabitants",
    "figures/official/",
    "stories/",
    "register/",
    "register/2/",
    "about/",
    "about/method/",
    "about/privacy/",
    "data/",
    "data/editions/1/",
    "dossiers/",
    "citations/",
    "desk/register/",
    "nowhere/",
]
# What they say besides where nothing is found, or nothing like it can be asked.
VARIED = [
    "?region=02&legal_form=cooperative",
    "?founded_from=jadis",
    "actors/?q=zzzz",
    "figures/?measure=joy",
    "figures/?measure=members&group_by=year",
    "figures/?group_by=region,legal_form&founded_from=soon",
    "figures/?group_by=founding_year",
    "figures/?group_by=closing_year&status=any",
    "figures/?group_by=closing_year&status=active&closed_from=2020",
    "figures/?measure=census:nonprofit_establishments&group_by=commune&province=02.381",
    "citations/?code=7KQ2-M9XX",
    "citations/7KQ2-M9XX/",
]


def drafts(code):
    """Pages of what is being written: a new profile, wrong in places, a change, a report."""
    new, link = submissions.begin("new-profile", language="fr")
    typed = AMAL | {
        "form": {"legal_form": "cooperative", "ice": "12", "founded_year": "soon"},
        "place": {"place_q": "Aklim", "precision": "exact", "point": "0, 0"},
        "contacts": {
            "phone_0": "0612",
            "public_phone_0": "on",
            "public_email_0": "on",
            "email_1": "x",
        },
        "figures": {"year": "2025", "members": "20", "members-women": "25"},
    }
    for step, values in typed.items():
        submissions.save_step(new, step, values)
    for kind in ("logo", "photo"):
        pictures.begin(new)
        pictures.put_in(new, kind, drawn(jpeg(), kind))
    change, other = submissions.begin("change", language="fr", actor=code)
    submissions.save_step(change, "name", {"name_fr": "Un autre nom"})
    yield from (f"desk/register/{link}/{step}/" for step in [*FORMS, "later", "preview"])
    yield from (f"desk/register/{other}/", f"desk/register/{other}/preview/")
    yield f"desk/follow/{link}/"
    yield from (f"desk/{verb}/{codes.show(code)}/" for verb in ("change", "report"))


@pytest.fixture
def addresses(country, settings, tmp_path):
    settings.EDITIONS = tmp_path
    publish_edition()
    story, withdrawn = story_told(country.amal), story_told(country.amal)
    withdraw_story(withdrawn, role="moderator", reason="consent-withdrawn")
    dossier = written("/api/v1/statistics/?measure=census:nonprofit_establishments&group_by=region")
    dossier.points.update(stories=[story, withdrawn])
    issue = publish_dossier(dossier)
    country.register.withdraw(country.mutual)
    load_official_figures()
    return [
        *FIXED,
        f"dossiers/{codes.show(issue.code)}/",
        f"actors/{codes.show(country.amal.code)}/",
        f"actors/{codes.show(country.rif.code)}/",
        f"actors/{codes.show(country.mutual.code)}/",
        f"programmes/{codes.show(country.taghyir.code)}/",
        f"stories/{codes.show(story)}/",
        *drafts(country.amal.code),
        f"citations/{codes.show(cite('/api/v1/actors/?region=02').citation.code)}/?verify=1",
    ]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_pages_are_accessible_and_stay_within_their_width(server, page, addresses, language):
    asked = (f"{server.url}/{language}/{address}" for address in addresses)
    assert wrong_with(page, asked) == {}
    varied = (f"{server.url}/{language}/{address}" for address in VARIED)
    assert wrong_with(page, varied, most=1) == {}

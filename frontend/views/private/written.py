"""Writings in words, before they are public: as the public will see them, and what was done."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from desk.forms.story import StoryForm
from desk.models import SubmissionState, Writing, WritingKind
from desk.writings import stories
from desk.writings.reasons import REASONS
from directory import codes
from evidence.dossiers.figures import asked_now
from evidence.dossiers.publish import content_of, missing
from evidence.dossiers.selectors import citations_of
from evidence.dossiers.told import text, told
from evidence.models import DossierIssue
from evidence.wording.dates import day_marked
from evidence.wording.names import LANGUAGES, OWN_NAMES, Name, name_of
from frontend.naming import named
from frontend.stories import shown_by_code
from frontend.views.dossiers import figure


def lacks(names) -> list[str]:
    """What a dossier still lacks, in words."""
    words = {
        "titles": _("a title in at least one language"),
        "points": _("at least one point"),
        "texts": _("a text in every point"),
    }
    return [words[name] for name in names]


def state_word(writing: Writing) -> str:
    if writing.kind != WritingKind.USE and writing.state == SubmissionState.ACCEPTED:
        return _("published")
    # Of a story or a dossier; a contribution is named otherwise where words have a gender.
    told = {
        SubmissionState.ACCEPTED: _("accepted"),
        SubmissionState.REFUSED: _("refused"),
        SubmissionState.WITHDRAWN: _("withdrawn"),
    }
    return told.get(writing.state) or SubmissionState(writing.state).label


def title_of(writing: Writing) -> Name | None:
    """What it is called where it is listed."""
    if writing.kind == WritingKind.DOSSIER:
        return writing.dossier and text(writing.dossier.titles, get_language())
    if writing.kind == WritingKind.USE:
        said = writing.payload.get("title")
        return Name(said, get_language()) if said else None
    titles = {one: writing.payload.get(f"title_{one}") for one in LANGUAGES}
    return name_of({"names": titles})


def log_of(writing: Writing, *, names: bool) -> list[dict]:
    """What was done with it, the first first; `names`: who did it, for moderators alone."""
    return [
        {
            "verb": one.get_verb_display(),
            "at": one.at,
            "by": one.by if names else None,
            "reason": REASONS.get(one.reason, one.reason),
            "note": one.note,
            "revision": one.revision,
            "issue": one.issue,
        }
        for one in writing.decisions.select_related("by", "revision").order_by("at", "pk")
    ]


def story_shown(writing: Writing, opened) -> dict | None:
    """A story as its page will show it; None while something of it is wrong."""
    form = StoryForm(writing.payload)
    if not form.is_valid():
        return None
    facts = stories.facts(writing, form)
    title, words = name_of({"names": facts.titles}), name_of({"names": facts.texts})
    return {
        "title": title,
        "text": words,
        "teller": name_of({"names": facts.teller}),
        "told": day_marked(facts.told.date, facts.told.precision),
        "of": list(named([writing.actor_id], opened).values()),
        "others": [
            (OWN_NAMES[one], Name(facts.titles[one], one), Name(said, one))
            for one, said in facts.texts.items()
            if one != words.language
        ],
        "consent_form": facts.consent_form,
        "consent_on": day_marked(facts.consent_on),
        "consent_to": facts.consent_to,
        "consent_words": form.cleaned_data["consent_words"],
    }


def dossier_shown(dossier, opened, site: str) -> dict:
    """A dossier as its page will show it; without `told` while something of it is missing."""
    content = content_of(dossier)
    if missing(content):
        return {"told": None, "points": [], "lacks": lacks(missing(content))}
    said = told(
        content, citations_of(DossierIssue(dossier=dossier, content=content)), get_language()
    )
    now = {one.citation.code: asked_now(one.citation, opened.reading) for one in said.figures}
    known = shown_by_code(said.stories, opened)
    return {
        "told": said,
        "shown": codes.show(dossier.code),
        "lacks": [],
        "points": [
            {
                "point": point,
                "figures": [figure(one, now, site) for one in point.figures],
                "stories": [known[code] for code in point.stories],
            }
            for point in said.points
        ],
    }

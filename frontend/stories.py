"""Stories in words: on pages of their own, and beside whom or where they are of."""

from django.urls import reverse

from directory import codes
from evidence.stories.selectors import stories, stories_of
from evidence.stories.told import told
from evidence.wording.dates import day_marked
from frontend.cards import key
from frontend.naming import named

BESIDE = 3  # stories on somebody's own page; the others are a link away


def stories_beside(opened, **whose) -> dict:
    """The last stories of an actor, a programme or a territory, for its page."""
    found = list(stories(reading=opened.reading, **whose)[: BESIDE + 1])
    return {
        "stories": shown(found[:BESIDE], opened),
        "more_stories": opened.link(reverse("stories")) if len(found) > BESIDE else None,
    }


def story_path(one) -> str:
    return reverse("story", args=[key(one.code, one.titles)])


def shown(found, opened) -> list[dict]:
    """Stories in words; two statements for the names of all they are of."""
    whose = {one.actor.code if one.actor else "" for one in found}
    whose |= {one.programme.code if one.programme else "" for one in found}
    names = named(whose, opened)
    return [_shown(one, names, opened) for one in found]


def shown_by_code(wanted, opened) -> dict[str, dict]:
    """Some stories by their codes; of those the register does not hold, nothing but that."""
    held = shown(stories_of(wanted, opened.reading).values(), opened)
    return {code: {"code": code, "gone": True} for code in wanted} | {
        one["code"]: one for one in held
    }


def _shown(one, names, opened) -> dict:
    said = told(one)
    of = [names.get(each.code) for each in (one.actor, one.programme) if each]
    return {
        "code": one.code,
        "title": said.title,
        "text": said.text,
        "teller": said.teller,
        "told": said.told_on,
        "of": [each for each in of if each],
        "consent_on": day_marked(one.consent_on),
        "consent_form": one.consent_form,
        "consent_to": one.consent_to,
        "is_demo": one.is_demo,
        "redacted": one.redacted,
        "url": opened.link(story_path(one)),
        "cite_query": f"/api/v1/stories/{codes.show(one.code)}/?as_of={opened.reading.revision}",
    }

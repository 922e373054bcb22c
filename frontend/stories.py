"""Stories in words: on pages of their own, and beside whom or where they are of."""

from django.urls import reverse

from directory import codes
from evidence.stories.selectors import stories
from evidence.wording.dates import day_marked
from evidence.wording.names import name_of
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


def _shown(one, names, opened) -> dict:
    title, text = name_of({"names": one.titles}), name_of({"names": one.texts})
    of = [names.get(each.code) for each in (one.actor, one.programme) if each]
    return {
        "code": one.code,
        "title": title,
        "text": text,
        "teller": name_of({"names": one.teller}),
        "told": day_marked(one.told_on, one.told_precision),
        "of": [each for each in of if each],
        "consent_on": day_marked(one.consent_on),
        "consent_form": one.consent_form,
        "consent_to": one.consent_to,
        "is_demo": one.is_demo,
        "redacted": one.redacted,
        "url": opened.link(story_path(one)),
        "cite_query": f"/api/v1/stories/{codes.show(one.code)}/?as_of={opened.reading.revision}",
    }

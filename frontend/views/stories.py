"""Field stories: all of them, one, and those of an actor, a programme or a territory."""

from urllib.parse import unquote

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from directory import codes
from evidence.stories.selectors import UnknownStory, story_as_of
from evidence.stories.selectors import stories as standing
from evidence.wording.names import LANGUAGES, OWN_NAMES, Name
from frontend.opening import register_page
from frontend.stories import shown, story_path
from frontend.views.actors import read_code

MOST = 200


@register_page
def stories(request, opened):
    """The last told first."""
    found = list(standing(reading=opened.reading)[:MOST])
    context = {"section": "figures", "stories": shown(found, opened)}
    return opened.page("pages/stories.html", context)


@register_page
def story(request, opened, key):
    code = read_code(key)
    try:
        one = story_as_of(code=code, reading=opened.reading)
    except UnknownStory as error:
        raise Http404(_("The register knows no story of this code, as of this moment.")) from error
    canonical = story_path(one)
    if request.path != unquote(canonical):
        return HttpResponseRedirect(opened.address(canonical))
    [told] = shown([one], opened)
    context = {
        "section": "figures",
        "one": told,
        "stories_url": opened.link(reverse("stories")),
        "others": [
            (OWN_NAMES[language], Name(one.titles[language], language), Name(text, language))
            for language in LANGUAGES
            for text in [one.texts.get(language)]
            if text and told["title"] and language != told["title"].language
        ],
        "permanent": request.build_absolute_uri(
            reverse("permanent-story", args=[codes.show(code)])
        ),
        "unlisted": one.is_demo,
    }
    return opened.page("pages/story.html", context)

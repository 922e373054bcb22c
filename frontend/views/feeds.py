"""Atom feeds: what changed last among the organisations of a selection, and to one of them."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory import codes
from directory.selectors.actors import actor_state
from directory.selectors.latest import latest
from evidence.wording.names import called, name_of
from frontend.cards import actor_path
from frontend.events import history_of, plainly
from frontend.filters import Asked
from frontend.opening import register_page
from frontend.plain import refused_plainly
from frontend.views.actors import read_code

MOST = 50


@register_page
def of_selection(request, opened):
    """The organisations of some filters whose profiles are new or changed, the newest first."""
    asked = Asked.of(opened)
    if asked.selection is None:
        return refused_plainly(opened.refused)
    page = opened.address(reverse("actors"))
    feed = feed_of(request, asked.title() or _("Organisations"), page)
    for one in latest(asked.selection, limit=MOST):
        name = called({"names": one.names})
        said = _("New in the register") if one.is_new else _("Changed")
        add(request, feed, one.code, one.revision, one.recorded_at, name, said)
    return written(feed)


@register_page
def of_actor(request, opened, key):
    """All that happened to one organisation, the newest first."""
    code = read_code(key)
    state = actor_state(code, opened.reading)
    if state is None or state.facts is None:
        raise Http404(_("The register knows no organisation of this code, as of this moment."))
    name = name_of(state.facts)
    feed = feed_of(request, name.text, actor_path(code, state.facts["names"]))
    for one in history_of(code, opened, MOST)["entries"]:
        add(request, feed, code, one["revision"], one["when"], name, plainly(one))
    return written(feed)


def feed_of(request, title: str, page: str) -> Atom1Feed:
    return Atom1Feed(
        title=f"{title} · {_('Athar')}",
        link=request.build_absolute_uri(page),
        description="",
        language=get_language(),
        feed_url=request.build_absolute_uri(),
        subtitle=_("What changed last in the register."),
        feed_copyright="CC BY 4.0",
    )


def add(request, feed, code, revision, at, name, said):
    """One entry: an organisation as of the revision that changed it."""
    link = request.build_absolute_uri(
        f"{reverse('permanent-actor', args=[codes.show(code)])}?as_of={revision}"
    )
    feed.add_item(
        title=name.text, link=link, description=said, unique_id=link, updateddate=at, pubdate=at
    )


def written(feed) -> HttpResponse:
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)

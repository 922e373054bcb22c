"""Sitemaps: every page by its address in each language, in files that begin at some actor's code.

A file of a million addresses would not be read; each holds so many actors that it stays under what
the protocol allows, and is found by where it begins, not by how many come before it. Pages of
invented actors ask not to be listed, so no file names them.
"""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from directory.as_of import snapshot
from directory.selectors.actors import every, names_from
from directory.selectors.programmes import programme_names
from evidence.dossiers.selectors import dossiers
from evidence.stories.selectors import stories
from frontend.cards import actor_path, key
from frontend.stories import story_path
from frontend.views.actors import read_code
from frontend.views.dossiers import path as dossier_path
from geodata.models import Territory

# Pages are complete in these; the first is the one search engines are given as a page's own.
LANGUAGES = ("ar", "fr", "en", "es")
ACTORS_A_FILE = 5_000
SECTIONS = (
    "home", "actors", "territories", "networks", "programmes", "figures", "official-figures",
    "stories", "dossiers", "register", "data", "about", "method", "privacy",
)  # fmt: skip
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
TYPE = "application/xml; charset=utf-8"


@require_safe
@gzip_page
def index(request):
    """Where the files are: one of places and sections, the others of actors."""
    with snapshot() as reading:
        starts = every(reading, ACTORS_A_FILE)
    files = [reverse("sitemap-pages")]
    files += [reverse("sitemap-actors", args=[code]) for code in starts]
    told = "".join(
        f"<sitemap><loc>{escape(request.build_absolute_uri(file))}</loc></sitemap>\n"
        for file in files
    )
    return HttpResponse(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{told}'
        "</sitemapindex>\n",
        content_type=TYPE,
        headers={"Cache-Control": "public, max-age=3600"},
    )


@require_safe
@gzip_page
def pages(request):
    """Sections, programmes, stories and territories."""
    with snapshot() as reading:
        paths = [in_each(reverse, name) for name in SECTIONS]
        paths += [
            in_each(reverse, "programme", args=[key(code, names)])
            for code, names in programme_names(reading=reading).items()
        ]
        paths += [in_each(story_path, one) for one in stories(reading=reading)]
        paths += [in_each(dossier_path, one) for one in dossiers()]
        number = reading.set_of("territories")
        paths += [
            in_each(reverse, "territory", args=[code])
            for code in Territory.objects.in_set(number).values_list("code", flat=True)
        ]
    told = "".join(entry(request, addresses) for addresses in paths)
    return answer([HEAD, told, "</urlset>\n"])


@require_safe
@gzip_page
def actors(request, code):
    """Actors from a code on, with the day their last version was recorded."""
    start = read_code(code)

    def told() -> Iterator[str]:
        yield HEAD
        with snapshot() as reading:
            found = names_from(start, ACTORS_A_FILE, reading)
        for actor, names, recorded_at in found:
            addresses = in_each(actor_path, actor, names)
            yield entry(request, addresses, recorded_at.date().isoformat())
        yield "</urlset>\n"

    return answer(told())


def answer(chunks):
    return StreamingHttpResponse(
        chunks, content_type=TYPE, headers={"Cache-Control": "public, max-age=3600"}
    )


def in_each(path, *arguments, **named) -> dict[str, str]:
    """An address in each language."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = path(*arguments, **named)
    return found


def entry(request, addresses: dict[str, str], day: str = "") -> str:
    absolute = {
        language: escape(request.build_absolute_uri(path), {'"': "&quot;"})
        for language, path in addresses.items()
    }
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{url}"/>'
        for language, url in absolute.items()
    )
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<url><loc>{absolute[LANGUAGES[0]]}</loc>{changed}{others}</url>\n"

"""The site's few links, which of them one is on, and a page's addresses in other languages."""

import re
from html import unescape

from django import template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import NoReverseMatch, reverse
from django.utils.html import strip_tags
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from evidence.wording import names

register = template.Library()

SECTIONS = (
    ("home", pgettext_lazy("section", "Map")),
    ("actors", pgettext_lazy("section", "Actors")),
    ("territories", pgettext_lazy("section", "Territories")),
    ("networks", pgettext_lazy("section", "Networks")),
    ("figures", pgettext_lazy("section", "Figures")),
    ("register", pgettext_lazy("section", "Register")),
    ("method", _("How we count")),
)


@register.inclusion_tag("components/section_links.html", takes_context=True)
def section_links(context):
    """The sections as a list; a page says which is its own by `section` in its context."""
    current = context.get("section")
    return {
        "links": [
            {"url": reverse(name), "label": label, "current": name == current}
            for name, label in SECTIONS
            if exists(name)
        ]
    }


@register.simple_tag(takes_context=True)
def words_of(context, block):
    """What a block of the page says, as plain words: for what only machines and sharers read."""
    found = context.render_context[BLOCK_CONTEXT_KEY].get_block(block)
    said = found.render(context) if found else ""
    return re.sub(r"\s+", " ", unescape(strip_tags(said))).strip()


def exists(name):
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True


@register.simple_tag(takes_context=True)
def languages(context):
    """Every language of the site with its own name and this page's address in it."""
    path = context["request"].get_full_path()
    _, _, rest = path.lstrip("/").partition("/")
    current = get_language()
    return [
        {"code": tongue, "name": own, "url": f"/{tongue}/{rest}", "current": tongue == current}
        for tongue, own in names.OWN_NAMES.items()
    ]


@register.inclusion_tag("components/alternates.html", takes_context=True)
def alternates(context):
    """Links for machines: this page's own address without its moment, and in each language."""
    request = context["request"]
    _, _, rest = request.path.lstrip("/").partition("/")
    return {
        "canonical": request.build_absolute_uri(request.path),
        "tongues": [
            {"code": tongue, "url": request.build_absolute_uri(f"/{tongue}/{rest}")}
            for tongue in names.OWN_NAMES
        ],
    }

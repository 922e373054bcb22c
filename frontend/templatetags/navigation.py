"""The site's few links, and which of them one is on."""

import re
from html import unescape

from django import template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import NoReverseMatch, reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

register = template.Library()

SECTIONS = (
    ("home", pgettext_lazy("section", "Map")),
    ("actors", pgettext_lazy("section", "Actors")),
    ("territories", pgettext_lazy("section", "Territories")),
    ("networks", pgettext_lazy("section", "Networks")),
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

"""The site's few links, and which of them one is on."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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


def exists(name):
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True

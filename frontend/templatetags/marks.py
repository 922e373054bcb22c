"""What stands beside words: icons, the shapes of legal forms, bars."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from frontend.shapes import SHAPES, shape_of

register = template.Library()

# Arrows and what else points along the line of reading. A clock, a search, a check never do.
MIRRORED = {"arrow-left", "arrow-right", "chevron-left", "chevron-right", "list", "undo-2"}
DRAWN = {
    "full": "",
    "hollow": ' class="symbol__hollow"',
    "dashed": ' class="symbol__hollow symbol__dashed"',
}


@register.simple_tag
def icon(name):
    """An icon of the interface. Never alone: a word stands beside it, or names its button."""
    mirrored = " icon--mirrored" if name in MIRRORED else ""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        mirrored,
        static("athar/icons.svg"),
        name,
    )


@register.simple_tag
def sector_icon(name):
    """The mark of a sector, as the taxonomy of sectors names it."""
    return format_html(
        '<svg class="icon icon--sector" aria-hidden="true"><use href="{}#{}"/></svg>',
        static("athar/sectors.svg"),
        name,
    )


@register.simple_tag
def shape(name):
    """A shape by its name."""
    parts = format_html_join(
        "",
        '<path{} d="{}"/>',
        ((mark_safe(DRAWN[way]), path) for way, path in SHAPES[name]),  # noqa: S308
    )
    return format_html(
        '<svg class="symbol form-{}" viewBox="-8 -8 16 16" aria-hidden="true">{}</svg>', name, parts
    )


@register.simple_tag
def symbol(actor):
    """The shape of an actor: its kind's where it has one, else its legal form's."""
    legal_form, kind = (
        (actor.get("legal_form"), actor.get("kind"))
        if isinstance(actor, dict)
        else (actor.legal_form, actor.kind)
    )
    return shape(shape_of(legal_form, kind))

"""What pages of submissions look up while they are drawn."""

from django import template

register = template.Library()


@register.filter
def of_field(hints, name):
    """The doubt about one field; nothing where there is none."""
    return hints.get(name, "")

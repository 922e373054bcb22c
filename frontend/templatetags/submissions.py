"""What pages of submissions look up while they are drawn."""

from django import template

register = template.Library()


@register.filter
def of_field(hints, name):
    """The doubt about one field; nothing where there is none."""
    return hints.get(name, "")


@register.filter
def any_said(fields):
    """Whether something stands in one of the fields."""
    return any(one.value() for one in fields)

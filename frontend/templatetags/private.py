"""What every page behind the door shows, whoever's view has drawn it (allauth's too)."""

from urllib.parse import urlsplit

from django import template
from django.urls import Resolver404, resolve

from desk import roles
from directory.vocabulary import is_demonstration
from frontend import profiles

register = template.Library()


@register.inclusion_tag("components/private_nav.html", takes_context=True)
def private_nav(context):
    """Where a person may go, and what was just done."""
    person = context["request"].user
    known = person.is_authenticated
    return {
        "known": known,
        "section": context.get("section", "account"),
        "moderates": known and roles.moderates(person),
        "administers": known and roles.is_administrator(person),
        "messages": context.get("messages") or [],
    }


@register.simple_tag(takes_context=True)
def leads_on_to(context) -> str:
    """The name of the page that somebody led to the door was about to open; empty if none."""
    address = context.get("redirect_field_value") or ""
    try:
        return resolve(urlsplit(address).path).url_name
    except (Resolver404, ValueError):
        return ""


@register.simple_tag
def in_demonstration():
    return is_demonstration()


@register.simple_tag
def history_at(code, revision):
    return profiles.history_at(code, revision)

"""Modules that a page will ask for, named before it knows: one wait instead of one a level."""

import re
from functools import cache
from posixpath import dirname, join, normpath

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html_join

register = template.Library()

IMPORTED = re.compile(r"""^(?:import|export)\b[^;"']*["'](\.[^"']+)["'];""", re.MULTILINE)


@register.simple_tag
def preloads(*names):
    """Links to all that some modules import, near and far, the entrances themselves left out."""
    found = dict.fromkeys(name for entrance in names for name in imported(entrance))
    return format_html_join(
        "\n    ",
        '<link rel="modulepreload" href="{}">',
        ((static(name),) for name in found if name not in names),
    )


@cache
def imported(name: str) -> tuple[str, ...]:
    """The modules that one imports, and theirs."""
    with open(finders.find(name), encoding="utf-8") as file:
        near = [normpath(join(dirname(name), path)) for path in IMPORTED.findall(file.read())]
    return tuple(dict.fromkeys(each for one in near for each in (one, *imported(one))))

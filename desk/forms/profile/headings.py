"""Sectors under a few headings, so that nobody reads forty of them to find hers."""

from bisect import bisect_right

from django.utils.translation import gettext_lazy as _

from desk.forms.profile.step import in_force, meaning
from directory.models import Term

# Each heading with the first division of ISIC rev. 4 under it.
HEADINGS = (
    (1, _("Farming, forests and the sea")),
    (5, _("Handicrafts, food, building, energy and water")),
    (45, _("Trade, tourism, services and finance")),
    (84, _("Education, health and social work")),
    (90, _("Culture, sports, environment, rights and support")),
)
STARTS = [start for start, _words in HEADINGS]


def under_headings(options) -> list[dict]:
    """Options of a field of sectors in their order, under the headings that have any: `words`,
    `options` (each an `option`, and `known_as`, more words by which it is found), and whether one
    `is_chosen`.
    """
    known = {term.code: term for term in in_force("sectors")}
    found = [{"words": words, "options": [], "is_chosen": False} for _start, words in HEADINGS]
    for option in options:
        term = known[option.data["value"]]
        group = found[heading_of(known.get(term.parent, term))]
        group["options"].append({"option": option, "known_as": known_as(term)})
        group["is_chosen"] |= option.data["selected"]
    return [group for group in found if group["options"]]


def heading_of(term: Term) -> int:
    """By the first division it is mapped to; each sector is to one."""
    return bisect_right(STARTS, int(term.mappings["isic4"][0][:2])) - 1


def known_as(term: Term) -> str:
    """Its names in every language, and what it means in the page's."""
    return " ".join([*term.names.values(), meaning(term)])

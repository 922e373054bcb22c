"""Official figures in words, beside ours."""

from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from directory import codes
from directory.selectors import reference
from evidence.figures import Figure, figure
from evidence.measures import read
from evidence.official.question import COUNTRY
from evidence.official.selectors import Beside, beside
from evidence.wording.dates import day_marked
from evidence.wording.names import name_of
from evidence.wording.numbers import MINUS, grouped, isolated, percentage
from evidence.wording.places import place_marked


def official_beside(told: Figure, opened) -> list[dict]:
    """The published totals that speak of the same as a figure of ours, for its page."""
    return [shown(one, opened) for one in beside(told)]


def answered(question: str, territory: str, opened) -> Figure | None:
    """Our figure of a question in a place, at the page's moment; None where it has no answer."""
    asked = MultiValueDict()
    for part in question.split("&"):
        name, _equals, value = part.partition("=")
        asked[name] = value
    if territory != COUNTRY:
        asked["territory"] = territory
    statistic = read(asked, opened.reading)
    return None if statistic.refused else figure(statistic)


def shown(one: Beside, opened) -> dict:
    """A published total in words: who, when, where, how exactly; and what of it we document."""
    official = one.official
    return {
        "code": official.code,
        "anchor": codes.show(official.code),
        "name": name_of(official),
        "publisher": name_of({"names": official.publisher}),
        "notes": name_of({"names": official.notes}),
        "value": value_words(official),
        "counted": day_marked(official.counted_on, official.counted_precision),
        "place": place(official, opened),
        "source": official.source,
        "source_url": official.source_url,
        "ours": None if one.ours is None else ours_words(one),
        "covered": one.covered,
        "part": None if one.covered is None else min(one.covered, 1),
        "difference": difference_words(one),
        "is_demo": official.is_demo,
        "cite_query": f"/api/v1/official-figures/{codes.show(official.code)}/"
        f"?as_of={opened.reading.revision}",
        "url": opened.link(reverse("official-figures")) + f"#{codes.show(official.code)}",
    }


def alone(official, opened) -> dict:
    """A published total that nothing of ours speaks of."""
    return shown(Beside(official, None, None, None), opened)


def place(official, opened):
    if official.territory == COUNTRY:
        return _("Morocco")
    found = reference.territories(opened.reading).get(official.territory)
    return place_marked(found) if found else isolated(official.territory)


def value_words(official):
    """The value as it was published: exactly, about, or more than."""
    pattern = {
        "rounded": pgettext("official figure", "about {value}"),
        "more-than": pgettext("official figure", "more than {value}"),
    }.get(official.exactness, "{value}")
    return format_html(pattern, value=number(official.value, official.unit))


def ours_words(one: Beside):
    """Our value in the unit of theirs."""
    return number(one.ours * 100 if one.official.unit == "percent" else one.ours, one.official.unit)


def number(value, unit):
    places = 0 if value == value.to_integral_value() else 1
    return isolated(percentage(value, places) if unit == "percent" else grouped(value, places))


def difference_words(one: Beside):
    """How far ours is from theirs, with its sign; None where no exact total is compared."""
    if one.difference is None or one.official.exactness != "exact" or one.covered is None:
        return None
    sign = "+" if one.difference > 0 else MINUS if one.difference < 0 else "±"
    return isolated(f"{sign}{grouped(abs(one.difference))}")

"""Official figures: what others published, each beside what the register documents of it."""

from collections import Counter

from django.urls import reverse

from directory import codes
from directory.vocabulary import is_demonstration
from evidence.official.question import COUNTRY
from evidence.official.selectors import beside, official_figures
from evidence.wording.names import name_of
from frontend.official import alone, answered, shown
from frontend.opening import register_page


@register_page
def official(request, opened):
    """All of them: those that count the same beside each other, contradictions visible."""
    found = official_figures(reading=opened.reading)
    told = {}
    for one in found:
        asked = (one.question, one.territory)
        if one.question and asked not in told:
            answer = answered(*asked, opened)
            told[asked] = {each.official.code: each for each in beside(answer)} if answer else {}
    subjects = {}
    for one in found:
        subjects.setdefault(subject(one), []).append(one)
    context = {
        "section": "figures",
        "subjects": [told_of(each, told, opened) for each in subjects.values()],
        "figures_url": opened.link(reverse("figures")),
        "invented": is_demonstration(),
    }
    return opened.page("pages/official.html", context)


def told_of(found, beside_ours, opened) -> dict:
    """One subject: its totals in order, and the note that most of them share."""
    figures = []
    for one in in_order(found):
        ours = beside_ours.get((one.question, one.territory), {}).get(one.code)
        figures.append(shown(ours, opened) if ours else alone(one, opened))
    notes = Counter(each["notes"] for each in figures)
    [(note, _times)] = notes.most_common(1)
    return {
        "name": name_of(found[0]),
        "anchor": codes.show(found[0].code),
        "note": note,
        "figures": figures,
    }


def subject(one) -> tuple:
    """What is counted, whoever counted it."""
    return (one.question, tuple(sorted(one.names.items())))


def in_order(found) -> list:
    """The country first, then regions by code; of each the newest first."""
    return sorted(found, key=lambda one: (one.territory != COUNTRY, one.territory))

"""Figures: one question at an address, answered with its coverage, as number, map and table."""

from dataclasses import replace

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory.selectors import reference
from directory.selectors.observations import indicators
from evidence.coverage import share
from evidence.figures import figure, names_of_groups, women_of
from evidence.formats.figures import credit
from evidence.measures import OWN, Statistic, read
from evidence.wording.figures import unit_word
from evidence.wording.filters import label_of, words_of
from evidence.wording.names import name_of
from evidence.wording.plain import plain
from frontend.figures.maps import figure_map
from frontend.figures.question import PRESENTED, Question
from frontend.figures.ready import ready
from frontend.figures.rows import Rows
from frontend.figures.series import series
from frontend.figures.words import NONPROFIT, by_words, headline, terms, what, where
from frontend.freshness import confirmed_within
from frontend.official import official_beside
from frontend.opening import register_page


@register_page
def figures(request, opened):
    whole = missing_whole(request.GET, opened.reading)
    if whole:
        return HttpResponseRedirect(opened.address(of=whole))
    asked = read(request.GET, opened.reading, allowed=PRESENTED)
    for name, messages in asked.refused.items():
        opened.refused.setdefault(name, messages)
    question = Question(asked, opened)
    context = {
        "section": "figures",
        "asked": question.filters,
        "chips": question.chips(),
        "clear_url": opened.link(request.path),
        "question": question,
        "told": None,
        "begins": not set(request.GET) - {"as_of"},
        "ready": ready(opened),
    }
    if not opened.refused:
        context |= answered(asked, question, opened)
    context["refusals"] = question.refusals()
    form = question.form()
    trail = [(opened.link(request.path), _("Figures")), (None, context.get("what", _("Question")))]
    return opened.page("pages/figures.html", context | form | {"form": form, "trail": trail})


def missing_whole(given, reading) -> str:
    """A share has one whole: where the address leaves it out, it is put in."""
    if given.get("aggregate") != "share" or given.get("of"):
        return ""
    found = indicators(reading).get(given.get("measure", ""))
    return found.part_of if found else ""


def answered(asked: Statistic, question: Question, opened) -> dict:
    told = figure(asked)
    names = names_of_groups(told)
    women = women_of(asked)
    first = subtotals(asked)
    told_apart = [figures for figures in (women, first and women and women_of(first)) if figures]
    by_group = {cell.groups: cell.value for one in told_apart for cell in one.results}
    query = f"/api/v1/statistics/?{asked}&as_of={opened.reading.revision}"

    def listed(since=None):
        filters = dict(narrowed(asked)) | {"confirmed_since": since}
        return opened.link(reverse("actors"), **filters)

    blocks = first and figure(first).results
    rows = Rows(told, names, opened, by_group, blocks) if asked.group_by else None
    label = map_label(asked)
    return {
        "told": told,
        "headline": headline(asked),
        "where": where(asked, reference.territories(opened.reading)),
        "what": what(asked),
        "definition": definition(asked),
        "official": official_beside(told, opened),
        "unit": unit_word(told.total.unit),
        "verified": told.total.kinds and share(told.total.kinds["verified"], told.total.in_scope),
        "women": women and women.total,
        "grouped": " · ".join(by_words(name) for name in asked.group_by),
        "rows": rows,
        "map": figure_map(told, names, opened, label) if rows else None,
        "map_label": label,
        "series": series(told, label) if rows else None,
        "nobody": bool(asked.indicator) and told.total.reporting == 0,
        "removals": question.removals(),
        "filters": [
            *terms(asked),
            *(
                (label_of(name), words_of(name, value, opened.reading))
                for name, value in narrowed(asked)
            ),
        ],
        "credit": credit(opened.reading) if told.census_year else "",
        "is_nonprofit": asked.measure == NONPROFIT,
        "cite_query": query,
        "json_url": query,
        "list_url": asked.selection and listed(),
        **uncounted(asked),
        "fresh": asked.selection and confirmed_within(asked.selection, listed),
        **(rows.pages() if rows else {}),
    }


def uncounted(asked: Statistic) -> dict[str, int | None]:
    """How many the filters can count neither in nor out."""
    found = {"unplaced": None, "founding_unknown": None}
    return found | asked.selection.uncounted if asked.selection else found


def subtotals(asked: Statistic) -> Statistic | None:
    """The same by the first of two groupings alone; None where no number is of all its years."""
    if len(asked.group_by) < 2 or "year" in asked.group_by[1:]:
        return None
    return replace(asked, group_by=asked.group_by[:1])


def definition(asked: Statistic) -> dict | None:
    """What is meant by what is measured, and which standard says so."""
    if not asked.indicator:
        return None
    found = indicators(asked.reading)[asked.indicator]
    return {"words": name_of({"names": found.definitions}), "standard": found.standard}


def map_label(asked: Statistic) -> str:
    """What a map or a chart shows, in plain words."""
    if not asked.group_by:
        return ""
    return f"{plain(headline(asked), get_language())} {by_words(asked.group_by[0])}"


def narrowed(asked: Statistic) -> list[tuple[str, str]]:
    """The filters of a question that narrow it, in their normal form."""
    said = [part.partition("=")[::2] for part in str(asked).split("&")]
    return [
        (name, value)
        for name, value in said
        if name not in OWN and not (name == "demo" and value == "any")
    ]

"""What the register answers at a revision, asked afresh: lists, counts, facets, bubbles."""

from dataclasses import replace

from django.http import QueryDict

from directory import tiles
from directory.as_of import snapshot
from directory.selection.filterset import ActorFilterSet
from directory.selection.totals import tables, totals
from directory.selectors.counts import counts
from directory.selectors.observations import observations

FACETS = ("legal_form", "sector", "province", "founding_year")
PROVINCES = ("01.511", "02.113", "02.381")
TILE = (5, 15, 12)  # holds the bubbles of both their regions


def selection(query, reading):
    filters = ActorFilterSet(QueryDict(query), reading=reading)
    assert filters.is_valid(), filters.refused
    return filters.selection()


def answers(*queries, counted=(), as_of=None) -> dict:
    """The revision, and what it answers to queries, by query.

    To each the rows of its list (sort key, code, last confirmation). Of those `counted` besides, by
    (query, name): "facets", "provinces" and "bubbles", and "figures", what its actors said.
    Nothing is taken from memory.
    """
    totals.forget()
    tables.forget()
    with snapshot(as_of) as reading:
        told = {"revision": replace(reading, head=0)}
        for query in queries:
            asked = selection(query, reading)
            told[query] = [
                (one.key, one.code, one.confirmed_on) for one in asked.page(limit=1000).rows
            ]
            assert asked.total == len(told[query]), query
        for query in counted:
            asked = selection(query, reading)
            told[query, "facets"] = asked.facets(FACETS)
            told[query, "provinces"] = counts(asked, "province", PROVINCES)
            told[query, "figures"] = [
                (one.place, one.value, one.reports, one.digest)
                for one in observations(asked, limit=1000)
            ]
            told[query, "bubbles"] = tiles.bubbles(asked, "region", *TILE)
    return told

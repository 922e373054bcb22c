"""Official figures: records with their source, shown beside ours where both speak of the same."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils.datastructures import MultiValueDict

from directory import codes
from directory.as_of import snapshot
from directory.publishing.verify import verify
from directory.records.facts import PartialDate, Place, prepare
from directory.records.validate import InvalidFacts
from evidence.citations.store import cite
from evidence.citations.verify import verify as verify_citation
from evidence.figures import figure
from evidence.measures import read
from evidence.official.publish import load_official_figures, publish_official, shipped
from evidence.official.selectors import beside, official_figures
from evidence.records import OfficialFigureFacts

NADOR = Place("02", "02.381", None, "02.381.01.05", precision="commune")
FACTS = OfficialFigureFacts(
    code=codes.mint(),
    names={"fr": "Coopératives"},
    publisher={"fr": "Un office"},
    value=Decimal(40),
    unit="cooperatives",
    counted=PartialDate(date(2023, 1, 1), "year"),
    source="Un journal",
    source_url="https://example.org/total",
    question="legal_form=cooperative&measure=actors",
)


def published(*facts):
    return publish_official(facts, role="administrator", reason="new-total")


def told(query, as_of=None):
    with snapshot(as_of) as reading:
        asked = MultiValueDict({name: [value] for name, value in query.items()})
        return beside(figure(read(asked, reading)))


@pytest.fixture
def ten(in_force, register):
    for number in range(10):
        register.publish(f"Coopérative {number}", legal_form="cooperative", place=NADOR)


def test_a_total_of_the_same_thing_stands_beside_ours_and_says_what_of_it_we_document(ten):
    published(FACTS)
    [one] = told({"measure": "actors", "legal_form": "cooperative"})
    assert (one.official.code, one.ours) == (FACTS.code, 10)
    assert (one.covered, one.difference) == (Decimal("0.25"), Decimal(-30))


@pytest.mark.parametrize(
    "query",
    [
        {"measure": "actors"},
        {"measure": "actors", "legal_form": "cooperative", "sector": "argan"},
        {"measure": "actors", "legal_form": "cooperative", "region": "02"},
        {"measure": "actors", "legal_form": "cooperative", "status": "any"},
    ],
)
def test_a_total_of_something_else_or_somewhere_else_does_not(ten, query):
    published(FACTS)
    assert told(query) == []


def test_a_total_of_a_region_stands_beside_that_region_however_it_is_named(ten):
    published(replace(FACTS, territory="02"))
    for name in ("region", "territory"):
        [one] = told({"measure": "actors", "legal_form": "cooperative", name: "02"})
        assert one.covered == Decimal("0.25")


def test_a_share_is_shown_beside_ours_but_covers_nothing(ten, register):
    made = register.publish("Autre", legal_form="cooperative", place=NADOR)
    register.report(made, 2023, members=40, members_women=10)
    question = "aggregate=share&legal_form=cooperative&measure=members-women&of=members"
    published(replace(FACTS, question=question, unit="percent", value=Decimal(32)))
    [one] = told({
        "measure": "members-women", "aggregate": "share", "of": "members", "year": "2023",
        "legal_form": "cooperative",
    })  # fmt: skip
    assert (one.ours, one.covered, one.difference) == (Decimal("0.25"), None, Decimal(-7))


def test_nothing_is_compared_where_nobody_reports(ten):
    question = "aggregate=sum&legal_form=cooperative&measure=members"
    published(replace(FACTS, question=question))
    [one] = told({"measure": "members", "legal_form": "cooperative"})
    assert (one.ours, one.covered, one.difference) == (None, None, None)


def test_totals_that_contradict_each_other_are_all_shown_the_newest_first(ten):
    newer = replace(
        FACTS, code=codes.mint(), value=Decimal(70), counted=PartialDate(date(2024, 3, 1))
    )
    published(FACTS, newer)
    found = told({"measure": "actors", "legal_form": "cooperative"})
    assert [one.official.code for one in found] == [newer.code, FACTS.code]


def test_a_correction_closes_what_stood_and_the_past_keeps_it(ten):
    first = published(FACTS)
    published(replace(FACTS, value=Decimal(50)))
    for as_of, value in ((None, 50), (first.number, 40)):
        with snapshot(as_of) as reading:
            assert [one.value for one in official_figures(reading=reading)] == [value]


def test_citing_one_is_citing_its_record_and_survives_its_correction(ten):
    published(FACTS)
    citation = cite(f"/api/v1/official-figures/{codes.show(FACTS.code)}/").citation
    published(replace(FACTS, value=Decimal(50)))
    assert citation.answer["value"] == "40"
    assert verify_citation(citation).holds


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"source_url": "ftp://example.org"}, "source_url"),
        ({"territory": "99"}, "territory"),
        ({"question": "measure=nothing"}, "question"),
        ({"question": "measure=actors&legal_form=cooperative"}, "question"),
        ({"exactness": "about"}, "exactness"),
        ({"value": Decimal(-1)}, "value"),
        ({"counted": PartialDate(date(2999, 1, 1))}, "counted"),
        ({"names": {}}, "names"),
    ],
)
def test_what_is_wrong_is_refused_by_its_field(ten, wrong, field):
    with pytest.raises(InvalidFacts) as refused:
        published(replace(FACTS, **wrong))
    assert [problem.field for problem in refused.value.problems] == [field]


def test_the_database_refuses_a_total_without_its_source(ten):
    from directory.publishing import publish

    sourceless = prepare(replace(FACTS, source_url=""))
    with pytest.raises(IntegrityError, match="has_its_source"), transaction.atomic():
        publish(kind="publish", role="administrator", reason="new-total", opened=[sourceless])


def test_those_shipped_are_loaded_once_and_the_register_verifies(in_force):
    revision = load_official_figures()
    assert revision.opened_count == len(shipped())
    assert load_official_figures() is None
    assert list(verify()) == []

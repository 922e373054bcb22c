"""Whatever happens to the register afterwards, no citation breaks, and none changes its value."""

from functools import partial

import pytest
from django.http import QueryDict

from directory.as_of import snapshot
from directory.models import Term
from directory.publishing import redact_actor
from directory.records.facts import Place
from evidence.citations.compare import compare
from evidence.citations.store import cite
from evidence.citations.texts import quotation
from evidence.citations.verify import answered, ask_again, verify
from evidence.figures import figure
from evidence.measures import read
from evidence.models import Citation
from geodata.models import Boundary, Census, Territory
from geodata.models.reference import Series
from tests.sets import put_next_set

NADOR = Place("02", "02.381", None, "02.381.01.05", precision="commune")
RABAT = Place("04", "04.421", None, "04.421.01.0", precision="commune")
QUESTIONS = (
    "/api/v1/actors/?sector=argan",
    "/api/v1/actors/?region=02&legal_form=association",
    "/api/v1/statistics/?measure=members&year=2023&sector=argan",
    "/api/v1/statistics/?measure=members-women&aggregate=share&of=members&year=2023&province=02.381",
    "/api/v1/statistics/?group_by=sector",
    "/api/v1/statistics/?measure=members&year=2023&group_by=province",
    "/api/v1/statistics/?measure=members&year=2023&per=inhabitants&region=02",
    "/api/v1/statistics/?measure=census:population&province=02.381",
    "/api/v1/statistics/?measure=census:nonprofit_establishments&per=inhabitants&group_by=region",
)


@pytest.fixture
def nador(in_force, register):
    made = register.publish("Argan Nador", sectors=["argan"], place=NADOR)
    register.report(made, 2023, members=40, members_women=30)
    return made


@pytest.fixture
def rabat(nador, register):
    made = register.publish("Argan Rabat", sectors=["argan"], place=RABAT)
    register.report(made, 2023, members=25)
    return made


@pytest.fixture
def next_set(tmp_path):
    return partial(put_next_set, folder=tmp_path)


def told(citation: Citation):
    """All that a citation says: in words, and asked again."""
    with snapshot(citation.revision) as reading:
        answer, result = answered(citation, ask_again(citation, reading))
    return answer, result, quotation(citation, "https://athar.example/c/X", "fr").long


@pytest.fixture
def unmoved(rabat):
    """The citations of all questions, and what they told before; then that they still do."""
    citations = [cite(address).citation for address in QUESTIONS]
    before = [told(one) for one in citations]
    yield citations
    for one, was in zip(citations, before, strict=True):
        assert verify(one, deep=True).holds, one.normal
        assert told(one) == was, one.normal
        assert one.answer == was[0]


def test_renaming_a_sector_changes_no_citation(unmoved, next_set):
    def rename(terms):
        terms["argan"]["names"] = terms["argan"]["names"] | {"fr": "Arganier", "ar": "شجر الأركان"}

    next_set(Series.TAXONOMIES, Term, rename)
    assert "Argan" in quotation(unmoved[0], "https://x/c/X", "fr").long
    fresh = cite("/api/v1/actors/?sector=argan")
    assert fresh.citation == unmoved[0]  # the same answer is the same citation, as it was worded


def test_moved_boundaries_change_no_citation(unmoved, next_set):
    def move(shapes):
        for detail in ("full", "mid", "low"):
            shapes["02.381"][detail] = shapes["02.113"][detail]

    next_set(Series.BOUNDARIES, Boundary, move)


def test_a_province_that_passes_to_another_region_changes_no_citation(unmoved, next_set):
    def pass_over(territories):
        territories["02.381"]["region"] = territories["02.381"]["parent"] = "04"

    next_set(Series.TERRITORIES, Territory, pass_over)
    assert "region of Oriental" in quotation(unmoved[1], "https://x/c/X", "en").long


def test_a_province_that_ends_changes_no_citation_and_keeps_who_stands_in_it(unmoved, next_set):
    def end(territories):
        territories["02.381"]["code"] = "02.999"

    next_set(Series.TERRITORIES, Territory, end)
    with snapshot() as reading:
        now = figure(read(QueryDict("group_by=province"), reading))
    told = {cell.groups: cell.in_scope for cell in now.results if cell.in_scope}
    assert told == {("02.381",): 1, ("04.421",): 1}
    assert now.total.in_scope == 2


def test_a_corrected_census_changes_no_citation_and_shows_in_now(unmoved, next_set):
    def correct(rows):
        for row in rows:
            if row["code"] == "02.381" and row["population"]:
                row["population"] += 1000

    next_set(Series.CENSUS, Census, correct)
    now = compare(unmoved[7])
    assert not now.same
    assert now.answer["total"]["value"] == unmoved[7].answer["total"]["value"] + 1000


def test_merging_changes_no_citation(unmoved, nador, rabat, register):
    register.merge(rabat, nador)


def test_splitting_changes_no_citation(rabat, nador, register):
    register.merge(rabat, nador)
    citations = [cite(address).citation for address in QUESTIONS]
    before = [told(one) for one in citations]
    register.split(rabat)
    for one, was in zip(citations, before, strict=True):
        assert verify(one, deep=True).holds
        assert told(one) == was


def test_withdrawing_changes_no_citation(unmoved, nador, register):
    register.withdraw(nador)
    assert compare(unmoved[2]).answer["total"]["value"] == 25


def test_redacting_changes_no_citation_and_is_told(unmoved, nador):
    redact_actor(nador.code, role="administrator", reason="personal-data")
    assert verify(unmoved[0]).redacted == 1
    assert verify(unmoved[2]).redacted == 2


def test_erasing_the_actor_that_is_cited_leaves_its_code(nador):
    citation = cite(f"/api/v1/actors/{nador.code}/").citation
    redact_actor(nador.code, role="administrator", reason="personal-data")
    assert verify(citation).holds
    text = quotation(citation, "https://x/c/X", "en").long
    assert "Argan Nador" not in text
    assert nador.code[:4] in text

"""The log of where citations were cited: entered once in the administration, then only hidden."""

import pytest

from directory import codes
from evidence.citations.store import cite
from evidence.models import CitationUse

pytestmark = pytest.mark.ignore_template_errors  # Django's own templates name what is not there

LIST = "/admin/evidence/citationuse/"
USE = {
    "kind": "bill",
    "title": "Proposition de loi",
    "who": "Une députée",
    "date": "2026-01-14",
    "date_precision": "day",
}


@pytest.fixture
def citation(country):
    return cite("/api/v1/actors/?legal_form=cooperative").citation


@pytest.fixture
def use(desk, citation):
    desk.post(f"{LIST}add/", USE | {"code": codes.show(citation.code).lower()})
    return CitationUse.objects.get()


def test_a_use_is_entered_by_the_code_as_printed(use, citation):
    assert (use.citation, use.title) == (citation, "Proposition de loi")


@pytest.mark.parametrize("code", ["", "ABC", "7KQ2-M9XX", "00000000"])
def test_a_code_that_is_none_is_refused(desk, country, code):
    assert desk.post(f"{LIST}add/", USE | {"code": code}).status_code == 200
    assert not CitationUse.objects.exists()


def test_it_is_hidden_and_shown_again(desk, use):
    for action, hidden in (("hide", True), ("show", False)):
        desk.post(LIST, {"action": action, "_selected_action": [use.pk]})
        use.refresh_from_db()
        assert use.hidden is hidden


def test_it_is_neither_rewritten_nor_deleted(desk, use):
    assert desk.get(f"{LIST}{use.pk}/change/").status_code == 200
    assert desk.post(f"{LIST}{use.pk}/change/", USE | {"title": "Autre"}).status_code == 403
    assert desk.post(f"{LIST}{use.pk}/delete/", {"post": "yes"}).status_code == 403
    use.refresh_from_db()
    assert use.title == "Proposition de loi"

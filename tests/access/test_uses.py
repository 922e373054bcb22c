"""The log of where citations were cited, in the administration: read, hidden and shown again."""

import pytest

from desk.writings import moving, uses
from evidence.models import CitationUse
from tests import people
from tests.writings import reported

pytestmark = pytest.mark.ignore_template_errors  # Django's own templates name what is not there

LIST = "/admin/evidence/citationuse/"


@pytest.fixture
def held(country):
    made = reported()
    return uses.accept(made, by=people.moderator(), seen=moving.mark(made))


def test_it_is_hidden_and_shown_again_and_the_log_says_so(desk, held):
    for action, hidden in (("hide", True), ("show", False)):
        desk.post(LIST, {"action": action, "_selected_action": [held.use.pk]})
        held.use.refresh_from_db()
        assert held.use.hidden is hidden
        assert held.decisions.filter(verb=action, by__is_superuser=True).exists()


def test_it_is_read_and_neither_entered_rewritten_nor_deleted_here(desk, held):
    page = f"{LIST}{held.use.pk}"
    assert held.use.title in desk.get(f"{page}/change/").content.decode()
    assert desk.get(f"{LIST}add/").status_code == 403
    assert desk.post(f"{page}/change/", {"title": "Autre"}).status_code == 403
    assert desk.post(f"{page}/delete/", {"post": "yes"}).status_code == 403
    assert CitationUse.objects.get().title == held.use.title

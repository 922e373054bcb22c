"""The administration in a real browser: its pages keep the policy of the site, and are walked."""

import pytest

from directory import codes
from evidence.citations.store import cite
from evidence.dossiers import selectors
from tests import people
from tests.access.conftest import EMAIL, PASSWORD, administrator

__all__ = ["administrator"]

pytestmark = [pytest.mark.pages, pytest.mark.ignore_template_errors]


def test_a_dossier_is_written_and_published_within_the_policy(server, page, country, administrator):
    with server.still:
        citation = cite("/api/v1/actors/?legal_form=cooperative").citation
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda each: "Content Security" in each.text and said.append(each.text))
    page.goto(f"{server.url}/admin/evidence/dossier/add/")
    with server.still:
        secret = people.second_factor(administrator)
    page.fill("[name=login]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit]")
    page.fill("[name=code]", people.code_of(secret))
    page.click("main form button[type=submit]")
    page.fill("[name=titles_ar]", "من أجل قانون")
    page.click(".add-row a")
    page.fill("[name=points-0-texts_ar]", "هي كثيرة.")
    page.fill("[name=points-0-figures]", codes.show(citation.code).lower())
    page.click("[name=_continue]")
    page.click(".golink")
    page.click(".submit-row input")
    page.goto(f"{server.url}/ar/dossiers/")
    page.click(".dossiers__title a")
    assert page.get_by_text(codes.show(citation.code)).is_visible()
    with server.still:
        assert selectors.dossiers()[0].figures == [citation.code]
    assert said == []
    page.goto(f"{server.url}/admin/evidence/citationuse/")
    page.goto(f"{server.url}/admin/desk/mail/")
    page.goto(f"{server.url}/admin/desk/moderator/add/")
    assert said == []

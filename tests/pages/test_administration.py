"""The administration in a real browser: its pages keep the policy of the site."""

import pytest

from tests import people
from tests.access.conftest import EMAIL, PASSWORD, administrator
from tests.dossiers import written

__all__ = ["administrator"]

pytestmark = [pytest.mark.pages, pytest.mark.ignore_template_errors]


def test_its_pages_keep_the_policy_of_the_site(server, page, country, administrator):
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda each: "Content Security" in each.text and said.append(each.text))
    page.goto(f"{server.url}/admin/")
    with server.still:
        secret = people.second_factor(administrator)
        dossier = written()
    page.fill("[name=login]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit]")
    page.fill("[name=code]", people.code_of(secret))
    page.click("main form button[type=submit]")
    for path in (
        "evidence/dossier/",
        f"evidence/dossier/{dossier.pk}/change/",
        "evidence/citationuse/",
        "desk/mail/",
        "desk/moderator/add/",
    ):
        assert page.goto(f"{server.url}/admin/{path}").status == 200
    assert said == []

"""The administration in a real browser: its pages keep the policy of the site."""

import pytest

from tests import people
from tests.access.conftest import EMAIL, PASSWORD, administrator
from tests.dossiers import written
from tests.pages.accessible import wrong_with

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
        "desk/person/",
        "directory/term/",
    ):
        assert page.goto(f"{server.url}/admin/{path}").status == 200
    assert said == []


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_its_main_pages_are_accessible_and_stay_within_their_width(
    server, page, country, client, administrator, language
):
    with server.still:
        people.second_factor(administrator)
        people.log_in(client, administrator)
        amal = people.moderator("region", "02", name="Amal")
    cookies = {"sessionid": client.cookies["sessionid"].value, "django_language": language}
    page.context.add_cookies(
        [{"name": name, "value": value, "url": server.url} for name, value in cookies.items()]
    )
    base = f"{server.url}/admin/"
    paths = ["", f"desk/person/{amal.pk}/change/", "directory/term/sectors/argan/correct/"]
    paths += ["procrastinate/procrastinatejob/", "evidence/edition/"]
    found = wrong_with(page, [base + path for path in paths])
    # The policy is the test's above: here the rules themselves try styles that it blocks.
    told = {
        address: [each for each in wrong if "Content Security" not in str(each)]
        for address, wrong in found.items()
    }
    assert not any(told.values()), told

"""What stands outside our layout, in a real browser: the page that explains the API, and pages
that say what failed. Accessible, within their width, in policy, in the language asked for.
"""

import pytest

from evidence import limits
from frontend.views import briefs, register
from tests import people
from tests.pages.accessible import wrong_with
from tests.pages.test_private_pages import enter

__all__ = ["enter"]

pytestmark = pytest.mark.pages

LANGUAGES = pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr")])
TOO_MANY = "&".join(["q=a"] * 1001)  # more fields than Django reads
BRIEF = "territories/02.113/brief.pdf"


def looked_at(page, address):
    """Its status, its language and direction, and what is wrong with it."""
    status = page.goto(address).status
    root = page.locator("html")
    wrong = wrong_with(page, [address])
    return status, root.get_attribute("lang"), root.get_attribute("dir"), wrong


@LANGUAGES
def test_the_page_that_explains_the_api(server, page, country, language, direction):
    page.set_extra_http_headers({"Accept-Language": language})
    told = looked_at(page, f"{server.url}/api/v1/docs/")
    assert told == (200, language, direction, {})


@LANGUAGES
def test_a_request_that_cannot_be_read(server, page, country, language, direction):
    told = looked_at(page, f"{server.url}/{language}/actors/?{TOO_MANY}")
    assert told == (400, language, direction, {})


@LANGUAGES
def test_a_page_that_is_not_open_to_her(server, page, country, enter, language, direction):
    with server.still:
        amal = people.person()
    enter(amal)
    told = looked_at(page, f"{server.url}/{language}/moderation/")
    assert told == (403, language, direction, {})


@LANGUAGES
def test_who_asks_too_often(server, page, country, monkeypatch, language, direction):
    monkeypatch.setattr(limits, "client", str)  # this host counts as any other
    monkeypatch.setattr(briefs, "citing", limits.Throttle(per_minute=1, burst=0))
    told = looked_at(page, f"{server.url}/{language}/{BRIEF}")
    assert told == (429, language, direction, {})


@LANGUAGES
def test_a_failure_on_our_side(server, page, country, monkeypatch, language, direction):
    def failing(**asked):
        raise RuntimeError("as a fault of ours would")

    monkeypatch.setattr(register, "revisions", failing)
    told = looked_at(page, f"{server.url}/{language}/register/")
    assert told == (500, language, direction, {})

"""A phone of 360 px on which walks are walked: in Arabic with scripts, in French without any."""

import pytest

from desk import robots as doors
from tests import people
from tests.pages.test_private_pages import last_code

PHONE = {"width": 360, "height": 780}


class Phone:
    """A small screen, and what a thumb does on it."""

    def __init__(self, page, server, client):
        self.page, self.server, self.base, self.client = page, server, server.url, client

    def enter(self, somebody):
        """With the session of somebody who has logged in."""
        with self.server.still:
            people.log_in(self.client, somebody)
        session = self.client.cookies["sessionid"].value
        self.page.context.add_cookies([{"name": "sessionid", "value": session, "url": self.base}])
        return self

    def open(self, path):
        self.page.goto(self.base + path)
        return self

    def tap(self, selector):
        """A link or a button that leads to another page, which stays within the screen."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        assert self.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        return self

    def fill(self, **fields):
        for name, value in fields.items():
            self.page.locator(f"[name={name}]:visible").fill(value)
        return self

    def choose(self, name, value):
        self.page.locator(f"[name={name}][value='{value}']").check()
        return self

    def sign_up(self, address):
        """Through the door, with the code that came by mail."""
        self.fill(email=address).tap("main form button[type=submit]")
        code = last_code(self.server, "email_confirmation_signup")
        return self.fill(code=code).tap("main form button[type=submit]")


@pytest.fixture(params=["ar", "fr"])
def language(request):
    return request.param


@pytest.fixture
def scripts(language):
    """Every walk is walked with scripts, and without any: then the forms do it all."""
    return language == "ar"


@pytest.fixture
def phone(browser, server, client, scripts, monkeypatch):
    monkeypatch.setattr(doors, "SOONEST", -1)
    context = browser.new_context(viewport=PHONE, java_script_enabled=scripts)
    yield Phone(context.new_page(), server, client)
    context.close()

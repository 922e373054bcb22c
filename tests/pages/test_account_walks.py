"""What people do with their account on a phone: end a session that is open elsewhere, and leave."""

import pytest
from playwright.sync_api import expect

from desk.models import Person, Submission
from tests import people
from tests.pages.phone import PHONE, Phone, language, phone, scripts
from tests.submissions import sender

__all__ = ["language", "phone", "scripts", "sender"]

# allauth's own templates, inside our layout, ask for what may not be there.
pytestmark = [pytest.mark.pages, pytest.mark.ignore_template_errors]

EMAIL, PASSWORD = "amal@athar.example", "a quiet word in Berkane"


@pytest.fixture
def amal(server, in_force, language):
    with server.still:
        return people.person(EMAIL, password=PASSWORD, language=language)


def log_in(phone, language):
    """Through the door, by her password."""
    phone.open(f"/{language}/account/login/").fill(login=EMAIL, password=PASSWORD)
    return phone.tap("main form button[type=submit]")


@pytest.fixture
def lost(browser, server, client):
    """Her other telephone."""
    context = browser.new_context(viewport=PHONE, user_agent="The lost one")
    yield Phone(context.new_page(), server, client)
    context.close()


def test_she_ends_the_session_of_a_telephone_she_lost(phone, lost, amal, language):
    log_in(lost, language)
    assert lost.page.url.endswith("/desk/")
    log_in(phone, language).open(f"/{language}/account/").tap("a[href$='/account/sessions/']")
    phone.tap("li:has-text('The lost one') button")
    expect(phone.page.locator(".settings li")).to_have_count(1)
    expect(phone.page.get_by_text("The lost one")).to_have_count(0)
    lost.open(f"/{language}/desk/")
    assert "/account/login/" in lost.page.url
    phone.open(f"/{language}/desk/")
    assert phone.page.url.endswith("/desk/")


def test_she_erases_her_account(server, phone, amal, sender, language):
    with server.still:
        Submission.objects.filter(pk=sender.register().pk).update(author=amal)
    log_in(phone, language).open(f"/{language}/account/").tap("a[href$='/account/erase/']")
    page = phone.page
    phone.tap("main form.stack button[type=submit]")
    expect(page.locator(".field__error")).to_have_count(1)  # it is asked twice
    page.locator("[name=sure]").check()
    phone.tap("main form.stack button[type=submit]")
    assert page.url.endswith(f"/{language}/account/erased/")
    with server.still:
        assert Person.objects.get().email is None
        assert Submission.objects.get().state == "withdrawn"
    log_in(phone, language)
    expect(page.get_by_role("alert")).to_be_visible()
    assert "/account/login/" in page.url

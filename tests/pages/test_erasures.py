"""Somebody without an account asks to be erased, by thumb: Arabic, French; a moderator accepts."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from desk import robots
from desk.models import Erasure, Mail
from directory import codes
from directory.models import Actor, Contact
from tests import people
from tests.pages.accessible import wrong_with
from tests.pages.test_private_pages import enter

__all__ = ["enter"]

pytestmark = pytest.mark.pages
THUMB = {"width": 360, "height": 740}
ADDRESS = "fatima@athar.example"
WORDS = {
    "ar": ("محو ما يذكرني", "تأكيد القرار", "مُحي ما كان يذكركم"),
    "fr": ("Effacer ce qui me nomme", "Décider", "Ce qui vous nommait est effacé"),
}


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_she_asks_confirms_and_is_erased(
    server, page, country, enter, monkeypatch, settings, tmp_path, language
):
    monkeypatch.setattr(robots, "SOONEST", -1)
    settings.ERASURES = tmp_path / "erasures.jsonl"
    asks, decide, done = WORDS[language]
    with server.still:
        actor = Actor.objects.get(code=country.amal.code)
        Contact.objects.create(actor=actor, name="Fatima", phone="0661234567", is_public=True)
        nadia = people.moderator(name="Nadia", language=language)
    base = f"{server.url}/{language}/"
    page.set_viewport_size(THUMB)
    page.goto(f"{base}about/")
    page.get_by_role("link", name=asks).click()
    page.locator("#phone").fill("06 61 23 45 67")
    page.locator("#name").fill("Fatima Alaoui")
    page.locator("main button[type=submit]").click()
    expect(page.locator("#phone")).to_have_value("06 61 23 45 67")  # the address is missing
    page.locator("#email").fill(ADDRESS)
    page.locator("#profiles").fill(codes.show(actor.code))
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/desk/erasure/sent/")
    with server.still:
        written = Mail.objects.get(kind="erasure_confirm")
    own = re.search(r"/desk/erasure/[\w-]{32}/", written.text)[0]
    page.goto(f"{server.url}/{language}{own}")
    page.locator("button[name=confirm]").click()
    expect(page.locator("button[name=confirm]")).to_have_count(0)
    with server.still:
        held = Erasure.objects.get()
        assert held.state == "waiting"

    pages = ["desk/erasure/", "desk/erasure/sent/", own[1:]]
    enter(nadia)
    pages += ["moderation/erasures/", f"moderation/erasures/{held.pk}/"]
    assert wrong_with(page, [base + address for address in pages]) == {}
    page.set_viewport_size(THUMB)
    page.goto(f"{base}moderation/erasures/{held.pk}/")
    page.locator("input[name=do][value=accept]").check()
    page.get_by_role("button", name=decide).click()
    page.wait_for_url("**/moderation/erasures/")
    with server.still:
        call_command("erase_personal_data")
        assert not Contact.objects.exists()
    page.goto(f"{server.url}/{language}{own}")
    expect(page.get_by_role("heading", level=1)).to_have_text(done)
    assert ADDRESS not in page.content()

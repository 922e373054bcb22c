"""An advocate cites a figure, prints it, and somebody else types its code by hand."""

import re

import pytest
from playwright.sync_api import expect

from directory import codes
from evidence.citations.store import cite
from evidence.models import Citation

pytestmark = pytest.mark.pages


@pytest.fixture
def citation(country):
    return cite("/api/v1/actors/?legal_form=cooperative").citation


def test_from_the_map_to_the_page_of_the_citation(server, page, country):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{server.url}/fr/?region=02", wait_until="load")
    page.get_by_role("button", name="Citer").first.click()
    page.wait_for_url(re.compile("/fr/citations/"))
    code = codes.show(Citation.objects.get().code)
    expect(page.locator(".cited__code")).to_have_text(code)
    expect(page.get_by_role("heading", level=1)).to_contain_text("dans la région de l’Oriental")
    expect(page.locator(".cited__qr svg")).to_be_visible()


def test_the_citation_is_copied_whole(server, page, context, citation):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{server.url}/fr/citations/{codes.show(citation.code)}/", wait_until="load")
    page.get_by_role("button", name="Copier la citation").click()
    expect(page.locator(".toasts")).to_contain_text("Copié")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("1 coopérative enregistrée, active au Maroc")
    assert copied.endswith(f"/c/{codes.show(citation.code)}")


def test_without_scripts_the_text_is_there_to_be_selected(server, browser, citation):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.url}/fr/citations/{codes.show(citation.code)}/")
    expect(page.get_by_role("button", name="Copier la citation")).to_be_hidden()
    expect(page.locator("#quote-whole")).to_contain_text("1 coopérative enregistrée")
    assert page.locator("#quote-whole").evaluate("e => getComputedStyle(e).userSelect") == "all"
    context.close()


def test_a_code_is_typed_by_hand_on_a_phone_wrongly_then_rightly(server, page, citation):
    page.set_viewport_size({"width": 360, "height": 740})
    wrong = citation.code[:-1] + ("0" if citation.code[-1] != "0" else "1")
    page.goto(f"{server.url}/c/", wait_until="load")
    field = page.get_by_role("textbox", name=re.compile("Code|رمز"))
    field.fill(wrong.lower())
    field.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    field.fill(f" {citation.code[:4].lower()} {citation.code[4:].lower()}".replace("0", "o"))
    field.press("Enter")
    expect(page.locator(".cited__code")).to_have_text(codes.show(citation.code))


def test_verifying_shows_each_step_and_what_it_found(server, page, citation):
    page.goto(f"{server.url}/fr/citations/{codes.show(citation.code)}/", wait_until="load")
    page.get_by_role("link", name="Vérifier maintenant").click()
    expect(page.locator(".verdict")).to_contain_text("La citation tient.")
    expect(page.locator(".proof li")).to_have_count(10)


def test_on_paper_a_citation_keeps_its_code_and_its_symbols(server, page, citation):
    page.goto(f"{server.url}/fr/citations/{codes.show(citation.code)}/?verify=1", wait_until="load")
    page.emulate_media(media="print")
    expect(page.locator(".cited__qr svg")).to_be_visible()
    expect(page.locator(".cited__proof")).to_contain_text(bytes(citation.ledger).hex()[:8])
    expect(page.locator(".cited__proof")).to_be_visible()
    expect(page.locator(".cited__actions .button").first).to_be_hidden()
    expect(page.locator(".paper")).to_contain_text(f"/c/{codes.show(citation.code)}")

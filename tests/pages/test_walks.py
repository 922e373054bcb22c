"""A reader's day: what people come for, from the first page to what they wanted."""

import pytest
from playwright.sync_api import expect

from tests.pages.screens import Selecting

pytestmark = pytest.mark.pages


@pytest.fixture
def reader(server, page, country):
    page.set_viewport_size({"width": 1280, "height": 900})
    return Selecting(page, server)


@pytest.fixture
def plain_reader(server, browser, country):
    """A reader whose browser runs no scripts."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    yield Selecting(context.new_page(), server)
    context.close()


def test_she_finds_a_cooperative_by_its_arabic_name_typed_without_hamza(server, page, country):
    reader = Selecting(page, server, "ar").open()
    reader.search("الامل")
    reader.expect_count(1)
    reader.names.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("تعاونية الأمل")
    expect(page.get_by_text("Coopérative Amal d’Aklim").first).to_be_visible()


def test_he_narrows_by_territory_and_form_and_goes_back(reader):
    reader.open()
    reader.expect_count(6)
    reader.choose("territory", "04")
    reader.expect_count(2)
    reader.choose("legal_form", "mutual")
    reader.expect_names("Mutuelle de Rabat")
    assert "region=04" in reader.page.url
    assert "legal_form=mutual" in reader.page.url
    reader.page.go_back()
    reader.expect_count(2)
    reader.page.go_back()
    reader.expect_count(6)
    reader.page.go_forward()
    reader.expect_count(2)


def test_she_takes_a_filter_off_by_its_chip(reader):
    reader.open("?region=04&legal_form=mutual")
    reader.expect_count(1)
    reader.without("Rabat")
    reader.expect_count(1)
    assert "region" not in reader.page.url


def test_he_reads_the_past_and_comes_back(reader, country):
    reader.open("?as_of=2")
    reader.expect_names("Coopérative Al Amal")
    reader.names.first.click()
    heading = reader.page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Coopérative Al Amal")
    reader.page.locator(".past a").click()
    expect(heading).to_have_text("Coopérative Amal d’Aklim")


def test_without_scripts_the_form_the_map_and_the_pages_do_it_all(plain_reader):
    page = plain_reader.open().page
    plain_reader.expect_count(6)
    expect(page.locator("svg.map__still")).to_be_visible()
    plain_reader.choose("territory", "02")
    plain_reader.show("territory")
    plain_reader.expect_count(3)
    page.locator("svg.map__still a[aria-label*=Berkane]").click()
    assert "territory=02.113" in page.url
    plain_reader.search("aklim")
    plain_reader.expect_names("Coopérative Amal d’Aklim")
    plain_reader.names.first.click()
    page.get_by_role("link", name="Province de Berkane").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Province de Berkane")


def test_by_keyboard_alone_one_reaches_search_filters_and_an_organisation(reader):
    page = reader.open().page
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("input[type=search]")).to_be_focused()
    page.keyboard.type("mutuelle")
    page.keyboard.press("Enter")
    reader.expect_count(1)
    reader.names.first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mutuelle de Rabat")


def test_the_filters_that_are_wrong_are_said_beside_what_was_typed(plain_reader):
    page = plain_reader.open("?founded_from=jadis").page
    expect(page.get_by_role("alert")).to_contain_text("jadis")

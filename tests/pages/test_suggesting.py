"""Suggestions under the search field by keyboard, and what filters count on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.pages.screens import Selecting

pytestmark = pytest.mark.pages

PHONE = {"width": 360, "height": 740}


class Suggested:
    """The search field of the map's page, and the suggestions under it."""

    def __init__(self, page, server, language):
        self.page = page
        Selecting(page, server, language).open()
        self.field = page.get_by_role("combobox")
        self.options = page.locator("#q-suggestions [role=option]")

    def type(self, words):
        self.field.focus()
        self.page.keyboard.type(words)
        expect(self.options.first).to_be_visible()
        return self

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def expect_chosen(self, at):
        """The option that the field names as the active one, or none; the field keeps the focus."""
        expect(self.field).to_be_focused()
        chosen = self.page.locator("#q-suggestions [aria-selected=true]")
        if at is None:
            expect(chosen).to_have_count(0)
            expect(self.field).not_to_have_attribute("aria-activedescendant", re.compile("."))
            return
        expect(chosen).to_have_count(1)
        expect(self.field).to_have_attribute("aria-activedescendant", f"q-suggestions-{at}")
        expect(self.options.nth(at)).to_have_attribute("aria-selected", "true")

    def expect_open(self, is_open=True):
        expect(self.field).to_have_attribute("aria-expanded", str(is_open).lower())
        expect(self.page.locator("#q-suggestions")).to_be_visible(visible=is_open)


@pytest.fixture(params=["ar", "fr"])
def suggested(server, page, country, request):
    page.set_viewport_size(PHONE)
    return Suggested(page, server, request.param)


def test_arrows_go_round_the_suggestions_and_the_field(suggested):
    suggested.type("rabat").expect_open()
    last = suggested.options.count() - 1
    assert last > 0
    expect(suggested.page.locator("[data-suggest-count]")).to_contain_text(str(last + 1))
    suggested.expect_chosen(None)
    suggested.press("ArrowDown").expect_chosen(0)
    suggested.press("ArrowDown").expect_chosen(1)
    suggested.press("ArrowUp", "ArrowUp").expect_chosen(None)
    suggested.press("ArrowUp").expect_chosen(last)
    suggested.press("ArrowDown").expect_chosen(None)


def test_enter_leads_to_the_one_that_is_chosen(suggested):
    suggested.type("mutuelle de").press("ArrowDown")
    expect(suggested.options.first).to_contain_text("Mutuelle de Rabat")
    suggested.press("Enter")
    expect(suggested.page).to_have_url(re.compile(r"/actors/\w{4}-\w{4}-mutuelle-de-rabat/"))


def test_enter_searches_what_was_typed_where_none_is_chosen(suggested):
    suggested.type("mutuelle").press("Enter")
    expect(suggested.page).to_have_url(re.compile(r"\?q=mutuelle"))


def test_escape_closes_them_then_empties_the_field(suggested):
    suggested.type("rabat").press("ArrowDown", "Escape").expect_open(is_open=False)
    expect(suggested.field).to_have_value("rabat")
    suggested.press("Escape")
    expect(suggested.field).to_have_value("")


def test_what_was_chosen_before_escape_is_chosen_no_more(suggested):
    suggested.type("mutuelle").press("ArrowDown", "Escape").expect_open(is_open=False)
    suggested.expect_chosen(None)
    suggested.press("Enter")
    expect(suggested.page).to_have_url(re.compile(r"\?q=mutuelle"))


def test_suggestions_that_come_after_escape_stay_away(suggested):
    held = []
    suggested.page.route("**/suggest/*", lambda route: held.append(route))
    suggested.field.focus()
    with suggested.page.expect_request("**/suggest/*"):
        suggested.page.keyboard.type("rabat")
    suggested.press("Escape")
    with suggested.page.expect_response("**/suggest/*") as answered:
        held[0].continue_()
    answered.value.finished()
    suggested.page.evaluate("new Promise(done => setTimeout(done))")
    suggested.expect_open(is_open=False)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_each_choice_of_a_filter_says_on_a_phone_how_many_it_would_leave(
    server, page, country, language
):
    page.set_viewport_size(PHONE)
    Selecting(page, server, language).open()
    told = {"cooperative": 1, "association": 2, "mutual": 1, "company": 0}
    sheet = page.locator("#filter-legal_form")
    sheet.locator("summary").click()
    for code, count in told.items():
        choice = sheet.locator("label.facet", has=page.locator(f"[value={code}]"))
        number = choice.locator("bdi.n")
        number.scroll_into_view_if_needed()
        expect(number).to_have_text(str(count))
        box = number.bounding_box()
        assert box["width"] > 0
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        assert choice.bounding_box()["height"] >= 44
    sheet.locator("[value=mutual]").check()
    expect(page.locator(".figure__number").first).to_have_text("1")
    association = sheet.locator("label.facet", has=page.locator("[value=association]"))
    expect(association.locator("bdi.n")).to_have_text("2")  # what it would add

"""Every component, in the languages and themes people read: accessible, in its width, in policy."""

import pytest

from tests.pages.accessible import wrong_with

pytestmark = pytest.mark.pages

PAGES = ["style/", "style/map/"]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_component_is_accessible_and_stays_within_its_width(server, page, language):
    page.route("**/tiles/**", lambda route: route.fulfill(body=b""))
    assert wrong_with(page, [f"{server.url}/{language}/{address}" for address in PAGES]) == {}


def test_the_theme_switch_turns_through_system_light_and_dark_and_is_remembered(server, page):
    page.goto(f"{server.url}/en/style/")
    switch = page.locator("header .header__wide [data-theme-switch]")
    themes = []
    for _ in range(3):
        switch.click()
        themes.append(page.evaluate("document.documentElement.dataset.theme ?? 'system'"))

    assert themes == ["light", "dark", "system"]
    switch.click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "light"


def test_the_menu_of_languages_keeps_the_place_and_closes_on_escape(server, page):
    page.goto(f"{server.url}/fr/style/?legal_form=cooperative")
    menu = page.locator("details.menu").first
    menu.locator("summary").click()

    address = menu.get_by_role("link", name="العربية").get_attribute("href")
    assert address == "/ar/style/?legal_form=cooperative"
    page.keyboard.press("Escape")
    assert not menu.evaluate("menu => menu.open")


def test_pages_stand_without_scripts(server, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{server.url}/ar/style/")

    menu = page.locator("details.menu--pages")
    menu.locator("summary").click()
    assert menu.get_by_role("link").first.is_visible()
    assert not page.locator("[data-theme-switch]").first.is_visible()
    context.close()

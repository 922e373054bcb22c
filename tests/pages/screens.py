"""Screens: what a reader finds on a page, by role and words. Walks speak through them."""

import re

from playwright.sync_api import Page, expect


class Selecting:
    """The map's page and the list's page: search, filters, figure, list."""

    def __init__(self, page: Page, server, language="fr"):
        self.page, self.base = page, f"{server.url}/{language}/"

    def open(self, address=""):
        self.page.goto(self.base + address, wait_until="load")
        return self

    def search(self, text):
        field = self.page.get_by_role("search").locator("input[type=search]").first
        field.fill(text)
        field.press("Enter")

    def choose(self, sheet, value):
        """Open one filter's sheet and turn one of its choices on."""
        self.page.locator(f"#filter-{sheet} > summary").click()
        self.page.locator(f"#filter-{sheet} input[value='{value}']").check()

    def show(self, sheet):
        self.page.locator(f"#filter-{sheet} button[type=submit]").click()

    def without(self, words):
        """Take a filter off by its chip."""
        self.page.locator(".chip--on", has_text=words).click()

    @property
    def names(self):
        return self.page.locator(".actors__name")

    def expect_count(self, count):
        expect(self.page.locator(".figure__number").first).to_have_text(str(count))

    def expect_names(self, *names):
        expect(self.names).to_have_text([re.compile(re.escape(name)) for name in names])

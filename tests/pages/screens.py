"""Screens: what a reader finds on a page, by role and words. Walks speak through them."""

import re

from PIL import Image
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument


def tab_to(locator, most=60):
    """Go there by the Tab key alone, as somebody without a pointer does."""
    page = locator.page
    for _ in range(most):
        if locator.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{locator} is not reached by {most} Tabs")


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

    def cite(self):
        self.page.keyboard.press("Escape")  # an open sheet of filters
        self.page.locator(".button--cite").first.click()

    @property
    def names(self):
        return self.page.locator(".actors__name")

    def expect_count(self, count):
        expect(self.page.locator(".figure__number").first).to_have_text(str(count))

    def expect_names(self, *names):
        expect(self.names).to_have_text([re.compile(re.escape(name)) for name in names])


class Figure:
    """The page of figures: its question, its number, its map and its table."""

    def __init__(self, page: Page):
        self.page = page

    def ask(self, *, measure=None, year=None, groups=()):
        """Fill the form's fields and send it."""
        form = self.page.locator(".question")
        if not form.locator("form").is_visible():
            form.locator("summary").first.click()
        if measure:
            form.locator("#measure").select_option(measure)
        if year:
            form.locator("#year").fill(year)
        for at, group in enumerate(groups, 1):
            form.locator(f"#group-by-{at}").select_option(group)
        form.get_by_role("button").last.click()

    def sort_by(self, column):
        self.page.get_by_role("columnheader", name=column).get_by_role("link").click()

    def expect_value(self, value):
        expect(self.page.locator(".figure__number").first).to_have_text(value)

    def expect_where(self, words):
        expect(self.page.locator(".page__head .lead")).to_have_text(words)

    def expect_on_the_map(self, name):
        """A territory that takes the focus says its name and value below the map."""
        link = self.page.locator(".choropleth a", has_text=name).first
        link.focus()
        expect(link.locator("text")).to_have_css("opacity", "1")

    def expect_first_row(self, name):
        expect(self.page.locator("tbody th").first).to_contain_text(name)

    def expect_refused(self, field, *, typed):
        """The refusal stands beside the field, which holds what was typed."""
        expect(self.page.locator(f"#wrong-{field}")).to_be_visible()
        expect(self.page.locator(f"#{field}")).to_have_value(typed)


class Cited:
    """The page of a citation, and where its code is typed."""

    def __init__(self, page: Page):
        self.page = page

    def expect_code(self, code):
        expect(self.page.locator(".cited__code")).to_have_text(code)

    def expect_sentence(self, words):
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(words)

    @property
    def pdf_address(self):
        return self.page.get_by_role("link", name="PDF", exact=True).first.get_attribute("href")

    def printed(self) -> Image.Image:
        """The page as it lies on paper, at 300 dots an inch."""
        self.page.emulate_media(media="print")
        made = PdfDocument(self.page.pdf(format="A4", prefer_css_page_size=True))
        self.page.emulate_media(media="screen")
        return made[0].render(scale=300 / 72).to_pil()

    def type_code(self, server, typed):
        self.page.goto(f"{server.url}/c/", wait_until="load")
        field = self.page.locator("#citation-code")
        field.fill(typed)
        field.press("Enter")

    def expect_mistyped(self):
        expect(self.page.get_by_role("alert")).to_be_visible()

    def expect_then_and_now(self, then, now, difference):
        expect(self.page.locator(".then-now__then bdi.n").last).to_have_text(then)
        expect(self.page.locator(".then-now__now bdi.n").last).to_have_text(now)
        expect(self.page.locator(".then-now__difference")).to_contain_text(difference)

    def expect_moved(self, name):
        expect(self.page.locator(".movers")).to_contain_text(name)

    def verify(self):
        self.page.locator("#verify ~ a.button").click()

    def expect_holds(self, *, steps):
        expect(self.page.locator(".proof li")).to_have_count(steps)
        expect(self.page.locator(".proof__failed")).to_have_count(0)

    def compare_paper(self, symbols):
        self.page.locator("#paper").fill(symbols.lower())
        self.page.locator("#paper").press("Enter")

    def expect_paper_holds(self):
        expect(self.page.locator(".verdict--holds")).to_be_visible()

    def expect_paper_fails(self):
        expect(self.page.locator(".verdict--fails")).to_be_visible()

    @property
    def fits(self) -> bool:
        """Whether nothing stands out at the page's side."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )

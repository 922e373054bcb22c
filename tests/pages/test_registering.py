"""A president registers her cooperative by thumb: Arabic, French, without scripts, offline."""

import re

import pytest
from playwright.sync_api import expect

from desk import robots, submissions
from desk.models import Submission
from directory import codes
from tests.pictures import picture

pytestmark = pytest.mark.pages
THUMB = {"width": 360, "height": 740}


class Registering:
    """The steps as she meets them, by their labels."""

    def __init__(self, page, server, language):
        self.page, self.base, self.language = page, f"{server.url}/{language}/", language

    def open(self):
        self.page.goto(f"{self.base}desk/register/", wait_until="load")
        return self

    def next(self):
        with self.page.expect_navigation():
            self.page.locator(".dock__next").click()

    def name(self, ar, fr=""):
        self.page.locator("#name_ar").fill(ar)
        self.page.locator("#name_fr").fill(fr)
        self.next()

    def form(self, year="2016"):
        self.page.locator("input[name=legal_form][value=cooperative]").check()
        self.page.locator("#founded_year").fill(year)
        self.next()

    def place(self, words, name):
        """The place of that name: while she types, others are suggested first."""
        self.page.locator("#place_q").press_sequentially(words, delay=20)
        self.page.get_by_role("option", name=name).first.click()

    def photo(self, words):
        """Taken with a telephone: shown before it is sent, told about once it is."""
        taken = picture(size=(4000, 3000), quality=95).getvalue()
        self.page.locator("#photos").set_input_files(
            {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": taken}
        )
        expect(self.page.locator("canvas.chosen-picture")).to_be_visible()
        assert self.page.evaluate("photos.files[0].size") < len(taken) / 2
        with self.page.expect_navigation():
            self.page.locator("button[value=send]").click()
        expect(self.page.locator(".photo img")).to_have_js_property("complete", True)
        assert self.page.locator(".photo img").evaluate("img => img.naturalWidth") > 0
        self.expect_no_sideways()
        self.page.locator("[name^=alt_fr_]").fill(words)
        self.page.locator("[name^=agreed_]").check()

    def send(self, email="fatima@example.org"):
        self.page.locator("#licence").check()
        self.page.locator("#email").fill(email)
        with self.page.expect_navigation():
            self.page.locator("form.ledger .button--big").click()

    def expect_no_sideways(self):
        assert self.page.evaluate("document.documentElement.scrollWidth") <= THUMB["width"]


@pytest.fixture
def at_once(monkeypatch):
    monkeypatch.setattr(robots, "SOONEST", -1)


@pytest.fixture
def plain_page(browser):
    context = browser.new_context(java_script_enabled=False, viewport=THUMB)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    ("language", "waiting", "typed", "place"),
    [
        ("ar", "وصلنا، وسيراجعه مشرف", "بركان", "بركان"),
        ("fr", "Envoyé, en attente d’un modérateur", "berk", "Berkane"),
        ("en", "Sent, and waiting for a moderator", "berk", "Berkane"),
    ],
)
def test_she_registers_by_thumb(server, page, in_force, at_once, language, waiting, typed, place):
    said = []
    page.on("console", lambda each: "Content Security" in each.text and said.append(each.text))
    page.set_viewport_size(THUMB)
    her = Registering(page, server, language).open()
    her.name("تعاونية نساء بركان", "Coopérative des femmes de Berkane")
    her.form()
    her.place(typed, place)
    her.next()
    her.page.locator("input[name=sectors][value=honey]").check()
    her.next()
    her.page.locator("#phone_0").fill("0612345678")
    her.next()
    her.page.locator("#members").fill("٤٠")
    her.next()
    her.photo("Atelier de miel")
    her.next()
    expect(page.get_by_text("تعاونية نساء بركان").first).to_be_visible()
    her.expect_no_sideways()
    her.send()
    expect(page.get_by_role("heading", level=1)).to_have_text(waiting)
    assert said == []

    with server.still:
        sent = submissions.accept(Submission.objects.waiting().get(), by=None)
    page.goto(f"{her.base}actors/{codes.show(sent.actor_id)}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(place)
    expect(page.get_by_role("cell", name="40")).to_be_visible()
    expect(page.get_by_role("img", name="Atelier de miel")).to_be_visible()


def test_without_scripts_the_place_is_chosen_among_those_found(
    server, plain_page, in_force, at_once
):
    her = Registering(plain_page, server, "ar").open()
    her.name("تعاونية أكليم")
    her.form()
    plain_page.locator("#place_q").fill("أكليم")
    her.next()
    choices = plain_page.locator("input[name=chosen]")
    if choices.count():
        choices.first.check()
        her.next()
    for _step in ("activity", "contacts", "figures", "pictures"):
        her.next()
    her.send()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("وصلنا، وسيراجعه مشرف")


def test_a_closed_tab_loses_nothing(server, page, in_force, at_once):
    page.set_viewport_size(THUMB)
    her = Registering(page, server, "fr").open()
    her.name("تعاونية نساء بركان")
    page.locator("#ice").fill("00156")
    expect(page.locator("[data-draft-kept]")).to_be_visible()
    address = page.url
    again = page.context.new_page()
    page.close()
    again.goto(address)
    expect(again.locator("#ice")).to_have_value("00156")


def test_a_lost_connection_keeps_the_form(server, page, in_force, at_once):
    page.set_viewport_size(THUMB)
    her = Registering(page, server, "fr").open()
    her.name("تعاونية نساء بركان")
    page.locator("#founded_year").fill("2016")
    page.context.set_offline(True)
    page.locator(".dock__next").click()
    expect(page.get_by_text("Pas de connexion")).to_be_visible()
    expect(page.locator("#founded_year")).to_have_value("2016")
    page.context.set_offline(False)
    her.form()
    assert page.url.endswith("/place/")


def test_she_goes_on_with_another_device(server, page, browser, in_force, at_once):
    her = Registering(page, server, "fr").open()
    her.name("تعاونية نساء بركان")
    with page.expect_navigation():
        page.locator(".dock__later").click()
    address = page.locator(".follow__address").get_attribute("href")
    other = browser.new_context()
    desk = other.new_page()
    desk.goto(address)
    assert re.search(r"/form/$", desk.url)
    other.close()


def test_she_sees_who_has_the_name_while_typing(server, page, country, at_once):
    her = Registering(page, server, "fr").open()
    page.locator("#name_fr").press_sequentially("Cooperative amal aklim", delay=10)
    expect(page.get_by_role("link", name="Coopérative Amal d’Aklim")).to_be_visible()
    assert her.page.url.endswith("/desk/register/")


def at_its_place(page, server, language):
    page.set_viewport_size(THUMB)
    her = Registering(page, server, language).open()
    her.name("تعاونية نساء بركان")
    her.form()
    her.place("berkane", {"ar": "بركان", "fr": "Berkane"}[language])


def test_who_stands_there_gives_the_point_by_one_tap(server, page, in_force, at_once):
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 34.9215, "longitude": -2.3198})
    at_its_place(page, server, "ar")
    page.locator("[data-here]").click()
    expect(page.locator("#point")).to_have_value("34.921500, -2.319800")
    expect(page.locator("[name=precision][value=locality]")).to_be_checked()


def test_who_does_not_tell_where_she_is_is_told_what_to_do(server, page, in_force, at_once):
    page.context.clear_permissions()
    at_its_place(page, server, "fr")
    page.locator("[data-here]").click()
    expect(page.locator(".toast")).to_contain_text("Votre navigateur ne dit pas où vous êtes")
    expect(page.locator("#point")).to_have_value("")


def test_a_tap_on_the_map_gives_the_point(server, page, in_force, at_once):
    at_its_place(page, server, "fr")
    page.locator("[data-place-map]").click(position={"x": 150, "y": 120})
    expect(page.locator("#point")).to_have_value(re.compile(r"^34\.\d{6}, -2\.\d{6}$"))
    expect(page.locator("[name=precision][value=locality]")).to_be_checked()
    expect(page.locator("[data-precision-told]")).to_contain_text("Le douar ou le quartier")
    expect(page.locator(".place-pin")).to_be_visible()

"""A president registers her cooperative by thumb: Arabic, French, without scripts, offline."""

import re

import pytest
from playwright.sync_api import expect

from desk import robots, submissions
from desk.models import Submission
from directory import codes
from directory.database import row
from directory.models import Term
from tests.pages.accessible import watched
from tests.pages.screens import tab_to
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

    def sector(self, words, value):
        """Found by a word, ticked, and on top of the list."""
        self.page.get_by_role("searchbox").fill(words)
        self.page.locator(f"label:has([name=sectors][value={value}])").click()
        expect(self.page.locator(".chip--on")).to_have_count(1)

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
    ("language", "waiting", "typed", "place", "sector"),
    [
        ("ar", "وصلنا، وسيراجعه مشرف", "بركان", "بركان", "عسل"),
        ("fr", "Envoyé, en attente d’un modérateur", "berk", "Berkane", "miel"),
        ("en", "Sent, and waiting for a moderator", "berk", "Berkane", "honey"),
    ],
)
def test_she_registers_by_thumb(
    server, page, in_force, at_once, language, waiting, typed, place, sector
):
    said = []
    page.on("console", lambda each: "Content Security" in each.text and said.append(each.text))
    page.set_viewport_size(THUMB)
    her = Registering(page, server, language).open()
    her.name("تعاونية نساء بركان", "Coopérative des femmes de Berkane")
    her.form()
    her.place(typed, place)
    her.next()
    her.sector(sector, "honey")
    her.next()
    her.page.locator("#phone_0").fill("0612345678")
    her.next()
    her.page.locator("#members").fill("٤٠")
    her.next()
    her.photo("Atelier de miel")
    her.next()
    expect(page.get_by_text("تعاونية نساء بركان").first).to_be_visible()
    her.expect_no_sideways()
    label, value = page.locator(".facts dt").first, page.locator(".facts dd").first
    assert label.bounding_box()["y"] < value.bounding_box()["y"]
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
    plain_page.locator("#sectors-field summary").first.click()
    plain_page.locator("input[name=sectors][value=honey]").check()
    for _step in ("activity", "contacts", "figures", "pictures"):
        her.next()
    her.send()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("وصلنا، وسيراجعه مشرف")


def test_a_closed_tab_loses_nothing(server, page, in_force, at_once):
    page.set_viewport_size(THUMB)
    her = Registering(page, server, "fr").open()
    her.name("تعاونية نساء بركان")
    page.locator("#founded_year").fill("2016")
    expect(page.locator("[data-draft-kept]")).to_be_visible()
    address = page.url
    again = page.context.new_page()
    page.close()
    again.goto(address)
    expect(again.locator("#founded_year")).to_have_value("2016")


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
        page.locator("button[value=later]").click()
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
    return her


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


def told(page):
    """What is told beside the map: where the point lies."""
    return page.locator("[data-where]")


# On the map of a phone: the plain of Berkane on that of the whole country, and what was tapped.
BERKANE, MIDDLE = {"x": 240, "y": 46}, {"x": 163, "y": 129}


def at_the_map(page, server, language):
    page.set_viewport_size(THUMB)
    her = Registering(page, server, language).open()
    her.name("تعاونية نساء بركان")
    her.form()
    return page.locator("[data-place-map]")


def test_a_tap_on_the_whole_country_leads_nearer_before_it_gives_a_point(
    server, page, in_force, at_once
):
    canvas = at_the_map(page, server, "ar")
    for zoom in (8, 11):
        with page.expect_response(f"**/tiles/territories/{zoom}/**"):
            canvas.click(position=BERKANE if zoom == 8 else MIDDLE)
        expect(told(page)).to_have_text("اقتربت الخريطة: المسوا مرة أخرى لوضع النقطة.")
        expect(page.locator("#point")).to_have_value("")
    canvas.click(position=MIDDLE)
    expect(told(page)).to_contain_text("أهذا صحيح؟")
    expect(page.locator(".place-pin")).to_be_visible()


def test_the_commune_of_a_point_is_the_one_the_step_keeps(server, page, in_force, at_once):
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 34.9215, "longitude": -2.3198})
    at_the_map(page, server, "fr")
    page.locator("[data-here]").click()
    expect(told(page)).to_contain_text("Le point est dans la commune de Berkane")
    expect(told(page)).to_contain_text("Est-ce juste ?")
    page.locator(".dock__next").click()
    expect(page.get_by_role("searchbox")).to_be_visible()
    page.go_back()
    page.reload()
    expect(page.locator("#place_q")).to_have_value("Berkane")


def test_a_point_elsewhere_goes_when_the_commune_is_chosen_and_comes_back_if_she_wishes(
    server, page, in_force, at_once
):
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 33.57, "longitude": -7.59})
    her = Registering(page, server, "ar")
    at_the_map(page, server, "ar")
    page.locator("[data-here]").click()
    expect(page.locator("#point")).to_have_value("33.570000, -7.590000")
    expect(page.locator("[name=precision][value=locality]")).to_be_checked()
    her.place("بركان", "بركان")
    expect(told(page)).to_contain_text("فحُذفت")
    expect(page.locator("#point")).to_have_value("")
    expect(page.locator(".place-pin")).to_have_count(0)
    expect(page.locator("[name=precision][value=commune]")).to_be_checked()
    page.locator("[data-put-back]").click()
    expect(page.locator("#point")).to_have_value("33.570000, -7.590000")
    expect(page.locator(".place-pin")).to_be_visible()
    expect(told(page)).to_contain_text("كلم من بركان")
    page.locator("[data-take-out]").click()
    expect(told(page)).to_be_empty()
    page.locator(".dock__next").click()
    expect(page.get_by_role("searchbox")).to_be_visible()


def test_a_point_changes_nothing_that_she_chose_for_people_to_see(server, page, in_force, at_once):
    at_its_place(page, server, "fr")
    page.locator("label:has([name=precision][value=exact])").click()
    page.locator("label:has([name=precision][value=commune])").click()
    page.locator("[data-place-map]").click(position={"x": 150, "y": 120})
    expect(page.locator("[data-precision-told]")).to_contain_text("Le milieu de la commune")
    expect(page.locator("[name=precision][value=commune]")).to_be_checked()
    page.locator("[data-precision-told] a").click()
    expect(page.locator("#precision-field")).to_be_in_viewport()
    page.locator("label:has([name=precision][value=exact])").click()
    expect(page.locator("[data-precision-told]")).to_contain_text("L’endroit exact")


def test_what_was_kept_for_people_to_see_stays_when_she_comes_back(server, page, in_force, at_once):
    at_its_place(page, server, "fr").next()
    page.go_back()
    page.reload()
    outline = page.locator(".map__outline")
    assert eventually(page, lambda: outline.evaluate(INKED) > 100)  # the map is near now
    page.locator("[data-place-map]").click(position={"x": 150, "y": 120})
    expect(page.locator(".place-pin")).to_be_visible()
    expect(page.locator("[name=precision][value=commune]")).to_be_checked()


# How many pixels of the outline's canvas are not see-through at all.
INKED = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.filter((value, at) => at % 4 === 3 && value === 255).length;
}"""
# The canvases of a map from the lowest to the highest.
ABOVE = """map => {
  const level = (canvas) => getComputedStyle(canvas.parentElement).zIndex;
  const found = [...map.querySelectorAll("canvas[class*=map__]")];
  return found.sort((a, b) => level(a) - level(b)).map((canvas) => canvas.classList[0]);
}"""


def test_the_commune_chosen_is_outlined_among_its_neighbours(server, page, in_force, at_once):
    with page.expect_request("**/tiles/territories/11/**"):  # as near as the commune is wide
        at_its_place(page, server, "ar")
    outline = page.locator(".map__outline")
    assert eventually(page, lambda: outline.evaluate(INKED) > 100)
    assert page.locator(".place-map").evaluate(ABOVE) == ["map__outline", "map__labels"]


def test_the_commune_said_before_is_outlined_when_she_comes_back(server, page, in_force, at_once):
    at_its_place(page, server, "ar").next()
    page.go_back()
    page.reload()
    assert eventually(page, lambda: page.locator(".map__outline").evaluate(INKED) > 100)


def eventually(page, holds):
    """Whether it comes to hold, once the map has come to rest."""
    for _ in range(100):
        if holds():
            return True
        page.wait_for_timeout(100)
    return False


# --- long lists, and what is folded ---------------------------------------------------------------


@pytest.fixture
def activity(server, page, in_force, at_once):
    """The step of activity in Arabic, and its box to find a sector in."""
    at_its_place(page, server, "ar").next()
    return page.get_by_role("searchbox")


def shown(page):
    return page.locator("[name=sectors]:visible")


def test_a_sector_is_found_by_keyboard_in_any_hand(page, activity):
    assert shown(page).count() == 0
    tab_to(activity)
    page.keyboard.type("ٱلعَسَل")
    expect(page.locator("[data-found]").first).to_have_text("نتيجة واحدة")
    page.keyboard.press("Enter")
    expect(page.locator("[name=sectors][value=honey]")).to_be_checked()
    page.keyboard.press("Escape")
    expect(activity).to_have_value("")
    assert shown(page).count() == 0
    page.keyboard.type("Artisanat")
    expect(page.locator("[name=sectors][value=handicrafts]")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="تربية النحل والعسل")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[name=sectors][value=honey]")).not_to_be_checked()
    expect(activity).to_be_focused()
    assert page.url.endswith("/activity/")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("عسل", "honey"),
        ("المواد الطبيعية", "cosmetics"),
        ("sport", "sports"),
        ("dates", "dates"),
        ("oasis dat", "dates"),
    ],
)
def test_a_word_finds_what_begins_with_it_with_or_without_its_article(page, activity, typed, value):
    activity.fill(typed)
    expect(shown(page)).to_have_count(1)
    expect(shown(page)).to_have_value(value)


def test_a_word_that_no_sector_has_leads_back_to_the_headings(page, activity):
    activity.fill("xyzzy")
    expect(page.locator("[data-found]").first).to_have_text(
        "لا شيء بهذا الاسم: ابحثوا تحت العناوين."
    )
    assert shown(page).count() == 0
    activity.fill("")
    expect(page.locator("#sectors-field summary:visible")).to_have_count(5)


def test_the_heading_of_what_was_chosen_stands_open(page, activity):
    activity.fill("argan")
    page.locator("label:has([value=argan])").click()
    with page.expect_navigation():
        page.locator(".dock__next").click()
    page.go_back()
    expect(page.locator("[name=sectors][value=argan]")).to_be_checked()
    page.reload()
    expect(page.locator("#sectors-field details[open] [value=argan]")).to_be_visible()
    expect(page.locator("#sectors-field details[open]")).to_have_count(1)
    expect(page.get_by_role("button", name="الأركان")).to_be_visible()


def test_what_was_found_and_chosen_can_be_read_by_ear(page, activity):
    activity.fill("argan")
    page.locator("label:has([value=argan])").click()
    page.locator("main details").evaluate_all("all => all.forEach((one) => (one.open = true))")
    with watched(page) as wrong_at:
        assert wrong_at() == []


def test_what_is_wrong_stands_open_among_what_is_folded(server, page, in_force, at_once):
    at_its_place(page, server, "ar")
    expect(page.locator("#point")).to_be_hidden()
    page.locator("[name=precision][value=exact]").check()
    page.locator(".dock__next").click()
    expect(page.locator("#point")).to_be_focused()
    page.goto(page.url.replace("/place/", "/figures/"))
    expect(page.locator("#turnover")).to_be_hidden()
    page.locator("details.more > summary").click()
    page.locator("#turnover").fill("كثير")
    page.locator(".dock__next").click()
    expect(page.locator("#turnover")).to_be_focused()


def test_the_way_on_is_under_the_thumb_at_every_step(server, page, in_force, at_once):
    page.set_viewport_size(THUMB)
    Registering(page, server, "ar").open().name("تعاونية نساء بركان")
    draft = page.url.removesuffix("form/")
    for step in ("form", "place", "activity", "contacts", "figures", "pictures"):
        page.goto(f"{draft}{step}/")
        expect(page.locator(".dock__next")).to_be_in_viewport(ratio=1)


# Letters of many hands, and signs between them.
WRITTEN = [
    "تربية النَّحل والعســل", "ٱلأركان", "إنتاج وآلات", "كڭدال ڤيلا پاريس", "زربيّة", "ﻋﺴﻞ ﷲ",
    "Élevage & lait", "Œuvre d’art", "SØR Łódź ßtraße", "ⴰⵔⴳⴰⵏ ⴰⵎⴰⵣⵉⵖ", "2025 ٢٠٢٥ ۲۰۲۵",
    "ɣer ɛli γ", "ʿAyn ʼa", "ﬁn², a\u00adb\u200bc", "  --  ", "مى هــة ۃ ە ھ ہ ی ک گ",
]  # fmt: skip


def test_the_page_reads_letters_as_the_register_does(server, page, in_force):
    with server.still:
        names = Term.objects.newest().filter(taxonomy="sectors").values_list("names", flat=True)
        texts = [*WRITTEN, *(name for one in names for name in one.values())]
        theirs = [row("select fold_text(%s::text)", [text])[0] for text in texts]
    page.goto(f"{server.url}/ar/desk/register/")
    address = page.locator("link[rel=modulepreload][href*='/js/fold.']").get_attribute("href")
    ours = page.evaluate(
        "async ([url, texts]) => texts.map((await import(url)).folded)", [address, texts]
    )
    assert ours == theirs

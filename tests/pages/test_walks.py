"""A reader's day: what people come for, from the first page to what they wanted."""

import re

import pytest
from playwright.sync_api import expect

from directory import codes
from directory.records.validate import moroccan_today
from tests.pages.screens import Figure, Selecting, tab_to

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


@pytest.mark.parametrize(("language", "width"), [("ar", 360), ("fr", 1280)])
def test_by_keyboard_alone_a_filter_is_put_on_and_taken_off(server, page, country, language, width):
    page.set_viewport_size({"width": width, "height": 740})
    reader = Selecting(page, server, language).open()
    sheet = page.locator("#filter-legal_form")
    tab_to(sheet.locator("summary"))
    page.keyboard.press("Enter")
    mutual = sheet.locator("input[value=mutual]")
    tab_to(mutual)
    page.keyboard.press("Space")
    reader.expect_count(1)
    expect(page).to_have_url(re.compile("legal_form=mutual"))
    expect(mutual).to_be_focused()  # the filters were drawn anew around it
    page.keyboard.press("Escape")
    expect(sheet).not_to_have_attribute("open", "")
    expect(sheet.locator("summary")).to_be_focused()
    tab_to(page.locator(".chip--on").first)
    page.keyboard.press("Enter")
    reader.expect_count(6)
    assert "legal_form" not in page.url
    expect(page.locator("[data-part=filters] summary").first).to_be_focused()


@pytest.mark.parametrize(("language", "width"), [("ar", 360), ("fr", 1280)])
def test_by_keyboard_alone_an_earlier_state_is_read(server, page, country, language, width):
    page.set_viewport_size({"width": width, "height": 740})
    Selecting(page, server, language).open("actors/?legal_form=mutual")
    change = page.locator("details.as-of__change").last
    tab_to(change.locator("summary"), most=150)
    page.keyboard.press("Enter")
    tab_to(change.locator("[name=as_of]"))
    page.keyboard.type(moroccan_today().strftime("%m%d%Y"))  # as the browser of tests writes days
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"legal_form=mutual&as_of={moroccan_today()}"))
    expect(page.locator(".actors__name")).to_have_count(1)


def test_the_filters_that_are_wrong_are_said_beside_what_was_typed(plain_reader):
    page = plain_reader.open("?founded_from=jadis").page
    expect(page.get_by_role("alert")).to_contain_text("jadis")


def test_she_pages_on_through_the_list_and_comes_back_to_where_she_was(server, page, country):
    for n in range(30):
        country.register.publish(f"Association {n:02}")
    page.set_viewport_size({"width": 1280, "height": 900})
    reader = Selecting(page, server).open()
    first = reader.names.first.inner_text()
    following = page.get_by_role("link", name="Suivante")
    following.scroll_into_view_if_needed()
    left_at = page.evaluate("document.querySelector('#list').scrollTop")
    following.click()
    expect(page.locator(".pagination__span")).to_have_text("21 à 36 sur 36")
    assert page.evaluate("document.querySelector('#list').scrollTop") == 0
    page.go_back()
    expect(reader.names.first).to_have_text(first)
    page.wait_for_function(f"document.querySelector('#list').scrollTop === {left_at}")
    page.go_forward()
    page.get_by_role("link", name="Précédente").click()
    expect(reader.names.first).to_have_text(first)
    assert left_at > 0


def test_he_narrows_founding_years_by_their_handles(reader):
    page = reader.open("?status=any").page
    handle = page.get_by_role("slider", name="Fondées à partir de")
    handle.focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("founded_from=1990"))
    reader.expect_names("Coopérative Amal d’Aklim", "جمعية الإيمان")
    expect(page.locator("#timeline-from")).to_have_value("1990")


def test_step_by_step_a_handle_keeps_the_focus(reader):
    page = reader.open("?status=any").page
    page.get_by_role("slider", name="Fondées à partir de").focus()
    for year in ("1961", "1962", "1963"):
        page.keyboard.press("ArrowRight")
        expect(page.locator(".chip--on", has_text=year)).to_be_visible()  # drawn anew
    page.get_by_role("slider", name="Fondées jusqu’à").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("founded_from=1963&founded_to="))


def test_she_takes_a_page_s_permanent_link_with_her(reader, country):
    page = reader.page
    page.goto(f"{reader.base}actors/{codes.show(country.amal.code)}/")
    page.get_by_role("button", name="Partager").click()
    expect(page.locator("[data-toasts]")).to_contain_text(f"/a/{codes.show(country.amal.code)}")


def test_on_paper_a_page_says_where_it_stands_and_shows_no_buttons(reader, country):
    page = reader.page
    page.goto(f"{reader.base}actors/{codes.show(country.rif.code)}/")
    page.emulate_media(media="print")
    expect(page.locator(".paper")).to_contain_text(f"/a/{codes.show(country.rif.code)}")
    expect(page.locator(".paper")).to_contain_text("révision")
    expect(page.get_by_role("button")).to_have_count(0)
    member = page.get_by_role("link", name="Coopérative Amal d’Aklim")
    code = member.evaluate("one => getComputedStyle(one, '::after').content")
    assert codes.show(country.amal.code) in code


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_no_name_on_the_map_of_a_phone_is_cut_by_its_edge(server, page, country, language):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{server.url}/{language}/territories/02/")
    frame = page.locator(".territory-map").bounding_box()
    for name in page.locator(".territory-map text:visible").all():
        box = name.bounding_box()
        assert box["x"] >= frame["x"] - 1
        assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 1


def test_she_asks_for_a_figure_reads_it_on_the_map_and_in_the_table_and_cites_it(
    plain_reader, country
):
    """Without scripts, on a phone: an advocate and the census' associations."""
    page = plain_reader.open().page
    page.get_by_role("link", name="associations dans leurs propres locaux").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Combien d’associations")
    page.get_by_role("link", name="Oriental : ses communes").focus()
    page.keyboard.press("Enter")
    figure = Figure(page)
    figure.expect_where("Région de l’Oriental")
    figure.expect_on_the_map("Nador")
    figure.sort_by("Commune")
    figure.expect_first_row("Abbou Lakhal")
    page.get_by_role("button", name="Citer ce chiffre").click()
    expect(page.locator(".cited__code")).to_be_visible()


def test_he_builds_a_question_with_the_form_and_takes_a_filter_off(plain_reader, country):
    country.register.report(country.amal, 2023, members=40, members_women=25)
    page = plain_reader.open("figures/").page
    figure = Figure(page)
    figure.ask(measure="members", year="soon", groups=("region",))
    figure.expect_refused("year", typed="soon")
    figure.ask(year="2023")
    figure.expect_value("40")
    figure.expect_first_row("Oriental")
    plain_reader.without("2023")
    expect(page).to_have_url(re.compile(r"figures/\?measure=members&group_by=region$"))

"""An advocate writes a dossier by thumb in Arabic, a reader tells where a figure was cited, and the
pages of both are accessible and within their width.
"""

import pytest

from desk import robots
from desk.models import Writing
from desk.writings import moving, uses
from directory import codes
from evidence.citations.store import cite
from evidence.models import DossierIssue
from tests import people
from tests.pages.accessible import wrong_with
from tests.pages.test_private_pages import enter
from tests.writings import COOPERATIVES, argued, reported, told

__all__ = ["enter"]

pytestmark = pytest.mark.pages

PHONE = {"width": 360, "height": 780}


def send(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def test_an_advocate_writes_a_dossier_by_thumb_in_arabic(server, page, country, enter):
    with server.still:
        code = codes.show(cite(COOPERATIVES).citation.code)
        amina, nadia = people.person("amina@athar.example", language="ar"), people.moderator()
    enter(amina)
    page.set_viewport_size(PHONE)
    page.goto(f"{server.url}/ar/desk/dossiers/")
    send(page, "ابدؤوا ملفا")
    page.locator("#titles_ar").fill("من أجل قانون إطار")
    page.locator("#date").fill("١٠/٠٧/٢٠٢٥")
    send(page, "احفظ")
    for words in ("الثانية.", "هي كثيرة."):
        page.get_by_role("link", name="أضيفوا نقطة").click()
        page.locator("#texts_ar").fill(words)
        send(page, "احفظ")
    page.get_by_role("link", name="اكتبوا النقطة 2").click()
    page.locator("#figures").fill("7KQ2-M9XX")
    send(page, "احفظوا وشاهدوا الأرقام")
    assert page.locator("#figures").input_value() == "7KQ2-M9XX"
    assert page.locator(".field__error").is_visible()
    page.locator("#figures").fill(code.lower())
    send(page, "احفظوا وشاهدوا الأرقام")
    assert page.get_by_role("link", name=code).is_visible()
    page.locator(".page__head a").first.click()
    send(page, "رفع النقطة 2 مرتبة")
    assert "هي كثيرة." in page.locator("li[id^=point-]").first.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("link", name="كما سيراه العموم").click()
    assert page.locator(".point").count() == 2
    page.go_back()
    send(page, "اطلبوا نشره للعموم")
    with server.still:
        held = Writing.objects.get()
        assert held.state == "waiting"
        assert not DossierIssue.objects.exists()
    enter(nadia)
    page.goto(f"{server.url}/ar/moderation/writings/{held.pk}/")
    send(page, "انشروه كما هو هنا")
    page.goto(f"{server.url}/ar/dossiers/")
    page.get_by_role("link", name="من أجل قانون إطار").click()
    assert page.get_by_role("link", name=code).first.is_visible()


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_reader_tells_where_a_figure_was_cited(server, page, country, monkeypatch, language):
    monkeypatch.setattr(robots, "SOONEST", -1)
    with server.still:
        code = codes.show(cite(COOPERATIVES).citation.code)
    asked = []
    page.on("request", lambda each: asked.append(each.url))
    page.set_viewport_size(PHONE)
    page.goto(f"{server.url}/{language}/citations/{code}/")
    page.locator(f"a[href$='/desk/uses/{code}/']").click()
    page.locator("input[name=kind][value=bill]").check()
    page.locator("#title").fill("Proposition de loi-cadre")
    page.locator("#date").fill("hier")
    page.locator("#address").fill("example.org/loi")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    assert page.locator("#title").input_value() == "Proposition de loi-cadre"
    page.locator("#who").fill("Une députée")
    page.locator("#date").fill("01/2025")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**/{language}/desk/uses/{code}/sent/")
    with server.still:
        held = Writing.objects.get()
        uses.accept(held, by=people.moderator(), seen=moving.mark(held))
    page.goto(f"{server.url}/{language}/citations/{code}/")
    assert page.get_by_role("link", name="Proposition de loi-cadre").is_visible()
    assert not [address for address in asked if "example.org" in address]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_their_pages_are_accessible_and_stay_within_their_width(
    server, page, country, enter, language
):
    with server.still:
        hind = people.administrator(name="Hind")
        people.keep(hind, country.amal.code)
        story, waiting, use = told(hind, country.amal.code), argued(hind), reported()
        draft = argued(hind, asked=False)
        code, shown = codes.show(draft.dossier.code), codes.show(use.citation.code)
        point = draft.dossier.points.get()
    enter(hind)
    pages = (
        "desk/",
        f"desk/stories/new/?actor={codes.show(country.amal.code)}",
        f"desk/stories/{story.pk}/",
        f"desk/stories/{story.pk}/withdraw/",
        "desk/dossiers/",
        f"desk/dossiers/{code}/",
        f"desk/dossiers/{code}/about/",
        f"desk/dossiers/{code}/points/{point.pk}/",
        f"desk/dossiers/{code}/preview/",
        f"desk/uses/{shown}/",
        "moderation/writings/",
        *(f"moderation/writings/{one.pk}/" for one in (story, waiting, use)),
    )
    base = f"{server.url}/{language}/"
    assert wrong_with(page, [base + address for address in pages]) == {}

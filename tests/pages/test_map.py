"""The map by hand, by keyboard and by ear, over tiles of the test's own making."""

import pytest

from tests.pages import drawn_tiles

pytestmark = pytest.mark.pages

NADOR = (-2.93, 35.17)
OUJDA = (-1.9, 34.68)
LAAYOUNE = (-13.2, 27.15)


def bubble(place, code, name_fr, name_ar, cooperatives, associations, mutuals=0, others=0):
    counts = {
        "cooperatives": cooperatives,
        "associations": associations,
        "mutuals": mutuals,
        "others": others,
    }
    names = {"name_fr": name_fr, "name_ar": name_ar}
    return (*place, {"code": code, "count": sum(counts.values())} | counts | names)


BUBBLES = [
    bubble(NADOR, "02.381", "Nador", "الناظور", 60, 40, 3, 4),
    bubble(LAAYOUNE, "11.321", "Laâyoune", "العيون", 1200, 4),
]


@pytest.fixture
def map_page(server, page):
    """Opens the map in a language, with these layers of actors."""

    def go(language="fr", **layers):
        drawn_tiles.serve(page, actors=layers)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{server.url}/{language}/style/map/")
        page.wait_for_load_state("networkidle")
        return page

    return go


def eventually(page, holds, *, name):
    """Whether a bubble comes to stand as asked, once the map has come to rest."""
    for _ in range(100):
        bubble = page.get_by_role("button", name=name)
        box = bubble.bounding_box() if bubble.count() == 1 else None
        if box and holds(box):
            return True
        page.wait_for_timeout(100)
    return False


def test_a_bubble_shows_its_exact_count_and_speaks_its_mix(map_page):
    page = map_page(bubbles=BUBBLES)

    nador = page.get_by_role("button", name="Nador")
    assert nador.get_attribute("aria-label") == (
        "Nador: 107 structures, 60 coopératives, 40 associations, 3 mutuelles, 4 d’autres formes"
    )
    assert nador.locator("text").text_content() == "107"
    laayoune = page.get_by_role("button", name="Laâyoune")
    assert laayoune.locator("text").text_content() == "1\u00a0204"
    assert laayoune.locator(".bubble__arc").count() == 2


def test_a_bubble_speaks_arabic_with_its_plurals(map_page):
    page = map_page("ar", bubbles=BUBBLES)

    label = page.get_by_role("button", name="الناظور").get_attribute("aria-label")
    assert "107 بنيات" in label
    assert "60 تعاونية" in label
    assert "3 تعاضديات" in label


def test_bubbles_that_would_overlap_become_one_whose_counts_are_summed(map_page):
    page = map_page(bubbles=[*BUBBLES, bubble((-2.9, 35.1), "02.167", "Driouch", "الدريوش", 10, 5)])

    around = page.get_by_role("button", name="Nador et environs")
    assert around.locator("text").text_content() == "122"
    assert page.get_by_role("button", name="Driouch").count() == 0


def test_a_bubble_opens_by_keyboard_and_offers_the_list(map_page):
    page = map_page(bubbles=BUBBLES)
    page.get_by_role("button", name="Nador").focus()
    page.keyboard.press("Enter")

    popup = page.locator(".popup")
    assert popup.get_by_role("heading").text_content() == "Nador"
    assert popup.get_by_role("listitem").count() == 4
    address = popup.get_by_role("link", name="Voir la liste").get_attribute("href")
    assert address.endswith("?territory=02.381")
    page.keyboard.press("Escape")
    popup.wait_for(state="detached")
    assert page.evaluate("document.activeElement.ariaLabel").startswith("Nador")


def test_zooming_in_from_a_popup_brings_the_map_to_the_place(map_page):
    page = map_page(bubbles=BUBBLES)
    page.get_by_role("button", name="Laâyoune").click()
    page.locator(".popup").get_by_role("button", name="Agrandir ici").click()

    frame = page.locator("[data-map]").bounding_box()
    middle = frame["x"] + frame["width"] / 2
    assert eventually(
        page, lambda box: abs(box["x"] + box["width"] / 2 - middle) < 40, name="Laâyoune"
    )


def test_the_map_moves_by_keyboard_and_its_controls_have_names(map_page):
    page = map_page(bubbles=BUBBLES)
    for name in ("Agrandir", "Réduire", "Ma position", "Tout le pays"):
        assert page.get_by_role("button", name=name, exact=True).is_visible()
    before = page.get_by_role("button", name="Laâyoune").bounding_box()
    page.locator("[data-map]").focus()
    page.keyboard.press("ArrowRight")

    assert eventually(page, lambda box: box["x"] < before["x"], name="Laâyoune")


def test_a_point_near_the_pointer_lights_its_card(map_page):
    card = {"code": "7KQ2M9XY", "legal_form": "cooperative", "kind": "operator", "demo": True}
    page = map_page(points=[(*LAAYOUNE, card)])
    place = page.evaluate(
        """() => {
            const frame = document.querySelector("[data-map]").getBoundingClientRect();
            return [frame.x, frame.y, frame.width, frame.height];
        }"""
    )
    lit = page.locator(".actors__lit[data-actor='7KQ2M9XY']")
    assert lit.count() == 0
    # The point lies in the south-west of the country: sweep that quarter until the card lights.
    x, y, width, height = place
    for step in range(40):
        for across in range(8, 32):
            page.mouse.move(x + width * across / 48, y + height * (0.55 + step / 160))
            if lit.count():
                return
    pytest.fail("No card was lit.")

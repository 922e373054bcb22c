"""Logo and photos as people meet them: sent without scripts, shown beside what was public, seen."""

import pytest
from playwright.sync_api import expect

from desk import submissions
from directory import codes
from tests import people
from tests.pages.accessible import watched
from tests.pages.test_private_pages import enter
from tests.pages.test_registering import plain_page
from tests.pictures import jpeg, picture
from tests.submissions import AMAL, sender

__all__ = ["enter", "plain_page", "sender"]
pytestmark = pytest.mark.pages


@pytest.fixture
def pages(server, sender):
    """Where pictures show: public, in a draft with them, and to who decides on a change of them."""
    with server.still:
        logo = picture("PNG", size=(300, 300))
        first = submissions.accept(sender.register(logo=logo, photo=jpeg()), by=None)
        change = sender.send(first.actor_id, photo=jpeg(seed=2))
        sender.put_in(sender.begin(**AMAL), "photo", jpeg(seed=3))
    code = codes.show(first.actor_id)
    draft = f"desk/register/{sender.secret}"
    public = [f"actors/{code}/", f"{draft}/pictures/", f"{draft}/preview/"]
    return public, [f"moderation/{change.pk}/", f"moderation/pictures/{code}/"]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_they_are_accessible_and_stay_within_their_width(server, page, pages, enter, language):
    with server.still:
        hind = people.administrator(name="Hind")
    enter(hind)
    with watched(page) as wrong_at:
        for address in [*pages[0], *pages[1]]:
            assert wrong_at(f"{server.url}/{language}/{address}") == []
            for one in page.locator(".logo, .photo img").all():
                one.scroll_into_view_if_needed()
                expect(one).not_to_have_js_property("naturalWidth", 0)


def test_without_scripts_a_bad_file_loses_neither_the_good_one_nor_words(
    server, plain_page, sender
):
    with server.still:
        sender.begin(**AMAL)
    plain_page.goto(f"{server.url}/fr/desk/register/{sender.secret}/pictures/")
    plain_page.get_by_label("Photos").set_input_files(
        [
            {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg().getvalue()},
            {"name": "b.jpg", "mimeType": "image/jpeg", "buffer": jpeg().getvalue()[:900]},
        ]
    )
    plain_page.get_by_role("button", name="Ajouter les images choisies").click()
    expect(plain_page.locator("#photos_error")).to_contain_text("b.jpg: Ce fichier est abîmé")
    plain_page.get_by_label("Ce qu’on y voit, en français").fill("Le four")
    plain_page.locator(".dock__next").click()
    expect(plain_page.locator(".field__error")).to_contain_text("Sans cela")
    expect(plain_page.get_by_label("Ce qu’on y voit, en français")).to_have_value("Le four")
    plain_page.get_by_label("Toutes les personnes").check()
    plain_page.locator(".dock__next").click()
    expect(plain_page.get_by_role("img", name="Le four")).to_be_visible()

"""A moderator brings a file in by thumb, decides, publishes, takes it back, in both languages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from desk.imports import running
from desk.models import Import, ImportRun
from tests import people
from tests.pages.test_private_pages import enter

__all__ = ["enter"]

pytestmark = pytest.mark.pages

PHONE = {"width": 360, "height": 780}
FILE = """Nom,Forme juridique,Commune,Téléphone
Coopérative Exemple Tamount,Coopérative,Berkane,0612345678
Coopérative Exemple Tamount,Coopérative,Berkane,
Association Exemple Ifrane,Association,Berkan,
"""


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_file_is_brought_in_decided_published_and_taken_back(
    server, page, country, enter, language, tmp_path
):
    path = tmp_path / "exemple.csv"
    path.write_text(FILE, encoding="utf-8")
    with server.still:
        hind = people.moderator()
    enter(hind)
    page.set_viewport_size(PHONE)
    page.goto(f"{server.url}/{language}/moderation/imports/new/")
    page.locator("#id_file").set_input_files(path)
    page.locator("#id_source").fill("Réseau Exemple")
    page.locator("#id_licence").select_option("CC-BY-4.0")
    press(page, "form.steps-form button")

    def worked():
        """The worker does what was asked; the page follows."""
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        with server.still:
            running.carry(ImportRun.objects.get().pk)
        page.wait_for_selector("[data-import]:not([data-busy])")

    worked()
    press(page, "a[href$='columns/']")
    press(page, "form.steps-form button")
    worked()
    press(page, "a[href$='outcome=unsure']")
    page.locator("input[value=same]").check()
    press(page, "form.stack > .button-row button")
    page.goto(page.url.partition("?")[0] + "?outcome=wrong")
    page.locator("select[name^=place]").select_option("02.113.01.09")
    press(page, "form.stack > .button-row button")
    press(page, "button[value=check]")
    worked()
    press(page, "a[href$='publish/']")
    assert "Téléphone" in page.locator("dl.facts").first.inner_text()
    press(page, "form.ledger button")
    worked()
    with server.still:
        published = Import.objects.get()
        assert published.revision.opened_count == 2
    press(page, "a[href$='undo/']")
    press(page, "form.button-row button")
    worked()
    with server.still:
        assert Import.objects.get().state == "undone"


def test_a_commune_nobody_knows_is_chosen_while_its_name_is_typed(server, page, country, enter):
    rows = "Nom,Forme juridique,Commune\nExemple,Coopérative,Xyzq\n"
    with server.still:
        hind = people.moderator()
        file = SimpleUploadedFile("exemple.csv", rows.encode())
        asked = {"source": "Réseau Exemple", "licence": "CC-BY-4.0", "scope": ("country", "MA")}
        run = running.send(hind, file, **asked)
        running.carry(run.pk)
        run.refresh_from_db()
        running.ask(run, "check", by=hind)
        running.carry(run.pk)
    enter(hind)
    page.set_viewport_size(PHONE)
    page.goto(f"{server.url}/fr/moderation/imports/{run.pk}/rows/")
    words = page.locator("input[name^=find]")
    words.press_sequentially("ajdi")
    page.get_by_role("option").filter(has_text="Taza").click()
    assert page.locator("input[name^=found]").input_value() == "03.561.03.01"
    press(page, "form.stack > .button-row button")
    with server.still:
        assert list(Import.objects.get().communes.values()) == ["03.561.03.01"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def press(page, where):
    with page.expect_navigation():
        page.locator(where).first.click()

"""The whole walk of an advocate, and of whoever holds her paper: from the map to a code typed by
hand on a telephone, years later.
"""

import pytest
from pypdfium2 import PdfDocument

from directory import codes
from directory.records.facts import Place
from evidence.models import Citation
from tests.pages.screens import Cited, Selecting
from tests.qr import read_off, read_off_paper

pytestmark = pytest.mark.pages
NADOR = Place("02", "02.381", None, "02.381.01.05", precision="commune")
WOMEN_LED = {"legal_form": "cooperative", "audiences": ("women-led",), "place": NADOR}
SAID = {
    "ar": "تعاونيتان مسجَّلتان",
    "fr": "2 coopératives enregistrées, actives dans la province de Nador",
}


@pytest.fixture
def nador(country):
    """Two cooperatives that women lead in Nador, one that men do, and one elsewhere."""
    country.register.publish("Coopérative Tifaouine", **WOMEN_LED)
    country.register.publish("Coopérative Tamazirt", **WOMEN_LED)
    country.register.publish("Coopérative du Port", **(WOMEN_LED | {"audiences": ()}))
    return country.register


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_she_cites_prints_and_hands_on_and_he_reads_types_verifies_and_compares(
    server, browser, page, nador, language
):
    page.set_viewport_size({"width": 1280, "height": 900})
    map_ = Selecting(page, server, language).open("?region=02")
    map_.choose("territory", "02.381")
    map_.choose("legal_form", "cooperative")
    map_.expect_count(3)
    map_.choose("audience", "women-led")
    map_.expect_count(2)

    map_.cite()
    cited = Cited(page)
    cited.expect_sentence(SAID[language])
    citation = Citation.objects.get()
    code = codes.show(citation.code)
    cited.expect_code(code)

    # What the browser prints, and what the site prints for her: both lead back here.
    link = f"{server.url}/c/{code}?paper={citation.paper}"
    assert read_off(cited.printed()) == [link]
    paper = page.request.get(f"{server.url}{cited.pdf_address}").body()
    assert read_off_paper(PdfDocument(paper), 150) == [link]

    # Somebody else, on a telephone: first the code off the paper…
    phone = browser.new_context(
        viewport={"width": 360, "height": 740}, locale=language, has_touch=True
    )
    other = Cited(phone.new_page())
    other.page.goto(f"{link}", wait_until="load")
    other.expect_code(code)
    other.expect_paper_holds()

    # … then typed by hand, at first with two symbols swapped.
    swapped = citation.code[1] + citation.code[0] + citation.code[2:]
    if swapped != citation.code:
        other.type_code(server, swapped)
        other.expect_mistyped()
    other.type_code(server, f" {code.lower()}. ".replace("0", "o").replace("1", "l"))
    other.expect_code(code)
    assert other.fits

    # A year later another one is registered: what was cited stays, and now stands beside it.
    with server.still:
        nador.publish("Coopérative Nouvelle", **WOMEN_LED)
    other.page.reload(wait_until="load")
    other.expect_then_and_now("2", "3", "+1")
    other.expect_moved("Coopérative Nouvelle")

    other.verify()
    other.expect_holds(steps=10)
    other.compare_paper(citation.paper[:-1] + ("0" if citation.paper[-1] != "0" else "1"))
    other.expect_paper_fails()
    assert other.fits
    phone.close()

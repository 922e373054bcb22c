"""A citation for people: made by a button, found by its code, checked on its page."""

import json
import re
from datetime import date

import pypdfium2
import pytest

from directory import codes
from evidence.citations.store import cite
from evidence.citations.texts import link_on_paper, quotation
from evidence.limits import Throttle
from evidence.models import Citation, CitationUse
from evidence.official.publish import load_official_figures
from evidence.wording.dates import local


@pytest.fixture
def citation(country):
    return cite("/api/v1/actors/?legal_form=cooperative").citation


def page_of(citation, language="fr"):
    return f"/{language}/citations/{codes.show(citation.code)}/"


def test_the_button_of_a_page_cites_what_it_shows(country, client):
    response = client.post("/fr/cite/", {"query": "/api/v1/actors/?region=02&as_of=3"})
    assert response.status_code == 303
    citation = Citation.objects.get()
    assert response["Location"] == page_of(citation)
    assert citation.revision == 3


def test_the_map_offers_to_cite_its_figure(country, get):
    assert 'action="/fr/cite/"' in get("/fr/?region=02").text
    assert "region=02" in get("/fr/?region=02").text.split('name="query" value="')[1][:200]


def test_what_cannot_be_cited_is_told_and_nothing_is_kept(country, client):
    assert client.post("/fr/cite/", {"query": "/nowhere/"}).status_code == 404
    assert not Citation.objects.exists()


@pytest.mark.parametrize("language", ["ar", "fr", "en", "es", "zgh"])
def test_it_shows_the_figure_as_cited_in_every_language(citation, get, language):
    answer = get(page_of(citation, language))
    assert answer.status_code == 200
    assert codes.show(citation.code) in answer.text
    assert '<bdi class="n">1</bdi>' in answer.text


def test_then_and_now_tell_who_entered_and_who_left(citation, country, get):
    country.register.publish("Coopérative nouvelle", legal_form="cooperative")
    country.register.withdraw(country.amal)
    answer = get(page_of(citation, "en")).text
    assert "What changed between the two" in answer
    assert "Coopérative nouvelle" in answer
    assert "withdrawn" in answer


def test_r11_the_page_shows_sentence_code_coverage_then_now_proof_and_commands(country, get):
    country.register.report(country.amal, 2023, kind="verified", members=40)
    one = cite("/api/v1/statistics/?measure=members&year=2023&region=02").citation
    country.register.report(country.imane, 2023, members=25)
    answer = get(f"{page_of(one, 'en')}?verify=1").text
    for words in (
        '<b><bdi class="n">40</bdi></b> memberships',
        "given by <bdi",
        "verified",
        "Then, and now",
        '<bdi class="n">+25</bdi>',
        '<bdi class="n">1</bdi> organisation reports now that did not then.',
        "new reporters make",
        "What changed between the two",
        'aria-label="QR code: the permanent link of this citation"',
        'aria-label="Map: Oriental"',
        "The citation holds.",
        "python3 verify_citation.py http://testserver",
        "APA",
        "data-copies",
    ):
        assert words in answer, words


def test_it_tells_where_it_was_cited_unless_hidden(citation, get):
    before = get(page_of(citation, "en"))
    assert "Where this figure was cited" not in before.text
    use = CitationUse.objects.create(
        citation=citation, kind="oral-question", title="السؤال رقم 12", who="A member of the House",
        date=date(2024, 12, 1), date_precision="month", page="18", address="https://example.org/q",
    )  # fmt: skip
    shown = get(page_of(citation, "en"))
    assert shown["ETag"] != before["ETag"]
    for words in (
        "Where this figure was cited",
        "السؤال رقم 12",
        "Oral question",
        "December",
        "18",
    ):
        assert words in shown.text
    use.hidden = True
    use.save(update_fields=["hidden"])
    assert "Where this figure was cited" not in get(page_of(citation, "en")).text


def test_verifying_tells_each_step(citation, get):
    answer = get(f"{page_of(citation, 'en')}?verify=1").text
    assert "The citation holds." in answer
    assert "Their digests, folded anew, are the same" in answer
    assert "Added up again from those bytes, it is the same" in answer


def test_the_symbols_of_a_paper_are_compared_with_those_of_the_citation(citation, get):
    typed = citation.paper.lower().replace("0", "o")
    same = get(f"{page_of(citation, 'en')}?paper={typed[:4]}-{typed[4:8]}+{typed[8:]}").text
    assert "The symbols on your paper are those of this citation." in same
    other = get(f"{page_of(citation, 'en')}?paper={'0' * 16}").text
    assert "The symbols on your paper are not those of this citation." in other
    assert "0000 0000 0000 0000" in other
    assert "your paper are" not in get(page_of(citation, "en")).text


def test_what_a_qr_code_holds_arrives_at_the_page(citation, client):
    link = link_on_paper(citation, f"/c/{codes.show(citation.code)}")
    answer = client.get(link, headers={"Accept-Language": "ar"})
    assert answer["Location"] == f"{page_of(citation, 'ar')}?paper={citation.paper}"


@pytest.mark.parametrize("typed", ["{}/", "{}.", "%C2%AB{}%C2%BB"])
def test_a_link_with_the_marks_of_its_sentence_still_leads_there(citation, client, typed):
    answer = client.get(f"/c/{typed.format(codes.show(citation.code))}")
    assert answer["Location"].endswith(page_of(citation, "en")[3:])


def test_a_whole_link_may_be_typed_where_a_code_is(citation, client):
    answer = client.get("/en/citations/", {"code": f"testserver/c/{codes.show(citation.code)}"})
    assert (answer.status_code, answer["Location"]) == (303, page_of(citation, "en"))


def test_what_was_verified_is_never_answered_from_a_cache(citation, get):
    assert get(f"{page_of(citation, 'en')}?verify=1")["Cache-Control"] == "no-store"
    assert get(page_of(citation, "en"))["Cache-Control"] == "no-cache"


def test_now_is_the_head_whatever_moment_comes_along(citation, client):
    answer = client.get(f"{page_of(citation)}?as_of=2")
    assert (answer.status_code, answer["Location"]) == (302, page_of(citation))


def test_the_permanent_link_suits_who_asks(citation, client):
    link = f"/c/{citation.code.lower()}"
    page = client.get(link, headers={"Accept-Language": "ar"})
    assert (page.status_code, page["Location"]) == (303, page_of(citation, "ar"))
    machine = client.get(link, headers={"Accept": "application/json"})
    assert machine["Location"].startswith("/api/v1/citations/")


# ---- R10: citation texts, in every language and format ------------------------------------------


@pytest.fixture
def file(client, citation):
    def ask(name, language="fr", **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        link = f"/c/{codes.show(citation.code)}?format={name}&lang={language}"
        answer = client.get(link, headers=headers)
        body = b"".join(answer) if answer.streaming else answer.content
        answer.bytes = body
        return answer

    return ask


SENTENCES = {
    "ar": "تعاونية واحدة مسجَّلة نشيطة بالمغرب (العدد الفعلي غير معروف).",
    "fr": "1 coopérative enregistrée, active au Maroc (nombre réel\xa0: inconnu).",
    "en": "1 registered cooperative active in Morocco (how many exist: unknown).",
    "es": "1 cooperativa registrada, activa en Marruecos (número real: desconocido).",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_r10_bibtex_holds_the_sentence_in_each_language(citation, file, language):
    answer = file("bibtex", language)
    told = answer.bytes.decode()
    assert answer["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert told.startswith(f"@misc{{athar-{citation.code.lower()},")
    assert f"title = {{{{{SENTENCES[language].removesuffix('.')}}}}}" in told
    assert f"language = {{{language}}}" in told
    assert f"url = {{http://testserver/c/{codes.show(citation.code)}}}" in told
    assert told.count("{") == told.count("}")


@pytest.mark.parametrize("language", SENTENCES)
def test_r10_ris_holds_it_line_by_line(citation, file, language):
    told = file("ris", language).bytes.decode()
    fields = dict(line.split("  - ", 1) for line in told.split("\r\n") if line)
    assert list(fields)[0] == "TY"
    assert told.endswith("ER  - \r\n")
    assert fields["TI"] == SENTENCES[language].removesuffix(".")
    assert fields["AB"].startswith(SENTENCES[language])
    assert fields["LA"] == language


@pytest.mark.parametrize("language", SENTENCES)
def test_r10_csl_json_and_json_ld_are_titled_and_described_by_it(citation, file, language):
    csl = json.loads(file("csl", language).bytes)
    assert (csl["type"], csl["language"]) == ("dataset", language)
    assert csl["title"] == SENTENCES[language].removesuffix(".")
    ld = json.loads(file("jsonld", language).bytes)
    assert (ld["@type"], ld["inLanguage"]) == ("Dataset", language)
    assert ld["description"].startswith(SENTENCES[language])
    assert codes.show(citation.code) in ld["identifier"]
    assert ld["license"].startswith("https://creativecommons.org/")


@pytest.mark.parametrize("language", SENTENCES)
def test_r10_plain_text_quotes_it_short_whole_by_apa_and_by_iso_690(citation, file, language):
    told = file("text", language).bytes.decode()
    assert told.startswith(SENTENCES[language])
    assert codes.show(citation.code) in told
    assert bytes(citation.evidence).hex() in told
    assert "APA" in told
    assert "ISO 690" in told


def test_r10_arabic_texts_isolate_codes_and_addresses(citation, file):
    shown = codes.show(citation.code)
    told = file("text", "ar").bytes.decode()
    assert f"\u2066http://testserver/c/{shown}\u2069" in told
    assert f"\u2066{shown}\u2069" in told
    assert "\u2066" not in file("bibtex", "ar").bytes.decode()


def test_r10_styles_of_quoting_follow_their_rules(citation):
    told = quotation(citation, "https://athar.example/c/X", "en")
    moment = local(citation.recorded_at)
    date = f"{moment.year}, {moment:%B} {moment.day}"
    code, title = codes.show(citation.code), SENTENCES["en"].removesuffix(".")
    assert told.apa == (
        f"Athar. ({date}). {title} (revision {citation.revision}, citation {code}) [Data set]."
        " https://athar.example/c/X"
    )
    assert told.iso690.startswith(f"ATHAR. {title} [online]. Revision {citation.revision}, ")
    assert told.iso690.endswith("Available at: https://athar.example/c/X")
    assert told.short.startswith("Athar, register of the social and solidarity economy in Morocco")
    assert told.long.startswith(SENTENCES["en"])


def test_r10_tamazight_is_told_in_french_and_says_so(file):
    answer = file("text", "zgh")
    assert answer["Content-Language"] == "fr"
    assert answer.bytes.decode().startswith(SENTENCES["fr"])


@pytest.mark.parametrize("language", SENTENCES)
def test_r10_the_sheet_is_one_page_in_the_language(citation, file, language):
    answer = file("pdf", language)
    assert answer["Content-Type"] == "application/pdf"
    pdf = pypdfium2.PdfDocument(answer.bytes)
    assert len(pdf) == 1
    text = re.sub(r"\s+", " ", pdf[0].get_textpage().get_text_range())
    assert codes.show(citation.code) in text
    assert " ".join(citation.paper[at : at + 4] for at in range(0, 16, 4)) in text
    assert bytes(citation.ledger).hex()[:8] in text
    assert pdf.get_metadata_dict()["Title"].split()[-3].startswith(codes.show(citation.code)[:4])


@pytest.mark.parametrize("language", SENTENCES)
def test_r10_the_permanent_link_is_never_torn_on_paper(citation, file, language):
    """A line's end within it would turn its halves round in Arabic."""
    pdf = pypdfium2.PdfDocument(file("pdf", language).bytes)
    lines = pdf[0].get_textpage().get_text_range().splitlines()
    link = f"http://testserver/c/{codes.show(citation.code)}"
    assert sum(link in line for line in lines) >= 2  # beside the QR code, and in how to quote it


def test_r10_the_sheet_of_the_longest_figure_is_one_page(country, client):
    address = (
        "/api/v1/statistics/?measure=members-women&aggregate=share&of=members&year=latest:9"
        "&group_by=sector,legal_form&region=02,04&audience=women-led,women-only&q=coop"
        "&founded_from=1990&founded_to=2020&status=any&has=members,jobs"
    )
    one = cite(address).citation
    answer = client.get(f"/c/{one.code}?format=pdf&lang=fr")
    assert len(pypdfium2.PdfDocument(b"".join(answer))) == 1


@pytest.mark.parametrize(
    ("accepted", "kind"),
    [
        ("application/x-bibtex", "application/x-bibtex"),
        ("application/ld+json", "application/ld+json"),
        ("application/vnd.citationstyles.csl+json", "application/vnd.citationstyles.csl+json"),
        ("application/x-research-info-systems", "application/x-research-info-systems"),
        ("text/plain", "text/plain"),
        ("application/pdf", "application/pdf"),
    ],
)
def test_r8_the_permanent_link_answers_what_is_accepted(citation, client, accepted, kind):
    answer = client.get(f"/c/{citation.code}", headers={"Accept": accepted})
    assert answer["Content-Type"].startswith(kind)
    assert {"Accept", "Accept-Language"} <= set(answer["Vary"].split(", "))
    assert 'rel="cite-as"' in answer["Link"]
    assert b"".join(answer)  # read to its end: closing it early would end the test's transaction


def test_the_language_of_a_link_overrules_the_browsers(citation, client):
    link = f"/c/{citation.code}?lang=es"
    page = client.get(link, headers={"Accept-Language": "ar"})
    assert page["Location"] == page_of(citation, "es")
    text = client.get(
        f"/c/{citation.code}", headers={"Accept": "text/plain", "Accept-Language": "ar"}
    )
    assert text["Content-Language"] == "ar"


@pytest.mark.parametrize("query", ["format=docx", "lang=xx"])
def test_a_format_or_language_there_is_not_is_said(citation, client, query):
    assert client.get(f"/c/{citation.code}?{query}").status_code == 404


# ---- typed from paper ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code.lower(),
        lambda code: f"{code[:4]} {code[4:]}",
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: f" {codes.show(code)} ",
    ],
)
def test_a_code_typed_from_paper_is_forgiven(citation, client, typed):
    answer = client.get("/fr/citations/", {"code": typed(citation.code)})
    assert (answer.status_code, answer["Location"]) == (303, page_of(citation))


def test_miskeyed_is_told_from_unknown_and_from_no_code(citation, get):
    wrong = citation.code[:-1] + ("0" if citation.code[-1] != "0" else "1")
    assert "is mistyped" in get(f"/en/citations/?code={wrong}").text
    assert "no citation has this code" in get(f"/en/citations/?code={codes.mint()}").text
    assert "is no code" in get("/en/citations/?code=hello").text
    assert get(f"/en/citations/?code={wrong}").status_code == 404
    assert get("/en/citations/").status_code == 200


def test_an_organisations_code_is_recognised(country, get):
    answer = get(f"/en/citations/?code={country.amal.code}").text
    assert f"/a/{codes.show(country.amal.code)}" in answer


def test_a_wrong_link_offers_the_field_with_what_was_typed(country, client):
    for path in ("/c/7KQ2-M9XX", "/fr/citations/7KQ2-M9XX/"):
        answer = client.get(path, headers={"Accept-Language": "fr"})
        assert answer.status_code == 404
        assert 'name="code" value="7KQ2-M9XX"' in answer.content.decode()
    assert 'name="code"' not in client.get("/fr/nowhere/").content.decode()


def test_the_bare_link_leads_to_the_field(country, client):
    assert client.get("/c/", headers={"Accept-Language": "ar"})["Location"] == "/ar/citations/"


def test_a_code_nobody_was_given_is_not_found(country, get):
    assert get(f"/fr/citations/{codes.mint()}/").status_code == 404
    assert get(f"/c/{codes.mint()}").status_code == 404
    assert get("/c/XXXX").status_code == 404


def test_one_organisation_has_no_number_but_its_page(country, get):
    one = cite(f"/api/v1/actors/{country.amal.code}/").citation
    country.register.change(country.amal, names={"fr": "Amal"})
    answer = get(page_of(one, "en")).text
    assert "has changed since" in answer
    assert f"/a/{codes.show(country.amal.code)}" in answer
    assert "then-now__then" not in answer


def test_years_beside_each_other_are_a_table_without_a_total(country, get):
    country.register.report(country.amal, 2022, members=40)
    one = cite("/api/v1/statistics/?measure=members&group_by=year").citation
    answer = get(page_of(one, "en")).text
    assert "As it was told apart" in answer
    assert "then-now__then" not in answer


def test_the_official_figure_stands_beside(country, get):
    load_official_figures()
    answer = get(page_of(cite("/api/v1/actors/?legal_form=cooperative").citation, "en")).text
    assert "The official figure, beside ours" in answer
    assert '<bdi class="n">65,315</bdi>' in answer
    assert "The register documents" in answer
    elsewhere = get(page_of(cite("/api/v1/actors/?sector=argan").citation, "en")).text
    assert "The official figure, beside ours" not in elsewhere


def test_an_official_figure_is_said_with_who_published_it_and_when(country, get):
    load_official_figures()
    one = cite("/api/v1/official-figures/2GK9AJS7/").citation
    answer = get(page_of(one, "en")).text
    assert "in Morocco: " in answer
    assert "November" in answer


def test_the_page_asks_the_database_a_fixed_number_of_times(
    country, get, django_assert_max_num_queries
):
    one = cite("/api/v1/statistics/?measure=members&year=2023&region=02&group_by=sector").citation
    for n in range(12):
        country.register.publish(
            f"Nouvelle {n}", place=country.register.facts[country.amal.code].place
        )
    get(page_of(one))
    with django_assert_max_num_queries(26):
        get(page_of(one))


def test_who_cites_without_end_is_told_to_wait_and_nobody_else(country, client, monkeypatch):
    from frontend.views import citations

    monkeypatch.setattr(citations, "citing", Throttle(per_minute=1, burst=1))
    query = {"query": "/api/v1/actors/?legal_form=cooperative"}
    statuses = [
        client.post("/fr/cite/", query, REMOTE_ADDR=address).status_code
        for address in ("203.0.113.7", "203.0.113.7", "203.0.113.8")
    ]
    assert statuses == [303, 429, 303]
    refused = client.post("/fr/cite/", query, REMOTE_ADDR="203.0.113.7")
    assert int(refused["Retry-After"]) >= 1


def test_the_figures_a_brief_cites_count_as_citations_and_its_headers_cite_none(
    country, client, monkeypatch
):
    from frontend.views import briefs

    asked = {"path": "/fr/territories/02.113/brief.pdf", "REMOTE_ADDR": "203.0.113.7"}
    assert client.head(**asked).status_code == 200
    assert not Citation.objects.exists()
    first = client.get(**asked)
    assert b"".join(first.streaming_content).startswith(b"%PDF")
    figures = Citation.objects.count()
    monkeypatch.setattr(briefs, "citing", Throttle(per_minute=1, burst=figures))
    again = client.get(**asked)
    assert b"".join(again.streaming_content).startswith(b"%PDF")
    refused = client.get(**asked)
    assert (refused.status_code, bool(refused["Retry-After"])) == (429, True)

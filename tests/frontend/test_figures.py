"""The page of figures: a question at an address, answered as the API answers it, and citable."""

import re

import pytest

from evidence.models import Citation


@pytest.fixture
def reported(country):
    country.register.report(country.amal, 2023, members=40, members_women=25)
    return country


def test_a_figure_is_shown_with_how_many_report_it(reported, get):
    answer = get("/en/figures/?measure=members&year=2023&legal_form=cooperative")
    assert answer.status_code == 200
    assert 'figure__number"><bdi class="n">40<' in answer.text
    assert "the only one in scope reports it" in answer.text


def test_a_figure_says_of_which_year_it_is_and_how_it_is_computed(reported, get):
    assert "<dt>Year</dt><dd>" in get("/en/figures/?measure=members&year=2023").text
    text = get("/en/figures/?measure=members-women&aggregate=share&of=members&year=2023").text
    assert "a share, of those who report both" in text
    assert "<dt>Of</dt>" in text
    latest = get("/en/figures/?measure=members&year=latest:3").text
    assert "the latest each reports from" in latest
    per = get("/en/figures/?measure=actors&per=inhabitants&group_by=region").text
    assert "10,000 inhabitants</dd>" in per.replace('<bdi class="n">', "").replace("</bdi>", "")


def test_no_number_is_told_of_all_years_together(reported, get, client):
    page = get("/en/figures/?measure=members&group_by=year").text
    assert "No one number is of all years together" in page
    assert "table__sum" not in page
    query = re.search(r'name="query" value="([^"]*)"', page)[1].replace("&amp;", "&")
    cited = client.post("/en/cite/", {"query": query})
    assert get(cited["Location"]).status_code == 200
    assert get(f"{cited['Location']}?verify=1").status_code == 200


def test_rates_and_shares_keep_their_decimals(reported, get):
    query = "measure=members-women&aggregate=share&of=members&year=2023&legal_form=cooperative"
    assert ">0.62<" in get(f"/en/figures/?{query}").text  # 25 of 40


def test_groups_are_a_table_with_its_total(reported, get):
    text = get("/fr/figures/?group_by=region").text
    assert text.count("<tr>") >= 13
    assert "Oriental" in text
    assert "table__sum" in text


@pytest.mark.parametrize("language", ["ar", "fr", "en", "es", "zgh"])
def test_the_census_is_credited_in_every_language(in_force, get, language):
    answer = get(
        f"/{language}/figures/?measure=census:nonprofit_establishments&group_by=region"
        "&per=inhabitants"
    )
    assert answer.status_code == 200
    assert "CC BY 4.0" in answer.text


def test_what_cannot_be_answered_is_told_and_the_form_keeps_what_was_typed(in_force, get):
    answer = get("/en/figures/?measure=members&year=someday")
    assert answer.status_code == 400
    assert 'value="someday"' in answer.text


def test_the_button_cites_what_is_shown(reported, get, client):
    text = get("/fr/figures/?measure=members&year=2023").text
    query = re.search(r'name="query" value="([^"]*)"', text)[1].replace("&amp;", "&")
    assert client.post("/fr/cite/", {"query": query}).status_code == 303
    assert Citation.objects.get().answer["total"]["value"] == 40


def test_the_past_is_read_from_the_address(reported, get):
    with_figures = get("/en/figures/?measure=members&year=2023").text
    before = get("/en/figures/?measure=members&year=2023&as_of=2").text
    assert "40" in with_figures.split("figure__number")[1][:40]
    assert "not reported" in before

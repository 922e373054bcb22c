"""The page of figures: a question at an address, answered as the API answers it, and citable."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.models import Citation

NONPROFIT = "measure=census:nonprofit_establishments"


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


def test_a_share_is_told_in_per_cent(reported, get):
    query = "measure=members-women&aggregate=share&of=members&year=2023&legal_form=cooperative"
    assert ">62%<" in get(f"/en/figures/?{query}").text  # 25 of 40


def test_a_rate_keeps_its_decimals(reported, get):
    rate = get(f"/en/figures/?{NONPROFIT}&group_by=region&per=inhabitants").text
    assert re.search(r'figure__number"><bdi class="n">\d+\.\d\d<', rate)


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


def number(text):
    """The page's own figure."""
    return re.sub("<[^>]*>", "", text.split('class="figure__number">')[1].split("</span>")[0])


def coverage(text):
    """How many report it, of how many in scope, as the page says it."""
    return re.sub(r"<[^>]*>|\s+", " ", text.split('class="figure__number">')[1])[:400]


def test_a_median_is_told_with_what_it_is_and_how_many_report_it(reported, get):
    reported.register.report(reported.union, 2023, members=15)
    text = get("/en/figures/?measure=members&aggregate=median&year=2023").text
    assert "how many at the median?" in text.partition("</h1>")[0]
    assert number(text) == "27.50"
    assert "<dd>the median of those who report it</dd>" in text
    assert re.search(r"\b2\b.{0,20} of .{0,5}6\b", coverage(text))
    grouped = get("/en/figures/?measure=members&aggregate=median&year=2023&group_by=region").text
    assert re.search(r'table__number"><bdi class="n">40</bdi>', grouped)
    assert re.search(r'table__number"><bdi class="n">15</bdi>', grouped)


def test_who_reports_and_who_stood_on_a_day_narrow_the_page_as_the_answer(reported, get):
    query = "measure=members&year=2023&has=members&active_on=2020-01-01"
    text = get(f"/en/figures/?{query}").text
    told = get(f"/api/v1/statistics/?{query}").json()
    assert (number(text), told["total"]["value"]) == ("40", 40)
    assert told["total"]["in_scope"] == 1
    assert "the only one in scope reports it" in text
    assert "<dt>Active on</dt><dd>" in text
    assert "<dt>Reports</dt><dd>" in text


def test_the_years_and_the_past_are_told_of_those_who_stood_on_a_day(reported, get):
    with_year = "measure=members&has=members&active_on=2020-01-01&year="
    assert number(get(f"/en/figures/?{with_year}latest:9").text) == "40"
    assert "not reported" in get(f"/en/figures/?{with_year}2022").text
    before = get(f"/en/figures/?{with_year}2023&as_of=4").text
    assert "not reported" in before
    assert "You are reading the past" in before


def test_of_unknown_founding_the_page_says_how_many(country, get):
    words = re.sub("<[^>]*>", "", get("/en/figures/?active_on=2017-01-01").text)
    assert "4 more, of unknown founding, can be counted neither in nor out" in words
    assert "of unknown founding" not in get("/en/figures/").text


def test_the_past_is_read_from_the_address(reported, get):
    with_figures = get("/en/figures/?measure=members&year=2023").text
    before = get("/en/figures/?measure=members&year=2023&as_of=2").text
    assert "40" in with_figures.split("figure__number")[1][:40]
    assert "not reported" in before


# ---- the question ------------------------------------------------------------------------------


def links(text):
    return [one.replace("&amp;", "&") for one in re.findall(r'href="([^"]*)"', text)]


def test_the_title_asks_the_question(reported, get):
    asked = get("/en/figures/?legal_form=cooperative&territory=02").text
    assert re.search(r"<h1>\s*How many cooperatives\?", asked)
    assert "Region of" in asked
    assert "Memberships" in get("/en/figures/?measure=members").text.partition("</h1>")[0]


def test_every_filter_has_a_chip_that_leads_to_the_question_without_it(reported, get):
    text = get("/en/figures/?measure=members&year=2023&legal_form=cooperative&region=02").text
    found = re.findall(r'class="chip chip--on" href="([^"]*)"><span class="aside">Remove', text)
    assert [one.replace("&amp;", "&") for one in found] == [
        "/en/figures/?measure=members&legal_form=cooperative&region=02",
        "/en/figures/?measure=members&year=2023&legal_form=cooperative",
        "/en/figures/?measure=members&year=2023&region=02",
    ]


def test_the_scope_of_a_figure_is_told_filter_by_filter(reported, get):
    text = get("/en/figures/?measure=members&founded_from=1990&has=jobs&sector=argan,none").text
    facts = {
        label: re.sub("<[^>]*>", "", words)
        for label, words in re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", text)
    }
    assert facts["Founded from"] == "1 January 1990"
    assert facts["Reports"] == "Jobs"
    assert facts["Sector"] == "Argan, not known"


def test_the_form_holds_the_whole_question_as_it_was_typed(reported, get):
    query = (
        "measure=members&year=2023&group_by=region,sector&legal_form=cooperative&q=amal"
        "&founded_from=1990&as_of=4&commune=02.113.01.09&has=jobs"
    )
    form = get(f"/en/figures/?{query}").text
    for held in (
        '<option value="members" selected>',
        'name="year" value="2023"',
        '<option value="region" selected>',
        '<option value="sector" selected>',
        'name="legal_form" value="cooperative" checked',
        'name="q" value="amal"',
        'name="founded_from" value="1990"',
        'type="hidden" name="as_of" value="4"',
        'type="hidden" name="commune" value="02.113.01.09"',
        '<option value="jobs" selected>',
    ):
        assert held in form, held


def test_two_fields_of_groups_make_a_table_of_both(reported, get):
    text = get("/en/figures/?group_by=legal_form&group_by=region").text
    heads = re.findall(r'<th scope="(rowgroup|row)">(.*?)</th>', text, re.DOTALL)
    told = [(scope, re.sub(r"<.*?>", "", words).strip()) for scope, words in heads]
    at = told.index(("rowgroup", "Cooperative"))
    assert told[at + 1] == ("row", "Oriental")
    assert re.search(
        r'rowgroup"><bdi>Cooperative</bdi>.*?table__number"><bdi class="n">1<', text, re.S
    )


@pytest.mark.parametrize(
    ("order", "first"),
    [("", "Cooperative"), ("name", "Association"), ("-name", "Union of cooperatives")],
)
def test_of_two_groupings_the_first_heads_the_second_in_any_order(reported, get, order, first):
    ordering = f"&ordering={order}" if order else ""
    text = get(f"/en/figures/?group_by=legal_form,region{ordering}").text
    heads = re.findall(r'rowgroup">(?:<bdi>)?([^<]*)', text)
    assert len(heads) == len(set(heads))
    assert heads[0] == first


def test_where_no_number_is_of_all_years_a_group_has_none(reported, get):
    text = get("/en/figures/?measure=members&group_by=region,year").text
    group = re.search(r'<tr class="table__group">.*?</tr>', text, re.DOTALL)[0]
    assert "Oriental" in group
    assert "not reported" not in group
    assert 'table__number"></td>' in group


def test_a_share_finds_its_whole_by_itself(reported, get):
    answer = get("/en/figures/?measure=members-women&aggregate=share&year=2023")
    assert answer.status_code == 302
    assert "of=members" in answer["Location"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("measure=joy", "measure"),
        ("measure=members&year=someday", "year"),
        ("measure=actors&year=2023", "year"),
        ("measure=members&group_by=planet", "group-by-1"),
        ("measure=members&aggregate=share&of=members", "aggregate"),
        ("measure=members&aggregate=mean&per=inhabitants", "per"),
        ("per=inhabitants&per_n=lots", "per-n"),
    ],
)
def test_a_refusal_stands_beside_its_field(in_force, get, query, field):
    answer = get(f"/en/figures/?{query}")
    assert answer.status_code == 400
    marked = re.search(f'id="{field}"[^>]*aria-describedby="(wrong-[a-z_]*)"', answer.text)
    assert f'id="{marked[1]}"' in answer.text
    assert '<details class="question" open>' in answer.text


def test_one_step_leads_to_the_same_figure_in_other_groups_and_as_a_rate(reported, get):
    text = get("/en/figures/?measure=members&year=2023&group_by=kind").text
    near = text.partition('<nav class="near"')[2].partition("</nav>")[0]
    on = re.findall(r'aria-current="true">(.*?)</a>', near)
    assert on == ["By kind", "Number"]
    assert {get(one).status_code for one in links(near)} == {200}


def test_what_nobody_reports_is_unknown_and_not_none(country, get):
    text = get("/en/figures/?measure=members&year=2023&legal_form=cooperative").text
    assert "That does not mean there is none" in text
    assert "Without “" in text
    assert 'aria-label="not reported"' in text


def test_the_share_of_women_stands_beside_the_sum(reported, get):
    text = get("/en/figures/?measure=members&year=2023&group_by=region").text
    assert "are women’s" in text
    oriental = text.partition(">Oriental<")[2].partition("</tr>")[0]
    assert ">62%<" in oriental


def test_the_examples_of_questions_can_all_be_asked(in_force, get):
    text = get("/en/figures/").text.partition('id="ready"')[2]
    asked = [one for one in links(text) if one.startswith("/en/figures/?")]
    assert len(asked) == 5
    assert {get(one).status_code for one in asked} == {200}


def test_what_is_shown_is_had_as_a_table_and_a_workbook(reported, get, client):
    text = get("/fr/figures/?measure=members&group_by=region").text
    found = [one for one in links(text) if "format=" in one]
    assert {one.rpartition("=")[2] for one in found} == {"csv", "xlsx"}
    assert {client.get(one).status_code for one in found} == {200}


# ---- rows --------------------------------------------------------------------------------------


def rows(text):
    body = text.partition("<tbody>")[2].partition('<tr class="table__sum">')[0]
    return [re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", one)) for one in body.split("<tr>")[1:]]


def test_the_largest_comes_first_and_the_address_tells_another_order(in_force, get):
    query = f"{NONPROFIT}&group_by=region"
    largest = rows(get(f"/en/figures/?{query}").text)
    by_name = rows(get(f"/en/figures/?{query}&ordering=name").text)
    assert sorted(largest) == sorted(by_name)
    assert by_name[0].split()[0] == "Béni"
    assert (
        rows(get(f"/en/figures/?{query}&ordering=-name").text)[0].split()[0] == "Tanger-Tétouan-Al"
    )
    assert rows(get(f"/en/figures/?{query}&ordering=value").text)[::-1][:1] == largest[:1]


def test_an_order_or_a_page_that_is_not_there_is_refused(in_force, get):
    assert get("/en/figures/?group_by=region&ordering=luck").status_code == 400
    assert get("/en/figures/?group_by=region&page=2").status_code == 400
    assert get("/en/figures/?group_by=region&page=x").status_code == 400


def test_communes_are_told_fifty_at_a_time_and_another_question_begins_anew(in_force, get):
    text = get(f"/en/figures/?{NONPROFIT}&group_by=commune&page=2").text
    assert len(rows(text)) == 50
    span = re.search(r'pagination__span">(.*?)</p>', text)[1]
    assert re.sub("<[^>]*>", "", span) == "51 to 100 of 1,503"
    assert [one for one in links(text) if "page=" in one and "#table" in one] == [
        f"/en/figures/?{NONPROFIT}&group_by=commune&page=3#table"
    ]


def test_the_whole_country_s_communes_are_all_in_the_file(in_force, get, client):
    text = get(f"/en/figures/?{NONPROFIT}&group_by=commune").text
    [file] = [one for one in links(text) if one.endswith("format=csv")]
    assert len(client.get(file).content.decode("utf-8-sig").splitlines()) == 1_505


# ---- the map -----------------------------------------------------------------------------------


def parts(text):
    """Class and words of each territory on the map."""
    found = re.findall(
        r'<a href="[^"]*"><path class="drawn__part (q\S+|d\d)"[^>]*/>'
        r'<text class="choropleth__said"[^>]*>([^<]*)</text>',
        text,
    )
    return {words.partition(":")[0]: (css, words.partition(": ")[2]) for css, words in found}


def test_a_map_says_each_territory_s_name_and_value_and_leads_to_its_page(in_force, get):
    text = get(f"/en/figures/?{NONPROFIT}&group_by=province").text
    found = parts(text)
    assert len(found) == 75
    table = get(f"/api/v1/statistics/?{NONPROFIT}&group_by=province").json()["results"]
    nador = next(one for one in table if one["groups"][0]["code"] == "02.381")
    assert found["Nador"][1] == f"{nador['value']:,}"
    assert '<a href="/en/territories/02.381/"><path' in text


def test_what_nobody_reports_is_hatched_and_counted_in_the_legend(reported, get):
    text = get("/en/figures/?measure=members&year=2023&group_by=region").text
    assert parts(text)["Souss-Massa"] == ("q-none", "not reported")
    legend = re.sub("<[^>]*>", "", text.partition('class="classes"')[2].partition("</ul>")[0])
    assert "not reported (11)" in legend


def test_what_less_than_a_quarter_report_is_hatched_and_its_value_still_told(reported, get):
    reported.register.publish_all(
        *(reported.register.actor(f"Autre {n}", place=reported.amal.place) for n in range(4))
    )
    text = get("/en/figures/?measure=members&year=2023&group_by=province").text
    assert parts(text)["Berkane"] == ("q-none", "40, reported by 1 of 5")
    assert ">40<" in text.partition(">Berkane<")[2].partition("</tr>")[0]


def test_of_a_register_none_registered_is_not_none(country, get):
    found = parts(get("/en/figures/?group_by=region").text)
    assert found["Souss-Massa"] == ("q-none", "none registered yet")


def test_a_share_is_coloured_around_that_of_all(reported, get):
    query = "measure=members-women&aggregate=share&of=members&year=2023&group_by=region"
    css, words = parts(get(f"/en/figures/?{query}").text)["Oriental"]
    assert (css, words) == ("d4", "62%")
    assert "around the share of all together" in get(f"/en/figures/?{query}").text


def test_the_country_s_communes_lead_to_their_regions(in_force, get):
    text = get(f"/en/figures/?{NONPROFIT}&group_by=commune").text
    doors = re.findall(r'<a href="([^"]*)"><path class="choropleth__door"', text)
    assert len(doors) == 12
    region = get(doors[1].replace("&amp;", "&")).text
    assert len(parts(region)) == 124


def test_casablanca_s_prefectures_have_a_map_of_their_own_and_are_no_provinces(in_force, get):
    text = get("/en/figures/?measure=census:population&group_by=prefecture-arrondissements").text
    assert len(parts(text)) == 8
    provinces = parts(get("/en/figures/?measure=census:population&group_by=province").text)
    assert "Casablanca-Anfa" not in provinces
    assert "Casablanca" in provinces


def test_two_groupings_have_no_map(reported, get):
    assert "choropleth" not in get("/en/figures/?group_by=region,sector").text


@pytest.mark.parametrize(
    ("query", "most"),
    [
        ("group_by=province", 30),
        (f"{NONPROFIT}&group_by=province&per=inhabitants", 30),
        (f"{NONPROFIT}&group_by=commune&per=inhabitants", 50),
        (f"{NONPROFIT}&group_by=commune&region=07", 50),
    ],
)
def test_a_page_with_its_map_is_light(in_force, client, query, most):
    answer = client.get(f"/ar/figures/?{query}", headers={"Accept-Encoding": "br"})
    assert int(answer["Content-Length"]) < most * 1024


# ---- years -------------------------------------------------------------------------------------


@pytest.fixture
def years(country):
    register = country.register
    for year, members in ((2021, 10), (2022, 30)):
        register.report(country.amal, year, members=members)
    register.report(country.imane, 2022, members=30)
    return country


def test_years_are_a_chart_a_list_and_a_table(years, get):
    text = get("/en/figures/?measure=members&group_by=year&region=02").text
    assert 'class="chart"' in text
    assert "2022: 60, reported by 2 of 3" in text
    assert text.count('class="series__row"') == 2
    assert text.count('<th scope="row"><bdi class="n">20') == 2


def test_a_rise_is_told_with_the_rise_of_those_who_report(years, get):
    text = get("/en/figures/?measure=members&group_by=year&region=02").text
    words = re.sub("<[^>]*>", "", text)
    assert "From 2021 to 2022 the figure goes from 10 to 60" in words
    assert "those who report it go from 1 to 2" in words


def test_years_that_too_few_report_are_not_compared(years, get):
    text = get("/en/figures/?measure=members&group_by=year&legal_form=association,foundation").text
    assert "Too few report it in these years" in text


def test_founding_years_are_a_chart_without_coverage(country, get):
    text = get("/en/figures/?group_by=founding_year").text
    assert 'class="chart"' in text
    assert "chart__reported" not in text
    assert "of unknown founding" in text


def test_closing_years_are_a_chart_of_those_that_closed(country, get):
    text = get("/en/figures/?group_by=closing_year").text
    assert 'class="chart"' in text
    assert re.search(r'id="series-title">By closing year<', text)
    assert "<dt>Status</dt><dd>Closed</dd>" in text
    assert "no closing date known" not in text.lower()


def test_with_all_of_them_those_without_a_closing_date_are_told_beside(country, get):
    text = get("/en/figures/?group_by=closing_year&status=any").text
    words = re.sub("<[^>]*>", "", text)
    assert "6 with no closing date known" in words
    assert "No closing date known" in words
    assert "of unknown founding" not in words


def test_one_step_from_the_active_to_closings_leaves_their_status(country, get):
    text = get("/en/figures/?group_by=region&status=active&sector=argan").text
    [closings] = [one for one in links(text) if "group_by=closing_year" in one]
    assert "status" not in closings
    assert "sector=argan" in closings
    assert get(closings).status_code == 200


# ---- the census' own measure -------------------------------------------------------------------


LABELS = {
    "ar": "جمعيات لها مقر خاص بها",
    "fr": "Associations dans leurs propres locaux",
    "en": "Associations in premises of their own",
    "es": "Asociaciones con local propio",
}


@pytest.mark.parametrize("language", LABELS)
def test_the_census_measure_is_labelled_exactly_and_credited(in_force, get, language):
    text = get(f"/{language}/figures/?{NONPROFIT}&group_by=commune&per=inhabitants").text
    assert "HCP, RGPH 2024, CC BY 4.0" in text
    assert LABELS[language] in text


def test_the_census_measure_can_be_cited(in_force, get, client):
    text = get(f"/fr/figures/?{NONPROFIT}&group_by=region&per=inhabitants").text
    query = re.search(r'name="query" value="([^"]*)"', text)[1].replace("&amp;", "&")
    assert client.post("/fr/cite/", {"query": query}).status_code == 303
    assert float(Citation.objects.get().answer["total"]["value"]) > 1


@pytest.mark.parametrize(
    "page", ["/fr/", "/fr/figures/", "/fr/territories/", "/fr/territories/02/"]
)
def test_the_map_the_figures_and_the_territories_lead_to_it(country, get, page):
    [*found] = [one for one in links(get(page).text) if "nonprofit" in one]
    assert found
    assert get(found[0]).status_code == 200


# ---- what it costs -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "most"),
    [
        ("", 10),
        ("measure=members&group_by=region", 16),
        ("measure=members&group_by=year", 11),
        ("measure=members-women&aggregate=share&of=members&group_by=province", 13),
        (f"{NONPROFIT}&group_by=commune&per=inhabitants", 11),
    ],
)
def test_a_page_costs_few_queries(reported, get, query, most):
    get(f"/fr/figures/?{query}")
    with CaptureQueriesContext(connection) as asked:
        assert get(f"/fr/figures/?{query}").status_code == 200
    told = [one["sql"] for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(told) <= most, "\n".join(told)

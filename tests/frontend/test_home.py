"""The map's page: one selection as list, figure, filters and drawn map, all in its address."""

import re

import pytest

from directory import codes
from directory.selection.selection import Selection


def listed(answer):
    return re.findall(r'data-actor="(\w{8})"', answer.text)


def figure(answer):
    return re.search(r'figure__number"><bdi class="n">([^<]+)<', answer.text)[1]


def test_it_counts_and_lists_what_is_active(country, get):
    answer = get("/fr/")
    assert answer.status_code == 200
    assert figure(answer) == "6"
    assert country.closed.code not in listed(answer)
    assert len(listed(answer)) == 6


def test_it_names_an_organisation_in_the_pages_language_and_else_says_which(country, get):
    assert "<bdi>تعاونية الأمل</bdi>" in get("/ar/").text
    assert '<bdi lang="ar" dir="rtl">جمعية الإيمان</bdi>' in get("/fr/").text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=%D8%A7%D9%84%D8%A7%D9%8A%D9%85%D8%A7%D9%86", ["imane"]),  # without its hamza
        ("region=04", ["union", "mutual"]),
        ("territory=02.381&legal_form=association", ["imane", "rif"]),
        ("sector=argan", ["amal"]),
        ("audience=women-led", ["amal"]),
        ("kind=network", ["rif"]),
        ("founded_to=1970", ["unplaced"]),
        ("status=closed", ["closed"]),
        ("closed_from=2019", ["closed"]),
        ("closed_to=2018", []),
        ("confirmed_since=2025-01-01", ["amal"]),
        ("region=none", ["unplaced"]),
        ("bbox=-3.2,35,-2.5,35.4", ["imane"]),
    ],
)
def test_every_filter_narrows_list_and_figure_alike(country, get, query, names):
    answer = get(f"/en/?{query}")
    expected = {getattr(country, name).code for name in names}
    if "bbox" in query:
        expected.add(country.rif.code)
    assert set(listed(answer)) == expected
    assert figure(answer) == str(len(expected))


def test_a_filter_of_closings_says_which_status_is_usual_with_it(country, get):
    assert "Active today (usual)" in get("/en/").text
    text = get("/en/?closed_from=2019").text
    assert 'name="closed_from" value="2019"' in text
    assert "Closed (usual here)" in text
    refused = get("/en/?closed_from=2019&status=active")
    assert refused.status_code == 400
    assert 'id="refused-status"' in refused.text


def test_a_network_and_a_programme_select_their_members(country, get):
    assert listed(get(f"/fr/?network={codes.show(country.rif.code)}")) == [country.amal.code]
    assert set(listed(get(f"/fr/?programme={country.taghyir.code}"))) == {
        country.amal.code,
        country.imane.code,
    }


def test_a_box_says_how_many_have_no_point(country, get):
    answer = get("/en/?bbox=-3.2,35,-2.5,35.4")
    assert "have no point on the map" in answer.text


def test_each_filter_that_is_on_has_a_link_without_it(country, get):
    answer = get("/fr/?region=04,02&legal_form=cooperative")
    assert 'href="/fr/?region=02&amp;legal_form=cooperative"' in answer.text
    assert 'href="/fr/?region=04,02"' in answer.text


def test_what_cannot_be_read_is_said_and_nothing_typed_is_lost(country, get):
    answer = get("/fr/?founded_from=jadis&sector=argan&colour=red")
    assert answer.status_code == 400
    assert 'value="jadis"' in answer.text
    assert 'id="refused-founded_from"' in answer.text
    assert 'id="refused-colour"' in answer.text
    assert 'value="argan" checked' in answer.text


@pytest.mark.parametrize("moment", ["99999", "2999-01-01", "yesterday"])
def test_a_moment_that_is_not_is_refused_on_every_page(country, get, moment):
    for page in ("", "actors/", "territories/02/", "register/", "networks/", "about/"):
        assert get(f"/fr/{page}?as_of={moment}").status_code == 400


def test_empty_fields_and_trackers_are_dropped_and_repeated_codes_joined(country, get):
    answer = get("/fr/?q=&utm_source=x&fbclid=y&region=04&region=02&status=")
    assert answer.status_code == 302
    assert answer["Location"] == "/fr/?region=04,02"


def test_the_past_is_read_and_said(country, get):
    answer = get("/en/?as_of=2")
    assert figure(answer) == "1"
    assert "You are reading the past" in answer.text
    assert 'href="/en/"' in answer.text
    assert "/en/actors/" in answer.text
    assert "?as_of=2" in answer.text


def test_a_page_of_the_list_fixes_its_revision(country, get, register):
    for n in range(20):
        register.publish(f"Association {n:02}")
    first = get("/fr/actors/")
    assert len(listed(first)) == 26
    home = get("/fr/")
    following = re.search(r'href="([^"]+)#list" rel="next"', home.text)[1].replace("&amp;", "&")
    register.publish("Zzz plus tard")
    assert len(listed(get(following))) == 6


def test_unchanged_it_is_not_sent_again(country, get, register):
    answer = get("/fr/?region=02")
    again = get("/fr/?region=02", **{"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert get("/ar/?region=02")["ETag"] != answer["ETag"]
    register.publish("Nouvelle")
    assert get("/fr/?region=02", **{"If-None-Match": answer["ETag"]}).status_code == 200


def test_a_numbered_revision_may_be_kept_a_day(country, get):
    assert get("/fr/?as_of=3")["Cache-Control"] == "public, max-age=86400"
    assert get("/fr/")["Cache-Control"] == "no-cache"


def test_the_drawn_map_links_bubbles_to_their_territories(country, get):
    answer = get("/fr/")
    assert 'class="drawn map__still"' in answer.text
    assert 'href="/fr/?territory=02.381"' in answer.text or "02.381" in answer.text


def test_the_map_is_a_picture_of_its_own_too(country, get):
    for page in ("/fr/map.svg?region=02", "/ar/ground.svg"):
        answer = get(page)
        assert answer["Content-Type"].startswith("image/svg+xml")
        assert "prefers-color-scheme: dark" in answer.text
        assert "style-src 'sha256-" in answer["Content-Security-Policy"]


def test_it_asks_the_database_a_bounded_number_of_times(
    country, get, register, django_assert_max_num_queries
):
    get("/fr/")
    for n in range(15):
        register.publish(f"Association {n:02}")
    with django_assert_max_num_queries(30):
        get("/fr/")


@pytest.mark.parametrize(
    ("query", "size"), [("", 2), ("&near=-2.93,35.17&radius=100000&ordering=distance", 1)]
)
def test_pages_of_the_list_lead_on_and_back_to_the_same(country, get, monkeypatch, query, size):
    monkeypatch.setattr("frontend.views.home.ON_A_PAGE", size)
    walked, address = [], f"/en/?status=any{query}"
    while address:
        page = get(address)
        walked.append((address, listed(page), beside(page, "prev")))
        address = beside(page, "next")
    assert len(walked) == (2 if query else 4)
    for (_, before, _), (_, _, back) in zip(walked[1:], walked[2:], strict=False):
        assert listed(get(back)) == before
    assert [back for _, _, back in walked[:2]] == [None, walked[0][0]]


def test_a_page_of_the_list_says_which_rows_it_shows_of_how_many(country, get, monkeypatch):
    monkeypatch.setattr("frontend.views.home.ON_A_PAGE", 3)
    first = get("/en/?status=any")
    second = get(beside(first, "next"))
    third = get(beside(second, "next"))
    assert [rows_of(page) for page in (first, second, third)] == [(1, 3, 7), (4, 6, 7), (7, 7, 7)]
    assert listed(get(beside(third, "first"))) == listed(first)
    assert beside(second, "first") is None


def test_a_page_too_deep_to_count_to_says_no_rows(country, get, monkeypatch):
    monkeypatch.setattr("frontend.views.home.ON_A_PAGE", 3)
    monkeypatch.setattr(Selection.passed, "__kwdefaults__", {"most": 2})
    second = get(beside(get("/en/?status=any"), "next"))
    assert "pagination__span" not in second.text
    assert beside(second, "prev") == "/en/?status=any"


def rows_of(page):
    words = page.text.split('class="pagination__span">', 1)[1].split("</p>")[0]
    return tuple(int(found) for found in re.findall(r">(\d+)<", words))


def beside(page, relation):
    found = re.search(rf'href="([^"]*)" rel="{relation}"', page.text)
    return found and found[1].replace("&amp;", "&").partition("#")[0]

"""What happened to an organisation, in words: on its page, on the moderation's, and in its feed."""

import html
import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory import codes
from directory.as_of import snapshot
from directory.models import Membership, Observation
from directory.publishing import publish, redact_actor
from directory.records.facts import MembershipFacts, ObservationFacts
from directory.selectors.history import actor_history
from evidence.wording.numbers import NO_BREAK
from tests import people
from tests.register import day

HOW = {"kind": "publish", "role": "moderator", "reason": "correction"}
SUMMARY = "{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}summary"
ISOLATES = re.compile("[\u2066-\u2069]")


@pytest.fixture
def amal(country):
    return country.amal


@pytest.fixture
def read(client):
    """The entries of a history as they are read, the newest first."""

    def ask(actor, language="en", as_of=""):
        path = f"/{language}/actors/{codes.show(actor.code)}/{as_of and f'?as_of={as_of}'}"
        return entries(client.get(path, follow=True))

    return ask


@pytest.fixture
def moderated(client, country):
    """The same of the page of moderation."""
    people.log_in(client, people.moderator("country", name="Hind"))

    def ask(actor):
        return entries(client.get(f"/en/moderation/actors/{codes.show(actor.code)}/"))

    return ask


@pytest.fixture
def feed(client):
    def ask(actor, language="en"):
        answer = client.get(f"/{language}/actors/{codes.show(actor.code)}/feed.atom")
        assert answer.status_code == 200
        told = ElementTree.fromstring(answer.content).findall(SUMMARY)
        return [ISOLATES.sub("", one.text) for one in told]

    return ask


def entries(answer):
    assert answer.status_code == 200
    history = answer.content.decode().partition('<ol class="history">')[2].partition("</ol>")[0]
    marked = re.sub(r"<(del|ins)\b[^>]*>", r"[\1 ", history)
    marked = re.sub(r"</(del|ins)>", "]", marked)
    plain = [html.unescape(re.sub(r"<[^>]+>", " ", one)) for one in marked.split("<li")[1:]]
    return [re.sub(r"[^\S\u00a0]+", " ", ISOLATES.sub("", one)) for one in plain]


# ---- figures -------------------------------------------------------------------------------------


def test_a_figure_is_told_from_what_to_what(amal, country, read, moderated, feed):
    country.register.report(amal, 2025, members=10)
    country.register.report(amal, 2025, members=1025)
    publish(**HOW, closed=[Observation.objects.current().get().digest])
    for told in (read(amal), moderated(amal)):
        assert all("Figures changed" in one for one in told[:3])
        assert "Memberships in 2025 (declared) [del 1,025]" in told[0]
        assert "Memberships in 2025 (declared) [del 10] [ins 1,025]" in told[1].replace("][", "] [")
        assert "Memberships in 2025 (declared) [ins 10]" in told[2]
    assert [one.partition(" · ")[2] for one in feed(amal)[:3]] == [
        "Figures: Memberships in 2025: 1,025, taken away (declared)",
        "Figures: Memberships in 2025: 10 → 1,025 (declared)",
        "Figures: Memberships in 2025: 10 (declared)",
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", f"الأرقام: الانخراطات سنة 2025: 10 ← 1{NO_BREAK}025 (مصرَّح به)"),
        ("fr", f"Chiffres{NO_BREAK}: Adhésions en 2025{NO_BREAK}: 10 → 1{NO_BREAK}025 (déclaré)"),
        ("es", f"Cifras: Membresías en 2025: 10 → 1{NO_BREAK}025 (declarado)"),
    ],
)
def test_a_figure_is_told_in_each_language(amal, country, feed, language, said):
    for members in (10, 1025):
        country.register.report(amal, 2025, members=members)
    assert feed(amal, language)[0].partition(" · ")[2] == said


def test_beside_a_change_its_figures_are_told_with_it(amal, read):
    said = ObservationFacts(amal.code, "turnover", 2025, Decimal("1200.50"), "MAD")
    publish(**HOW, opened=[amal.but(names={"fr": "Amal"}), said])
    newest = read(amal)[0]
    assert "Name changed" in newest
    assert f"[ins 1,200.50{NO_BREAK}MAD]" in newest
    assert "Figures changed" not in newest


def test_a_figure_given_anew_with_the_same_value_is_told_once(amal, country, read):
    for _time in range(2):
        country.register.report(amal, 2025, members=10)
    assert "Memberships in 2025 (declared, given anew) [ins 10]" in read(amal)[0]


def test_of_many_figures_the_first_are_shown_and_the_others_counted(amal, read):
    said = [
        ObservationFacts(amal.code, "members", year, Decimal(9), "memberships")
        for year in range(1990, 2013)
    ]
    publish(**HOW, opened=said)
    newest = read(amal)[0]
    assert newest.count("[ins 9]") == 20
    assert "and 3 more figures" in newest
    assert "more figure" not in read(amal)[1]


def test_figures_cost_a_page_no_more_questions(amal, country, read):
    counts = []
    for year in (2023, 2024):
        country.register.report(amal, year, members=10, jobs=5)
        read(amal)
        with CaptureQueriesContext(connection) as asked:
            read(amal)
        counts.append(len(asked))
    assert counts[0] == counts[1]


# ---- mergers -------------------------------------------------------------------------------------


def test_who_stays_tells_who_was_merged_into_it_and_of_whom_figures_were_said(
    amal, country, client, read, moderated, feed
):
    double = country.register.publish("Double")
    country.register.report(double, 2025, members=40)
    number = country.register.merge(double, amal).number
    for told in (read(amal), moderated(amal)):
        assert "Merger" in told[0]
        assert "Merged into it: Double" in told[0]
        assert "Memberships in 2025 (declared, said of Double) [ins 40]" in told[0]
    assert "Merged into it: Double" in feed(amal)[0]
    before = f"/en/actors/{codes.show(double.code)}/?as_of={number - 1}"
    assert (
        before in client.get(f"/en/actors/{codes.show(amal.code)}/", follow=True).content.decode()
    )
    assert client.get(before, follow=True).status_code == 200
    country.register.split(double)
    assert "Split" in read(amal)[0]
    assert "Parted from it: Double" in read(amal)[0]


def test_who_was_merged_is_told_by_the_name_it_had_then_or_that_it_was_removed(amal, country, read):
    double = country.register.publish("Double")
    merged = country.register.merge(double, amal)
    country.register.split(double)
    country.register.change(double, names={"fr": "Autrement"})
    assert "Merged into it: Double" in read(amal, as_of=merged.number)[0]
    redact_actor(double.code, role="moderator", reason="asked")
    assert "Merged into it: Name removed" in read(amal, as_of=merged.number)[0]


# ---- seals and memberships -----------------------------------------------------------------------


def test_a_seal_given_anew_is_verified_anew(amal, country, read):
    for year in (2024, 2025):
        country.register.seal(amal, on=date(year, 1, 2))
    newest = read(amal)[0]
    assert "Verified anew: identity" in newest
    assert "No longer verified" not in newest


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ({"since": day("2019")}, "Membership corrected: Réseau du Rif since 2019"),
        ({"until": day("2024-05-02")}, "Left Réseau du Rif 2 May 2024"),
    ],
)
def test_a_membership_with_other_dates_is_corrected_or_left_on_its_day(
    amal, country, read, feed, dates, said
):
    held = Membership.objects.current().get(network__code=country.rif.code)
    again = MembershipFacts(amal.code, network=country.rif.code, **dates)
    publish(**HOW, opened=[again], closed=[held.digest])
    newest = read(amal)[0]
    assert said in newest
    assert "Joined" not in newest
    assert feed(amal)[0].endswith(said)


# ---- pages ---------------------------------------------------------------------------------------


@pytest.fixture
def often(amal, country, monkeypatch):
    """An organisation that eight revisions touched, shown three at a time."""
    monkeypatch.setattr("frontend.events.ON_A_PAGE", 3)
    for n in range(8):
        country.register.change(amal, website=f"https://{n}.example.org")
    return amal


def ways(answer):
    told = answer.content.decode()
    return [html.unescape(one) for one in re.findall(r'href="([^"]*#changed)"', told)]


def walked(client, address):
    """The revisions of each page of a history, from its last entries to its first."""
    seen = []
    while address:
        answer = client.get(address, follow=True)
        seen.append([int(one) for one in numbers(answer)])
        address = next(iter(re.findall(r'href="([^"]*)" rel="next"', answer.content.decode())), "")
    return seen


def numbers(answer):
    assert answer.status_code == 200
    return re.findall(r'history__revision"><a[^>]*>(?:<bdi[^>]*>)?(\d+)', answer.content.decode())


@pytest.mark.parametrize("room", ["actors", "moderation/actors"])
def test_a_long_history_is_read_a_page_at_a_time(often, client, room):
    people.log_in(client, people.moderator("country", name="Hind"))
    seen = walked(client, f"/en/{room}/{codes.show(often.code)}/")
    every = [one for each in seen for one in each]
    assert {len(each) for each in seen[:-1]} == {3}
    assert len(seen) > 3
    assert every == sorted(set(every), reverse=True)
    with snapshot() as reading:
        assert {one.revision for one in actor_history(code=often.code, reading=reading)} == {*every}


def test_from_an_earlier_page_a_way_leads_to_the_latest_changes(often, client):
    address = client.get(f"/en/actors/{codes.show(often.code)}/")["Location"]
    [further] = ways(client.get(address))
    latest, _further = ways(client.get(further))
    assert latest == f"{address}#changed"


def test_the_history_of_who_left_is_read_a_page_at_a_time(often, country, client):
    country.register.withdraw(often)
    answer = client.get(f"/en/actors/{codes.show(often.code)}/")
    assert answer.status_code == 410
    [further] = ways(answer)
    assert "https://4.example.org" in client.get(further).content.decode()


@pytest.mark.parametrize(("earlier", "shown"), [("0", 0), ("1", 0), ("999999999999999999", 3)])
def test_a_page_before_any_revision_tells_nothing_and_one_after_all_the_last(
    often, client, earlier, shown
):
    path = f"/en/actors/{codes.show(often.code)}/?earlier={earlier}"
    assert len(entries(client.get(path, follow=True))) == shown


@pytest.mark.parametrize("room", ["actors", "moderation/actors"])
def test_a_page_that_no_revision_begins_is_refused(often, client, room):
    people.log_in(client, people.moderator("country", name="Hind"))
    answer = client.get(f"/en/{room}/{codes.show(often.code)}/?earlier=no", follow=True)
    assert answer.status_code == 400
    assert "the number of a revision" in answer.content.decode()


def test_a_feed_tells_the_last_of_a_long_history(often, feed, monkeypatch):
    monkeypatch.setattr("frontend.views.feeds.MOST", 5)
    assert len(feed(often)) == 5

"""Profiles as moderators meet them: the page of one, its versions, two beside each other."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desk import submissions
from desk.models import ProfileDecision
from desk.moderation import profiles
from directory import codes
from directory.as_of import snapshot
from directory.models import ActorVersion, Revision
from directory.publishing import redact_actor
from directory.records.facts import PartialDate, Place
from directory.selectors.actors import actor_state
from frontend import profiles as told
from frontend.still import box_around
from tests import people
from tests.submissions import sender

__all__ = ["sender"]

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@pytest.fixture
def hind(client, country):
    made = people.moderator("region", "02", name="Hind")
    people.log_in(client, made)
    return made


@pytest.fixture
def twin(country):
    made = country.register.publish(
        "Coop Amal", sectors=("argan", "handicrafts"), website="https://amal.example.org",
        place=Place("02", "02.113", None, "02.113.01.09", precision="commune"),
    )  # fmt: skip
    country.register.report(country.amal, jobs=9, members=40)
    country.register.report(made, jobs=12, members=40)
    return made


@pytest.fixture
def look(client):
    def ask(actor, path="", status=200):
        answer = client.get(f"/en/moderation/actors/{codes.show(actor.code)}/{path}")
        assert answer.status_code == status, answer.content.decode()
        return answer.content.decode()

    return ask


@pytest.fixture
def do(client):
    def ask(actor, path, status=303, **given):
        answer = client.post(f"/en/moderation/actors/{codes.show(actor.code)}/{path}", given)
        assert answer.status_code == status, answer.content.decode()
        return answer

    return ask


def state(actor):
    with snapshot() as reading:
        return actor_state(actor.code, reading)


def seen(page):
    return re.search(r'name="seen" value="([0-9a-f]{64})"', page)[1]


def numbers(actor):
    found = ActorVersion.objects.filter(code=actor.code).order_by("opened")
    return list(found.values_list("opened", flat=True))


# ---- finding -------------------------------------------------------------------------------------


def test_a_code_leads_to_its_profile_and_a_name_to_those_it_may_mean(client, hind, country):
    shown = codes.show(country.amal.code)
    answer = client.get(f"/en/moderation/actors/?q={shown.lower().replace('-', ' ')}")
    assert answer["Location"] == f"/en/moderation/actors/{shown}/"
    assert shown in client.get("/en/moderation/actors/?q=Aklim").content.decode()
    assert "Union" not in client.get("/en/moderation/actors/?q=Rabat").content.decode()


@pytest.mark.parametrize("asked", ["7KQ2-M9XY", "0000-0001", "nobody at all", "%00", "x" * 400])
def test_what_is_not_there_is_not_found_in_words(client, hind, asked):
    assert client.get("/en/moderation/actors/", {"q": asked}).status_code == 200


# ---- the page of one -----------------------------------------------------------------------------


def test_every_version_says_its_role_day_and_reason_and_who_decided(hind, country, look, sender):
    held = sender.send(country.amal.code, activity={"website": "https://amal.example.org"})
    submissions.accept(held, by=hind)
    page = look(country.amal)
    assert page.count("history__revision") == 6
    assert "the organisation itself · yearly update" in page
    assert "moderation · new profile" in page
    assert "Hind" in page
    assert f"/en/moderation/{held.pk}/" in page


def test_two_versions_are_told_apart_in_either_direction(hind, country, look):
    first, last = numbers(country.amal)
    for before, after, struck in ((first, last, "Al Amal"), (last, first, "d’Aklim")):
        page = look(country.amal, f"?before={before}&after={after}")
        table = page.partition("Two versions told apart")[2].partition("All that happened")[0]
        assert f"{struck}</del>" in table
    assert "They say the same" in look(country.amal, f"?before={last}&after={last}")


def test_versions_to_choose_from_are_said_as_shortly_as_a_phone_shows_them(hind, country, look):
    said = re.findall(r"<option[^>]*>([^<]+)</option>", look(country.amal))
    assert said
    assert all(re.fullmatch(r"Revision \d+, \d+ \w+ \d{4}", one) for one in said)


@pytest.mark.parametrize("query", ["before=1&after=x", "before=0&after=0", "colour=red"])
def test_what_is_no_version_is_refused(hind, country, look, query):
    look(country.amal, f"?{query}", status=400)


def test_the_page_costs_the_same_however_long_its_history(hind, country, look):
    counts = []
    for n in range(2):
        country.register.change(country.amal, website=f"https://{n}.example.org")
        look(country.amal)
        with CaptureQueriesContext(connection) as asked:
            look(country.amal)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 32


def test_a_redacted_profile_is_still_withdrawn_and_never_restored(hind, country, look, do):
    first, _last = numbers(country.amal)
    redact_actor(country.amal.code, role="moderator", reason="asked")
    assert "Restore this version" not in look(country.amal)
    look(country.amal, f"versions/{first}/", status=404)
    page = look(country.amal, "withdraw/")
    do(country.amal, "withdraw/", reason="asked", seen=seen(page))
    page = look(country.amal, "return/")
    answer = do(country.amal, "return/", status=409, reason="asked", seen=seen(page))
    assert "were redacted" in answer.content.decode()


# ---- restoring -----------------------------------------------------------------------------------


def test_what_would_change_is_looked_at_then_restored(hind, country, look, do):
    first, _last = numbers(country.amal)
    assert f"versions/{first}/" in look(country.amal)
    page = look(country.amal, f"versions/{first}/")
    assert "d’Aklim</del>" in page
    assert "Al Amal</ins>" in page
    do(country.amal, f"versions/{first}/", status=400, seen=seen(page))  # no reason
    do(country.amal, f"versions/{first}/", reason="damaged", note="By phone.", seen=seen(page))
    assert state(country.amal).facts["names"]["fr"] == "Coopérative Al Amal"
    page = look(country.amal)
    assert "a later change damaged it" in page
    assert "By phone." in page


def test_a_revision_leads_a_moderator_to_the_history_of_its_profile(hind, country, look, do):
    first, _last = numbers(country.amal)
    page = look(country.amal, f"versions/{first}/")
    do(country.amal, f"versions/{first}/", reason="damaged", seen=seen(page))
    country.register.change(country.amal, website="https://later.example.org")
    restored = Revision.objects.head().number - 1
    page = look(country.amal)
    address = f"/en/moderation/actors/{codes.show(country.amal.code)}/"
    assert f'href="{address}?earlier={restored + 1}#r-{restored}"' in page
    there = look(country.amal, f"?earlier={restored + 1}")
    shown = re.findall(r'<li id="r-(\d+)"', there)
    assert int(shown[0]) == restored


def test_restoring_says_that_figures_stay_and_where_they_are_taken_back(
    hind, country, look, sender
):
    first, _last = numbers(country.amal)
    assert "Its figures changed since" not in look(country.amal, f"versions/{first}/")
    held = sender.send(country.amal.code, figures={"year": "2024", "members": "14"})
    submissions.accept(held, by=None)
    country.register.report(country.amal, 2022, members=9)
    page = look(country.amal, f"versions/{first}/")
    said = plain(page).partition("Its figures changed since, and are not restored")[2]
    head = Revision.objects.head().number
    assert said.index(f"Revision {head} ") < said.index(f"Revision {head - 1} ")
    assert page.count("?undo=1#undo") == 1
    assert f'href="/en/moderation/{held.pk}/?undo=1#undo"' in page


def test_a_change_meanwhile_is_shown_and_what_was_typed_is_kept(hind, country, look, do):
    first, _last = numbers(country.amal)
    before = seen(look(country.amal, f"versions/{first}/"))
    country.register.change(country.amal, website="https://meanwhile.example.org")
    answer = do(
        country.amal, f"versions/{first}/", status=409, reason="asked", note="Typed.", seen=before
    )
    page = answer.content.decode()
    assert "It was changed meanwhile" in page
    assert "meanwhile.example.org</del>" in page
    assert "Typed." in page
    do(country.amal, f"versions/{first}/", reason="asked", seen=seen(page))


@pytest.mark.parametrize("given", [{"seen": "zz"}, {"seen": ""}, {"reason": "because"}, {}])
def test_what_is_posted_wrongly_is_refused_and_publishes_nothing(hind, country, client, given):
    head = Revision.objects.head().number
    shown = codes.show(country.amal.code)
    for path in (f"versions/{numbers(country.amal)[0]}", "withdraw", "figures", "return"):
        told = {"reason": "asked"} | given
        answer = client.post(f"/en/moderation/actors/{shown}/{path}/", told)
        assert answer.status_code in (303, 400, 409)
    assert Revision.objects.head().number == head


# ---- withdrawing and bringing back ---------------------------------------------------------------


def test_it_is_withdrawn_and_brought_back(hind, country, look, do, client):
    page = look(country.amal, "withdraw/")
    do(country.amal, "withdraw/", reason="not-found", seen=seen(page))
    assert "not found to exist" in look(country.amal)
    public = client.get(f"/en/actors/{codes.show(country.amal.code)}/")
    assert (public.status_code, "not found to exist" in public.content.decode()) == (410, True)
    page = look(country.amal, "return/")
    do(country.amal, "return/", reason="found-after-all", seen=seen(page))
    assert state(country.amal).is_current


def test_who_keeps_it_is_told_that_somebody_else_decides(hind, country, look, do):
    people.keep(hind, country.amal.code)
    page = look(country.amal)
    assert "somebody else decides" in page
    assert "withdraw/" not in page
    page = look(country.amal, "withdraw/")
    do(country.amal, "withdraw/", status=403, reason="asked", seen=seen(page))


# ---- merging -------------------------------------------------------------------------------------


def test_two_of_like_names_are_told_apart_before_one_is_chosen(hind, country, look):
    register = country.register
    here = Place("02", "02.113", None, "02.113.05.03", precision="commune")
    founded = PartialDate(date(2016, 1, 1), "year")
    one = register.publish("Miel du Rif", place=here, founded=founded)
    other = register.publish(
        "Miel du Rif", place=replace(here, commune="02.113.01.09"),
        registry={"ice": "001561191000066"},
    )  # fmt: skip
    page = plain(look(one, "merge/?q=Miel+du+Rif"))
    assert f"{codes.show(other.code)} Berkane · ICE 001561191000066" in page
    assert f"{codes.show(one.code)} Boughriba · Founded 2016" in plain(
        look(other, "merge/?q=Miel+du+Rif")
    )
    both = plain(look(one, f"merge/?with={codes.show(other.code)}"))
    assert "Boughriba · Founded 2016" in both
    assert "Berkane · ICE 001561191000066" in both


def test_what_tells_several_apart_is_one_statement(country, django_assert_num_queries):
    several = [country.amal.code, country.imane.code, country.rif.code]
    with snapshot() as reading:
        told.apart(several, reading)  # territories are read once a set
        with django_assert_num_queries(1):
            assert told.apart(several, reading).keys() == set(several)


@pytest.mark.parametrize("turned", [False, True])
def test_the_one_that_stays_is_on_one_side_in_texts_and_figures(hind, country, twin, look, turned):
    stays, goes = (twin, country.amal) if turned else (country.amal, twin)
    page = look(goes, f"merge/?with={codes.show(stays.code)}")
    jobs = re.findall(r'name="figure:jobs-2023-declared" value="([^"]*)"', page)
    assert jobs == [stays.code, goes.code, ""]
    sides = re.findall(r'name="field:website" value="([^"]*)"', page)
    assert sides == ["stays", "goes"]
    values = plain(page).partition("Jobs, 2023")[2]
    assert values.index("the one that stays") < values.index("the one that goes")
    assert "none is published until one is chosen" in values


def test_both_maps_of_a_merger_look_through_one_window(hind, country, twin, look):
    page = look(twin, f"merge/?with={codes.show(country.imane.code)}")
    windows = re.findall(r'<path id="(g[0-9a-f]+)-l"', page)
    assert len(windows) == 2
    assert len(set(windows)) == 1


def test_the_window_of_two_holds_their_communes_and_points_and_no_country(country):
    places = {
        "berkane": Place("02", "02.113", None, "02.113.01.09", precision="commune"),
        "boughriba": Place("02", "02.113", None, "02.113.05.03", precision="commune"),
        "nowhere": Place(),
    }
    off = {"lon": Decimal("-2.1"), "lat": Decimal("34.7"), "precision": "exact"}
    places["far"] = replace(places["berkane"], **off)

    def window(*names):
        with snapshot() as reading:
            several = [{"place": places[one].payload()} for one in names]
            return box_around(several, SimpleNamespace(reading=reading))

    alone, both, wide = window("berkane"), window("berkane", "boughriba"), window("far", "berkane")
    assert inside(alone, both)
    assert inside(window("boughriba"), both)
    assert both[2] - both[0] < 0.6  # degrees: the country has sixteen
    assert wide[1] <= 34.7
    assert wide[2] >= -2.1
    assert window("nowhere") is None
    assert window("nowhere", "berkane") == alone


def inside(box, other) -> bool:
    west, south, east, north = box
    return other[0] <= west and other[1] <= south and other[2] >= east and other[3] >= north


def plain(marked) -> str:
    return " ".join(re.sub("<[^>]+>", " ", marked).split())


def test_two_are_looked_at_beside_each_other_then_joined(hind, country, twin, look, do, client):
    path = f"merge/?with={codes.show(country.amal.code)}"
    assert codes.show(country.amal.code) in look(twin, "merge/?q=Aklim")
    page = look(twin, path)
    chosen = {
        "seen": seen(page),
        "reason": "duplicate",
        "field:names.fr": "goes",
        "field:names.ar": "stays",
        "field:legal_form": "stays",
        "field:sectors": "both",
        "field:audiences": "stays",
        "field:founded": "stays",
        "field:website": "goes",
        "figure:jobs-2023-declared": twin.code,
    }
    preview = do(twin, path, status=200, look="1", **chosen).content.decode()
    assert "Coop Amal</ins>" in preview
    assert state(twin).is_current
    again = dict(HIDDEN.findall(preview))
    assert again.items() >= chosen.items()
    again.pop("csrfmiddlewaretoken", None)
    answer = do(twin, path, merge="1", **again)

    assert answer["Location"] == f"/en/moderation/actors/{codes.show(country.amal.code)}/"
    facts = state(country.amal).facts
    assert facts["names"] == {"ar": "تعاونية الأمل", "fr": "Coop Amal"}
    assert facts["sectors"] == ["agriculture", "argan", "handicrafts"]
    moved = client.get(f"/en/actors/{codes.show(twin.code)}/")
    assert moved.status_code == 307
    assert codes.show(country.amal.code) in moved["Location"]
    assert moved["Cache-Control"] == "no-store"
    assert ProfileDecision.objects.get().by == hind

    assert f"/en/moderation/actors/{codes.show(twin.code)}/return/" in look(country.amal)
    page = look(twin, "return/")
    do(twin, "return/", reason="not-a-duplicate", seen=seen(page))
    assert client.get(f"/en/actors/{codes.show(twin.code)}/", follow=True).status_code == 200


def test_choosing_otherwise_leads_back_with_what_was_chosen(hind, country, twin, look, do):
    path = f"merge/?with={codes.show(country.amal.code)}"
    page = look(twin, path)
    given = {"seen": seen(page), "field:names.fr": "goes", "note": "Called them."}
    page = do(twin, path, status=200, back="1", **given).content.decode()
    assert "Called them." in page
    assert re.search(r'name="field:names.fr" value="goes" checked', page)


def test_what_changed_of_either_is_looked_at_again(hind, country, twin, look, do):
    path = f"merge/?with={codes.show(country.amal.code)}"
    given = {"seen": seen(look(twin, path)), "reason": "duplicate", "merge": "1"}
    for name in ("names.fr", "names.ar", "legal_form", "audiences", "founded", "website"):
        given[f"field:{name}"] = "stays"
    country.register.change(country.amal, sectors=("argan", "handicrafts"))
    page = do(twin, path, status=409, **given).content.decode()
    assert "It was changed meanwhile" in page
    assert state(twin).is_current


@pytest.mark.parametrize(
    ("other", "status", "words"),
    [
        ("twin", 409, "one profile, not two"),
        ("union", 403, "outside of what you moderate"),
        ("7KQ2-M9XZ", 400, "mistyped"),
        ("gone", 409, "left the register"),
    ],
)
def test_another_that_cannot_be_the_other_is_refused_in_words(
    hind, country, twin, look, other, status, words
):
    gone = country.register.publish("Ailleurs", place=country.imane.place)
    country.register.withdraw(gone)
    named = {"twin": twin, "union": country.union, "gone": gone}
    code = codes.show(named[other].code) if other in named else other
    assert words in look(twin, f"merge/?with={code}", status=status)


def test_a_report_leads_to_a_merger_with_both_filled_in(hind, country, twin, sender, client, do):
    held = sender.report(twin.code, "duplicate", twin=country.amal.code)
    page = client.get(f"/en/moderation/{held.pk}/").content.decode()
    path = f"merge/?with={codes.show(country.amal.code)}&amp;report={held.pk}"
    assert f"/en/moderation/actors/{codes.show(twin.code)}/{path}" in page
    page = client.get(
        f"/en/moderation/actors/{codes.show(twin.code)}/{path.replace('&amp;', '&')}"
    ).content.decode()
    assert "closed by this" in page
    names = re.findall(r'type="radio" name="(field:[^"]+)"', page)
    do(
        twin,
        path.replace("&amp;", "&"),
        merge="1",
        seen=seen(page),
        reason="duplicate",
        **dict.fromkeys(names, "stays"),
    )
    held.refresh_from_db()
    assert (held.state, held.revision.kind) == ("accepted", "merge")
    assert (
        client.post(
            f"/en/moderation/{held.pk}/decide/", {"do": "undo", "reason": "mistaken"}
        ).status_code
        == 302
    )
    assert state(twin).is_current


@pytest.mark.parametrize("given", ["x", "0", "9" * 30])
def test_a_report_that_is_none_is_not_there(hind, country, twin, look, given):
    look(twin, f"merge/?report={given}", status=404)


# ---- figures that differ -------------------------------------------------------------------------


def test_figures_are_settled_and_the_choice_taken_back(hind, country, twin, look, do):
    country.register.merge(twin, country.amal)
    assert "1 figure differs since a merger" in look(country.amal)
    page = look(country.amal, "figures/")
    do(country.amal, "figures/", status=409, seen=seen(page))  # nothing chosen
    choice = {"figure:jobs-2023-declared": twin.code}
    do(country.amal, "figures/", seen=seen(page), **choice)
    page = look(country.amal)
    assert "differs since a merger" not in page
    undo = re.search(r'name="undo" value="(\d+)"', page)[1]
    do(country.amal, "figures/", undo=undo)
    page = look(country.amal)
    assert "1 figure differs since a merger" in page
    assert "Let them differ again" not in page


def test_figures_settled_by_somebody_faster_are_not_settled_again(hind, country, twin, look, do):
    country.register.merge(twin, country.amal)
    page = look(country.amal, "figures/")
    choice = {"figure:jobs-2023-declared": twin.code}
    do(country.amal, "figures/", seen=seen(page), **choice)
    answer = do(country.amal, "figures/", status=409, seen=seen(page), **choice)
    assert "It was changed meanwhile" in answer.content.decode()


def test_the_log_of_all_profiles_shows_those_of_her_scope(client, hind, country, twin):
    amal = ActorVersion.objects.current().get(code=country.amal.code)
    profiles.withdraw(country.amal.code, by=hind, reason="asked", seen=bytes(amal.digest))
    assert "asked for by itself" in client.get("/en/moderation/actors/").content.decode()
    people.log_in(client, people.moderator("region", "04"))
    assert "asked for by itself" not in client.get("/en/moderation/actors/").content.decode()

"""Pages of claims, stewards, imports and profiles, in a real browser: accessible, within their
width, in policy; each in the states it has.
"""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from desk import claims, proofs, reaching, reminders, stewards
from desk.models import Bouncing, Reminder
from desk.moderation import sealing
from desk.pictures import written
from directory import codes
from directory.models import ActorVersion
from directory.records.validate import moroccan_today
from tests import people
from tests.desk.imports.test_running import asked, sent
from tests.pages.accessible import watched, wrong_with
from tests.pages.test_private_pages import enter
from tests.pictures import jpeg

__all__ = ["enter"]

pytestmark = pytest.mark.pages

LANGUAGES = pytest.mark.parametrize("language", ["ar", "fr"])
PROOF = {"proof": "call-back", "contact": "0612345678", "words": "Je préside la coopérative"}
HEADER = "Nom,Forme juridique,Commune,Téléphone\n"
ROWS = (
    "Coopérative Exemple Tamount,Coopérative,Berkane,0612345678\n",
    "Coopérative Exemple Tamount,Coopérative,Berkane,\n",
    "Association Exemple Ifrane,Association,Berkan,\n",
)


@pytest.fixture
def shown(country):
    return codes.show(country.amal.code)


@pytest.fixture
def base(server, language):
    return f"{server.url}/{language}/"


def wrong_of(page, base, *addresses):
    return wrong_with(page, [base + address for address in addresses])


@LANGUAGES
def test_claims_to_their_sender_and_to_who_decides(server, page, country, enter, shown, base):
    with server.still:
        hind, amal = people.administrator(name="Hind"), people.person(name="Amal")
        other, refused = (claims.send(people.person(), country.amal.code, **PROOF) for _ in "12")
        claims.refuse(refused, by=hind, note="n’y travaille pas")
    enter(amal)
    assert wrong_of(page, base, f"desk/claim/{shown}/") == {}
    with server.still:
        for seed in (1, 2):
            picture = written(jpeg(size=(900, 1200), seed=seed), "document")[-1]
            proofs.put_in(amal, country.amal.code, picture)
        held = claims.send(amal, country.amal.code, **PROOF)
        claims.ask_back(held, by=hind, note="Quel procès-verbal ?")
    opened = [f"desk/claim/{shown}/", f"desk/claim/address/{proofs.link(held)}/", "desk/"]
    assert wrong_of(page, base, *opened) == {}
    enter(hind)
    pages = ["moderation/claims/", "moderation/claims/?colour=red"]
    pages += [f"moderation/claims/{one.pk}/" for one in (held, other, refused)]
    assert wrong_of(page, base, *pages) == {}


@LANGUAGES
def test_seals_that_stand_are_given_anew_and_end_soon(server, page, country, enter, shown, base):
    with server.still:
        today = moroccan_today()
        country.register.seal(country.amal, on=date(2025, 1, 1), until=today + timedelta(days=9))
        country.register.seal(country.amal, "activity", by=country.rif, on=date(2020, 1, 1))
        country.register.seal(country.amal, "figures", on=date(2020, 1, 1), until=date(2021, 1, 1))
        hind = people.administrator(name="Hind")
        first = sealing.standing(country.amal.code)[0]
    enter(hind)
    seals = f"moderation/actors/{shown}/seals/"
    pages = [seals, f"{seals}?anew={bytes(first.digest).hex()}", "moderation/freshness/"]
    assert wrong_of(page, base, *pages) == {}
    page.goto(base + seals)
    page.locator("details summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@LANGUAGES
def test_who_keeps_a_profile_and_is_invited_or_asked(
    server, page, country, enter, shown, base, language, monkeypatch
):
    monkeypatch.setattr(reminders, "YEAR", timedelta(days=0))
    told = {"role": "editor", "language": language}
    with server.still:
        owner = people.steward(country.amal.code, name="Amal")
        people.steward(country.amal.code, "editor", name="Yto")
        invited = people.person("zineb@athar.example")
        waiting, spent = (
            stewards.link(stewards.invite(country.amal.code, by=owner, address=each, **told))
            for each in ("zineb@athar.example", "yto@athar.example")
        )
        stewards.decline(stewards.opened(spent), by=people.person("yto@athar.example"))
        for one in reminders.due(limit=10):
            reminders.send(one)
        reminder = reminders.token(Reminder.objects.first())
        bouncing = reaching.link(Bouncing.objects.create(address=owner.email))
    enter(owner)
    pages = [f"desk/profiles/{shown}/stewards/", f"desk/invitations/{waiting}/"]
    pages += [f"desk/still-correct/{reminder}/", f"desk/address/{bouncing}/", "desk/"]
    assert wrong_of(page, base, *pages) == {}
    enter(invited)
    pages = [f"desk/invitations/{one}/" for one in (waiting, spent, "nobody")]
    assert wrong_of(page, base, *pages, "desk/still-correct/nobody/") == {}
    with server.still:
        hind = people.administrator(name="Hind")
    enter(hind)
    assert wrong_of(page, base, f"moderation/actors/{shown}/stewards/") == {}


@LANGUAGES
def test_an_import_in_each_of_its_states(server, page, country, enter, base):
    with server.still:
        hind = people.administrator(name="Hind")
        read, checked, published, undone = (
            sent(hind, *ROWS, HEADER * n, header=HEADER, name=f"{n}.csv") for n in range(4)
        )
        failed = sent(hind, "nothing", header="", name="exemple.pdf")
        checked = asked(checked, "check", hind)
        for one in (published, undone):
            asked(one, "check", hind)
            asked(one, "publish", hind)
        asked(undone, "undo", hind)
    enter(hind)
    of = "moderation/imports/{}/".format
    pages = ["moderation/imports/", "moderation/imports/new/"]
    pages += [of(one.pk) for one in (read, checked, published, undone, failed)]
    pages += [of(read.pk) + "columns/", of(checked.pk) + "publish/", of(published.pk) + "undo/"]
    for outcome in ("", "?outcome=unsure", "?outcome=wrong", "?outcome=new", "?outcome=joy"):
        pages.append(of(checked.pk) + "rows/" + outcome)
    assert wrong_of(page, base, *pages) == {}


@pytest.fixture
def profiles(server, country):
    """One that changed and has figures that differ, one like it, and one that was withdrawn."""
    register = country.register
    with server.still:
        twin, gone = (register.publish(name, place=country.amal.place) for name in ("Amal", "Al"))
        register.report(country.amal, jobs=9, members=40)
        for one in (twin, gone):
            register.report(one, jobs=12, members=40)
        register.merge(gone, country.amal)
        register.withdraw(country.mutual)
        hind = people.administrator(name="Hind")
        opened = ActorVersion.objects.filter(code=country.amal.code).earliest("opened").opened
    return SimpleNamespace(twin=codes.show(twin.code), hind=hind, first=opened)


@LANGUAGES
def test_a_profile_its_versions_and_its_ending(server, page, country, profiles, enter, shown, base):
    enter(profiles.hind)
    one, gone = (
        f"moderation/actors/{shown}/",
        f"moderation/actors/{codes.show(country.mutual.code)}/",
    )
    pages = ["moderation/actors/", "moderation/actors/?q=Amal", "moderation/actors/?q=zzzz", one]
    pages += [f"{one}?before={profiles.first}&after={profiles.first}", f"{one}?before=x&after=y"]
    pages += [f"{one}versions/{profiles.first}/", f"{one}figures/", f"{one}withdraw/"]
    assert wrong_of(page, base, *pages, gone, f"{gone}return/") == {}


@LANGUAGES
def test_two_profiles_from_the_search_to_the_preview_of_their_merger(
    server, page, country, profiles, enter, shown, base
):
    enter(profiles.hind)
    path = f"moderation/actors/{profiles.twin}/merge/"
    assert wrong_of(page, base, path, f"{path}?q=Rabat", f"{path}?with={shown}") == {}
    page.locator("[name=reason]").select_option("duplicate")
    page.locator("[name=look]").click()
    page.wait_for_load_state()
    with watched(page) as wrong_at:
        assert page.locator("[name=merge]").count() == 1
        assert wrong_at() == []

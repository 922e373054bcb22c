"""Seals given and taken back by moderators, and in a network's name by who moderates it."""

import re
from datetime import date, timedelta

import pytest

from desk.models import Mail, ProfileDecision
from desk.moderation import sealing
from directory import codes
from directory.models import Revision, Seal
from directory.publishing.verify import verify
from directory.records.validate import moroccan_today
from tests import people
from tests.submissions import sender

__all__ = ["sender"]

pytestmark = pytest.mark.django_db


def day(ahead=0):
    """As somebody types it, some days from today."""
    return f"{moroccan_today() + timedelta(days=ahead):%d/%m/%Y}"


@pytest.fixture
def network(country):
    made = country.register.actor("Réseau de l’Oriental", kind="network")
    country.register.publish_all(made)
    country.register.join(country.amal, made)
    return made


@pytest.fixture
def hind(client, country):
    made = people.moderator("region", "02", name="Hind")
    people.log_in(client, made)
    return made


@pytest.fixture
def of_the_network(client, network):
    made = people.moderator("network", network.code, name="Salma")
    people.log_in(client, made)
    return made


def address(actor, path=""):
    return f"/en/moderation/actors/{codes.show(actor.code)}/seals/{path}"


@pytest.fixture
def give(client):
    def ask(actor, scope="identity", status=303, **more):
        told = {
            "scope": scope,
            "voice": "",
            "given_on": day(-1),
            "until": day(300),
            "seen": sealing.mark_of(actor.code),
        }
        answer = client.post(address(actor), told | more)
        assert answer.status_code == status, answer.content.decode()
        return answer.content.decode()

    return ask


@pytest.fixture
def take_back(client):
    def ask(seal, status=303, reason="no-longer-so", **more):
        told = {"back": "1", "reason": reason, "seen": bytes(seal.digest).hex()}
        answer = client.post(address(seal.actor), told | more)
        assert answer.status_code == status, answer.content.decode()
        return answer.content.decode()

    return ask


def standing(actor):
    return [
        (one.scope, one.verifier and one.verifier.code, one.role)
        for one in sealing.standing(actor.code)
    ]


def public_page(client, actor):
    return client.get(f"/en/actors/{codes.show(actor.code)}/", follow=True).content.decode()


# ---- giving --------------------------------------------------------------------------------------


def test_a_moderator_gives_a_seal_that_the_page_the_history_and_the_filter_tell(
    client, hind, country, give
):
    assert "What was verified" not in public_page(client, country.amal)
    give(country.amal, note="Seen with the president.")
    assert standing(country.amal) == [("identity", None, "moderator")]
    page = public_page(client, country.amal)
    assert "What was verified" in page
    assert "Verified: identity" in page
    found = client.get("/api/v1/actors/?seal=identity").json()
    assert [one["code"] for one in found["results"]] == [country.amal.code]
    head = Revision.objects.head()
    assert (head.kind, head.role, head.reason) == ("publish", "moderator", "verified")
    assert not list(verify())


def test_whoever_moderates_a_network_gives_it_in_the_networks_name_alone(
    of_the_network, network, country, give
):
    assert sealing.voices(of_the_network, country.amal.code) == [network.code]
    give(country.amal, voice=network.code)
    assert standing(country.amal) == [("identity", network.code, "")]
    assert Revision.objects.head().role == "network"
    give(country.amal, "activity", status=403, voice="")
    give(country.imane, status=404, voice=network.code)


def test_a_network_does_not_verify_itself(of_the_network, network):
    assert sealing.voices(of_the_network, network.code) == []


def test_a_seal_given_anew_stands_in_place_of_the_one_before(client, hind, country, give):
    give(country.amal)
    first = Seal.objects.current().get()
    page = client.get(address(country.amal, f"?anew={bytes(first.digest).hex()}")).content.decode()
    assert '<option value="identity" selected>' in page
    give(country.amal, given_on=day())
    assert Seal.objects.current().get().given_on == moroccan_today()
    assert "stands already" in give(country.amal, status=409, given_on=day())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"scope": "honesty"}, "honesty"),
        ({"scope": ""}, "required"),
        ({"given_on": "05/2024"}, "A day, such as"),
        ({"given_on": "tomorrow"}, "still to come"),
        ({"until": "today"}, "A day still to come"),
        ({"until": "01/01/2199"}, "Three years after"),
        ({"until": ""}, "Say until when"),
        ({"seen": "x"}, ""),
    ],
)
def test_what_cannot_be_so_is_refused_and_what_was_typed_stays(hind, country, give, typed, said):
    days = {"today": day(), "tomorrow": day(1)}
    typed = {name: days.get(text, text) for name, text in typed.items()}
    page = give(country.amal, status=400, note="kept as typed", **typed)
    assert said in page
    assert "kept as typed" in page
    assert not Seal.objects.exists()


def test_once_a_seal_was_taken_back_nothing_is_verified_now(client, hind, country, give, take_back):
    give(country.amal)
    assert "Nothing is verified now." not in client.get(address(country.amal)).content.decode()
    take_back(Seal.objects.current().get())
    assert "Nothing is verified now." in client.get(address(country.amal)).content.decode()


def test_figures_that_are_not_there_are_not_verified(hind, country, give):
    assert "nothing to compare" in give(country.amal, "figures", status=409)
    country.register.report(country.amal, members=40)
    give(country.amal, "figures")
    assert standing(country.amal) == [("figures", None, "moderator")]


def test_what_somebody_did_meanwhile_is_looked_at_first(hind, country, give):
    before = sealing.mark_of(country.amal.code)
    country.register.seal(country.amal, on=date(2025, 1, 1))
    page = give(country.amal, "activity", status=409, seen=before)
    assert "changed meanwhile" in page
    assert f'value="{sealing.mark_of(country.amal.code)}"' in page


def test_a_seal_of_an_example_is_an_example(hind, country, give):
    example = country.register.publish("Exemple", place=country.amal.place, is_demo=True)
    give(example)
    assert Seal.objects.current().get().is_demo


# ---- taking back ---------------------------------------------------------------------------------


def test_a_seal_is_taken_back_with_a_reason_and_stays_as_of_before(
    client, hind, country, give, take_back
):
    give(country.amal)
    take_back(Seal.objects.current().get(), reason="", status=400)
    take_back(Seal.objects.current().get(), note="The cooperative changed its statutes.")
    assert standing(country.amal) == []
    assert "No longer verified: identity" in public_page(client, country.amal)
    head = Revision.objects.head()
    assert (head.kind, head.reason) == ("withdraw", "no-longer-so")
    asked = f"/api/v1/actors/?seal=identity&as_of={head.number - 1}"
    assert len(client.get(asked).json()["results"]) == 1
    log = list(ProfileDecision.objects.order_by("pk").values_list("verb", "by", "fields"))
    assert log == [("seal", hind.pk, ["identity"]), ("unseal", hind.pk, ["identity"])]
    page = client.get(f"/en/moderation/actors/{codes.show(country.amal.code)}/").content.decode()
    assert "seal taken back" in page
    assert "changed its statutes" in page


def test_a_networks_seal_is_taken_back_by_it_or_by_a_moderator_of_the_country(
    client, country, network, hind, take_back
):
    given = country.register.seal(country.amal, by=network, on=date(2025, 1, 1))
    seal = Seal.objects.get(opened=given.number)
    page = client.get(address(country.amal)).content.decode()
    assert "Réseau de l’Oriental" in page
    assert "Take the seal back" not in page
    assert "decides on it" in take_back(seal, status=403)
    people.log_in(client, people.moderator())
    take_back(seal)
    assert Revision.objects.head().role == "moderator"


def test_one_that_was_taken_back_already_is_not_taken_back_again(hind, country, give, take_back):
    give(country.amal)
    seal = Seal.objects.current().get()
    take_back(seal)
    assert "changed meanwhile" in take_back(seal, status=409)


def test_whoever_keeps_a_profile_gives_it_no_seal(client, country, give):
    hind = people.moderator("region", "02")
    people.keep(hind, country.amal.code)
    people.log_in(client, hind)
    assert "You keep this profile yourself" in client.get(address(country.amal)).content.decode()
    give(country.amal, status=403)
    with pytest.raises(sealing.KeepsIt):
        sealing.give(
            country.amal.code,
            sealing.Given("identity", date(2026, 1, 5), date(2028, 1, 5)),
            voice="",
            by=hind,
            seen=sealing.mark_of(country.amal.code),
        )
    assert not Seal.objects.exists()


def test_its_stewards_are_told(hind, country, give):
    steward = people.steward(country.amal.code, language="en")
    give(country.amal)
    (mail,) = Mail.objects.all()
    assert mail.to == steward.email
    assert "seal of verification" in mail.text


def test_what_she_did_with_profiles_stands_among_what_she_decided(client, hind, country, give):
    assert "You have decided nothing yet" in client.get("/en/moderation/decided/").content.decode()
    give(country.amal)
    client.get("/en/moderation/")  # says what was done last
    page = client.get("/en/moderation/decided/").content.decode()
    assert "seal given" in page
    assert "Coopérative Amal d’Aklim" in page


# ---- what depends on them ------------------------------------------------------------------------


def test_a_change_of_what_was_verified_asks_for_a_closer_look(client, hind, country, give, sender):
    renamed = {"name": {"name_ar": "تعاونية الأمل", "name_fr": "Coopérative Amal Nouvelle"}}
    assert sender.send(country.amal.code, **renamed).signs == []
    give(country.amal, "activity")
    assert sender.send(country.amal.code, **renamed).signs == []
    give(country.amal, "identity")
    held = sender.send(country.amal.code, **renamed)
    assert held.signs == ["sealed"]
    page = client.get(f"/en/moderation/{held.pk}/").content.decode()
    assert "Its identity was verified" in page
    assert address(country.amal) in page
    described = sender.send(country.amal.code, activity={"description_fr": "Du miel."})
    assert "sealed" not in described.signs


def test_moderators_see_which_seals_of_theirs_end_soon(client, hind, country):
    soon = moroccan_today() + timedelta(days=20)
    country.register.seal(country.amal, on=date(2025, 1, 1), until=soon)
    country.register.seal(country.union, on=date(2025, 1, 1), until=soon)
    far = moroccan_today() + timedelta(days=90)
    country.register.seal(country.amal, "activity", on=date(2025, 1, 1), until=far)
    page = client.get("/en/moderation/freshness/").content.decode()
    assert re.findall(r"/en/moderation/actors/(.{9})/seals/", page) == [
        codes.show(country.amal.code)
    ]
    queue = client.get("/en/moderation/").content.decode()
    link = re.search(r'freshness/#ending">(.*?)</a>', queue)[1]
    assert re.sub("<[^>]+>", "", link) == "1 seal that ends soon, or ended lately"

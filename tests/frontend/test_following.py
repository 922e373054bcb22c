"""Following by mail, as its pages are used: without an account, without scripts."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from desk import robots
from desk.following import asking
from desk.models import Follower, Following, Mail
from directory import codes
from tests import people

AMAL = "amal@athar.example"


@pytest.fixture
def argan(in_force, register):
    return register.publish("Argan Nador", sectors=["argan"])


def form(address=AMAL):
    """What a person sends who took her time."""
    with time_machine.travel(now() - timedelta(seconds=30)):
        stamp = robots.stamp()
    return {"email": address, "stamp": stamp}


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_asked_for_confirmed_and_stopped_without_an_account(argan, client, language):
    address = f"/{language}/desk/following/new/?sector=argan"
    assert client.get(address).status_code == 200
    assert client.post(address, form()).status_code == 303
    [written] = Mail.objects.all()
    assert written.language == language
    link = re.search(rf"/{language}/desk/following/confirm/\S+", written.text)[0]
    for _scanner in range(3):
        assert client.get(link).status_code == 200
    assert not Following.objects.confirmed().exists()
    onward = client.post(link)["Location"]
    [one] = Following.objects.confirmed()
    assert "argan" in one.query
    assert client.get(onward).status_code == 200
    client.post(onward, {"stop": str(one.pk)})
    assert not Follower.objects.exists()
    assert client.get(onward).status_code == 200


def test_whoever_asks_is_answered_alike(argan, client):
    address = "/fr/desk/following/new/?sector=argan"
    first = client.post(address, form())
    asking.confirm(Following.objects.get(), language="fr")
    again, other = client.post(address, form()), client.post(address, form("b@athar.example"))
    assert first["Location"] == again["Location"] == other["Location"]
    assert Mail.objects.filter(to=AMAL).count() == 1


def test_another_persons_things_are_not_stopped(argan, client):
    for address in (AMAL, "hind@athar.example"):
        client.post("/fr/desk/following/new/?sector=argan", form(address))
    mine, hers = Following.objects.order_by("pk")
    link = asking.link(mine.follower)
    client.post(f"/fr/desk/following/{link}/", {"stop": str(hers.pk)})
    client.post(f"/fr/desk/following/{link[:-2]}xx/", {"stop": "all"})
    for nonsense in ("", "-1", "٣", "9" * 40):
        client.post(f"/fr/desk/following/{link}/", {"stop": nonsense})
    assert Following.objects.count() == 2


def test_the_same_filters_are_followed_as_by_the_feed_and_bad_ones_are_named(argan, client):
    for bad in ("sektor=argan", "sector=none-such", "as_of=1", "actor=0000-0000&sector=argan"):
        answer = client.get(f"/fr/desk/following/new/?{bad}")
        assert answer.status_code in (400, 404), bad
        assert client.post(f"/fr/desk/following/new/?{bad}", form()).status_code in (400, 404)
    assert client.get("/fr/desk/following/new/?sector=argan&q=").status_code == 302
    shown = codes.show(argan.code)
    assert client.get(f"/fr/desk/following/new/?actor={shown}").status_code == 200
    assert not Following.objects.exists()


def test_an_address_that_is_none_is_told_beside_the_field_and_kept(argan, client):
    answer = client.post("/fr/desk/following/new/?sector=argan", form("amal@"))
    assert answer.status_code == 422
    assert 'value="amal@"' in answer.content.decode()
    robot = client.post("/fr/desk/following/new/?sector=argan", {"email": AMAL})
    assert robot.status_code == 422
    assert not Mail.objects.exists()


def test_who_is_logged_in_follows_at_her_own_address_at_once(argan, client):
    people.log_in(client, people.person(AMAL))
    address = "/fr/desk/following/new/?sector=argan"
    assert AMAL in client.get(address).content.decode()
    client.post(address, form(), headers={"origin": "https://elsewhere.example"})
    assert not Following.objects.confirmed().exists()  # another's page borrows nobody's account
    client.post(address, form(), headers={"origin": "http://testserver"})
    assert Following.objects.confirmed().count() == 1
    assert "/fr/desk/following/" in client.get("/fr/desk/").content.decode()


def test_pages_lead_to_following_by_mail(argan, client):
    shown = codes.show(argan.code)
    led = {
        "/fr/actors/?sector=argan": "/fr/desk/following/new/?sector=argan",
        "/fr/territories/02/": "/fr/desk/following/new/?territory=02",
        f"/fr/actors/{shown}-argan-nador/": f"/fr/desk/following/new/?actor={shown}",
    }
    for page, link in led.items():
        assert link in client.get(page).content.decode(), page

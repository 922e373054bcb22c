"""Feeds: what changed last among some organisations, or to one, for those who follow them."""

from xml.etree import ElementTree

import pytest

from directory import codes
from tests.register import day

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(answer):
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"].startswith("application/atom+xml")
    tree = ElementTree.fromstring(answer.content)
    return [
        (one.find(f"{ATOM}title").text, one.find(f"{ATOM}summary").text)
        for one in tree.iter(f"{ATOM}entry")
    ]


@pytest.fixture
def argan(in_force, register):
    made = register.publish("Argan", sectors=["argan"])
    register.publish("Miel", sectors=["honey"])
    return made


def test_a_selection_tells_what_is_new_and_changed_the_newest_first(argan, register, client):
    register.publish("Argan nouveau", sectors=["argan"])
    register.change(argan, names={"fr": "Argan autrement"})
    told = entries(client.get("/en/actors.atom?sector=argan"))
    assert told == [("Argan autrement", "Changed"), ("Argan nouveau", "New in the register")]


def test_those_that_closed_are_followed_as_they_close(argan, register, client):
    assert entries(client.get("/en/actors.atom?closed_from=2020")) == []
    register.change(argan, closed=day("2021-03"))
    assert entries(client.get("/en/actors.atom?closed_from=2020")) == [("Argan", "Changed")]
    assert entries(client.get("/en/actors.atom?closed_from=2022")) == []


def test_an_actor_tells_its_history(argan, register, client):
    register.change(argan, names={"fr": "Argan autrement"})
    told = entries(client.get(f"/fr/actors/{codes.show(argan.code)}/feed.atom"))
    assert [title for title, _said in told] == ["Argan autrement", "Argan autrement"]
    assert told[0][1].startswith("Changement de nom")


def test_a_bad_filter_is_named_and_an_unknown_code_is_not_there(argan, client):
    answer = client.get("/fr/actors.atom?sektor=argan")
    assert answer.status_code == 400
    assert "sektor" in answer.content.decode()
    assert client.get("/fr/actors/0000-0000/feed.atom").status_code == 404


def test_pages_lead_to_their_feeds(argan, client):
    assert "/fr/actors.atom?sector=argan" in client.get("/fr/actors/?sector=argan").content.decode()
    assert "actors.atom?territory=02" in client.get("/fr/territories/02/").content.decode()

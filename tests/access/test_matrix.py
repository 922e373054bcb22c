"""Who may open what: every private address of the site, by every role. The addresses are read from
the site itself, so that a new one without a row fails (`addresses.py`).
"""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from desk.imports import running
from desk.models import ProfileDecision
from directory import codes
from directory.models import ActorVersion, Revision
from tests import people
from tests.access.addresses import ROLES, ROWS, answered, private_addresses
from tests.access.world import World
from tests.submissions import sender

__all__ = ["sender"]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,  # allauth's own templates name what is not there
]

BY_REGION = [one for one, row in ROWS.items() if row.of("moderator-elsewhere") == "no"]


@pytest.fixture
def world(country, sender):
    """What stands in the region 02."""
    return World(country, sender)


def test_every_private_address_has_a_row():
    assert sorted(set(private_addresses())) == sorted(ROWS)


@pytest.mark.parametrize("scope", ["region", "network", "programme"])
@pytest.mark.parametrize("holds", ["region", "network", "programme", "another"])
def test_a_file_is_seen_by_who_moderates_what_it_is_brought_into(scope, holds, register, in_force):
    network = register.actor("Réseau", kind="network")
    other = register.actor("Autre", kind="network")
    register.publish_all(network, other)
    codes_of = {
        "region": "02",
        "network": network.code,
        "programme": register.programme("P", network).code,
    }
    sender = people.moderator(scope, codes_of[scope])
    file = SimpleUploadedFile("exemple.csv", b"Nom\nExemple\n")
    into = {"source": "Exemple", "licence": "CC-BY-4.0", "scope": (scope, codes_of[scope])}
    run = running.send(sender, file, **into)
    running.carry(run.pk)
    held = ("network", other.code) if holds == "another" else (holds, codes_of[holds])
    client = Client()
    people.log_in(client, people.moderator(*held))
    pages = ["", "columns/", "rows/", "report.csv"]
    found = set()
    for page in pages:
        answer = client.get(f"/en/moderation/imports/{run.pk}/{page}")
        found.add(answer.status_code)
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert found == ({200} if holds == scope else {404})


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_answered_as_its_row_says(world, role):
    client = world.client(role)
    wrong = {}
    for address, row in ROWS.items():
        if address == "account/logout/":
            continue  # asked last: it ends the session
        path = world.path(address)
        answer = client.post(path, row.post) if row.post else client.get(path)
        found, wanted = answered(answer, path), row.of(role)
        if found != wanted:
            wrong[address] = (found, wanted, answer.get("Location", ""))
    assert client.get("/en/account/logout/").status_code in (200, 302)
    assert wrong == {}


def test_what_stands_in_two_regions_is_each_for_its_own_moderators(country, sender):
    worlds = [World(country, sender, region) for region in ("02", "04")]
    clients = [world.client("moderator") for world in worlds]
    wrong = {}
    for world in worlds:
        for address in BY_REGION:
            row, path = ROWS[address], world.path(address)
            for client, of in zip(clients, worlds, strict=True):
                answer = client.post(path, row.post) if row.post else client.get(path)
                wanted = row.of("moderator" if of is world else "moderator-elsewhere")
                if (found := answered(answer, path)) != wanted:
                    wrong[address, world.region, of.region] = (found, wanted)
    assert wrong == {}


@pytest.mark.parametrize("role", ["nobody", "person", "owner", "moderator-elsewhere"])
def test_nothing_is_decided_by_who_may_not(world, role):
    client, held = world.client(role), world.held
    for act in ("accept", "refuse", "ask-back", "take", "leave", "undo"):
        given = {"do": act, "reason": "duplicate", "note": "?"}
        client.post(f"/en/moderation/{held.pk}/decide/", given)
        client.post("/en/moderation/bulk/", given | {"id": [held.pk]})
    held.refresh_from_db()
    assert (held.state, held.assigned) == ("waiting", None)
    assert held.decisions.count() == 1


ON_A_PROFILE = ("withdraw", "return", "figures", "versions/{first}", "merge", "seals")


@pytest.mark.parametrize("role", ["nobody", "person", "owner", "moderator-elsewhere"])
def test_nothing_becomes_of_a_profile_by_who_may_not(world, country, role):
    client, code = world.client(role), country.amal.code
    head = Revision.objects.head().number
    seen = bytes(ActorVersion.objects.current().get(code=code).digest).hex()
    for act in ON_A_PROFILE:
        address = act.format(first=world.first_version)
        given = {"reason": "asked", "seen": seen, "merge": "1"}
        other = codes.show(country.imane.code)
        client.post(f"/en/moderation/actors/{codes.show(code)}/{address}/?with={other}", given)
    assert Revision.objects.head().number == head
    assert not ProfileDecision.objects.exists()


def test_what_a_moderator_may_not_see_looks_like_what_is_not_there(world):
    client = world.client("moderator-elsewhere")
    hidden = client.get(f"/en/moderation/{world.held.pk}/")
    missing = client.get("/en/moderation/999999/")
    bare = [re.sub(rb"moderation/\d+/", b"", one.content) for one in (hidden, missing)]
    assert bare[0] == bare[1]

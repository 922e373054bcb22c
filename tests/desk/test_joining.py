"""A profile says which networks and programmes it belongs to; its moderators see it by that."""

import re
from datetime import date

import pytest

from desk import roles, submissions
from desk.belonging import belongings
from desk.models import Mail
from desk.moderation import deciding, queue, trust, undoing
from directory.models import Membership, Revision
from directory.publishing import withdraw
from directory.publishing.verify import verify
from directory.records.validate import moroccan_today
from tests import people
from tests.register import day
from tests.submissions import AMAL, sender

__all__ = ["sender"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(register):
    made = register.actor("Réseau Exemple", kind="network")
    register.publish_all(made)
    return made


@pytest.fixture
def programme(register):
    return register.programme("Taghyir")


@pytest.fixture
def amal(register):
    return register.publish("Coopérative Al Amal", legal_form="cooperative")


def ticked(*networks, programmes=(), shown=""):
    """The step of activity with these ticked; `shown` were ticked when it was drawn."""
    return {
        "activity": {
            "networks": [one.code for one in networks],
            "programmes": [one.code for one in programmes],
            "shown": shown,
        }
    }


def hers(person):
    found = queue.page(roles.scopes_of(person), queue.Filters(), person=person)
    return [one.pk for one in found.rows]


def fields(held):
    return [one.field for one in submissions.differences(held)]


def test_a_new_profile_waits_with_the_moderators_of_the_network_it_names(
    register, network, programme, sender
):
    held = sender.register(**ticked(network, programmes=[programme]))
    other = register.actor("Autre réseau", kind="network")
    register.publish_all(other)
    assert hers(people.moderator("network", network.code)) == [held.pk]
    assert hers(people.moderator("programme", programme.code)) == [held.pk]
    assert hers(people.moderator("network", other.code)) == []
    assert not Membership.objects.exists()  # nothing is public before somebody decides


def test_accepted_it_is_a_member_in_the_same_revision(network, programme, sender):
    held = sender.register(**ticked(network, programmes=[programme]))
    by = people.moderator("network", network.code)
    done = deciding.accept(held, by=by)
    assert belongings(done.actor_id) == ([network.code], [programme.code])
    first, second = Membership.objects.all()
    assert {first.opened, second.opened} == {done.revision_id}
    assert first.since is None
    assert not list(verify())


def test_a_membership_that_is_not_so_is_left_out_by_itself(network, sender):
    held = sender.register(**ticked(network))
    chosen = [one for one in fields(held) if one != f"network.{network.code}"]
    done = submissions.accept(held, by=people.moderator(), fields=chosen)
    assert belongings(done.actor_id) == ([], [])


def test_what_was_ticked_when_it_was_shown_and_is_no_more_is_left_today(
    register, network, programme, amal, sender
):
    register.join(amal, network, since=day("2019"))
    register.join(amal, another_network(register), since=None)
    shown = f"network:{network.code}"
    held = sender.send(amal.code, **ticked(programmes=[programme], shown=shown))
    assert fields(held) == [f"programme.{programme.code}", f"network.{network.code}"]
    assert (held.networks, held.programmes) == (sorted(belongings(amal.code)[0]), [programme.code])
    done = submissions.accept(held, by=people.moderator())
    left = Membership.objects.current().get(network__code=network.code)
    assert (left.since, left.until) == (date(2019, 1, 1), moroccan_today())
    assert network.code not in belongings(amal.code)[0]
    assert done.revision.opened_count == 2


def another_network(register):
    other = register.actor("Réseau resté", kind="network")
    register.publish_all(other)
    return other


def test_what_somebody_else_joined_it_to_meanwhile_is_not_left(register, network, amal, sender):
    held = sender.begin(amal.code, **ticked(shown=""))
    register.join(amal, network)
    held = submissions.save_step(held, "contacts", {"website": "https://amal.example.org"})
    assert not [one for one in fields(held) if one.startswith("network")]


def test_a_form_that_did_not_ask_says_nothing(register, network, amal, sender):
    register.join(amal, network)
    held = sender.begin(amal.code, activity={"description_fr": "Du miel."})
    assert fields(held) == ["descriptions.fr"]


def test_joining_again_what_it_left_begins_today(register, network, amal, sender):
    register.join(amal, network)
    shown = f"network:{network.code}"
    by = people.moderator()
    submissions.accept(sender.send(amal.code, **ticked(shown=shown)), by=by)
    submissions.accept(sender.send(amal.code, **ticked(network)), by=by)
    spans = Membership.objects.current().order_by("pk").values_list("since", "until")
    assert list(spans) == [(None, moroccan_today()), (moroccan_today(), None)]
    assert belongings(amal.code)[0] == [network.code]


def test_what_it_joined_today_by_mistake_is_taken_out_when_it_leaves_today(
    register, network, amal, sender
):
    register.join(amal, network, since=day(moroccan_today().isoformat()))
    shown = f"network:{network.code}"
    submissions.accept(sender.send(amal.code, **ticked(shown=shown)), by=people.moderator())
    assert not Membership.objects.current().exists()


def test_a_network_that_left_the_register_meanwhile_is_joined_by_nobody(network, amal, sender):
    more = ticked(network)["activity"] | {"description_fr": "Du miel."}
    held = sender.send(amal.code, activity=more)
    withdraw([network.code], role="moderator", reason="withdrawn")
    assert fields(held) == ["descriptions.fr"]
    submissions.accept(held, by=people.moderator())
    assert not Membership.objects.exists()


@pytest.mark.parametrize("code", ["0", "' or 1=1", "AAAAAAAA"])
def test_what_is_no_network_is_refused_in_its_step(amal, sender, code):
    held = sender.begin(**AMAL | {"activity": {"networks": [code], "shown": ""}})
    with pytest.raises(submissions.sending.Unfinished) as refused:
        submissions.submit(held, consents={"licence": "yes"})
    assert refused.value.steps == ["activity"]


def test_a_network_is_no_member_of_itself(network, sender):
    held = sender.begin(network.code, **ticked(network))
    assert fields(held) == []


def test_a_decision_taken_back_takes_its_memberships_back(register, network, amal, sender):
    other = another_network(register)
    register.join(amal, network, since=day("2019"))
    by = people.moderator()
    held = sender.send(amal.code, **ticked(other, shown=f"network:{network.code}"))
    done = submissions.accept(held, by=by)
    assert belongings(amal.code)[0] == [other.code]
    undoing.undo(done, by=by, reason="mistaken")
    assert belongings(amal.code)[0] == [network.code]
    assert Membership.objects.current().get().since == date(2019, 1, 1)
    assert not list(verify())


def test_a_trusted_steward_joins_nothing_alone(network, amal, sender):
    steward = people.steward(amal.code)
    held = sender.send(amal.code, **ticked(network))
    held.author = steward
    held.save()
    trust.give(held, by=people.moderator())
    head = Revision.objects.head().number
    assert trust.publish_at_once(held).state == "waiting"
    assert Revision.objects.head().number == head


def test_who_keeps_it_is_told_what_it_joined(network, amal, sender):
    people.steward(amal.code, language="fr")
    deciding.accept(sender.send(amal.code, **ticked(network)), by=people.moderator())
    (mail,) = Mail.objects.filter(kind="profile_changed")
    assert "Réseau" in mail.text


def test_the_step_offers_networks_and_programmes_by_name_and_keeps_what_is_ticked(
    client, register, network, programme, amal, sender
):
    register.join(amal, network)
    held = sender.begin(amal.code)
    page = client.get(f"/fr/desk/register/{sender.secret}/activity/").content.decode()
    assert re.search(rf'value="{network.code}"[^>]* checked', page)
    assert "Réseau Exemple" in page
    assert "Taghyir" in page
    assert f'name="shown" value="network:{network.code}"' in page
    sent = {"programmes": programme.code, "shown": f"network:{network.code}", "go": "next"}
    assert client.post(f"/fr/desk/register/{sender.secret}/activity/", sent).status_code == 303
    held.refresh_from_db()
    assert set(fields(held)) == {f"programme.{programme.code}", f"network.{network.code}"}
    page = client.get(f"/fr/desk/register/{sender.secret}/preview/").content.decode()
    assert "Taghyir" in page


def test_the_preview_of_a_new_profile_shows_what_it_joins(client, network, sender):
    sender.begin(**AMAL | ticked(network))
    page = client.get(f"/fr/desk/register/{sender.secret}/preview/").content.decode()
    shown = page.partition("Réseaux et programmes")[2]
    assert "Réseau Exemple" in shown


def test_a_moderator_reads_the_name_of_what_would_be_joined(client, network, sender):
    held = sender.register(**ticked(network))
    people.log_in(client, people.moderator("network", network.code))
    page = client.get(f"/fr/moderation/{held.pk}/").content.decode()
    assert "Réseau Exemple" in page
    assert f'value="network.{network.code}"' in page

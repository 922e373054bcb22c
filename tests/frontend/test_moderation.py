"""Moderation as moderators meet it: the queue, one contribution, and what becomes of it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from desk import submissions
from desk.models import Decision, Mail, Moderator, Stewardship, Submission, Trust
from desk.moderation import queue, trust, undoing
from desk.roles import Scopes
from desk.submissions.facts import read
from desk.submissions.forgetting import forget
from directory import codes
from directory.as_of import snapshot
from directory.models import ActorVersion, Ending, Observation, Revision
from directory.selectors.actors import actor_state
from frontend.views.private import decided
from tests import people
from tests.submissions import AMAL, CONSENTS, sender

__all__ = ["sender"]

pytestmark = pytest.mark.django_db

BOUGHRIBA = "02.113.05.03"
UNE, AUTRE = "Argan d’Aklim", "Miel de Zegzel"


@pytest.fixture
def moderator(client, in_force):
    """Of the region where what `sender` registers stands; logged in, second factor shown."""
    made = people.moderator("region", "02", name="Hind")
    people.log_in(client, made)
    return made


@pytest.fixture
def look(client):
    def ask(path="", status=200):
        answer = client.get(f"/en/moderation/{path}")
        assert answer.status_code == status
        return answer.content.decode()

    return ask


@pytest.fixture
def do(client):
    def ask(held, act, status=302, **more):
        answer = client.post(f"/en/moderation/{held.pk}/decide/", {"do": act, **more})
        assert answer.status_code == status, answer.content.decode()
        held.refresh_from_db()
        return answer

    return ask


def facts_of(code) -> dict:
    with snapshot() as reading:
        return actor_state(code, reading).facts


# ---- the queue -----------------------------------------------------------------------------------


def test_what_waits_is_listed_and_counted(moderator, sender, look):
    sender.register()
    page = look()
    assert "Coopérative Al Amal" in page
    assert "contribution waits for a decision" in page


def test_another_region_s_queue_does_not_show_it(client, in_force, sender, look):
    held = sender.register()
    people.log_in(client, people.moderator("region", "04"))
    assert "Al Amal" not in look()
    look(f"{held.pk}/", status=404)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=new-profile", True),
        ("kind=report", False),
        ("region=02", True),
        ("province=02.113", True),
        ("province=02.411", False),
        ("assigned=nobody", True),
        ("assigned=me", False),
        ("age=2", False),
        ("show=asked-back", False),
    ],
)
def test_it_is_filtered(moderator, sender, look, query, shown):
    sender.register()
    assert ("Al Amal" in look(f"?{query}")) == shown


@pytest.fixture
def of_a_whole(register, sender):
    """What a member of a network, and one of a programme, proposed; and the codes of the two."""
    one, other, network = register.actor(UNE), register.actor(AUTRE), register.actor("Réseau")
    register.publish_all(one, other, network.but(kind="network"))
    register.join(one, network)
    programme = register.programme("Programme", other)
    for actor, name in ((one, "Membre du réseau"), (other, "Du programme")):
        sender.send(actor.code, name={"name_fr": name})
    return {"network": network.code, "programme": programme.code}


@pytest.mark.parametrize(
    ("scope", "hers", "others"), [("network", UNE, AUTRE), ("programme", AUTRE, UNE)]
)
def test_a_delegated_moderator_sees_what_belongs_and_nothing_else(
    client, of_a_whole, look, scope, hers, others
):
    people.log_in(client, people.moderator(scope, of_a_whole[scope]))
    page = look()
    assert hers in page
    assert others not in page


@pytest.mark.parametrize(
    ("name", "shown", "hidden"), [("network", UNE, AUTRE), ("programme", AUTRE, UNE)]
)
def test_it_is_filtered_by_what_a_profile_belongs_to(client, of_a_whole, look, name, shown, hidden):
    people.log_in(client, people.moderator())
    page = look(f"?{name}={codes.show(of_a_whole[name])}")
    assert shown in page
    assert hidden not in page


def test_a_network_and_a_programme_are_chosen_by_name(client, of_a_whole, look):
    people.log_in(client, people.moderator())
    code = codes.show(of_a_whole["network"])
    page = look(f"?network={of_a_whole['network'].lower()}")
    assert ("Réseau", code) in options(page, "network")
    assert "Network: Réseau" in page
    assert "Programme" in [words for words, _code in options(page, "programme")]


def options(page, name) -> list[tuple[str, str]]:
    """The words and the values that a filter offers."""
    shown = re.search(rf'<select name="{name}".*?</select>', page, re.DOTALL)[0]
    found = re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)', shown)
    return [(words, value) for value, words in found]


ALL = [f"{n:02}" for n in range(1, 13)]


@pytest.mark.parametrize(
    ("scope", "regions", "unknown"),
    [(("region", "04"), ["04"], []), (("country", "MA"), ALL, ["none"])],
)
def test_the_filters_offer_what_she_moderates(client, in_force, look, scope, regions, unknown):
    people.log_in(client, people.moderator(*scope))
    page = look()
    assert [value for _words, value in options(page, "region")] == ["", *regions, *unknown]
    provinces = [value[:2] for _words, value in options(page, "province") if value]
    assert sorted(set(provinces)) == regions


def test_who_moderates_a_programme_is_offered_that_one_and_every_region(
    client, of_a_whole, register, look
):
    register.programme("Un autre programme")
    people.log_in(client, people.moderator("programme", of_a_whole["programme"]))
    page = look()
    assert len(options(page, "region")) > 12
    hers = [value for _words, value in options(page, "programme")]
    assert hers == ["", codes.show(of_a_whole["programme"])]


def test_the_headline_follows_the_filters_and_each_of_them_is_taken_away(moderator, sender, look):
    amal = submissions.accept(sender.register(), by=None)
    for name in ("Une", "Deux"):
        sender.register(name={"name_fr": name})
    sender.report(amal.actor_id, "wrong", "Le nom.")
    assert headline(look()).startswith("3 contributions wait for a decision.")
    page = look("?kind=new-profile&assigned=nobody")
    assert headline(page) == "2 of 3 contributions"
    assert 'href="/en/moderation/?assigned=nobody"' in page
    assert 'href="/en/moderation/?kind=new-profile"' in page
    assert "Kind: new profile" in page
    assert headline(look("?age=30")) == "0 of 3 contributions"
    assert headline(look("?show=asked-back")) == "There is none."


def headline(page) -> str:
    return plain(re.search(r'<p class="lead">(.*?)</p>', page, re.DOTALL)[1])


def plain(marked) -> str:
    return " ".join(re.sub("<[^>]+>", "", marked).split())


def lines(page) -> list[str]:
    """What each row says of what is proposed."""
    found = re.findall(r'<p class="queue__about small">(.*?)</p>', page, re.DOTALL)
    return [plain(one) for one in found]


def test_a_row_says_what_is_proposed_before_it_is_opened(moderator, sender, look):
    figures = {"year": "2024", "members": "12"}
    amal = submissions.accept(sender.register(figures=figures), by=None)
    sender.send(
        amal.actor_id,
        contacts={"website": "www.exemple.ma", "phone_0": "0612345678"},
        figures={"year": "2024", "members": "14", "jobs": "3"},
    )
    there = {"place": BOUGHRIBA, "place_q": "", "precision": "commune"}
    sender.register(name={"name_fr": "Miel de Zegzel"}, place=there)
    sender.report(amal.actor_id, "wrong", "Le  téléphone\nne répond pas.")
    assert lines(look()) == [
        "change of a profile Memberships, 2024: 12 → 14; Jobs, 2024: 3; Website; 1 more field",
        "new profile Cooperative · Boughriba",
        "report something is wrong Le téléphone ne répond pas.",
    ]


def test_what_was_sent_before_changes_were_outlined_tells_its_steps(moderator, sender, look):
    amal = submissions.accept(sender.register(), by=None)
    held = sender.send(amal.actor_id, contacts={"phone_0": "0612345678"})
    assert lines(look()) == ["change of a profile Telephone"]
    Submission.objects.filter(pk=held.pk).update(outline=[])
    assert lines(look()) == ["change of a profile Contacts"]


def test_what_is_forgotten_of_a_change_is_its_outline_too(moderator, sender, look):
    amal = submissions.accept(sender.register(), by=None)
    held = sender.send(amal.actor_id, figures={"year": "2024", "members": "14"})
    assert held.outline == [["figures.members.2024", "", "14"]]
    forget(Submission.objects.filter(pk=held.pk))
    held.refresh_from_db()
    assert held.outline == []


def test_a_moderator_without_a_second_factor_is_led_to_add_one(client, in_force, sender):
    sender.register()
    somebody = people.person()
    Moderator.objects.create(person=somebody, scope="country", code="MA")
    people.log_in(client, somebody)
    answer = client.get("/en/moderation/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/en/account/second-factor/")
    assert "next=" in answer["Location"]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("network=ABC", "ABC"),
        ("region=04", "04"),
        ("province=04.421", "04.421"),
        ("colour=red", "colour"),
        ("age=3", "3"),
        ("after=first", "first"),
        ("after=999999", "999999"),
    ],
)
def test_a_filter_that_cannot_be_is_refused_by_name(moderator, sender, look, query, named):
    sender.register()
    page = look(f"?{query}", status=400)
    assert named in page
    assert "Al Amal" not in page  # never a silently wider list


def test_ages_count_each_contribution_from_its_day_on(moderator, sender, look):
    for days in (0, 1, 3, 8, 31, 400):
        sent = sender.register(name={"name_fr": f"Coopérative {days}"})
        since = now() - timedelta(days=days)
        Submission.objects.filter(pk=sent.pk).update(submitted_at=since)
    told = queue.waiting(Scopes(regions=frozenset({"02"})), person=moderator)
    assert told.count == 6
    assert told.ages == {2: 4, 7: 3, 30: 2}
    assert told.oldest.date() == (now() - timedelta(days=400)).date()


def test_it_goes_on_behind_the_last_row(moderator, sender, look, monkeypatch):
    for n in range(3):
        sender.register(name={"name_fr": f"Coopérative {n}"})
    first, second, third = Submission.objects.order_by("submitted_at", "pk")
    page = look(f"?after={first.pk}")
    assert "Coopérative 0" not in page
    assert "Coopérative 1" in page
    assert "Coopérative 2" in page


def test_the_queue_costs_the_same_however_long_it_is(moderator, sender, look):
    amal = submissions.accept(sender.register(), by=None)
    counts = []
    for n in range(2):
        sender.register(name={"name_fr": f"Coopérative {n}"})
        sender.send(amal.actor_id, figures={"year": "2024", "members": "14", "jobs": str(n)})
        sender.report(amal.actor_id, "wrong", "Le nom.")
        look("?assigned=nobody")
        with CaptureQueriesContext(connection) as asked:
            look("?assigned=nobody")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 23


# ---- one contribution ----------------------------------------------------------------------------


def test_a_new_profile_is_shown_with_what_is_like_it(moderator, sender, look):
    code = submissions.accept(sender.register(), by=None).actor_id
    held = sender.register()
    page = look(f"{held.pk}/")
    assert "تعاونية الأمل" in page
    assert "Perhaps already there" in page
    assert code[:4] in page
    assert "Berkane · Founded 2016" in plain(page)


def test_a_change_is_shown_against_today_and_its_conflicts_named(moderator, sender, look):
    code = submissions.accept(sender.register(), by=None).actor_id
    mine = sender.send(code, name=AMAL["name"] | {"name_fr": "Amal d’Aklim"})
    theirs = sender.send(code, name=AMAL["name"] | {"name_fr": "Amal de Berkane"})
    submissions.accept(theirs, by=None)
    page = look(f"{mine.pk}/")
    assert "Amal de Berkane</del>" in page
    assert "Amal d’Aklim</ins>" in page
    assert "Changed meanwhile" in page


def test_doubtful_figures_are_told(moderator, sender, look):
    held = sender.register(figures={"year": "2025", "members": "9000"})
    assert "far more than most report" in look(f"{held.pk}/")


def test_accepting_publishes_and_goes_on_to_the_next(moderator, sender, do):
    held, other = sender.register(), sender.register(name={"name_fr": "Autre"})
    answer = do(held, "accept")
    assert answer["Location"] == f"/en/moderation/{other.pk}/"
    assert held.state == "accepted"
    told = Decision.objects.filter(submission=held).latest("pk")
    assert (told.verb, told.by, told.revision) == ("accept", moderator, held.revision)


def test_only_the_ticked_fields_are_published(moderator, sender, do):
    code = submissions.accept(sender.register(), by=None).actor_id
    held = sender.send(
        code,
        name=AMAL["name"] | {"name_fr": "Nouveau nom"},
        form=AMAL["form"] | {"founded_year": "2017"},
    )
    do(held, "accept", chosen="1", field=["founded"])
    with snapshot() as reading:
        facts = actor_state(code, reading).facts
    assert facts["names"]["fr"] == "Coopérative Al Amal"
    assert facts["founded"]["date"] == "2017-01-01"


def test_a_report_that_it_closed_closes_it_on_the_day_the_moderator_found(
    moderator, sender, look, do
):
    amal = submissions.accept(sender.register(), by=None)
    held = sender.report(amal.actor_id, "closed", "Fermée, me dit-on.")
    assert "Without a date nothing is published" in look(f"{held.pk}/")
    assert "still to come" in do(held, "closed", status=400, closed="2199").content.decode()
    do(held, "closed", closed="03/2024")
    assert "March 2024" in look(f"{held.pk}/")
    do(held, "accept", chosen="1", field="closed")
    assert facts_of(amal.actor_id)["closed"] == {"date": "2024-03-01", "precision": "month"}
    assert held.revision.reason == "reported"
    do(held, "undo", reason="mistaken")
    assert facts_of(amal.actor_id)["closed"] is None


def test_a_report_that_it_moved_moves_it_where_the_moderator_shows(
    moderator, sender, look, do, client
):
    amal = submissions.accept(sender.register(), by=None)
    held = sender.report(amal.actor_id, "moved", "À Boughriba, je crois.")
    assert 'value="Berkane"' in look(f"{held.pk}/place/")
    nowhere = client.post(f"/en/moderation/{held.pk}/place/", {"place_q": "Nulle part"})
    assert nowhere.status_code == 422
    there = {"place": BOUGHRIBA, "place_q": "", "precision": "commune"}
    assert client.post(f"/en/moderation/{held.pk}/place/", there).status_code == 302
    assert "Boughriba" in look(f"{held.pk}/")
    do(held, "accept", chosen="1", field="place")
    assert facts_of(amal.actor_id)["place"]["commune"] == BOUGHRIBA


def test_a_conflict_is_published_only_where_it_is_ticked(moderator, sender, do):
    code = submissions.accept(sender.register(), by=None).actor_id
    mine = sender.send(code, name=AMAL["name"] | {"name_fr": "Amal d’Aklim"})
    submissions.accept(
        sender.send(code, name=AMAL["name"] | {"name_fr": "Amal de Berkane"}), by=None
    )
    page = do(mine, "accept", status=409).content.decode()
    assert "Changed by others meanwhile" in page
    do(mine, "accept", chosen="1", field=["names.fr"])
    assert mine.state == "accepted"


def test_a_question_is_asked_in_words(moderator, sender, do):
    held = sender.register()
    assert do(held, "ask-back", status=400, note=" ")
    do(held, "ask-back", note="Which douar?")
    assert (held.state, held.decisions.latest("pk").note) == ("asked-back", "Which douar?")


def test_a_refusal_has_a_reason_and_keeps_what_was_written(moderator, sender, do):
    held = sender.register()
    page = do(held, "refuse", status=400, note="We called them.").content.decode()
    assert "We called them." in page
    do(held, "refuse", status=400, reason="other")
    do(held, "refuse", reason="duplicate", note="We called them.")
    assert held.state == "refused"


def test_one_takes_it_and_leaves_it(moderator, sender, do):
    held = sender.register()
    do(held, "take")
    assert held.assigned == moderator
    do(held, "leave")
    assert held.assigned is None


def test_two_decide_at_once_and_the_second_is_told(moderator, sender, do):
    held = sender.register()
    submissions.refuse(held, by=None, reason="duplicate")
    page = do(held, "accept", status=409).content.decode()
    assert "Somebody was faster" in page
    assert "refused" in page
    assert 'href="/en/moderation/">What waits<' in page
    assert 'href="#log"' in page


def test_who_was_slower_is_led_to_the_next_of_the_same_filters(moderator, sender, do):
    held, other, wanted = (sender.register(name={"name_fr": n}) for n in ("Une", "Deux", "Trois"))
    Submission.objects.filter(pk=wanted.pk).update(assigned=moderator)
    submissions.refuse(held, by=None, reason="duplicate")
    page = do(held, "accept", status=409, kept="assigned=me").content.decode()
    assert f'href="/en/moderation/{wanted.pk}/?assigned=me">The next that waits<' in page
    page = do(held, "accept", status=409).content.decode()
    assert f'href="/en/moderation/{other.pk}/">The next that waits<' in page


def test_what_its_sender_took_up_meanwhile_leads_back_to_what_waits(moderator, sender, do, client):
    held = submissions.take_up(sender.register())
    assert do(held, "accept")["Location"] == "/en/moderation/"
    assert "it waits no more" in client.get(f"/en/moderation/{held.pk}/", follow=True).text
    draft = sender.begin()
    assert client.get(f"/en/moderation/{draft.pk}/").status_code == 404


def test_nobody_decides_on_what_she_sent_herself(moderator, sender, do):
    held = sender.register()
    Submission.objects.filter(pk=held.pk).update(author=moderator)
    do(held, "accept", status=403)
    assert held.state == "waiting"
    do(held, "take")


# ---- taking back ---------------------------------------------------------------------------------


def test_a_new_profile_taken_back_is_withdrawn_by_a_revision(moderator, sender, do):
    held = sender.register()
    do(held, "accept")
    code, head = held.actor_id, Revision.objects.head().number
    do(held, "undo", reason="mistaken")
    assert held.state == "waiting"
    assert Revision.objects.head().number == head + 1
    assert Ending.objects.current().get(actor__code=code).fate == "withdrawn"


def test_a_new_profile_taken_back_may_be_accepted_again_under_another_code(moderator, sender, do):
    held = sender.register()
    do(held, "accept")
    first = held.actor_id
    do(held, "undo", reason="mistaken")
    do(held, "accept")
    assert held.state == "accepted"
    assert held.actor_id != first
    assert ActorVersion.objects.current().filter(code=held.actor_id).exists()


def test_a_change_taken_back_says_again_what_was_said_before(moderator, sender, do):
    code = submissions.accept(sender.register(figures={"year": "2025", "members": "40"}), by=None)
    code = code.actor_id
    held = sender.send(
        code,
        name=AMAL["name"] | {"name_fr": "Nouveau nom"},
        figures={"year": "2025", "members": "50"},
    )
    do(held, "accept")
    do(held, "undo", reason="mistaken")
    with snapshot() as reading:
        facts = actor_state(code, reading).facts
    assert facts["names"]["fr"] == "Coopérative Al Amal"
    assert Observation.objects.current().get(actor__code=code, indicator="members").value == 40
    assert ActorVersion.objects.filter(code=code).count() == 3


def test_what_was_changed_since_is_not_taken_back(moderator, sender, do):
    held = sender.register()
    do(held, "accept")
    other = sender.send(held.actor_id, name=AMAL["name"] | {"name_fr": "Nouveau nom"})
    submissions.accept(other, by=None)
    page = do(held, "undo", reason="mistaken", status=409).content.decode()
    assert "was changed since" in page
    with pytest.raises(undoing.ChangedSince):
        undoing.undo(held, by=moderator, reason="mistaken")
    code = codes.show(held.actor_id)
    assert f'href="/en/moderation/actors/{code}/withdraw/"' in page
    assert f'href="/en/desk/change/{code}/"' in page


def test_a_change_of_what_was_merged_and_split_since_is_undone_by_an_older_version(
    moderator, sender, do, register, look
):
    code = submissions.accept(sender.register(), by=None).actor_id
    entered = ActorVersion.objects.current().get(code=code).opened
    held = sender.send(code, name=AMAL["name"] | {"name_fr": "Nouveau nom"})
    do(held, "accept")
    gone, heir = read(ActorVersion.objects.current().get(code=code).digest), register.publish("Une")
    register.merge(gone, heir)
    merged = do(held, "undo", reason="mistaken", status=409).content.decode()
    assert f'href="/en/moderation/actors/{codes.show(code)}/"' in merged
    assert "/versions/" not in merged
    register.split(gone)
    page = do(held, "undo", reason="mistaken", status=409).content.decode()
    assert "it is not taken back in one step" in page
    older = f"actors/{codes.show(code)}/versions/{entered}/"
    assert f'href="/en/moderation/{older}">Restore what stood before it<' in page
    assert "Coopérative Al Amal" in look(older)


def test_contacts_taken_back_leave_what_the_revision_before_published(moderator, sender, do):
    code = submissions.accept(sender.register(), by=None).actor_id
    do(sender.send(code, figures={"year": "2024", "members": "40"}), "accept")
    reached = sender.send(code, contacts={"phone_0": "0612345678"})
    do(reached, "accept")  # makes no revision: it stands beside the last
    head = Revision.objects.head().number
    do(reached, "undo", reason="mistaken")
    assert Observation.objects.current().get(actor__code=code, indicator="members").value == 40
    assert Revision.objects.head().number == head


def test_a_decision_is_taken_back_for_a_reason_that_the_sender_reads(moderator, sender, do, client):
    held = sender.register()
    do(held, "accept")
    assert "Take this decision back" in do(held, "undo", status=400).content.decode()
    do(held, "undo", reason="objection", note="The president called.")
    told = client.get(f"/en/desk/follow/{sender.secret}/").content.decode()
    assert "Somebody whom it concerns objected." in told
    assert "The president called." in told


def test_what_was_published_of_one_is_read_in_its_history(moderator, sender, do, look, client):
    held = sender.register()
    do(held, "accept")
    number, shown = held.revision_id, codes.show(held.actor_id)
    address = f"/en/moderation/actors/{shown}/?earlier={number + 1}#r-{number}"
    assert f'href="{address}"' in look("decided/")
    assert f'href="{address}"' in look(f"{held.pk}/")
    other = sender.register(name={"name_fr": "Autre"})
    client.post("/en/moderation/bulk/", {"id": other.pk, "do": "accept"})
    assert f"?earlier={number + 2}#r-{number + 1}" in look()


def test_what_one_decided_is_listed_with_the_way_back(moderator, sender, do, look):
    accepted, refused, others = (
        sender.register(name={"name_fr": f"Coopérative {name}"})
        for name in ("Une", "Deux", "Trois")
    )
    do(accepted, "accept")
    do(refused, "refuse", reason="impossible-figure")
    submissions.refuse(others, by=people.moderator(), reason="duplicate")
    page = look("decided/")
    assert "A figure in it cannot be right." in page
    assert "Coopérative Deux" in page
    assert "Coopérative Trois" not in page
    assert f"/en/moderation/{accepted.pk}/?undo=1#undo" in page
    do(accepted, "undo", reason="mistaken")
    assert f"/en/moderation/{accepted.pk}/?undo=1#undo" not in look("decided/")


def test_the_list_of_decisions_goes_on_behind_its_last_row(
    moderator, sender, do, look, monkeypatch
):
    monkeypatch.setattr(decided, "AT_ONCE", 2)
    for n in range(3):
        do(sender.register(name={"name_fr": f"Coopérative {n}"}), "ask-back", note="?")
    look()  # says what was done last
    page = look("decided/")
    assert ("Coopérative 2" in page, "Coopérative 0" in page) == (True, False)
    rest = look("decided/" + re.search(r"\?before=\d+", page)[0])
    assert ("Coopérative 2" in rest, "Coopérative 0" in rest) == (False, True)


@pytest.mark.parametrize(
    ("asked", "named"), [("before=x", "“x”"), ("before=0", "“0”"), ("after=1", "“after”")]
)
def test_an_unknown_place_in_the_list_of_decisions_is_refused(moderator, look, asked, named):
    assert named in look(f"decided/?{asked}", status=400)


def test_the_log_is_never_rewritten(moderator, sender, do):
    held = sender.register()
    do(held, "accept")
    do(held, "undo", reason="mistaken")
    verbs = list(held.decisions.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["submit", "accept", "reopen"]


# ---- several at once -----------------------------------------------------------------------------


def test_several_are_looked_at_and_published_in_one_revision(moderator, sender, look, client):
    held = [sender.register(name={"name_fr": f"Coopérative {n}"}) for n in range(3)]
    asked = "&".join(f"id={one.pk}" for one in held)
    page = look(f"bulk/?{asked}")
    assert "3 would be published" in page
    head = Revision.objects.head().number
    answer = client.post("/en/moderation/bulk/", {"id": [one.pk for one in held], "do": "accept"})
    assert answer.status_code == 302
    assert Revision.objects.head().number == head + 1
    assert {one.state for one in Submission.objects.all()} == {"accepted"}


def test_several_are_shown_with_what_they_change_before_they_are_decided(moderator, sender, look):
    amal = submissions.accept(sender.register(), by=None)
    held = [
        sender.send(amal.actor_id, name=AMAL["name"] | {"name_fr": "Coopérative Amal"}),
        sender.register(name={"name_fr": "Coopérative du Rif"}),
    ]
    shown = "&".join(f"shown={one.pk}" for one in held)
    page = look(f"bulk/?all=1&{shown}")
    assert "contributions are chosen" in page
    assert ">Coopérative Al Amal</del>" in page
    assert ">Coopérative Amal</ins>" in page
    assert ">Coopérative du Rif</ins>" in page


def test_nothing_is_published_that_was_changed_after_it_was_looked_at(
    moderator, sender, look, do, client
):
    held = sender.register()
    seen = held.saved_at.isoformat()
    assert f'name="seen" value="{seen}"' in look(f"{held.pk}/")
    taken = submissions.take_up(held)
    submissions.save_step(taken, "name", {"name_fr": "Une tout autre"})
    submissions.submit(taken, consents=CONSENTS)
    Submission.objects.filter(pk=held.pk).update(saved_at=now() + timedelta(seconds=1))
    page = do(held, "accept", status=409, seen=seen).content.decode()
    assert "look at it once more" in page
    together = {"id": [held.pk], "do": "accept", "seen": seen}
    assert client.post("/en/moderation/bulk/", together).status_code == 409
    held.refresh_from_db()
    assert held.state == "waiting"


def test_several_are_refused_for_one_reason(moderator, sender, client):
    held = [sender.register(name={"name_fr": f"Coopérative {n}"}) for n in range(2)]
    given = {"id": [one.pk for one in held], "do": "refuse"}
    assert client.post("/en/moderation/bulk/", given).status_code == 400
    client.post("/en/moderation/bulk/", given | {"reason": "advertising"})
    assert {one.state for one in Submission.objects.all()} == {"refused"}


@pytest.fixture
def together(moderator, sender, client):
    """Accepts several at once; they, and the address of what was decided together."""

    def accept(*held):
        given = {"id": [one.pk for one in held], "do": "accept"}
        assert client.post("/en/moderation/bulk/", given).status_code == 302
        for one in held:
            one.refresh_from_db()
        return f"batches/{held[0].decisions.latest('pk').batch}/"

    return accept


def three(sender):
    return [sender.register(name={"name_fr": name}) for name in ("Une", "Deux", "Trois")]


def take_back(client, path, *held, status=302, **more):
    ids = [one.decisions.filter(verb__in=["accept", "refuse"]).latest("pk").pk for one in held]
    answer = client.post(f"/en/moderation/{path}", {"id": ids, "reason": "mistaken"} | more)
    assert answer.status_code == status
    for one in held:
        one.refresh_from_db()


def test_what_was_accepted_together_is_taken_back_together(sender, together, look, client):
    held = three(sender)
    path = together(*held)
    codes_of = [one.actor_id for one in held]
    assert f'/en/moderation/{path}">Take them all back<' in look()
    listed = look("decided/")
    assert plain(listed).count("3 decided together") == 1
    assert f'href="/en/moderation/{path}"' in listed
    assert "?undo=1#undo" not in listed
    head = Revision.objects.head().number
    assert "3 can be taken back" in plain(look(path))
    take_back(client, path, *held)
    assert {one.state for one in held} == {"waiting"}
    assert Revision.objects.head().number == head + 3  # each by one of its own
    assert Ending.objects.current().filter(actor__code__in=codes_of).count() == 3
    page = look(path)
    assert "3 taken back: they wait again." in page
    assert "can be taken back" not in page


def test_only_what_is_ticked_is_taken_back(sender, together, client):
    held = three(sender)
    take_back(client, together(*held), held[1])
    held[2].refresh_from_db()
    assert [one.state for one in held] == ["accepted", "waiting", "accepted"]


def test_a_batch_is_taken_back_for_a_reason_and_what_was_unticked_stays_so(
    sender, together, look, client
):
    held = three(sender)
    path = together(*held)
    take_back(client, path, held[0], status=400, reason="")
    ticked = held[0].decisions.latest("pk").pk
    answer = client.post(f"/en/moderation/{path}", {"id": ticked, "reason": ""})
    assert re.findall(r'value="(\d+)" checked', answer.content.decode()) == [str(ticked)]


def test_what_was_changed_or_decided_since_is_told_and_not_taken_back(
    sender, together, look, do, client
):
    changed, back, anew, alone = held = [*three(sender), sender.register(name={"name_fr": "Seule"})]
    path = together(*held)
    told = [one.decisions.latest("pk") for one in held]
    other = sender.send(changed.actor_id, name=AMAL["name"] | {"name_fr": "Autre nom"})
    submissions.accept(other, by=None)
    do(back, "undo", reason="mistaken")
    do(anew, "undo", reason="mistaken")
    do(anew, "accept")
    page = plain(look(path))
    assert "1 can be taken back" in page
    assert page.count("It was taken back already, or decided anew.") == 2
    assert page.count("it is not taken back in one step") == 1
    assert f"actors/{codes.show(changed.actor_id)}/withdraw/" in look(path)
    given = {"id": [one.pk for one in told], "reason": "mistaken"}
    answer = client.post(f"/en/moderation/{path}", given, follow=True)
    assert "3 could not be: see why." in answer.content.decode()
    for one in held:
        one.refresh_from_db()
    assert [one.state for one in held] == ["accepted", "waiting", "accepted", "waiting"]


def test_a_decision_made_anew_meanwhile_is_not_taken_back_for_the_old_one(moderator, sender, do):
    held = sender.register()
    do(held, "accept")
    old = held.decisions.latest("pk")
    do(held, "undo", reason="mistaken")
    do(held, "accept")
    with pytest.raises(undoing.DecidedSince):
        undoing.undo(held, by=moderator, reason="mistaken", decision=old)


def test_what_was_refused_together_waits_again_together(moderator, sender, look, client):
    held = three(sender)
    given = {"id": [one.pk for one in held], "do": "refuse", "reason": "advertising"}
    client.post("/en/moderation/bulk/", given)
    path = f"batches/{held[0].decisions.latest('pk').batch}/"
    take_back(client, path, *held)
    assert {one.state for one in held} == {"waiting"}


def test_a_batch_of_another_region_is_not_there(sender, together, look, client):
    path = together(*three(sender))
    people.log_in(client, people.moderator("region", "04"))
    look(path, status=404)


def test_others_regions_are_not_decided_by_their_numbers(client, in_force, sender):
    held = sender.register()
    people.log_in(client, people.moderator("region", "04"))
    client.post("/en/moderation/bulk/", {"id": [held.pk], "do": "accept"})
    held.refresh_from_db()
    assert held.state == "waiting"


@pytest.mark.parametrize("ids", [["x"], ["9" * 30], []])
def test_numbers_that_are_none_choose_nothing(moderator, client, ids):
    answer = client.post("/en/moderation/bulk/", {"id": ids, "do": "accept"})
    assert answer["Location"] == "/en/moderation/"


@pytest.mark.parametrize(
    ("steps", "sign"),
    [
        ({}, "like a profile that is here"),
        (
            {"name": {"name_fr": "Casino en ligne www.casino.example"}},
            "a link or an e-mail within a text",
        ),
        (
            {"name": {"name_fr": "Une autre"}, "figures": {"year": "2025", "members": "90000"}},
            "an unusual figure",
        ),
    ],
)
def test_what_asks_for_a_closer_look_is_signed_in_the_queue_and_never_accepted_in_bulk(
    moderator, sender, look, client, steps, sign
):
    submissions.accept(sender.register(), by=None)
    held = sender.register(**steps)
    assert sign in look()
    assert f"moderation/{held.pk}/" in look(f"?sign={held.signs[0]}")
    assert f"moderation/{held.pk}/" not in look("?sign=none")
    assert "would be published" not in look(f"bulk/?id={held.pk}")
    client.post("/en/moderation/bulk/", {"id": [held.pk], "do": "accept"})
    held.refresh_from_db()
    assert held.state == "waiting"


def test_two_who_sent_the_same_cooperative_are_not_accepted_together(
    moderator, sender, look, client
):
    twins = [sender.register(name={"name_ar": name}) for name in ("تعاونية الأمل", "تعاونيّة الامل")]
    other = sender.register(name={"name_fr": "Coopérative Tout Autre"})
    chosen = [one.pk for one in [*twins, other]]
    asked = "&".join(f"id={pk}" for pk in chosen)
    assert look(f"bulk/?{asked}").count("Another of these has the same name.") == 2
    client.post("/en/moderation/bulk/", {"id": chosen, "do": "accept"})
    states = dict(Submission.objects.values_list("pk", "state"))
    assert [states[pk] for pk in chosen] == ["waiting", "waiting", "accepted"]


# ---- trust ---------------------------------------------------------------------------------------


@pytest.fixture
def kept(sender):
    """A profile in the register, its steward, and what she sends of it."""
    code = submissions.accept(sender.register(), by=None).actor_id
    amal = people.steward(code, email="amal@athar.example", language="ar")

    def send(**steps):
        sent = sender.send(code, **steps)
        Submission.objects.filter(pk=sent.pk).update(author=amal)
        sent.refresh_from_db()
        return sent

    return send


def test_a_trusted_steward_s_small_change_is_public_at_once_and_looked_at_later(
    moderator, kept, do, look
):
    do(kept(activity={"description_fr": "Du miel."}), "trust")
    at_once = trust.publish_at_once(kept(activity={"description_fr": "Du miel de thym."}))
    assert (at_once.state, at_once.look_later) == ("accepted", True)
    assert "Al Amal" in look("?show=look-later")
    do(at_once, "looked")
    assert not at_once.look_later
    assert at_once.decisions.latest("pk").verb == "look"


@pytest.mark.parametrize(
    "steps",
    [
        {"name": AMAL["name"] | {"name_fr": "Un autre nom"}},
        {"figures": {"year": "2025", "members": "9000"}},
        {"form": AMAL["form"] | {"founded_year": "2001"}},
    ],
)
def test_what_is_not_small_or_is_doubtful_waits_all_the_same(moderator, kept, do, steps):
    do(kept(activity={"description_fr": "Du miel."}), "trust")
    assert trust.publish_at_once(kept(**steps)).state == "waiting"


def test_trust_is_taken_back(moderator, kept, do):
    first = kept(activity={"description_fr": "Du miel."})
    do(first, "trust")
    do(first, "distrust")
    waits = kept(activity={"description_fr": "Du miel de thym."})
    assert trust.publish_at_once(waits).state == "waiting"


def test_trust_is_seen_and_taken_back_where_moderators_see_who_keeps_a_profile(
    client, moderator, kept, do
):
    sent = kept(activity={"description_fr": "Du miel."})
    do(sent, "trust")
    place = f"/en/moderation/actors/{codes.show(sent.actor_id)}/stewards/"
    assert "Trusted since" in client.get(place).content.decode()
    held = Stewardship.objects.get()
    theirs = Client()
    people.log_in(theirs, held.person)
    assert "small changes are published at once" in theirs.get("/en/desk/").content.decode()
    for act, count in (("distrust", 0), ("trust", 1), ("trust", 1)):
        assert client.post(place, {"do": act, "which": held.pk}).status_code == 303
        assert Trust.objects.standing().count() == count
    assert client.post(place, {"do": "trust", "which": "0"}).status_code == 409


def test_nobody_trusts_herself(client, moderator, kept):
    sent = kept(activity={"description_fr": "Du miel."})
    own = people.keep(moderator, sent.actor_id)
    place = f"/en/moderation/actors/{codes.show(sent.actor_id)}/stewards/"
    assert client.post(place, {"do": "trust", "which": own.pk}).status_code == 409
    assert not Trust.objects.exists()


def test_a_stranger_is_trusted_with_nothing(moderator, kept, sender, do):
    code = submissions.accept(sender.register(), by=None).actor_id
    held = sender.send(code, name=AMAL["name"] | {"name_fr": "Autre"})
    page = do(held, "trust", status=409).content.decode()
    assert "Only who keeps a profile" in page


# ---- what is to be looked at first ---------------------------------------------------------------


def test_copies_that_wait_are_never_accepted_together_with_others(moderator, client, sender, look):
    one, other = sender.register(), sender.register()
    assert (one.signs, other.signs) == ([], ["twin"])
    page = look(f"{one.pk}/")
    assert "has the same name" in page
    assert f"/en/moderation/{other.pk}/" in page
    alone = client.get(f"/en/moderation/bulk/?id={one.pk}").content.decode()
    assert "like another contribution that waits" in alone
    submissions.accept(other, by=moderator, fields=None)
    still = client.get(f"/en/moderation/bulk/?id={one.pk}").content.decode()
    assert "like a profile that is here" in still  # found anew, not as when it was sent
    assert client.post("/en/moderation/bulk/", {"do": "accept", "id": one.pk}).status_code == 409
    one.refresh_from_db()
    assert one.state == "waiting"


@pytest.mark.parametrize(
    ("steps", "alert"),
    [
        ({"figures": {"year": "2025", "members": "9000"}}, "an unusual figure"),
        ({"activity": {"description_fr": "Sur www.exemple.ma"}}, "a link or an e-mail within"),
        ({"place": {"place": BOUGHRIBA, "place_q": "", "precision": "commune"}}, ""),
    ],
)
def test_what_is_to_be_looked_at_first_is_said_beside_the_button(
    moderator, sender, look, steps, alert
):
    page = look(f"{sender.register(**steps).pk}/")
    assert ("data-careful" in page) == bool(alert)
    assert beside_accepting(page).startswith(f"Look at this first: {alert}" if alert else "")


def test_every_alert_is_said_beside_the_button_as_it_is_now(moderator, kept, sender, look):
    full, later = ({"description_fr": words, "sectors": ["argan"]} for words in ("Miel.", "Thym."))
    code = submissions.accept(kept(activity=full), by=None).actor_id
    held = sender.send(code, activity={"description_fr": "Voir www.exemple.ma"})
    submissions.accept(sender.send(code, activity=later), by=None)
    assert beside_accepting(look(f"{held.pk}/")).startswith(
        "Look at this first: a link or an e-mail within a text; something would be emptied;"
        " the profile was changed meanwhile"
    )
    one, other = sender.register(name={"name_fr": "Une"}), sender.register(name={"name_fr": "Une"})
    submissions.refuse(one, by=None, reason="duplicate")
    assert other.signs == ["twin"]
    assert beside_accepting(look(f"{other.pk}/")) == ""  # alone by now


def beside_accepting(page) -> str:
    """What the button that accepts is described by."""
    found = re.search(r'<p class="notice notice--box" id="alerts">(.*?)</p>', page, re.DOTALL)
    return plain(found[1]) if found else ""


def test_a_twin_elsewhere_is_no_business_of_hers(moderator, sender, look):
    one = sender.register()
    sender.register(place={"place": "04.421.01.0", "place_q": "Rabat", "precision": "commune"})
    assert "has the same name" not in look(f"{one.pk}/")


def test_what_empties_a_field_asks_for_a_look(moderator, kept, look):
    full = kept(activity={"description_fr": "Du miel.", "sectors": ["argan"]})
    submissions.accept(full, by=moderator)
    emptied = kept(activity={"description_fr": "Du miel de thym."})
    assert emptied.signs == ["emptied"]
    assert "something would be emptied" in look(f"{emptied.pk}/")


def test_what_was_decided_is_told_with_the_way_to_take_it_back(moderator, client, kept, sender, do):
    held, following = kept(activity={"description_fr": "Du miel."}), sender.register()
    do(held, "accept", kept="kind=new")
    told = client.get(f"/en/moderation/{following.pk}/?kind=new").content.decode()
    undoing = f"/en/moderation/{held.pk}/?kind=new&amp;undo=1#undo"
    assert undoing in told
    page = client.get(undoing.replace("&amp;", "&")).content.decode()
    assert '<details class="card" id="undo" open>' in page
    assert 'name="kept" value="kind=new"' in page  # what is open now is no filter


def test_one_key_publishes_nothing_that_carries_a_sign_or_a_doubt(moderator, kept, look):
    plain = kept(activity={"description_fr": "Du miel."})
    advertising = kept(activity={"description_fr": "Du miel : www.casino.example"})
    unusual = kept(figures={"year": "2025", "members": "9000"})
    assert "data-careful" not in look(f"{plain.pk}/")
    assert "data-careful" in look(f"{advertising.pk}/")
    assert "data-careful" in look(f"{unusual.pk}/")


def test_a_report_is_not_closed_by_one_key_and_its_button_says_what_stays(
    moderator, kept, sender, look
):
    code = kept(activity={"description_fr": "Du miel."}).actor_id
    page = look(f"{sender.report(code, 'abusive', 'Elle n’existe pas.').pk}/")
    assert "data-careful" in page
    assert "Close it without a change" in page


def test_beside_a_figure_stands_the_last_one_of_another_year(moderator, client, kept, look):
    submissions.accept(kept(figures={"year": "2024", "members": "2018"}), by=moderator)
    held = kept(figures={"year": "2025", "members": "4000"})
    assert "Last given: 2,018 in 2024." in look(f"{held.pk}/")
    together = client.get(f"/en/moderation/bulk/?id={held.pk}").content.decode()
    assert "Last given: 2,018 in 2024." in together


def test_what_was_unticked_stays_so_where_accepting_was_refused(moderator, sender, do):
    held = sender.register(activity={"description_fr": "Du miel."})
    given = {"chosen": "1", "field": ["names.fr", "descriptions.fr"]}
    page = do(held, "accept", status=409, **given).content.decode()
    assert "A new profile needs these too" in page
    ticked = set(re.findall(r'name="field" value="([^"]+)" checked', page))
    assert ticked == {"names.fr", "descriptions.fr"}


def test_a_question_that_nobody_answers_is_taken_back(moderator, sender, do, look):
    held = sender.register()
    do(held, "ask-back", note="Depuis quand ?")
    assert "Take the question back" in look(f"{held.pk}/")
    do(held, "undo", reason="mistaken")
    assert held.state == "waiting"
    do(held, "accept")
    assert held.state == "accepted"


def test_an_abusive_report_leads_to_withdrawing_and_says_when_nothing_was_changed(
    moderator, client, kept, sender, do, look
):
    code = kept(activity={"description_fr": "Du miel."}).actor_id
    report = sender.report(code, "abusive", "Elle n’existe pas.")
    assert f"/en/moderation/actors/{codes.show(code)}/withdraw/" in look(f"{report.pk}/")
    do(report, "accept")
    told = client.get("/en/moderation/").content.decode()
    assert "nothing of the profile was changed" in told
    assert f"/en/moderation/{report.pk}/" in told


def test_who_registers_without_an_account_is_not_called_its_steward(moderator, sender):
    accepted = submissions.accept(sender.register(), by=moderator)
    version = ActorVersion.objects.current().get(code=accepted.actor_id)
    facts = read(version.digest)
    assert facts.provenance["*"]["source"] == "Declared by who registered it"


# ---- what the sender is told ---------------------------------------------------------------------


def test_the_sender_reads_the_decision_in_her_language(moderator, kept, do):
    do(kept(activity={"description_fr": "Du miel."}), "ask-back", note="Which douar?")
    do(kept(activity={"description_fr": "Du miel."}), "refuse", reason="duplicate")
    do(kept(activity={"description_fr": "Du miel."}), "accept")
    told = list(Mail.objects.order_by("pk"))
    assert [one.kind for one in told] == [
        "contribution_asked_back",
        "contribution_refused",
        "contribution_accepted",
    ]
    assert {(one.to, one.language) for one in told} == {("amal@athar.example", "ar")}
    assert "Which douar?" in told[0].text
    assert "تعاونية الأمل" in told[2].text


def test_who_left_no_address_is_written_to_by_nobody(moderator, sender, do):
    do(sender.register(), "accept")
    assert not Mail.objects.exists()


def test_who_has_no_account_is_written_to_where_she_said(moderator, sender, do):
    held = sender.send(email="fatima@example.org", **AMAL)
    do(held, "refuse", reason="not-found", note="Phone us: 0612345678")
    told = Mail.objects.get()
    assert (told.to, told.language) == ("fatima@example.org", "fr")
    assert "0612345678" in told.text

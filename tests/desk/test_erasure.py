"""Erasing somebody wherever she is named, the list of who was erased, and its replay."""

import hashlib
import json
from decimal import Decimal

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.utils import ProgrammingError
from django.utils.timezone import now

from desk import erasing, mail
from desk.models import (
    Decision,
    Erasure,
    Follower,
    Mail,
    Person,
)
from desk.naming import (
    NameWithoutProfile,
    NobodyNamed,
    NotAnAddress,
    NotAName,
    NotAPhone,
    naming,
)
from desk.privacy import erasure, listed
from desk.privacy.places import ELSEWHERE, LEFT, PLACES
from desk.writings import moving, stories
from directory.models import ActorVersion, Contact, Picture, Revision, RevisionNote
from directory.publishing import publish
from directory.records.facts import ObservationFacts
from evidence.citations.store import cite
from evidence.citations.verify import verify_all
from evidence.models import Citation, Story
from tests import people
from tests.submissions import AMAL
from tests.writings import COOPERATIVES, told

pytestmark = pytest.mark.django_db

ADDRESS, PHONE, NAME = "fatima@athar.example", "0661234567", "Fatima Alaoui"


@pytest.fixture(autouse=True)
def the_list(settings, tmp_path):
    settings.ERASURES = tmp_path / "apart" / "erasures.jsonl"
    return settings.ERASURES


@pytest.fixture
def run(capsys):
    """The command, and what it says."""

    def run(*words):
        call_command("erase_personal_data", *words)
        return capsys.readouterr().out

    return run


@pytest.fixture
def named(country):
    """A profile that names her in a text, its contacts and a revision's note; and cited so."""
    register, amal = country.register, country.amal
    register.change(amal, descriptions={"fr": f"Fondée par {NAME}.", "ar": "تعاونية نسائية"})
    cite(f"{COOPERATIVES}&q=coopérative")
    Contact.objects.create(actor_id=_pk(amal), name=NAME, phone="+212 6 61 23 45 67")
    Contact.objects.create(actor_id=_pk(amal), name="Hind", phone="0537000000", email="a@b.example")
    RevisionNote.objects.create(revision=Revision.objects.head(), text=f"Appelée: {PHONE}")
    return country


def _pk(facts):
    return ActorVersion.objects.current().get(code=facts.code).actor_id


def everything_holds():
    call_command("verify_register", verbosity=0)
    assert all(told.holds for _citation, told in verify_all(deep=True))


def hers(**more):
    return naming(**{"phones": [PHONE]} | more)


# ---- whom is meant -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "is_hers"),
    [
        ("Appeler le 06 61 23 45 67", True),
        ("+212661234567", True),
        ("00212 (0)6.61.23.45.67", True),
        ("هاتف: ٠٦٦١٢٣٤٥٦٧", True),
        ("0661234568", False),
        ("ICE 066123456700011", False),
    ],
)
def test_a_number_is_found_however_it_is_written(text, is_hers):
    assert hers().is_in(text) is is_hers


@pytest.mark.parametrize(
    ("text", "is_hers"),
    [
        ("présidée par FATIMA  ALAOUI, depuis 2016", True),
        ("Fâtima-Alaoui", True),
        ("Fatima Alaouia", False),
        ("Fatima et Alaoui", False),
    ],
)
def test_a_name_is_found_as_whole_words_in_a_row(text, is_hers):
    assert naming(names=[NAME], profiles=["00000000"]).is_in(text) is is_hers


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({}, NobodyNamed),
        ({"names": [NAME]}, NameWithoutProfile),
        ({"names": ["Amal"], "profiles": ["00000000"]}, NotAName),
        ({"emails": ["amal"]}, NotAnAddress),
        ({"phones": ["12"]}, NotAPhone),
    ],
)
def test_nobody_is_looked_for_by_too_little(told, refusal):
    with pytest.raises(refusal):
        naming(**told)


def test_a_name_that_many_share_is_found_only_in_the_profiles_that_were_told(named):
    other = named.imane
    Contact.objects.create(actor_id=_pk(other), name=NAME)
    planned = erasure.plan(naming(names=[NAME], profiles=[named.amal.code]))
    assert planned.counts() == {"contacts": 1, "records": 1}


# ---- every place ---------------------------------------------------------------------------------


def is_free_text(field):
    if not getattr(field, "concrete", False) or field.choices:
        return False  # an array is of codes, too
    if isinstance(field, models.CharField):
        return field.max_length is None or field.max_length > 20  # no code, no language
    return isinstance(field, models.TextField | models.JSONField)


def test_every_text_is_searched_or_says_why_nobody_is_named_there():
    searched = {(place.model, column) for place in [*PLACES, *LEFT] for column in place.columns}
    silent = set()
    for model in apps.get_models():
        for field in model._meta.get_fields():
            label = model._meta.label
            names = {label, model._meta.app_label, f"{label}.{field.name}"}
            if is_free_text(field) and (model, field.name) not in searched:
                silent |= set() if names & ELSEWHERE.keys() else {f"{label}.{field.name}"}
    assert silent == set()


@pytest.mark.parametrize("place", [*PLACES, *LEFT], ids=lambda place: place.name)
def test_each_place_can_be_searched(place):
    told = naming(emails=[ADDRESS], names=[NAME], profiles=["00000000"])
    assert place.find(told, now()) == place.find(told, None) == []


def test_what_she_sent_and_what_is_kept_of_her_address_goes(sender, named):
    sent = sender.register(
        email=ADDRESS, contacts={"name_0": NAME, "phone_0": PHONE, "email_0": ADDRESS}
    )
    follower = Follower.objects.create(address=ADDRESS, language="fr")
    follower.followings.create(query="region=02", told=Revision.objects.head())
    mail.post("account_erased", to=ADDRESS, context={}, language="fr")
    owner = people.steward(named.amal.code)
    LogEntry.objects.create(
        user=people.administrator(), action_flag=2, object_repr=ADDRESS, object_id="1"
    )
    erasure.erase(erasure.plan(naming(emails=[ADDRESS])))
    sent.refresh_from_db()
    assert (sent.state, sent.payload, sent.email) == ("withdrawn", {}, "")
    assert not sent.contacts.exists()
    assert not Follower.objects.exists()
    assert not Mail.objects.exists()
    assert LogEntry.objects.get().object_repr == "…"
    assert Person.objects.filter(pk=owner.pk, erased_at=None).exists()


def test_of_what_others_sent_only_the_steps_that_name_her_go(sender, named):
    steps = AMAL | {"work": {"description_fr": f"Présidente: {PHONE}"}}
    other = sender.send(**steps)
    note = Decision.objects.create(submission=other, verb="ask-back", note=f"J’ai appelé {PHONE}")
    erasure.erase(erasure.plan(hers()))
    other.refresh_from_db()
    assert "work" not in other.payload
    assert other.payload["name"] == AMAL["name"]
    note.refresh_from_db()
    assert note.note == "…"


def test_a_story_that_names_her_leaves_the_register_with_its_words(country):
    steward = people.steward(country.amal.code)
    held = told(steward, country.amal.code, text_fr=f"Je m’appelle {NAME}.")
    stories.publish(held, by=people.moderator(), seen=moving.mark(held))
    erasure.erase(erasure.plan(naming(names=[NAME], profiles=[country.amal.code])))
    story = Story.objects.get()
    assert story.redacted == story.closed == Revision.objects.head().number
    held.refresh_from_db()
    assert (held.state, held.payload) == ("withdrawn", {})
    everything_holds()


# ---- the register --------------------------------------------------------------------------------


def test_the_profile_stands_without_the_texts_that_named_her_and_citations_hold(named):
    before = Citation.objects.count()
    assert before
    erasure.erase(erasure.plan(naming(names=[NAME], phones=[PHONE], profiles=[named.amal.code])))
    head = Revision.objects.head()
    assert (head.kind, head.reason, head.opened_count, head.redacted_count) == (
        "redact",
        "erasure",
        1,
        1,
    )
    standing = ActorVersion.objects.current().get(code=named.amal.code)
    assert standing.redacted is None
    assert standing.text.descriptions == {"ar": "تعاونية نسائية"}
    assert standing.text.names["fr"] == "Coopérative Amal d’Aklim"
    assert [one.name for one in Contact.objects.filter(actor=standing.actor)] == ["Hind"]
    assert not RevisionNote.objects.filter(text__contains=PHONE).exists()
    everything_holds()


def test_pictures_of_the_profile_that_do_not_name_her_stay(named):
    pk = _pk(named.amal)
    kept, hers = (
        Picture.objects.create(
            actor_id=pk, key=word * 64, kind="photo", position=at, alt={"fr": said}
        )
        for at, (word, said) in enumerate({"a": "Atelier", "b": f"{NAME} au travail"}.items())
    )
    for picture in (kept, hers):
        content = b"RIFF\0\0\0\0WEBP" + picture.key.encode()
        digest = hashlib.sha256(content).hexdigest()
        picture.files.create(digest=digest, width=320, height=200, content=content)
    erasure.erase(erasure.plan(naming(names=[NAME], profiles=[named.amal.code])))
    assert list(Picture.objects.values_list("pk", "files__width")) == [(kept.pk, 320)]


def test_the_source_of_a_figure_loses_its_words_and_the_figure_counts(named):
    facts = ObservationFacts(
        named.amal.code, "members", 2024, Decimal(40), "memberships", "declared", f"Dit par {NAME}"
    )
    publish(kind="publish", role="steward", reason="yearly-figures", opened=[facts])
    asked = "/api/v1/statistics/?measure=members&year=2024"
    cite(asked)
    erasure.erase(erasure.plan(naming(names=[NAME], profiles=[named.amal.code])))
    everything_holds()
    assert not erasure.plan(naming(names=[NAME], profiles=[named.amal.code])).counts()


# ---- requests, the list and its replay -----------------------------------------------------------


def accepted_request(**more):
    told = {"name": NAME, "email": ADDRESS, "phone": PHONE, "profiles": []} | more
    told["naming"] = naming(
        emails=[told["email"]],
        phones=[told["phone"]],
        names=[told["name"]] if told["profiles"] else [],
        profiles=told["profiles"],
    ).payload()
    return Erasure.objects.create(
        link=f"{Erasure.objects.count()}", state="accepted", language="ar", sent_at=now(),
        decided_at=now(), **told,
    )  # fmt: skip


def parts_of(said):
    return set(said.replace("\n", ", ").replace(": ", ", ").split(", "))


def test_a_dry_run_tells_how_much_and_changes_nothing(run, named, the_list):
    request = accepted_request(profiles=[named.amal.code])
    head = Revision.objects.head().number
    said = run("--dry-run")
    assert {"contacts 1", "records 1", "revision-notes 1"} <= parts_of(said)
    request.refresh_from_db()
    assert (request.state, Revision.objects.head().number) == ("accepted", head)
    assert not the_list.exists()


def test_an_accepted_request_is_carried_out_told_and_keeps_nothing(run, named, the_list):
    request = accepted_request(profiles=[named.amal.code])
    assert "1 requests carried out." in run()
    request.refresh_from_db()
    assert (request.state, request.email, request.naming) == ("done", "", {})
    assert request.told["erased"] == {"contacts": 1, "records": 1, "revision-notes": 1}
    [sent] = Mail.objects.all()
    assert (sent.kind, sent.to, sent.language) == ("erasure_done", ADDRESS, "ar")
    assert "0 requests carried out." in run()
    everything_holds()


def test_the_list_says_nothing_of_her_and_is_read_by_its_owner_alone(run, named, the_list):
    accepted_request(profiles=[named.amal.code])
    run()
    [line] = the_list.read_text().splitlines()
    assert the_list.stat().st_mode & 0o777 == 0o600
    for secret in (ADDRESS, "661234567", "fatima", "alaoui"):
        assert secret not in line.casefold()
    assert len(json.loads(line)["redacted"]) == 1


def test_a_restored_backup_loses_her_again_and_a_second_replay_finds_nothing(
    run, named, sender, the_list
):
    """The backup is what the transaction's beginning held: rolled back, it is there again."""
    sent = sender.send(**AMAL, email=ADDRESS)
    account = people.person(ADDRESS, name=NAME)
    with transaction.atomic():
        accepted_request(profiles=[named.amal.code])
        run()
        assert Person.objects.get(pk=account.pk).erased_at
        transaction.set_rollback(True)
    assert Person.objects.get(pk=account.pk).email == ADDRESS
    said = run("--replay")
    assert {"accounts 1", "contacts 1", "records 1"} <= parts_of(said)
    assert Person.objects.get(pk=account.pk).erased_at
    sent.refresh_from_db()
    assert (sent.payload, sent.email) == ({}, "")
    assert not Contact.objects.filter(name=NAME).exists()
    everything_holds()
    head = Revision.objects.head().number
    assert "Line 1: nothing found" in run("--replay")
    assert Revision.objects.head().number == head
    assert len(the_list.read_text().splitlines()) == 1


def test_who_came_back_since_is_not_erased_again(run):
    erasing.erase(people.person(ADDRESS))
    run()
    again = people.person(ADDRESS)
    run("--replay")
    assert Person.objects.get(pk=again.pk).email == ADDRESS


def test_a_contact_agreed_to_since_stays(run, named, the_list):
    accepted_request(profiles=[named.amal.code])
    with transaction.atomic():
        run()
        transaction.set_rollback(True)  # what a backup brings back
    again = Contact.objects.create(actor_id=_pk(named.amal), name=NAME, phone="0611")
    run("--replay")
    assert list(Contact.objects.filter(name=NAME)) == [again]
    everything_holds()


def test_who_erases_her_own_account_comes_on_the_list_and_no_profile_changes(run, named):
    Contact.objects.filter(name=NAME).update(email=ADDRESS)
    mail.post("login_code", to=ADDRESS, context={"code": "1"}, language="fr")
    erasing.erase(people.person(ADDRESS, name=NAME))
    assert [one.kind for one in Mail.objects.all()] == ["account_erased"]
    [request] = Erasure.objects.all()
    assert (request.state, request.email, request.name) == ("accepted", "", "")
    run()
    request.refresh_from_db()
    assert request.state == "done"
    assert Contact.objects.filter(name=NAME).exists()
    [line] = listed.read()
    assert line.account
    assert line.naming.is_address(ADDRESS)


def test_a_request_that_fails_leaves_nothing_half_done(named, the_list):
    accepted_request(profiles=[named.amal.code])
    the_list.parent.mkdir()
    the_list.mkdir()  # cannot be written
    with pytest.raises(IsADirectoryError), transaction.atomic():
        call_command("erase_personal_data")
    assert Contact.objects.filter(name=NAME).exists()
    assert Erasure.objects.get().state == "accepted"


WAITS = (
    "select count(*) from pg_stat_activity"
    " where datname = current_database() and wait_event_type = 'Lock'"
)


def test_killed_in_its_midst_it_erased_nothing_and_the_next_run_does_it_whole(
    committed_database, the_list
):
    [actor] = committed_database.actors(1)
    with committed_database.connect() as session, session.transaction():
        session.execute(
            "insert into directory_contact (actor_id, name, role, phone, email, is_public)"
            " select id, %s, '', %s, '', false from directory_actor where code = %s",
            [NAME, PHONE, actor],
        )
        session.execute(
            "insert into directory_revisionnote (revision_id, text) values (0, %s)", [PHONE]
        )
    command = ("-m", "tests.desk.erased", str(the_list), "--phone", PHONE)
    left = "select (select count(*) from directory_contact), count(*) from directory_revisionnote"
    with committed_database.connect() as holder, holder.transaction():
        holder.execute("select from directory_revisionnote for update")
        process = committed_database.start(*command)
        committed_database.until(WAITS, 1)  # the contact is deleted, the note is held
        process.kill()
        process.ended()
    assert committed_database.ask(left) == [(1, 1)]
    assert not the_list.exists()
    code, said = committed_database.start(*command).ended()
    assert code == 0, said
    assert committed_database.ask(left) == [(0, 0)]
    assert len(list(listed.read())) == 1


def test_an_address_in_the_register_is_found_in_every_hand(named):
    register, imane = named.register, named.imane
    said = {"fr": f"Écrire à {ADDRESS}", "ar": "الهاتف ٠٦ ٦١ ٢٣ ٤٥ ٦٧"}
    register.change(imane, descriptions=said)
    assert erasure.plan(naming(emails=[ADDRESS])).counts() == {"records": 1}
    assert erasure.plan(hers()).counts()["records"] == 1
    erasure.erase(erasure.plan(naming(emails=[ADDRESS])))
    standing = ActorVersion.objects.current().get(code=imane.code)
    assert list(standing.text.descriptions) == ["ar"]


def test_a_line_that_a_killed_process_left_without_its_end_counts_for_nothing(run, the_list):
    run("--email", ADDRESS)
    with the_list.open("a") as file:
        file.write('{"at": "2026')
    assert len(list(listed.read())) == 1
    run("--email", "other@athar.example")
    assert len(list(listed.read())) == 2


def test_a_changed_key_is_said_and_the_old_one_still_reads(run, settings, the_list):
    run("--email", ADDRESS)
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another key of fifty characters, as long as it must be"
    with pytest.raises(CommandError, match="ATHAR_OLD_SECRET_KEYS"):
        run("--replay")
    settings.SECRET_KEY_FALLBACKS = [old]
    assert "1 lines" in run("--replay")


def test_without_a_list_a_replay_says_where_it_should_be(run, the_list):
    with pytest.raises(CommandError, match="erasures.jsonl"):
        run("--replay")


def test_only_the_server_says_that_a_request_was_carried_out():
    request = accepted_request()
    with connection.cursor() as cursor:
        cursor.execute(f"set local role {settings.WEB_ROLE}")
    with pytest.raises(ProgrammingError, match="server only"), transaction.atomic():
        request.end("done", done_at=now())
    request.end("withdrawn")
    with pytest.raises(IntegrityError, match="ends once"), transaction.atomic():
        Erasure.objects.filter(pk=request.pk).update(state="accepted")

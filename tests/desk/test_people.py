"""What administrators do about people: for a reason that stays written, and never the last of them
away.
"""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction

from desk import erasing, people, roles
from desk.models import Mail, Moderator, Person, PersonAct, PersonVerb
from desk.second_factor import has_one
from tests import people as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def hind():
    return made.administrator(email="hind@athar.example")


@pytest.fixture
def amal(client):
    """A moderator who is logged in."""
    somebody = made.moderator("region", "02", email="amal@athar.example", language="fr")
    made.log_in(client, somebody)
    key = client.session.session_key
    UserSession.objects.create(user=somebody, session_key=key, ip="192.0.2.1", user_agent="x")
    return somebody


def acts_on(person):
    return list(person.acts.order_by("pk").values_list("verb", "reason", "by__email"))


def test_a_closed_account_is_out_at_once_and_comes_back_with_its_roles(client, hind, amal):
    people.act(amal, PersonVerb.DEACTIVATE, by=hind, reason="Elle nous l’a demandé.")
    assert client.get("/fr/account/").status_code == 302
    assert not Session.objects.exists()
    people.act(amal, PersonVerb.REACTIVATE, by=hind, reason="Elle revient.")
    amal.refresh_from_db()
    assert roles.scopes_of(amal).regions == {"02"}
    assert acts_on(amal) == [
        ("deactivate", "Elle nous l’a demandé.", hind.email),
        ("reactivate", "Elle revient.", hind.email),
    ]


def test_a_second_factor_that_is_taken_away_is_told_by_mail_with_the_reason(client, hind, amal):
    people.act(amal, PersonVerb.RESET_FACTOR, by=hind, reason="Téléphone perdu, vue en personne.")
    assert not has_one(amal)
    assert client.get("/fr/account/").status_code == 302
    told = Mail.objects.get(to=amal.email)
    assert told.language == "fr"
    assert "Téléphone perdu, vue en personne." in told.text
    with pytest.raises(people.AlreadySo):
        people.act(amal, PersonVerb.RESET_FACTOR, by=hind, reason="encore")


def test_every_session_ends(client, hind, amal):
    people.act(amal, PersonVerb.END_SESSIONS, by=hind, reason="Ordinateur volé.")
    assert client.get("/fr/account/").status_code == 302
    assert has_one(amal)


def test_a_scope_is_given_and_taken_for_a_reason(hind):
    somebody = made.person()
    given = people.appoint(somebody, "region", "04", by=hind, reason="Elle connaît la région.")
    people.dismiss(given, by=hind, reason="Fin de mandat.")
    assert not roles.moderates(somebody)
    assert list(somebody.acts.order_by("pk").values_list("verb", "scope", "code", "reason")) == [
        ("appoint", "region", "04", "Elle connaît la région."),
        ("dismiss", "region", "04", "Fin de mandat."),
    ]
    with pytest.raises(people.AlreadySo):
        people.dismiss(given, by=hind, reason="encore")


@pytest.mark.parametrize("verb", people.ON_ACCOUNTS)
def test_nobody_acts_on_her_own_account_and_nobody_else_acts(hind, amal, verb):
    with pytest.raises(people.OwnAccount):
        people.act(hind, verb, by=hind, reason="moi")
    with pytest.raises(roles.NotAllowed):
        people.act(hind, verb, by=amal, reason="elle")
    with pytest.raises(DatabaseError, match="another administrator"), transaction.atomic():
        roles.call("person_act", amal.pk, hind.pk, verb.value, "elle")


@pytest.mark.parametrize(
    "call",
    [
        lambda by, person, held: ("person_act", by, person, "end-sessions", " "),
        lambda by, person, held: ("appoint_moderator", by, person, "region", "05", " "),
        lambda by, person, held: ("dismiss_moderator", by, held, " "),
    ],
)
def test_the_database_wants_a_reason(hind, amal, call):
    asked = call(hind.pk, amal.pk, amal.moderates.get().pk)
    with pytest.raises(DatabaseError, match="person_act_says_why"), transaction.atomic():
        roles.call(*asked)


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_superuser": False}])
def test_the_last_administrator_stays_whoever_asks(hind, change):
    with pytest.raises(DatabaseError, match="last administrator"), transaction.atomic():
        Person.objects.filter(pk=hind.pk).update(**change)
    other = made.administrator()
    Person.objects.filter(pk=hind.pk).update(**change)
    with pytest.raises(DatabaseError, match="last administrator"), transaction.atomic():
        Person.objects.filter(pk=other.pk).update(**change)


@pytest.mark.parametrize(
    "statement",
    [
        "update desk_personact set verb = 'appoint'",
        "update desk_personact set reason = 'another'",
        "delete from desk_personact",
    ],
)
def test_what_was_done_stays_written(hind, amal, statement):
    people.act(amal, PersonVerb.END_SESSIONS, by=hind, reason="Ordinateur volé.")
    with (
        pytest.raises(DatabaseError, match="stays written"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_an_erased_account_keeps_the_acts_and_no_words_about_a_person(hind, amal):
    people.act(amal, PersonVerb.END_SESSIONS, by=hind, reason="Amal a perdu son ordinateur.")
    erasing.erase(amal)
    assert acts_on(amal) == [("end-sessions", "", hind.email), ("dismiss", "", None)]
    assert not Moderator.objects.standing().filter(person=amal).exists()
    assert people.may_become(Person.objects.get(pk=amal.pk), by=hind) == []
    assert PersonAct.objects.count() == 2


CLOSE = "update desk_person set is_active = false where id = %s"
WAITING = "select count(*) from pg_locks where locktype = 'advisory' and not granted"


def test_two_who_close_each_other_s_account_at_once_leave_one(committed_database):
    make = (
        "insert into desk_person (email, password, is_superuser, is_staff, is_active, date_joined,"
        " name, language) values (%s, '', true, true, true, now(), '', 'fr') returning id"
    )
    one, other = [
        committed_database.ask(make, [f"{name}@athar.example"])[0][0] for name in ("one", "other")
    ]
    with committed_database.connect() as first, ThreadPoolExecutor() as threads:
        with first.transaction():
            first.execute(CLOSE, [one])
            waits = threads.submit(committed_database.ask, CLOSE + " returning id", [other])
            committed_database.until(WAITING, 1)
        with pytest.raises(psycopg.errors.CheckViolation, match="last administrator"):
            waits.result()

"""The administration: who enters, what its database role may write, and what the public never sees
of it.
"""

from types import SimpleNamespace

import pytest
from allauth.mfa.signals import authenticator_added
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction

from desk import second_factor, throttle
from desk.apps import DeskConfig
from desk.models import LoginAttempt
from tests import people

pytestmark = pytest.mark.ignore_template_errors  # Django's own templates name what is not there

PUBLIC = [
    "/fr/",
    "/fr/actors/",
    "/ar/register/",
    "/api/v1/actors/",
    "/",
    "/fr/nowhere/",
    "/healthz",
]


@pytest.fixture
def as_web(db):
    """A statement as the web's database role; DatabaseError where that may not do it."""

    def ask(statement):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"set local role {settings.WEB_ROLE}")
            cursor.execute(statement)
            cursor.execute("reset role")

    return ask


# ---- the public's side ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_knows_nobody(desk, country, path, django_assert_max_num_queries):
    """Not even for somebody who has logged in: no cookie, no session asked, nothing that varies."""
    with django_assert_max_num_queries(60) as asked:
        answer = desk.get(path)
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    told = " ".join(query["sql"] for query in asked.captured_queries)
    assert "django_session" not in told
    assert "desk_person" not in told
    assert not hasattr(answer.wsgi_request, "session")
    assert not hasattr(answer.wsgi_request, "user")


def test_cookies_are_for_the_server_alone(administrator, log_in):
    answer = log_in()
    assert {each["path"] for each in answer.cookies.values()} == {"/"}
    assert all(each["httponly"] and each["samesite"] == "Lax" for each in answer.cookies.values())


# ---- the door ------------------------------------------------------------------------------------


def test_who_is_not_logged_in_is_shown_the_door(client, db):
    answer = client.get("/admin/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/?next=/admin/")
    assert "no-store" in client.get("/admin/login/")["Cache-Control"]
    door = client.get("/admin/login/?next=/admin/", headers={"Accept-Language": "fr"})
    assert door["Location"] == "/fr/account/login/?next=%2Fadmin%2F"


def test_an_administrator_enters_with_a_second_factor_and_leaves(administrator, log_in, client):
    secret = people.second_factor(administrator)
    answer = log_in()
    assert answer["Location"] == "/fr/account/second-factor/authenticate/"
    assert client.get("/admin/").status_code == 302
    code = people.code_of(secret)
    answer = client.post("/fr/account/second-factor/authenticate/", {"code": code})
    assert answer["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert client.post("/fr/account/logout/").status_code == 302
    assert client.get("/admin/").status_code == 302
    assert not Session.objects.exists()


def test_an_administrator_without_a_second_factor_is_led_to_add_one(administrator, log_in, client):
    assert log_in()["Location"] == "/admin/"
    answer = client.get("/admin/login/?next=/admin/", headers={"Accept-Language": "en"})
    assert answer["Location"] == "/en/account/second-factor/totp/activate/?next=%2Fadmin%2F"


def test_a_second_factor_that_was_just_added_is_taken_as_shown():
    """Told by a signal after the commit: Django has to take our configuration of the room."""
    assert type(apps.get_app_config("desk")) is DeskConfig
    told = {"request": None, "user": None, "authenticator": SimpleNamespace(type="other")}
    called = [receiver for receiver, _answer in authenticator_added.send(None, **told)]
    assert second_factor.shown_by_adding_one in called


def test_a_second_factor_that_was_not_shown_in_this_session_is_asked_for(administrator, client):
    people.second_factor(administrator)
    people.log_in(client, administrator, shown=False)
    assert client.get("/admin/").status_code == 302
    answer = client.get("/admin/login/?next=/admin/", headers={"Accept-Language": "en"})
    assert answer["Location"] == "/en/account/second-factor/reauthenticate/?next=%2Fadmin%2F"


@pytest.mark.parametrize("who", ["person", "moderator"])
def test_nobody_else_enters(client, db, who):
    somebody = getattr(people, who)()
    people.log_in(client, somebody)
    assert client.get("/admin/").status_code == 302
    assert client.get("/admin/login/?next=/admin/").status_code == 403


def test_the_door_leads_to_no_other_site(desk):
    assert desk.get("/admin/login/?next=https://other.example/")["Location"] == "/admin/"


def test_nothing_is_posted_without_its_token(administrator):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/fr/account/login/", {"login": "hind@athar.example", "password": "x"})
    assert answer.status_code == 403


def test_a_language_is_chosen_and_kept_for_the_administration(desk):
    desk.post("/admin/language/", {"language": "ar", "next": "/admin/"})
    assert 'dir="rtl"' in desk.get("/admin/").content.decode()


# ---- guessing ------------------------------------------------------------------------------------


def test_guessing_is_stopped_and_the_right_password_no_longer_looked_at(administrator, log_in):
    for _ in range(throttle.OF_BOTH):
        log_in(password="a guess")
    answer = log_in()
    assert answer.status_code == 200
    assert "Trop d’essais" in answer.content.decode()


def test_an_account_guessed_at_from_elsewhere_stays_open_to_its_owner(administrator, log_in):
    for _ in range(throttle.OF_BOTH):
        log_in(password="a guess", REMOTE_ADDR="192.0.2.7")
    assert log_in().status_code == 302


def test_an_address_that_tries_many_names_is_stopped(db, administrator, log_in, monkeypatch):
    monkeypatch.setattr(throttle, "OF_ADDRESS", 3)
    for n in range(3):
        log_in(f"name{n}@athar.example", "a guess")
    assert log_in().status_code == 200


def test_an_account_guessed_at_from_everywhere_is_closed_for_a_while(
    administrator, log_in, monkeypatch
):
    monkeypatch.setattr(throttle, "OF_ACCOUNT", 3)
    for n in range(3):
        log_in(password="a guess", REMOTE_ADDR=f"192.0.2.{n}")
    assert log_in().status_code == 200


def test_failures_are_forgotten_after_a_quarter_of_an_hour(administrator, log_in):
    for _ in range(throttle.OF_BOTH):
        log_in(password="a guess")
    LoginAttempt.objects.update(at=LoginAttempt.objects.latest("at").at - throttle.WINDOW)
    assert log_in().status_code == 302
    assert not LoginAttempt.objects.exists()


def test_what_is_kept_of_a_failure_names_nobody(administrator, log_in):
    log_in(password="a guess")
    kept = LoginAttempt.objects.get()
    assert "hind" not in kept.account
    assert "127.0.0.1" not in kept.address


# ---- the database role ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "delete from desk_person",
        "truncate desk_person cascade",
        "insert into desk_moderator (person_id, scope, code) values (1, 'country', 'MA')",
        "update desk_moderator set code = '01'",
        "delete from desk_stewardship",
        "update desk_stewardship set role = 'owner'",
        "delete from django_admin_log",
        "update django_admin_log set change_message = ''",
        "insert into auth_group (name) values ('x')",
        "insert into desk_person_groups (person_id, group_id) values (1, 1)",
        "update desk_loginattempt set account = ''",
    ],
)
def test_the_web_role_gives_no_role_and_rewrites_no_log(as_web, statement):
    with pytest.raises(DatabaseError, match="permission denied"):
        as_web(statement)

"""The administration: who enters, what its database role may write, and what the public never sees
of it.
"""

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction

from desk import throttle
from desk.models import LoginAttempt, Person

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


def test_cookies_go_to_the_administration_only(administrator, log_in):
    answer = log_in()
    assert {each["path"] for each in answer.cookies.values()} == {"/admin/"}
    assert all(each["httponly"] and each["samesite"] == "Lax" for each in answer.cookies.values())


# ---- the door ------------------------------------------------------------------------------------


def test_who_is_not_logged_in_is_shown_the_door(client, db):
    answer = client.get("/admin/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/?next=/admin/")
    assert "no-store" in client.get("/admin/login/")["Cache-Control"]


def test_an_administrator_enters_and_leaves(desk):
    assert desk.get("/admin/").status_code == 200
    assert desk.post("/admin/logout/").status_code == 200
    assert desk.get("/admin/").status_code == 302
    assert not Session.objects.exists()


@pytest.mark.parametrize("rights", [{}, {"is_staff": True}, {"is_superuser": True}])
def test_nobody_else_enters(log_in, client, db, rights):
    Person.objects.create(username="amal", password=make_password("somebody else's word"), **rights)
    answer = log_in("amal", "somebody else's word")
    assert answer.status_code == 200
    assert client.get("/admin/").status_code == 302


def test_nothing_is_posted_without_its_token(administrator):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/admin/login/", {"username": "hind", "password": "x"})
    assert answer.status_code == 403


def test_a_password_is_changed_by_who_knows_the_old_one(desk, log_in):
    new = "another quiet word"
    answer = desk.post(
        "/admin/password_change/",
        {"old_password": "a quiet word in Berkane", "new_password1": new, "new_password2": new},
    )
    assert answer.status_code == 302
    desk.post("/admin/logout/")
    assert log_in(password=new).status_code == 302


@pytest.mark.parametrize(
    ("language", "said"),
    [("ar", "ادخل"), ("fr", "Connexion"), ("es", "Iniciar sesión"), ("en", "Log in")],
)
def test_it_speaks_the_languages_of_the_site(client, db, language, said):
    page = client.get("/admin/login/", headers={"Accept-Language": language}).content.decode()
    assert said in page
    assert f'lang="{language}"' in page
    assert ('dir="rtl"' in page) == (language == "ar")


def test_a_language_is_chosen_and_kept_for_the_administration(desk):
    desk.post("/admin/language/", {"language": "ar", "next": "/admin/"})
    assert 'dir="rtl"' in desk.get("/admin/").content.decode()


# ---- guessing ------------------------------------------------------------------------------------


def test_guessing_is_stopped_and_the_right_password_no_longer_looked_at(administrator, log_in):
    for _ in range(throttle.OF_BOTH):
        log_in(password="a guess")
    answer = log_in(headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    assert "Too many attempts failed" in answer.content.decode()


def test_an_account_guessed_at_from_elsewhere_stays_open_to_its_owner(administrator, log_in):
    for _ in range(throttle.OF_BOTH):
        log_in(password="a guess", REMOTE_ADDR="192.0.2.7")
    assert log_in().status_code == 302


def test_an_address_that_tries_many_names_is_stopped(db, administrator, log_in, monkeypatch):
    monkeypatch.setattr(throttle, "OF_ADDRESS", 3)
    for n in range(3):
        log_in(f"name{n}", "a guess")
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
        "insert into desk_person (username) values ('x')",
        "update desk_person set is_superuser = true",
        "update desk_person set username = 'x'",
        "delete from desk_person",
        "delete from django_admin_log",
        "update django_admin_log set change_message = ''",
        "insert into auth_group (name) values ('x')",
        "insert into desk_person_groups (person_id, group_id) values (1, 1)",
        "update desk_loginattempt set account = ''",
    ],
)
def test_the_web_role_makes_no_account_and_rewrites_no_log(as_web, statement):
    with pytest.raises(DatabaseError, match="permission denied"):
        as_web(statement)

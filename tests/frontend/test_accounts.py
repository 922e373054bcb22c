"""Accounts as people meet them: opened, entered, changed and left, in their own language."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client

from desk import submissions
from desk.accounts import SecondFactors
from desk.models import Mail, Person, Submission
from desk.submissions import links
from tests import people
from tests.submissions import AMAL, sender

__all__ = ["sender"]

pytestmark = [
    pytest.mark.django_db,
    # allauth's own templates, inside our layout, ask for what may not be there.
    pytest.mark.ignore_template_errors,
]
EMAIL, PASSWORD = "amal@athar.example", "a quiet word in Berkane"


def code_in(kind=None):
    """The code of the last mail."""
    last = Mail.objects.latest("queued_at")
    assert kind is None or last.kind == kind, last.kind
    return re.search(r"^([0-9A-Z]{3,4}-?[0-9A-Z]{3,4})$", last.text, re.MULTILINE)[1]


def sign_up(client, language="fr", email=EMAIL):
    return client.post(f"/{language}/account/signup/", {"email": email}, follow=True)


def test_an_account_is_opened_by_an_address_and_the_code_sent_to_it(client):
    page = sign_up(client, "ar").content.decode()
    assert 'dir="rtl"' in page
    assert EMAIL in page
    assert Mail.objects.get().language == "ar"
    answer = client.post(
        "/ar/account/confirm-email/", {"code": code_in("email_confirmation_signup")}
    )
    assert answer["Location"] == "/ar/desk/"
    assert client.get("/ar/desk/").status_code == 200
    amal = Person.objects.get()
    assert (amal.email, amal.language, amal.has_usable_password()) == (EMAIL, "ar", False)


def test_a_wrong_code_opens_nothing(client):
    sign_up(client)
    page = client.post("/fr/account/confirm-email/", {"code": "AAAA-AAAA"})
    assert page.status_code == 200
    assert client.get("/fr/desk/").status_code == 302


def test_nobody_learns_who_has_an_account(client):
    people.person(EMAIL)
    known = sign_up(client).content.decode()
    client.cookies.clear()
    unknown = sign_up(client, email="other@athar.example").content.decode()
    assert bare(known) == bare(unknown)
    kinds = list(Mail.objects.order_by("queued_at").values_list("kind", flat=True))
    assert kinds == ["account_already_exists", "email_confirmation_signup"]


def test_asking_for_a_code_tells_nothing_either(client):
    people.person(EMAIL)
    told = []
    for email in (EMAIL, "other@athar.example"):
        client.cookies.clear()
        asked = client.post("/fr/account/login/code/", {"email": email}, follow=True)
        told.append(bare(asked.content.decode()))
    assert told[0] == told[1]
    assert list(Mail.objects.order_by("queued_at").values_list("kind", flat=True)) == [
        "login_code",
        "unknown_account",
    ]


def test_asking_for_another_password_tells_nothing_either(client):
    people.person(EMAIL, password=PASSWORD)
    told = []
    for email in (EMAIL, "other@athar.example"):
        client.cookies.clear()
        asked = client.post("/fr/account/password/reset/", {"email": email}, follow=True)
        told.append((asked.redirect_chain, bare(asked.content.decode())))
    assert told[0] == told[1]
    assert told[0][0][-1][0] == "/fr/account/password/reset/confirm/"
    assert kinds_of_mails() == ["password_reset_code", "unknown_account"]


def test_changing_to_an_address_tells_nobody_whether_it_has_an_account(client):
    people.person(EMAIL)
    told = []
    for email in (EMAIL, "other@athar.example"):
        people.log_in(client, people.person())
        given = {"email": email, "action_add": "1"}
        asked = client.post("/fr/account/email/", given, follow=True)
        told.append((asked.redirect_chain, bare(asked.content.decode())))
    assert told[0] == told[1]
    assert told[0][0][-1][0] == "/fr/account/confirm-email/"
    assert kinds_of_mails() == ["email_confirmation", "email_confirmation"]


def test_an_address_that_has_an_account_is_not_changed_to_even_by_its_code(client):
    known, other = people.person(EMAIL), people.person("other@athar.example")
    people.log_in(client, other)
    client.post("/fr/account/email/", {"email": EMAIL, "action_add": "1"})
    client.post("/fr/account/confirm-email/", {"code": code_in("email_confirmation")})
    for one in (known, other):
        one.refresh_from_db()
    assert (known.email, other.email) == (EMAIL, "other@athar.example")
    assert EmailAddress.objects.count() == 2


def kinds_of_mails():
    return list(Mail.objects.order_by("queued_at").values_list("kind", flat=True))


def bare(page):
    """A page without what differs from one asking to another."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    return page.replace(EMAIL, "…").replace("other@athar.example", "…")


def test_a_code_logs_in(client):
    people.person(EMAIL)
    client.post("/fr/account/login/", {"login": EMAIL, "next": "/fr/account/"})
    answer = client.post(
        "/fr/account/login/code/confirm/",
        {"code": code_in("login_code"), "next": "/fr/account/"},
    )
    assert answer["Location"] == "/fr/account/"


def test_a_password_logs_in_and_a_wrong_one_does_not(client):
    people.person(EMAIL, password=PASSWORD)
    wrong = client.post("/fr/account/login/", {"login": EMAIL, "password": "a guess"})
    assert wrong.status_code == 200
    assert EMAIL in wrong.content.decode()  # what was typed stays
    given = {"login": EMAIL, "password": PASSWORD}
    assert client.post("/fr/account/login/", given)["Location"] == "/fr/desk/"


def test_codes_are_sent_a_few_times_a_minute_only(client):
    people.person(EMAIL)
    for _ in range(3):
        client.post("/fr/account/login/code/", {"email": EMAIL})
        client.cookies.clear()
    client.post("/fr/account/login/code/", {"email": EMAIL})
    assert Mail.objects.filter(kind="login_code").count() == 3


def test_another_password_is_asked_for_a_few_times_a_minute_only(client):
    people.person(EMAIL, password=PASSWORD)
    given = {"email": EMAIL}
    answers = [client.post("/fr/account/password/reset/", given).status_code for _ in range(9)]
    assert answers[0] == 302
    assert answers[-1] == 429
    assert Mail.objects.count() == answers.count(302) <= 5


def test_another_address_is_asked_for_a_few_times_a_minute_only(client):
    people.log_in(client, people.person(EMAIL))
    answers = []
    for number in range(12):
        given = {"email": f"new{number}@athar.example", "action_add": "1"}
        answers.append(client.post("/fr/account/email/", given).status_code)
    assert answers[0] == 302
    assert answers[-1] == 429
    assert Mail.objects.count() == answers.count(302) <= 10


def test_a_forgotten_password_is_changed_by_a_code(client):
    people.person(EMAIL, password=PASSWORD)
    client.post("/fr/account/password/reset/", {"email": EMAIL})
    client.post("/fr/account/password/reset/confirm/", {"code": code_in("password_reset_code")})
    new = {"password1": "another quiet word", "password2": "another quiet word"}
    client.post("/fr/account/password/reset/complete/", new)
    assert Person.objects.get().check_password("another quiet word")


def test_the_language_and_the_name_are_hers_to_choose(client):
    amal = people.person(EMAIL, language="fr")
    people.log_in(client, amal, shown=False)
    answer = client.post("/fr/account/", {"name": "Amal", "language": "ar"})
    assert answer["Location"] == "/ar/account/"
    amal.refresh_from_db()
    assert (amal.name, amal.language) == ("Amal", "ar")


def test_nobody_becomes_an_administrator_by_a_form(client):
    amal = people.person(EMAIL)
    people.log_in(client, amal, shown=False)
    given = {"name": "A", "language": "fr", "is_superuser": "1", "is_staff": "1", "email": "x@y.z"}
    client.post("/fr/account/", given)
    amal.refresh_from_db()
    assert (amal.is_superuser, amal.is_staff, amal.email) == (False, False, EMAIL)


def test_a_second_factor_is_added_and_then_asked_for(client):
    amal = people.person(EMAIL, password=PASSWORD)
    people.log_in(client, amal)
    page = client.get("/fr/account/second-factor/totp/activate/").content.decode()
    secret = client.session["mfa.totp.secret"]
    assert secret in page
    answer = client.post(
        "/fr/account/second-factor/totp/activate/", {"code": people.code_of(secret)}
    )
    assert answer.status_code == 302
    assert amal.authenticator_set.count() == 2  # and codes for the day the phone is lost
    kept = amal.authenticator_set.get(type="totp").data
    assert secret not in str(kept)  # of no use without the site's key
    client.post("/fr/account/logout/")
    given = {"login": EMAIL, "password": PASSWORD}
    answer = client.post("/fr/account/login/", given)
    assert answer["Location"] == "/fr/account/second-factor/authenticate/"
    assert client.get("/fr/desk/").status_code == 302


def test_a_recovery_code_logs_in_once_and_never_again(client):
    amal = people.person(EMAIL, password=PASSWORD)
    people.second_factor(amal)
    first, second = RecoveryCodes.activate(amal).get_unused_codes()[:2]
    assert by_factor(client, first) == "/fr/desk/"
    client.post("/fr/account/logout/")
    assert by_factor(client, first) == ""
    assert client.get("/fr/desk/").status_code == 302
    assert by_factor(client, second) == "/fr/desk/"


def by_factor(client, code):
    """Log in by password and this code: where it leads, or nowhere."""
    client.post("/fr/account/login/", {"login": EMAIL, "password": PASSWORD})
    answer = client.post("/fr/account/second-factor/authenticate/", {"code": code})
    return answer.get("Location", "")


def test_an_account_is_erased_after_saying_again_who_asks(client):
    amal = people.person(EMAIL)
    people.log_in(client, amal, shown=False)
    assert "reauthenticate" in client.get("/fr/account/erase/")["Location"]
    people.log_in(client, amal)
    assert client.post("/fr/account/erase/", {}).status_code == 400
    answer = client.post("/fr/account/erase/", {"sure": "on"})
    assert answer["Location"] == "/fr/account/erased/"
    assert client.get("/fr/account/erased/").status_code == 200
    assert client.get("/fr/desk/").status_code == 302
    assert Person.objects.get().email is None


def test_private_pages_are_kept_by_no_cache(client):
    people.log_in(client, people.person(EMAIL), shown=False)
    for path in ("/fr/desk/", "/fr/account/", "/fr/account/login/"):
        assert "no-store" in client.get(path)["Cache-Control"]


@pytest.mark.parametrize("language", ["ar", "fr", "en", "es", "zgh"])
def test_entrances_speak_every_language(client, language):
    for path in ("login/", "signup/", "login/code/", "password/reset/"):
        page = client.get(f"/{language}/account/{path}").content.decode()
        assert f'<html lang="{language}"' in page
        assert ('dir="rtl"' in page[:200]) == (language == "ar")


def test_a_form_without_its_token_is_refused_in_words():
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/fr/account/login/", {"login": EMAIL})
    assert answer.status_code == 403
    assert 'lang="fr"' in answer.content.decode()


# ---- sessions ------------------------------------------------------------------------------------


@pytest.fixture
def devices():
    """Three on which Amal is logged in, and one of somebody else."""
    emails = [EMAIL, EMAIL, EMAIL, "other@athar.example"]
    for email in set(emails):
        people.person(email, password=PASSWORD)
    made = [Client() for _email in emails]
    for one, email in zip(made, emails, strict=True):
        one.post("/fr/account/login/", {"login": email, "password": PASSWORD})
    assert inside(*made) == [True] * 4
    return made


def inside(*devices):
    return [one.get("/fr/desk/").status_code == 200 for one in devices]


def ends(page):
    """The addresses by which sessions of a list are ended."""
    return re.findall(r'action="(/fr/account/sessions/\d+/end/)"', page.content.decode())


def test_one_session_is_ended_from_the_list_and_no_other(devices):
    phone, tablet, _desk, theirs = devices
    page = tablet.get("/fr/account/sessions/")
    assert len(ends(page)) == 2  # all but her own device
    answer = tablet.post(ends(page)[0])
    assert answer["Location"] == "/fr/account/sessions/"
    assert inside(*devices) == [False, True, True, True]
    assert len(ends(tablet.get("/fr/account/sessions/"))) == 1
    assert theirs.post(ends(page)[1]).status_code == 404
    assert inside(*devices) == [False, True, True, True]
    assert phone.post(ends(page)[1]).status_code == 302  # to the door
    assert inside(*devices) == [False, True, True, True]


def test_all_other_sessions_are_ended_at_once(devices):
    devices[0].post("/fr/account/sessions/")
    assert inside(*devices) == [True, False, False, True]


# ---- the desk ------------------------------------------------------------------------------------


def test_the_desk_shows_what_she_keeps_and_what_she_sent_and_opens_it(client, sender):
    amal = people.person(EMAIL)
    code = submissions.accept(sender.register(), by=None).actor_id
    people.keep(amal, code)
    held = sender.send(code, name=AMAL["name"] | {"name_fr": "Nouveau nom"})
    Submission.objects.filter(pk=held.pk).update(author=amal)
    people.log_in(client, amal, shown=False)
    page = client.get("/fr/desk/").content.decode()
    assert "Coopérative Al Amal" in page
    opened = re.search(r'href="(/fr/desk/follow/[^"]+)"', page)[1]
    client.logout()
    assert client.get(opened).status_code == 200


def test_nobody_makes_up_an_address_that_opens_another_s(client, sender):
    held = sender.register()
    signed = links.sign(held)
    for wrong in (f"{held.pk}:x:y", signed[:-1], signed.replace(f"{held.pk}:", "999:", 1)):
        assert client.get(f"/fr/desk/follow/{wrong}/").status_code == 404
    assert client.get(f"/fr/desk/follow/{signed}/").status_code == 200


def test_an_address_from_a_mail_ends(client, sender, monkeypatch):
    signed = links.sign(sender.register())
    monkeypatch.setattr(links, "SIGNED_FOR", timedelta(0))
    assert client.get(f"/fr/desk/follow/{signed}/").status_code == 404


def test_an_address_is_changed_by_the_code_sent_to_the_new_one(client):
    amal = people.person(EMAIL)
    people.log_in(client, amal)
    page = client.get("/fr/account/email/").content.decode()
    assert 'name="email"' in page
    client.post("/fr/account/email/", {"email": "new@athar.example", "action_add": "1"})
    amal.refresh_from_db()
    assert amal.email == EMAIL
    client.post("/fr/account/confirm-email/", {"code": code_in("email_confirmation")})
    amal.refresh_from_db()
    assert amal.email == "new@athar.example"


@pytest.mark.parametrize("onward", ["//[x", "https://elsewhere.example/", "%00"])
@pytest.mark.parametrize("door", ["login", "signup"])
def test_a_door_that_was_to_lead_nowhere_or_elsewhere_is_a_door(client, door, onward):
    assert client.get(f"/fr/account/{door}/", {"next": onward}).status_code == 200


def test_a_second_factor_made_with_the_key_before_still_opens(settings):
    kept = SecondFactors().encrypt("secret")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of this site, made when the one before was seen"
    assert SecondFactors().decrypt(kept) == "secret"


def test_a_second_factor_made_with_a_lost_key_is_a_wrong_code_and_no_failure(client, settings):
    moderator = people.person(password="a long enough password")
    secret = people.second_factor(moderator)
    settings.SECRET_KEY = "another key of this site, made when the one before was lost"
    entered = {"login": moderator.email, "password": "a long enough password"}
    client.post("/fr/account/login/", entered)
    factor = "/fr/account/second-factor/authenticate/"
    answer = client.post(factor, {"code": people.code_of(secret)})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert client.get("/fr/account/").status_code == 302

"""Who opened what is another person's is kept: once a day, never rewritten, and told to her."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Now

from desk import claims, looking, mail
from desk.models import Access, Mail, Submission
from directory import codes
from tests import people
from tests.access.test_administration import as_web
from tests.submissions import AMAL
from tests.writings import reported, told

__all__ = ["as_web"]

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def amal():
    return people.person("amal@athar.example", name="Amal")


@pytest.fixture
def sent(sender, amal):
    made = sender.register(name=AMAL["name"])
    Submission.objects.filter(pk=made.pk).update(author=amal)
    return made


@pytest.fixture
def moderator(client):
    made = people.moderator("region", "02", name="Hind")
    people.log_in(client, made)
    return made


def lines():
    return list(Access.objects.order_by("pk").values_list("role", "kind", "about"))


def test_opening_what_somebody_sent_is_one_line_a_day(client, moderator, sent, amal):
    for _ in range(2):
        assert client.get(f"/fr/moderation/{sent.pk}/").status_code == 200
    assert lines() == [("moderator", "submission", amal.pk)]
    Access.objects.update(day=Now() - timedelta(days=1))
    client.get(f"/fr/moderation/{sent.pk}/")
    assert len(lines()) == 2


def test_looking_at_several_at_once_opens_each(client, moderator, sent, amal):
    assert client.get(f"/fr/moderation/bulk/?id={sent.pk}").status_code == 200
    assert lines() == [("moderator", "submission", amal.pk)]


def test_a_list_opens_nothing(client, moderator, sent):
    for address in ("", "claims/", "writings/", "decided/"):
        assert client.get(f"/fr/moderation/{address}").status_code == 200
    assert lines() == []


def test_a_claim_opens_those_beside_it(client, moderator, amal, country):
    given = {"proof": "call-back", "contact": "0600000000", "words": "présidente"}
    code = codes.parse(country.amal.code)
    held, other = (claims.send(one, code, **given) for one in (amal, people.person()))
    client.get(f"/fr/moderation/claims/{held.pk}/")
    assert set(lines()) == {
        ("moderator", "claim", amal.pk),
        ("moderator", "claim", other.person_id),
    }


def test_writings_are_noted_with_or_without_an_account(client, country):
    people.log_in(client, people.administrator())
    writer = people.steward(country.amal.code)
    for one in (told(writer, country.amal.code), reported("hind@athar.example")):
        assert client.get(f"/fr/moderation/writings/{one.pk}/").status_code == 200
    assert lines() == [
        ("administrator", "writing", writer.pk),
        ("administrator", "writing", None),
    ]


@pytest.mark.parametrize("look", ["change/", "look/"])
def test_the_administration_s_accounts_and_mails_are_noted(client, amal, look):
    people.log_in(client, people.administrator())
    mail.post("account_erased", to=amal, context={})
    client.get(f"/admin/desk/mail/{Mail.objects.get().pk}/{look}")
    client.get(f"/admin/desk/person/{amal.pk}/change/")
    assert lines() == [("administrator", "mail", amal.pk), ("administrator", "account", amal.pk)]


def test_who_keeps_a_profile_is_noted_and_a_steward_notes_nothing(client, moderator, country):
    owner, editor = (people.steward(country.amal.code, role) for role in ("owner", "editor"))
    story = told(owner, country.amal.code)
    client.get(f"/fr/moderation/actors/{country.amal.code}/stewards/")
    client.get(f"/fr/desk/stories/{story.pk}/")
    people.log_in(client, editor)
    assert client.get(f"/fr/desk/stories/{story.pk}/").status_code == 200
    assert set(lines()) == {
        ("moderator", "account", owner.pk),
        ("moderator", "account", editor.pk),
        ("moderator", "writing", owner.pk),
    }


def test_what_is_her_own_is_not_noted(amal):
    looking.note(amal, amal)
    assert lines() == []


def test_she_reads_in_what_role_and_not_by_whom(client, moderator, sent, amal):
    client.get(f"/fr/moderation/{sent.pk}/")
    people.log_in(client, amal)
    page = client.get("/fr/account/data/").content.decode()
    assert "modérateur · une contribution" in page
    told = people.taken_away(client)
    assert [(one["role"], one["kind"]) for one in told["looked-at"]] == [
        ("moderator", "submission")
    ]
    assert "Hind" not in page + str(told)
    assert moderator.email not in page + str(told)


def test_administrators_filter_it_and_write_nothing(client, sent, amal):
    looking.note(people.moderator(), sent, amal)
    people.log_in(client, people.administrator())
    page = client.get("/admin/desk/access/?kind__exact=account&q=amal").content.decode()
    assert page.count('class="field-kind') == 1
    line = Access.objects.first()
    assert client.get("/admin/desk/access/add/").status_code == 403
    assert client.post(f"/admin/desk/access/{line.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    "statement",
    [
        "update desk_access set role = 'administrator'",
        "delete from desk_access",
        "truncate desk_access",
        "insert into desk_access (by_id, role, kind, number, at)"
        " select id, 'moderator', 'mail', 1, now() - interval '2 years' from desk_person",
        "select forget_accesses(now() - interval '300 days')",
    ],
)
def test_the_web_cannot_rewrite_the_log(as_web, amal, statement):
    looking.note(people.moderator(), amal)
    with pytest.raises(DatabaseError):
        as_web(statement)
    assert len(lines()) == 1


def test_a_line_goes_after_a_year(as_web, amal, sent):
    looking.note(people.moderator(), amal, sent)
    old = Access.objects.filter(kind="account")
    old.update(at=Now() - timedelta(days=366))
    as_web("select forget_accesses(now() - interval '365 days')")
    assert [kind for _role, kind, _about in lines()] == ["submission"]


def test_the_log_says_nothing_that_cannot_be(amal):
    with pytest.raises(DatabaseError, match="another_s"), transaction.atomic():
        Access.objects.create(by=amal, about=amal, role="moderator", kind="account", number=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "select has_table_privilege(%s, 'desk_access', 'insert')", [settings.WEB_ROLE]
        )
        assert cursor.fetchone() == (False,)

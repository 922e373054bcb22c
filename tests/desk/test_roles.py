"""Who may do what: moderators by scope, stewards by profile, and what the database refuses."""

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models.functions import Now

from desk import roles
from desk.models import Moderator, Person, Revocation, Stewardship
from directory import codes
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_web(db):
    """Do something as the web's database role; DatabaseError where that may not."""

    def ask(work):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"set local role {settings.WEB_ROLE}")
            found = work()
            with connection.cursor() as cursor:
                cursor.execute("reset role")
        return found

    return ask


@pytest.fixture
def code(country):
    """A profile's code, as stored."""
    from directory.models import Actor

    return Actor.objects.order_by("code").values_list("code", flat=True)[0]


# ---- moderators ----------------------------------------------------------------------------------


def test_a_moderator_of_the_country_covers_everything():
    scopes = roles.scopes_of(people.moderator())
    assert scopes.everything
    assert scopes.cover(region=None)


def test_a_moderator_of_a_region_covers_it_alone():
    scopes = roles.scopes_of(people.moderator("region", "02"))
    assert scopes.cover(region="02")
    assert not scopes.cover(region="03")
    assert not scopes.cover(region=None)


@pytest.mark.parametrize("scope", ["network", "programme"])
def test_a_delegated_moderator_covers_what_belongs(scope):
    code = codes.mint()
    scopes = roles.scopes_of(people.moderator(scope, code))
    assert scopes.cover(region="02", **{f"{scope}s": [code]})
    assert not scopes.cover(region="02", **{f"{scope}s": [codes.mint()]})


def test_an_administrator_moderates_and_a_person_does_not():
    assert roles.moderates(people.administrator())
    assert not roles.moderates(people.person())


def test_a_dismissed_moderator_moderates_no_longer():
    hind, amal = people.administrator(), people.moderator()
    roles.dismiss(amal.moderates.get(), by=hind, reason="asked")
    assert not roles.moderates(amal)
    assert amal.moderates.get().dismissed_by == hind


@pytest.mark.parametrize(
    ("scope", "code"),
    [("country", "FR"), ("region", "13"), ("region", "2"), ("network", "7KQ2M9XX"), ("all", "MA")],
)
def test_a_scope_has_a_code_of_its_kind(scope, code):
    with pytest.raises(IntegrityError, match="moderator_scope_holds"), transaction.atomic():
        Moderator.objects.create(person=people.person(), scope=scope, code=code)


def test_an_administrator_appoints_through_the_database_alone(as_web):
    hind, amal = people.administrator(), people.person()
    given = as_web(lambda: roles.appoint(amal, "region", "02", by=hind, reason="asked"))
    assert (given.person, given.given_by) == (amal, hind)


def test_nobody_else_appoints(as_web):
    amal = people.moderator()
    with pytest.raises(DatabaseError, match="only an administrator"):
        as_web(lambda: roles.appoint(people.person(), "region", "02", by=amal, reason="asked"))


@pytest.mark.parametrize("right", ["is_superuser", "is_staff"])
def test_the_web_role_makes_nobody_an_administrator(as_web, right):
    amal = people.person()
    with pytest.raises(DatabaseError, match="person_guard"):
        as_web(lambda: Person.objects.filter(pk=amal.pk).update(**{right: True}))
    with pytest.raises(DatabaseError, match="person_guard"):
        as_web(lambda: Person.objects.create(email="new@athar.example", **{right: True}))


def test_the_web_role_wakes_no_account_that_was_put_to_sleep(as_web):
    amal = people.person(is_active=False)
    with pytest.raises(DatabaseError, match="person_guard"):
        as_web(lambda: Person.objects.filter(pk=amal.pk).update(is_active=True))


# ---- stewards ------------------------------------------------------------------------------------


def test_an_owner_manages_an_editor_edits_a_stranger_neither(code):
    owner, editor = people.steward(code), people.steward(code, "editor")
    assert roles.may_edit(owner, code)
    assert roles.may_manage(owner, code)
    assert roles.may_edit(editor, code)
    assert not roles.may_manage(editor, code)
    assert not roles.may_edit(people.person(), code)
    assert not roles.may_edit(people.moderator(), code)


def end(held, revocation=Revocation.LEFT, by=None):
    Stewardship.objects.filter(pk=held.pk).update(
        revoked_at=Now(), revocation=revocation, revoked_by=by
    )


def left(held):
    """She leaves, and commits."""
    end(held)
    checked_at_commit()


def checked_at_commit():
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


def test_the_last_owner_does_not_leave(code):
    held = people.steward(code).stewardships.get()
    with pytest.raises(IntegrityError, match="stewardship_has_an_owner"), transaction.atomic():
        left(held)


def test_an_owner_leaves_where_another_stays_or_comes_at_once(code):
    first, second = people.steward(code).stewardships.get(), people.steward(code)
    end(first)
    checked_at_commit()
    end(second.stewardships.get())
    people.keep(people.person(), code)
    checked_at_commit()


@pytest.mark.parametrize("revocation", [Revocation.MODERATED, Revocation.ERASED])
def test_a_moderator_may_take_the_last_owner_away_and_the_law_too(code, revocation):
    end(people.steward(code).stewardships.get(), revocation)
    checked_at_commit()


def test_a_stewardship_is_never_rewritten(code):
    held = people.steward(code, "editor").stewardships.get()
    with pytest.raises(IntegrityError, match="stewardship_ends_once"), transaction.atomic():
        Stewardship.objects.filter(pk=held.pk).update(role="owner")
    end(held)
    with pytest.raises(IntegrityError, match="stewardship_ends_once"), transaction.atomic():
        end(held, Revocation.REVOKED)


def test_a_person_has_one_role_on_a_profile_at_a_time(code):
    amal = people.steward(code)
    with pytest.raises(IntegrityError, match="one_role_at_a_time"), transaction.atomic():
        people.keep(amal, code, "editor")

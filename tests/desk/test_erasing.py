"""An erased account: nothing of the person stays, what she did stays under a number."""

import pytest

from desk import erasing, roles
from desk.models import Mail, Revocation
from tests import people
from tests.desk.test_roles import checked_at_commit, code

__all__ = ["code"]

pytestmark = pytest.mark.django_db


def test_nothing_of_the_person_stays(client):
    amal = people.person("amal@athar.example", name="Amal", password="a quiet word")
    people.second_factor(amal)
    people.log_in(client, amal)
    erasing.erase(amal)
    assert client.get("/fr/desk/").status_code == 302
    amal.refresh_from_db()
    assert (amal.email, amal.name, amal.is_active) == (None, "", False)
    assert not amal.has_usable_password()
    assert not amal.emailaddress_set.exists()
    assert not amal.authenticator_set.exists()
    assert not amal.usersession_set.exists()


def test_she_is_told_so_in_her_language():
    erasing.erase(people.person("amal@athar.example", language="ar"))
    [told] = Mail.objects.all()
    assert (told.to, told.language, told.kind) == ("amal@athar.example", "ar", "account_erased")


def test_her_roles_end(code):
    amal = people.moderator()
    held = people.keep(amal, code)
    assert erasing.left_without_owner(amal) == [code]
    erasing.erase(amal)
    checked_at_commit()
    held.refresh_from_db()
    assert held.revocation == Revocation.ERASED
    assert not roles.moderates(amal)


def test_a_profile_with_another_owner_is_not_left_alone(code):
    amal, _other = people.steward(code), people.steward(code)
    assert erasing.left_without_owner(amal) == []


def test_an_administrator_is_not_erased_from_the_web():
    with pytest.raises(erasing.IsAdministrator):
        erasing.erase(people.administrator())

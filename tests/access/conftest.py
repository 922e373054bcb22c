"""An administrator, made as on the server, and a client that has logged in."""

import pytest
from django.core.management import call_command

from desk.models import Person
from tests import people

EMAIL, PASSWORD = "hind@athar.example", "a quiet word in Berkane"


@pytest.fixture
def administrator(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", interactive=False, email=EMAIL, verbosity=0)
    return Person.objects.get()


@pytest.fixture
def log_in(client):
    """POST the form of the door; whoever it is."""

    def ask(email=EMAIL, password=PASSWORD, **more):
        given = {"login": email, "password": password, "next": "/admin/"}
        return client.post("/fr/account/login/", given, **more)

    return ask


@pytest.fixture
def desk(administrator, client):
    """A client in which the administrator has logged in and shown her second factor."""
    people.second_factor(administrator)
    return people.log_in(client, administrator)

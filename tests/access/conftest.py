"""An administrator, made as on the server, and a client that has logged in."""

import pytest
from django.core.management import call_command

from desk.models import Person
from tests.frontend.conftest import country

__all__ = ["country"]

NAME, PASSWORD = "hind", "a quiet word in Berkane"


@pytest.fixture
def administrator(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command(
        "createsuperuser", interactive=False, username=NAME, email="hind@athar.example", verbosity=0
    )
    return Person.objects.get()


@pytest.fixture
def log_in(client):
    """POST the form of the door; whoever it is."""

    def ask(username=NAME, password=PASSWORD, **more):
        return client.post("/admin/login/", {"username": username, "password": password}, **more)

    return ask


@pytest.fixture
def desk(administrator, log_in, client):
    """A client in which the administrator has logged in."""
    assert log_in().status_code == 302
    return client

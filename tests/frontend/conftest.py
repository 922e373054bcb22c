"""What tests of pages share: an address asked and its text, and who moderates."""

import pytest

from tests import people


@pytest.fixture
def hind(client, in_force):
    """A moderator of the country, logged in."""
    made = people.moderator(name="Hind")
    people.log_in(client, made)
    return made


@pytest.fixture
def get(client):
    """GET a page; its text and status."""

    def ask(path, **headers):
        answer = client.get(path, headers=headers)
        answer.text = answer.content.decode() if not answer.streaming else ""
        return answer

    return ask

"""What tests of the API share: an address asked, and what it told."""

import pytest

from tests.api.world import World
from tests.kept import kept_fixture

kept_world = kept_fixture(World)


@pytest.fixture
def world(kept_world, db):
    """Thirty-six actors with a past, published once for the tests of a module."""
    return kept_world


@pytest.fixture
def get(client):
    """`get("actors/", region="09")`: the answer of an address of the API, as the web role."""

    def ask(path, *, headers=None, **parameters):
        address = path if path.startswith("/") else f"/api/v1/{path}"
        return client.get(address, parameters, headers=headers)

    return ask


@pytest.fixture
def told(get):
    """The JSON of an answer that must be 200."""

    def ask(path, **parameters):
        response = get(path, **parameters)
        assert response.status_code == 200, response.content
        return response.json()

    return ask

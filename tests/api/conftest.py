"""What tests of the API share: a process that remembers nothing of the test before."""

import pytest

from api.memory import memory
from directory import vocabulary
from directory.selectors import reference


@pytest.fixture(autouse=True)
def forgetful():
    """Revisions and sets of the test before were rolled back."""
    memory.forget()
    vocabulary.forget()
    reference.forget()


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

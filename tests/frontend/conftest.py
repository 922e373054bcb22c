"""What tests of pages share: an address asked, and its text."""

import pytest


@pytest.fixture
def get(client):
    """GET a page; its text and status."""

    def ask(path, **headers):
        answer = client.get(path, headers=headers)
        answer.text = answer.content.decode() if not answer.streaming else ""
        return answer

    return ask

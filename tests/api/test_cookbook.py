"""The cookbook's recipes work: every address it gives without a code of its own is answered."""

import re
from pathlib import Path

import pytest

COOKBOOK = Path(__file__).resolve().parents[2] / "docs" / "api" / "README.md"
ADDRESSES = sorted(
    {
        address.replace("http://localhost:8000", "").rstrip(".,;")
        for address in re.findall(r"/api/v1/[^\s`'\"…]*", COOKBOOK.read_text())
        if "<" not in address and address != "/api/v1/"
    }
)


def test_the_cookbook_has_recipes():
    assert len(ADDRESSES) > 15


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_recipe_is_answered_as_the_cookbook_says(get, in_force, address):
    refused = {"regoin": 400, "revisions/52/": 404, "editions/1/": 404, "citations/": 405}
    expected = next((status for part, status in refused.items() if part in address), 200)
    assert get(address).status_code == expected

"""The page that explains the API holds under the strict policy, in every language."""

import re

import pytest

from api.schema import document


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_page_explains_every_address_in_every_language(get, db, language):
    found = get("docs/", headers={"accept-language": language})
    page = found.content.decode()
    assert found.status_code == 200
    assert f'lang="{language}"' in page
    assert ('dir="rtl"' in page) == (language == "ar")
    text = re.sub(r"<[^>]+>", "", page)
    for path in document("en")["paths"]:
        assert path in text


def test_the_page_has_no_inline_script_or_style_and_asks_no_other_host(get, db):
    found = get("docs/")
    page = found.content.decode()
    assert "<script" not in page
    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r'(src|href)="https?://', page)
    assert "'unsafe-inline'" not in found["Content-Security-Policy"]
    assert "script-src 'self'" in found["Content-Security-Policy"]


def test_the_examples_of_the_page_are_answered(get, in_force):
    page = get("docs/").content.decode()
    examples = re.findall(r'class="api__try" href="([^"]+)"', page)
    assert len(examples) > 8
    for address in examples:
        assert get(address.replace("&amp;", "&")).status_code == 200, address

"""The vocabularies call things what the glossary calls them."""

from pathlib import Path

import pytest

from directory import taxonomies

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
LANGUAGES = ("en", "fr", "ar", "es")
IN_GLOSSARY = {
    "legal_forms": {code: code for code in taxonomies.read("legal_forms").codes()}
    | {"none": "none (legal form)"},
    "kinds": {
        "network": "network (kind)",
        "social-enterprise": "social-enterprise (kind, self-described)",
    },
    "cooperative_types": {
        "producer": "producer cooperative",
        "worker": "worker cooperative",
        "consumer-user": "consumer cooperative",
        "multi-stakeholder": "multi-stakeholder cooperative",
    },
}


def glossary():
    """Code word to its names: the rows of the one table."""
    rows = {}
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 5:
            rows[cells[0]] = dict(zip(LANGUAGES, cells[1:], strict=True))
    return rows


@pytest.mark.parametrize("taxonomy", IN_GLOSSARY)
def test_terms_are_called_what_the_glossary_calls_them(taxonomy):
    words = glossary()
    for code, word in IN_GLOSSARY[taxonomy].items():
        names = taxonomies.read(taxonomy).term(code).names
        for language in LANGUAGES:
            assert names[language].casefold() == words[word][language].casefold(), code


def test_every_word_of_the_glossary_is_there_in_four_languages():
    assert len(glossary()) > 70
    assert all(all(names.values()) for names in glossary().values())

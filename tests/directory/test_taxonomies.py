"""The vocabularies: complete in four languages, mapped only to codes that exist."""

import json
import re
from pathlib import Path

import pytest

from directory import digests, taxonomies

ROOT = Path(__file__).resolve().parents[2]

# The whole lists, read in the vocabularies themselves (ESSGLOBAL 2.1, files activities-ica.ttl,
# organisational-structure.ttl, base-membership-type.ttl).
ICA = {f"ICA{n}" for n in range(10, 300, 10)}
STRUCTURES = {f"OS{n}" for n in range(10, 250, 10)} | {"OS115"}
MEMBERSHIPS = {"producer": "BMT20", "worker": "BMT30", "consumer-user": "BMT10"}
MEMBERSHIPS |= {"multi-stakeholder": "BMT40"}

# Divisions of ISIC Rev. 4 number 01 to 99 with these left out.
NO_DIVISION = {4, 34, 40, 44, 48, 54, 57, 67, 76, 83, 89}

every_taxonomy = pytest.mark.parametrize("name", taxonomies.TAXONOMIES)


def every_term():
    return [term for name in taxonomies.TAXONOMIES for term in taxonomies.read(name).terms]


@every_taxonomy
def test_a_taxonomy_is_read_and_says_where_it_comes_from(name):
    taxonomy = taxonomies.read(name)
    assert taxonomy.terms
    assert taxonomy.source
    assert taxonomy.licence == "CC-BY-4.0"


def test_the_legal_forms_kinds_and_types_are_those_of_the_design():
    assert taxonomies.read("legal_forms").codes() == [
        "cooperative",
        "cooperative-union",
        "association",
        "mutual",
        "economic-interest-group",
        "foundation",
        "company",
        "none",
    ]
    assert taxonomies.read("kinds").codes() == ["operator", "network", "social-enterprise"]
    assert taxonomies.read("cooperative_types").codes() == [
        "producer",
        "worker",
        "consumer-user",
        "multi-stakeholder",
    ]


def test_codes_are_lower_case_words():
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", term.code) for term in every_term())


def test_arabic_is_written_in_arabic_and_the_others_in_latin():
    for term in every_term():
        for said in (term.names, term.definitions):
            assert re.search("[\u0621-\u064a]", said["ar"]), term.code
            assert not re.search("[A-Za-z]", said["ar"]), term.code
            for language in ("fr", "en", "es"):
                assert not re.search("[\u0600-\u06ff]", said[language]), term.code


@pytest.mark.parametrize("language", taxonomies.LANGUAGES)
@every_taxonomy
def test_no_two_terms_are_called_alike(name, language):
    names = [term.names[language] for term in taxonomies.read(name).terms]
    assert len(set(names)) == len(names)


def test_legal_forms_name_their_law_where_there_is_one():
    laws = {t.code: t.mappings.get("law") for t in taxonomies.read("legal_forms").terms}
    assert laws["cooperative"] == laws["cooperative-union"] == "112-12"
    assert laws["economic-interest-group"] == "13-97"
    assert laws["none"] is None


def test_mappings_to_essglobal_are_codes_of_essglobal():
    for term in taxonomies.read("sectors").terms:
        assert set(term.mappings["essglobal_activities"] or ()) <= ICA, term.code
    for name in ("legal_forms", "kinds"):
        for term in taxonomies.read(name).terms:
            assert term.mappings["essglobal_structure"] in STRUCTURES | {None}, term.code
    for term in taxonomies.read("cooperative_types").terms:
        assert term.mappings["essglobal_membership"] == MEMBERSHIPS[term.code]


def test_mappings_to_isic_are_divisions_groups_or_classes():
    for term in taxonomies.read("sectors").terms:
        assert term.mappings["isic4"], term.code
        for code in term.mappings["isic4"]:
            assert re.fullmatch(r"\d{2,4}", code), term.code
            assert 1 <= int(code[:2]) <= 99
            assert int(code[:2]) not in NO_DIVISION, term.code


def test_a_sector_says_no_wider_part_of_isic_than_its_parent_when_they_share_it():
    sectors = taxonomies.read("sectors")
    for child in [term for term in sectors.terms if term.parent]:
        parent = sectors.term(child.parent)
        wider = [
            code
            for code in child.mappings["isic4"]
            for whole in parent.mappings["isic4"]
            if whole != code and whole.startswith(code)
        ]
        assert not wider, child.code


def test_every_sector_has_a_vendored_icon():
    sprite = (ROOT / "frontend" / "static" / "athar" / "sectors.svg").read_text()
    icons = {term.mappings["icon"] for term in taxonomies.read("sectors").terms}
    assert {icon for icon in icons if f'id="{icon}"' not in sprite} == set()


def test_what_a_version_states_holds_the_parents():
    assert taxonomies.with_parents("sectors", ["argan"]) == ("agriculture", "argan")
    assert taxonomies.with_parents("sectors", ["tourism", "argan", "agriculture"]) == (
        "agriculture",
        "argan",
        "tourism",
    )
    assert taxonomies.with_parents("audiences", ["women-only"]) == ("women-led", "women-only")
    assert taxonomies.with_parents("sectors", []) == ()
    with pytest.raises(taxonomies.BadTaxonomy, match="sectors, magic: no such code"):
        taxonomies.with_parents("sectors", ["magic"])


def test_the_digest_of_the_set_is_that_of_its_rows():
    assert taxonomies.set_digest() == digests.digest(
        digests.canonical({"terms": taxonomies.rows()})
    )


def test_rows_have_the_columns_of_a_term():
    row = taxonomies.rows()[0]
    assert list(row) == [
        "taxonomy",
        "code",
        "parent",
        "position",
        "names",
        "definitions",
        "mappings",
    ]


def spoilt(**changes):
    content = json.loads((taxonomies.FOLDER / "kinds.json").read_text())
    content["terms"][1] |= changes
    return content


def missing_spanish():
    return {"ar": "شبكة", "fr": "Réseau", "en": "Network"}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (spoilt(code="operator"), "kinds, operator: the code stands there twice"),
        (spoilt(names=missing_spanish()), "kinds, network: a name and a definition are wanted"),
        (spoilt(parent="nowhere"), "its parent “nowhere” must stand before it"),
        (spoilt(parent="social-enterprise"), "must stand before it"),
        (spoilt() | {"schema": 2}, "schema 1"),
        (spoilt() | {"titles": {}}, "titles"),
    ],
)
def test_a_bad_file_is_refused_by_what_is_wrong(content, why):
    with pytest.raises(taxonomies.BadTaxonomy, match=why):
        taxonomies.parse("kinds", content)

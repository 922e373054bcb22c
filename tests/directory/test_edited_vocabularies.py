"""Entries that administrators word: each a new set, and what was said before stays as it was."""

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from desk import office, roles
from desk.forms.profile.activity import ActivityForm
from directory import taxonomies
from directory.models import Indicator, Revision, Term
from directory.publishing import NothingToPublish, StaleRecord
from directory.publishing.reference import newest_rows, publish_reference, stage_taxonomies
from directory.vocabularies import BadEntry
from evidence.citations.store import cite
from evidence.citations.verify import verify
from geodata.loading.store import recount
from geodata.models import ReferenceSet
from tests import people

pytestmark = pytest.mark.django_db

BY_SECTOR = "/api/v1/statistics/?measure=actors&group_by=sector"
WEAVING = {
    "taxonomy": "sectors",
    "code": "carpets",
    "parent": "handicrafts",
    "names": {"ar": "الزرابي", "fr": "Tapis", "en": "Carpets", "es": "Alfombras"},
    "definitions": {
        "ar": "نسج الزرابي.",
        "fr": "Tissage de tapis.",
        "en": "Carpet weaving.",
        "es": "Tejido de alfombras.",
    },
    "mappings": {"isic4": ["1393"], "essglobal_activities": None, "icon": "yarn"},
}


def row(code, model=Term):
    return next(one for one in newest_rows(model) if one["code"] == code)


def worded(code, *, model=Term, **changes):
    told = row(code, model)
    told.pop("position")
    names = told["names"] | changes.pop("names", {})
    return told | {"names": names} | changes


@pytest.fixture
def put(in_force):
    """Publish a term as an administrator does, on the set that stands."""
    by = people.administrator()

    def ask(entry, *, new=False, seen=None):
        return office.put_term(entry, new=new, by=by, seen=seen or number())

    return ask


@pytest.fixture
def as_web():
    def ask(statement):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"set local role {settings.WEB_ROLE}")
            cursor.execute(statement)

    return ask


def number(series="taxonomies"):
    return ReferenceSet.objects.newest_numbers()[series]


def test_a_sector_worded_anew_is_a_new_set_and_what_was_cited_still_verifies(put, register, client):
    register.publish("Amal", sectors=("agriculture", "argan"))
    citation = cite(BY_SECTOR).citation
    before, first = Revision.objects.head().number, number()
    old = row("argan")["names"]["fr"]
    revision = put(worded("argan", names={"fr": "Arganeraie"}))
    assert (revision.kind, revision.role) == ("reference", "administrator")
    assert revision.reference_sets["taxonomies"]["number"] == first + 1
    for each in (first, first + 1):
        held = ReferenceSet.objects.get(series="taxonomies", number=each)
        assert recount("taxonomies", each) == bytes(held.digest)

    def name(as_of):
        found = client.get(f"/api/v1/sectors/?as_of={as_of}").json()["results"]
        return next(one["names"]["fr"] for one in found if one["code"] == "argan")

    assert (name(before), name(revision.number)) == (old, "Arganeraie")
    assert verify(citation, deep=True).holds
    assert verify(cite(BY_SECTOR).citation, deep=True).holds


def test_a_new_sector_stands_below_its_parent_and_is_counted(put, register, client):
    put(WEAVING, new=True)
    register.publish("Tisseuses", sectors=("handicrafts", "carpets"))
    listed = client.get("/api/v1/sectors/").json()["results"]
    codes = [one["code"] for one in listed]
    assert next(one["actors"] for one in listed if one["code"] == "carpets") == 1
    below = codes[codes.index("handicrafts") + 1 : codes.index("carpets") + 1]
    assert {one["parent"] for one in listed if one["code"] in below} == {"handicrafts"}


def test_a_retired_sector_is_offered_to_nobody_new_and_kept_by_who_has_it(put, register, client):
    amal = register.publish("Amal", sectors=("agriculture", "argan"))
    put(worded("argan", mappings=row("argan")["mappings"] | {"retired": True}))
    assert "argan" not in dict(ActivityForm().fields["sectors"].choices)
    assert "argan" in dict(ActivityForm(base=amal).fields["sectors"].choices)
    counted = client.get(BY_SECTOR).json()["results"]
    assert next(one["value"] for one in counted if one["groups"][0]["code"] == "argan") == 1


@pytest.mark.parametrize(
    ("changes", "field", "why"),
    [
        ({"code": "argan"}, "code", "taken"),
        ({"code": "Carpets"}, "code", "code"),
        ({"code": "none"}, "code", "code"),
        ({"parent": "argan"}, "parent", "parent"),
        ({"parent": "nowhere"}, "parent", "parent"),
        ({"names": {"fr": "Tapis"}}, "names_ar", "missing"),
        ({"mappings": {"isic4": ["139X"]}}, "isic4", "mapping"),
        ({"mappings": {"isic4": None}}, "isic4", "missing"),
        ({"mappings": {"isic4": ["1393"], "essglobal_activities": ["OS10"]}},
         "essglobal_activities", "mapping"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_entry_is_told_beside_its_field(put, changes, field, why):
    with pytest.raises(BadEntry) as refused:
        put(WEAVING | changes, new=True)
    assert (field, why) in [(one.field, one.why) for one in refused.value.problems]


def test_a_term_stays_under_its_parent(put):
    with pytest.raises(DatabaseError, match="stays under its parent"), transaction.atomic():
        put(worded("argan", parent="handicrafts"))


def test_two_entries_are_not_called_alike(put):
    with pytest.raises(BadEntry) as refused:
        put(worded("argan", names={"fr": row("honey")["names"]["fr"].upper()}))
    assert [(one.field, one.why) for one in refused.value.problems] == [("names_fr", "alike")]


def test_what_somebody_else_published_meanwhile_is_not_overwritten(put):
    seen = number()
    put(worded("argan", names={"fr": "Arganeraie"}))
    with pytest.raises(StaleRecord):
        put(worded("honey", names={"fr": "Ruches"}), seen=seen)
    with pytest.raises(NothingToPublish):
        put(worded("argan"))


def test_a_release_leaves_alone_what_administrators_wrote(put, tmp_path, monkeypatch):
    put(worded("argan", names={"fr": "Arganeraie"}))
    put(WEAVING, new=True)
    assert publish_reference([stage_taxonomies(tmp_path)], reason="taxonomies-loaded") is None
    told = taxonomies.rows()
    for one in told:
        if one["code"] in ("argan", "honey"):
            one["names"] = one["names"] | {"fr": "Du nouveau"}
    monkeypatch.setattr(taxonomies, "rows", lambda: told)
    assert publish_reference([stage_taxonomies(tmp_path)], reason="taxonomies-loaded")
    now = {code: row(code)["names"]["fr"] for code in ("argan", "honey", "carpets")}
    assert now == {"argan": "Arganeraie", "honey": "Du nouveau", "carpets": "Tapis"}


def test_what_an_indicator_measures_stays(in_force):
    by, seen = people.administrator(), number("indicators")
    worded_anew = worded("jobs", model=Indicator, names={"fr": "Postes de travail"})
    revision = office.put_indicator(worded_anew, new=False, by=by, seen=seen)
    assert revision.reference_sets["indicators"]["number"] == seen + 1
    assert recount("indicators", seen) != recount("indicators", seen + 1)
    with pytest.raises(DatabaseError, match="measures stays"), transaction.atomic():
        office.put_indicator(worded_anew | {"unit": "people"}, new=False, by=by, seen=seen + 1)


def test_nobody_else_words_a_vocabulary(in_force):
    with pytest.raises(roles.NotAllowed):
        office.put_term(worded("argan"), new=False, by=people.moderator(), seen=number())


@pytest.mark.parametrize(
    "statement",
    [
        "update directory_term set names = '{}'",
        "delete from directory_term",
        "insert into geodata_referenceset (series, number, digest, source, licence, attribution)"
        " values ('taxonomies', 99, ''::bytea, '', '', '')",
        "select add_reference_entries('territories', 1, ''::bytea, '', '', '', '[]')",
    ],
)
def test_the_web_role_has_no_other_way(in_force, as_web, statement):
    with pytest.raises(DatabaseError, match="permission denied|only vocabularies"):
        as_web(statement)

"""Editions: the same bytes for the same revision, issued again only after a redaction."""

import contextlib
import csv
import hashlib
import io
import json
import re
import sqlite3
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override

from directory.as_of import snapshot
from directory.publishing.redact import redact_actor
from evidence.editions import publish, selectors
from evidence.editions.build import columns_of_files
from evidence.editions.publish import EditionRefused, of_file, publish_edition
from evidence.models import Edition
from evidence.wording.dates import day
from geodata.models import ReferenceSet


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EDITIONS = tmp_path / "editions"
    return settings.EDITIONS


@pytest.fixture
def package(country):
    """The first edition, open."""
    with zipfile.ZipFile(of_file(publish_edition().edition)) as opened:
        yield opened


def status(client, path):
    """The status of an answer; a package is read to its end, so that its file is closed."""
    answer = client.get(path)
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer.status_code


def inside(package, name):
    return package.read(f"athar-edition-1/{name}")


def rows(package, name):
    return list(csv.DictReader(io.StringIO(inside(package, name).decode("utf-8-sig"))))


def test_made_again_from_its_revision_an_edition_is_the_same_byte_for_byte(country):
    first = publish_edition()
    bytes_before = of_file(first.edition).read_bytes()
    country.register.publish("Une de plus")

    again = publish_edition(first.edition.revision)

    assert again.how == "unchanged"
    assert of_file(first.edition).read_bytes() == bytes_before
    of_file(first.edition).unlink()
    assert publish_edition(first.edition.revision).how == "restored"
    assert of_file(first.edition).read_bytes() == bytes_before


def test_after_a_redaction_it_is_issued_again_and_both_checksums_stay(country, client):
    first = publish_edition().edition
    redact_actor(country.imane.code, role="administrator", reason="erasure-asked")

    assert status(client, "/e/1.zip") == 503  # what was erased is given to nobody
    again = publish_edition(first.revision)

    assert again.how == "reissued"
    assert (again.edition.number, again.edition.issue) == (1, 1)
    told = client.get("/api/v1/editions/1/").json()
    assert [one["sha256"] for one in told["issues"]] == [again.edition.sha256, first.sha256]
    with zipfile.ZipFile(of_file(again.edition)) as package:
        assert all("الإيمان".encode() not in package.read(name) for name in package.namelist())
    assert status(client, "/e/1.zip") == 200


def test_a_redaction_of_what_an_edition_does_not_hold_leaves_it_alone(country, client):
    first = publish_edition().edition
    later = country.register.publish("Venue après")
    redact_actor(later.code, role="administrator", reason="erasure-asked")
    assert status(client, "/e/1.zip") == 200
    assert publish_edition(first.revision).how == "unchanged"


def test_every_file_has_its_checksum(package):
    sums = dict(
        reversed(line.split("  ")) for line in inside(package, "SHA256SUMS").decode().splitlines()
    )
    listed = {name.partition("/")[2] for name in package.namelist()} - {"SHA256SUMS"}
    assert set(sums) == listed
    for name, digest in sums.items():
        assert hashlib.sha256(inside(package, name)).hexdigest() == digest


def test_csv_geojson_and_geopackage_hold_the_same_actors(package, tmp_path):
    listed = [row["code"] for row in rows(package, "actors.csv")]
    features = json.loads(inside(package, "actors.geojson"))["features"]
    (tmp_path / "actors.gpkg").write_bytes(inside(package, "actors.gpkg"))
    with contextlib.closing(sqlite3.connect(tmp_path / "actors.gpkg")) as held:
        stored = [code for (code,) in held.execute("select code from actors order by fid")]
        placed = held.execute("select count(*) from actors where geom is not null").fetchone()
    assert len(listed) == 7
    assert [one["id"] for one in features] == listed
    assert stored == listed
    assert placed == (sum(one["geometry"] is not None for one in features),)


def test_every_column_is_in_the_dictionary_in_four_languages(package):
    told = rows(package, "DICTIONARY.csv")
    explained = {(row["file"], row["column"]) for row in told}
    for file, columns in columns_of_files().items():
        held = inside(package, file).decode("utf-8-sig").splitlines()[0].split(",")
        assert held == list(columns)
        assert {(file, column) for column in held} <= explained
    assert all(row[language] for row in told for language in ("en", "fr", "ar", "es"))


def test_it_holds_no_boundary_and_no_name_under_the_odbl(package):
    assert not any("boundar" in name for name in package.namelist())
    assert "name_zgh" not in rows(package, "territories.csv")[0]
    assert "ODbL" in inside(package, "README.txt").decode()


LANGUAGES = ("en", "fr", "ar", "es")
LINK = "https://athar.example/e/1"


@pytest.fixture
def public(settings):
    """An instance that people reach by a name."""
    settings.NAMED_ADDRESS = "https://athar.example"


def parts(package, name):
    """The parts of a text: one in each language, and what follows them."""
    return [one.strip() for one in inside(package, name).decode().split("-" * 72)]


def test_its_licence_is_told_in_four_languages_with_the_credit_of_each_source(package):
    *said, credits = parts(package, "LICENCE.txt")
    assert len(said) == len(LANGUAGES)
    assert len(set(said)) == len(LANGUAGES)
    for one in said:
        assert "CC BY 4.0" in one
        assert "https://creativecommons.org/licenses/by/4.0/" in one
    assert said[0].startswith("Creative Commons Attribution 4.0 International")
    with snapshot() as reading:
        expected = [
            f"{series} {reading.set_of(series)}: {one.attribution} [{one.licence}]"
            for series in ("territories", "census", "localities", "taxonomies", "indicators")
            for one in ReferenceSet.objects.filter(series=series, number=reading.set_of(series))
        ]
    assert credits.splitlines() == expected
    assert any("High Commission for Planning" in one or "HCP" in one for one in expected)


def test_it_says_in_four_languages_how_it_is_cited(public, package):
    edition = Edition.objects.get()
    said = parts(package, "CITATION.txt")
    assert len(said) == len(set(said)) == len(LANGUAGES)
    for language, one in zip(LANGUAGES, said, strict=True):
        with override(language):
            assert day(edition.recorded_at) in one
        assert LINK in one
        assert re.search(rf"\b{edition.revision}\b", one)
        assert re.search(r"\b1\b", one)


def test_its_bibtex_names_the_same_edition_revision_day_and_link(public, package):
    edition = Edition.objects.get()
    entry = inside(package, "CITATION.bib").decode()
    assert entry.startswith("@dataset{athar-edition-1,\n")
    assert entry.count("{") == entry.count("}")
    fields = dict(re.findall(r"^  (\w+) = \{+([^{}]*)\}+,?$", entry, re.M))
    assert fields == {
        "author": "Athar",
        "title": "Athar: register of the social and solidarity economy in Morocco",
        "edition": "1",
        "version": f"revision {edition.revision}",
        "date": f"{edition.recorded_at:%Y-%m-%d}",
        "url": LINK,
    }


def test_the_changes_since_the_edition_before_are_told(country):
    first = publish_edition().edition
    added = country.register.publish("Une de plus")
    second = publish_edition().edition
    with zipfile.ZipFile(of_file(second)) as package:
        text = package.read("athar-edition-2/changes.csv").decode("utf-8-sig")
    changes = list(csv.DictReader(io.StringIO(text)))
    assert [(one["event"], one["code"]) for one in changes] == [("opened", added.code)]
    assert int(changes[0]["revision"]) == first.revision + 1


def test_an_edition_is_of_a_later_revision_than_the_last(country):
    publish_edition()
    with pytest.raises(EditionRefused, match="edition 1 is of revision"):
        publish_edition(3)


def test_bytes_that_changed_without_a_redaction_are_refused(country, monkeypatch):
    first = publish_edition().edition
    monkeypatch.setattr("evidence.editions.texts.LINE", "=" * 72)
    with pytest.raises(EditionRefused, match="another way"):
        publish_edition(first.revision)
    assert Edition.objects.count() == 1


def test_without_an_address_none_is_made_unless_the_site_is_named(country, settings, folder):
    settings.NAMED_ADDRESS = ""
    with pytest.raises(CommandError, match="name the site with --site"):
        call_command("publish_edition")
    assert list(folder.iterdir()) == []
    call_command("publish_edition", "--site", "https://athar.example/")
    made = Edition.objects.get()
    with zipfile.ZipFile(of_file(made)) as package:
        assert "https://athar.example/e/1\n" in inside(package, "CITATION.txt").decode()
    assert publish_edition(made.revision).how == "unchanged", "it keeps the address it was given"


def test_one_that_is_interrupted_leaves_nothing(country, folder, monkeypatch):
    def stop(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(publish, "_judged", stop)
    with pytest.raises(CommandError, match="Stopped"):
        call_command("publish_edition")
    assert list(folder.iterdir()) == []
    assert not Edition.objects.exists()


@pytest.mark.parametrize("change", ["update {} set issue = 7", "delete from {}", "truncate {}"])
def test_what_was_issued_is_never_rewritten(country, change):
    publish_edition()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format("evidence_edition"))


def test_the_permanent_link_suits_who_asks(country, client):
    edition = publish_edition().edition
    page = client.get("/e/1", headers={"Accept": "text/html", "Accept-Language": "ar"})
    assert page["Location"] == "/ar/data/editions/1/"
    machine = client.get("/e/1", headers={"Accept": "application/json"})
    assert machine["Location"] == "/api/v1/editions/1/"
    assert client.get("/e/1", headers={"Accept": "application/zip"})["Location"] == "/e/1.zip"
    answer = client.get("/e/1.zip")
    assert answer["ETag"] == f'"{edition.sha256}"'
    assert b"".join(answer.streaming_content) == of_file(edition).read_bytes()
    again = client.get("/e/1.zip", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert client.get("/e/2.zip").status_code == 404


def test_machines_are_told_in_schema_org_words(country, client):
    edition = publish_edition().edition
    told = client.get("/api/v1/editions/?format=jsonld")
    assert told["Content-Type"] == "application/ld+json"
    assert told.json()["@type"] == "DataCatalog"
    one = client.get("/api/v1/editions/1/", headers={"Accept": "application/ld+json"}).json()
    assert one["@type"] == "Dataset"
    assert one["distribution"][0]["sha256"] == edition.sha256


def test_pages_list_editions_and_show_one(country, client):
    assert "Aucune édition" in client.get("/fr/data/").content.decode()
    edition = publish_edition().edition
    page = client.get("/fr/data/")
    assert 'href="/fr/data/editions/1/"' in page.content.decode()
    assert edition.sha256 in client.get("/ar/data/editions/1/").content.decode()
    assert client.get("/ar/data/editions/2/").status_code == 404


def test_a_number_beyond_all_is_unknown(country):
    with pytest.raises(selectors.UnknownEdition):
        selectors.edition(2**40, head=1)

"""Citations without us: verified all at once, exported whole, checked by sixty lines of Python."""

import json
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from copy import deepcopy
from functools import partial
from hashlib import sha256
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from directory import codes, digests
from directory.publishing import redact_actor
from directory.records.facts import Place
from evidence.archive.export import ExportRefused, export
from evidence.citations import bibliography
from evidence.citations.bibliography import grouped_by_four
from evidence.citations.digest import paper_code
from evidence.citations.store import cite
from evidence.citations.verify import verify, verify_all
from evidence.models import Citation, CitationUse
from tests.kept import kept_fixture

NADOR = Place("02", "02.381", None, "02.381.01.05", precision="commune")
SCRIPT = settings.BASE / "docs" / "verify_citation.py"
SITE = "https://athar.example"
QUESTIONS = (
    "/api/v1/actors/?sector=argan",
    "/api/v1/statistics/?measure=members&year=2023&sector=argan",
    "/api/v1/statistics/?measure=members-women&aggregate=share&of=members&year=2023",
    "/api/v1/statistics/?group_by=region",
    "/api/v1/statistics/?measure=census:nonprofit_establishments&group_by=region",
)


def cited(register):
    """Two organisations, and a citation of each question."""
    made = [
        register.publish(f"Argan {n}", sectors=["argan"], place=NADOR) for n in ("Amal", "Tifaout")
    ]
    for one in made:
        register.report(one, 2023, members=40, members_women=30)
    one_actor = f"/api/v1/actors/{made[0].code}/"
    return made, [cite(address).citation for address in (*QUESTIONS, one_actor)]


kept_citations = kept_fixture(cited)


@pytest.fixture(scope="module")
def kept_archive(kept_citations, tmp_path_factory):
    folder = tmp_path_factory.mktemp("kept") / "archive"
    export(folder, SITE)
    return folder


@pytest.fixture
def argan(kept_citations, db):
    return deepcopy(kept_citations[0])


@pytest.fixture
def citations(kept_citations, db):
    return deepcopy(kept_citations[1])


@pytest.fixture
def archive(kept_archive, citations, tmp_path):
    return Path(shutil.copytree(kept_archive, tmp_path / "archive"))


def run(*words):
    """Run the script as anybody would."""
    return subprocess.run(
        [sys.executable, "-I", SCRIPT, *map(str, words)], capture_output=True, text=True
    )


def check(place, citation, *paper):
    return run(place, codes.show(citation.code), *paper)


def tampered(statement):
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table directory_report disable trigger user")
        cursor.execute("alter table directory_recordbytes disable trigger user")
        cursor.execute(statement)


# ---- all of them --------------------------------------------------------------------------------


def test_every_citation_is_verified_with_progress(citations, capsys):
    call_command("verify_citations")
    said = capsys.readouterr()
    assert f"{len(citations)} citations hold" in said.out
    assert f"citations: {len(citations)} / {len(citations)}" in said.err


def test_what_does_not_hold_is_named_and_the_command_fails(citations, capsys):
    tampered("update directory_report set value = value + 1")
    tampered("update directory_reportrollup set total = total + 1")
    with pytest.raises(CommandError, match="do not hold") as failure:
        call_command("verify_citations")
    assert failure.value.returncode == 1
    assert f"{codes.show(citations[1].code)}: answer: noted" in capsys.readouterr().out


def test_some_are_verified_by_their_codes_as_they_are_printed(citations, capsys):
    call_command("verify_citations", codes.show(citations[0].code).lower(), deep=True)
    assert "1 citations hold" in capsys.readouterr().out


@pytest.mark.parametrize("code", ["XXXX", "7KQ2-M9XY"])
def test_a_code_of_no_citation_is_refused(citations, code):
    with pytest.raises(CommandError, match="code"):
        call_command("verify_citations", code)


def test_only_the_deep_job_hashes_bytes(citations):
    tampered("alter table directory_recordbytes drop constraint recordbytes_digest_of_bytes")
    tampered("update directory_recordbytes set bytes = bytes || ' '::bytea")
    assert all(told.holds for _one, told in verify_all())
    failed = {
        step.name for _one, told in verify_all(deep=True) for step in told.steps if not step.holds
    }
    assert failed == {"bytes", "rows", "added"}


MEMBERS = 1  # which of the questions sums what is declared


@pytest.mark.parametrize(
    ("statement", "step"),
    [
        ("update directory_observation set value = 400", "rows"),
        ('update directory_actortext set names = names || \'{"fr": "Autre"}\'', "rows"),
        ("update directory_revision set bytes = bytes || ' '::bytea", "revision"),
    ],
)
def test_the_deep_job_holds_rows_and_ledger_against_their_bytes(citations, statement, step):
    for table in ("observation", "actortext", "revision"):
        tampered(f"alter table directory_{table} disable trigger user")
    tampered("alter table directory_revision drop constraint revision_digest_of_bytes")
    tampered(statement)
    [(_one, told)] = verify_all(codes=[citations[MEMBERS].code], deep=True)
    assert [one.name for one in told.steps if not one.holds] == [step]


def test_who_rewrites_counts_and_citation_together_is_found_by_adding_up_the_bytes(citations):
    """Everything that has no digest of its own elsewhere: reports, cubes, and the citation."""
    one = citations[MEMBERS]
    tampered("update directory_report set value = value * 2")
    tampered("update directory_reportrollup set total = total * 2")
    told = one.answer | {"total": one.answer["total"] | {"value": 160}}
    result = digests.digest(digests.canonical(told))
    tampered("alter table evidence_citation disable trigger user")
    Citation.objects.filter(pk=one.pk).update(
        answer=told, result=result, paper=paper_code(bytes(one.ledger), one.normal, result)
    )
    one.refresh_from_db()
    assert verify(one).holds
    failed = [step for step in verify(one, deep=True).steps if not step.holds]
    assert [(step.name, step.expected, step.found) for step in failed] == [
        ("added", "2 2 160", "2 2 80")
    ]


def test_of_a_share_both_parts_are_added_up(citations):
    [step] = [each for each in verify(citations[2], deep=True).steps if each.name == "added"]
    assert (step.expected, step.found) == ("2 2 60 80", "2 2 60 80")


def test_the_script_compares_the_symbols_of_a_paper(archive, citations):
    one = citations[0]
    typed = [part.lower() for part in grouped_by_four(one.paper).split()]
    assert check(archive, one, *typed).returncode == 0
    other = "0" if one.paper[-1] != "0" else "1"
    told = check(archive, one, one.paper[:-1] + other)
    assert told.returncode
    assert f"FAILS, {one.paper} is not {one.paper[:-1]}{other}: the symbols" in told.stdout


def test_it_can_be_interrupted(citations):
    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(verify_all(tell=stop))


# ---- the archive --------------------------------------------------------------------------------


def test_an_archive_holds_every_citation_in_four_languages_with_its_files(archive, citations):
    for one in citations:
        folder = archive / "c" / codes.show(one.code)
        for language in ("ar", "fr", "en", "es"):
            page = (folder / f"{language}.html").read_text()
            assert f'lang="{language}"' in page
            assert codes.show(one.code) in page
            assert one.code in (archive / f"{language}.html").read_text().replace("-", "")
            for ending in ("bib", "ris", "csl.json", "jsonld", "txt"):
                assert (folder / f"{language}.{ending}").stat().st_size
    assert 'dir="rtl"' in (archive / "ar.html").read_text()


def test_an_archive_holds_the_ledger_and_all_bytes_behind(archive, citations, register):
    files = [path for path in archive.rglob("*") if path.is_file()]
    assert (archive / "api/v1/revisions/0/index.json").exists()
    digests = {path.parent.name for path in files if path.parent.parent.name == "records"}
    for one in citations:
        listed = json.loads(
            (archive / f"api/v1/citations/{one.code}/records/index.json").read_text()
        )
        assert {record["digest"] for record in listed["results"]} <= digests
    for digest in digests:
        content = (archive / f"api/v1/records/{digest}/index.json").read_bytes()
        assert sha256(content).hexdigest() == digest


def test_no_page_of_an_archive_needs_anything_from_elsewhere(archive):
    for page in archive.rglob("*.html"):
        text = page.read_text()
        assert "<script" not in text
        assert 'src="http' not in text
        assert 'rel="stylesheet" href="http' not in text


def test_the_same_register_gives_the_same_bytes(archive, tmp_path):
    before = {path.name: path.read_bytes() for path in archive.iterdir() if path.is_file()}
    export(archive, SITE)
    again = {path.name: path.read_bytes() for path in archive.iterdir() if path.is_file()}
    assert again == before
    for line in (archive / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert sha256((archive / name).read_bytes()).hexdigest() == digest


def test_a_folder_of_something_else_is_left_alone(citations, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear")
    with pytest.raises(ExportRefused, match="something else"):
        export(tmp_path, SITE)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_an_export_that_is_stopped_leaves_the_folder_as_it_was(archive, argan):
    before = (archive / "SHA256SUMS").read_bytes()
    cite("/api/v1/actors/?sector=honey")

    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(archive, SITE, say=stop)
    assert (archive / "SHA256SUMS").read_bytes() == before
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]


def test_the_command_asks_for_the_site_where_nobody_named_it(citations, tmp_path, capsys, settings):
    settings.NAMED_ADDRESS = ""
    with pytest.raises(CommandError, match="--site"):
        call_command("export_citations", str(tmp_path / "a"))
    call_command("export_citations", str(tmp_path / "a"), "--site", SITE)
    assert f"{len(citations)} citations" in capsys.readouterr().out


def test_an_archive_tells_where_a_citation_was_cited(citations, tmp_path):
    CitationUse.objects.create(
        citation=citations[0], kind="press", title="A title", who="A paper", date="2025-01-02"
    )
    export(tmp_path / "a", SITE)
    page = tmp_path / "a" / "c" / codes.show(citations[0].code) / "en.html"
    assert "A title" in page.read_text()


# ---- served by any web server --------------------------------------------------------------------


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class AsApi(Silent):
    """Answers where the API answers, and not where files are."""

    def translate_path(self, path):
        return super().translate_path(path.partition("?")[0]) + "/index.json"


@contextmanager
def serving(folder, kind=Silent):
    """The address of a folder, served by Python's own server of files."""
    handler = partial(kind, directory=folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def served(archive):
    with serving(archive) as address:
        yield address


def fetched(address):
    """What a server answers: type and bytes; never the list of a folder."""
    with urlopen(address) as answer:
        content = answer.read()
        kind = answer.headers.get_content_type()
    assert content, address
    assert b"Directory listing for" not in content, address
    return kind, content


LINKS = re.compile(r"""(?:href|src)="([^"]+)"|url\("?([^")]+)"?\)""")


def linked(address, content):
    """The addresses a page or a sheet leads to, but those elsewhere and within itself."""
    found = {one or other for one, other in LINKS.findall(content.decode())}
    told = {urljoin(address, unescape(one)) for one in found if not one.startswith(("#", "data:"))}
    return {one.partition("#")[0] for one in told}


def walked(start):
    """Everything links lead to from a page: {address: (type, content)}."""
    found, waiting = {}, {start}
    while waiting:
        address = waiting.pop()
        found[address] = kind, content = fetched(address)
        if kind in ("text/html", "text/css"):
            waiting |= {one for one in linked(address, content) if one not in found}
    return found


def test_served_as_it_is_every_link_leads_to_a_file_of_the_archive(served, archive, citations):
    found = walked(served)
    assert all(address.startswith(served) for address in found), "nothing is elsewhere"
    names = {address.removeprefix(served) or "index.html" for address in found}
    pages = {path.relative_to(archive).as_posix() for path in archive.rglob("*.html")}
    assert pages - names == {f"c/{codes.show(one.code)}/index.html" for one in citations}
    for one in citations:
        folder = f"c/{codes.show(one.code)}"
        for language in ("ar", "fr", "en", "es"):
            for ending in ("html", "bib", "ris", "csl.json", "jsonld", "txt"):
                assert f"{folder}/{language}.{ending}" in names
        assert f"api/v1/citations/{one.code}/index.json" in names
        assert f"api/v1/citations/{one.code}/records/index.json" in names
    assert {path.name for path in archive.glob("fonts/*")} <= {Path(one).name for one in names}
    assert "archive.css" in names


def test_a_citation_is_found_by_its_permanent_path_there_too(served, citations):
    for one in citations:
        for end in ("", "/"):
            address = f"{served}c/{codes.show(one.code)}{end}"
            with urlopen(address) as answer:
                at = answer.geturl()
            kind, content = fetched(at)
            assert (kind, codes.show(one.code).encode() in content) == ("text/html", True)
            for link in linked(at, content):
                fetched(link)


def test_the_records_behind_a_citation_have_their_bytes_there(served, citations):
    for one in citations:
        path = f"{served}api/v1/citations/{one.code}/records/index.json"
        listed = json.loads(fetched(path)[1])["results"]
        assert len(listed) == (0 if "census" in one.normal else one.records)
        for record in listed:
            there = record["url"].replace(f"{SITE}/", served)
            assert there.startswith(served)
            assert sha256(fetched(f"{there}index.json")[1]).hexdigest() == record["digest"]
        ledger = fetched(f"{served}api/v1/revisions/{one.revision}/index.json")[1]
        assert sha256(ledger).hexdigest() == bytes(one.ledger).hex()


def test_whoever_copied_it_from_there_checks_it_without_it(served, citations, archive, tmp_path):
    """Its sums name every file to fetch, and the script among them checks what was fetched."""
    copy = tmp_path / "copy"
    for line in fetched(f"{served}SHA256SUMS")[1].decode().splitlines():
        digest, name = line.split("  ")
        content = fetched(served + name)[1]
        assert sha256(content).hexdigest() == digest
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes(content)
    assert (copy / SCRIPT.name).read_bytes() == SCRIPT.read_bytes()
    for one in citations:
        told = check(copy, one)
        assert told.returncode == 0, told.stdout + told.stderr


# ---- the script ---------------------------------------------------------------------------------


@pytest.mark.parametrize("at", range(len(QUESTIONS) + 1))
def test_the_script_checks_an_archive_that_any_server_of_files_serves(served, citations, at):
    one = citations[at]
    address = f"{served}c/{codes.show(one.code)}"
    paper = grouped_by_four(one.paper).split()
    for words in ((served, codes.show(one.code)), (address,), (f"{address}/", *paper)):
        told = run(*words)
        assert told.returncode == 0, told.stdout + told.stderr
        assert told.stdout.count("holds") == 5


def test_the_address_of_a_citation_is_enough_live_too(server, citations):
    told = run(f"{server.url}/c/{codes.show(citations[0].code)}/")
    assert told.returncode == 0, told.stdout + told.stderr
    assert run(f"{server.url}/c/{codes.show(citations[0].code)}", "0000").returncode == 1


def test_a_folder_may_lie_below_one_called_c(archive, citations, tmp_path):
    (tmp_path / "c").mkdir()
    below = archive.rename(tmp_path / "c" / "archive")
    assert check(below, citations[0]).returncode == 0


def test_what_a_server_of_files_says_of_a_citation_is_checked(served, archive, citations):
    listed = archive / f"api/v1/citations/{citations[1].code}/records/index.json"
    digest = json.loads(listed.read_text())["results"][0]["digest"]
    record = archive / f"api/v1/records/{digest}/index.json"
    record.write_bytes(record.read_bytes() + b" ")
    told = run(f"{served}c/{codes.show(citations[1].code)}/")
    assert told.returncode == 1
    assert "FAILS" in told.stdout


def test_a_record_that_an_api_does_not_know_is_not_taken_for_redacted(archive, citations):
    (archive / "athar-citations.json").unlink()
    for record in (archive / "api/v1/records").iterdir():
        shutil.rmtree(record)
    with serving(archive, AsApi) as address:
        told = run(address, codes.show(citations[0].code))
    assert told.returncode == 1
    assert "404" in told.stderr


def test_the_script_has_sixty_lines_and_needs_only_the_standard_library():
    text = SCRIPT.read_text()
    assert len(text.splitlines()) <= 60
    imported = {
        line.split()[1] for line in text.splitlines() if line.startswith(("import", "from"))
    }
    assert {one.partition(".")[0] for one in imported} <= sys.stdlib_module_names


@pytest.mark.parametrize("at", range(len(QUESTIONS) + 1))
def test_the_script_checks_an_archive_offline(archive, citations, at):
    told = check(archive, citations[at])
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.count("holds") == 5


@pytest.mark.parametrize("at", range(len(QUESTIONS) + 1))
def test_the_script_checks_a_live_server(server, citations, at):
    told = check(server.url, citations[at])
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.count("holds") == 5


def test_the_script_tells_redacted_records_live_and_offline(server, citations, argan, tmp_path):
    redact_actor(argan[0].code, role="administrator", reason="personal-data")
    export(tmp_path / "a", SITE)
    with serving(tmp_path / "a") as served:
        for place in (server.url, tmp_path / "a", served):
            told = check(place, citations[0])
            assert told.returncode == 0, told.stdout + told.stderr
            assert "1 records, 1 redacted" in told.stdout


@pytest.mark.parametrize(
    ("name", "fails"),
    [
        ("records", "the bytes of"),
        ("revision", "the bytes of revision"),
        ("answer", "the digest of the answer"),
        ("list", "the digest of the records"),
    ],
)
def test_the_script_finds_what_was_tampered_with(archive, citations, name, fails):
    one = citations[1]
    listed = archive / f"api/v1/citations/{one.code}/records/index.json"
    told = json.loads(listed.read_text())
    if name == "records":
        path = archive / f"api/v1/records/{told['results'][0]['digest']}/index.json"
        path.write_bytes(path.read_bytes() + b" ")
    elif name == "revision":
        path = archive / f"api/v1/revisions/{one.revision}/index.json"
        path.write_bytes(path.read_bytes().replace(b'"role"', b'"rule"'))
    elif name == "answer":
        path = archive / f"api/v1/citations/{one.code}/index.json"
        path.write_text(path.read_text().replace('"value": 80', '"value": 81'))
    else:
        listed.write_text(json.dumps(told | {"results": told["results"][1:]}))
    found = check(archive, one)
    assert found.returncode
    assert "FAILS" in found.stdout
    assert fails in next(line for line in found.stdout.splitlines() if line.startswith("FAILS"))


def test_the_script_says_when_there_is_no_such_citation(archive, server, served):
    for place in (archive, server.url, served):
        told = run(place, codes.show(codes.mint()))
        assert told.returncode
        assert "Traceback" not in told.stderr


def test_the_site_hands_out_the_script(client, in_force):
    answer = client.get("/verify_citation.py")
    assert answer.content == SCRIPT.read_bytes()
    assert "attachment" in answer["Content-Disposition"]


def test_tex_takes_nothing_for_its_own():
    assert bibliography.tex("50% of {A}_B & C\\") == r"50\% of \{A\}\_B \& C\textbackslash{}"

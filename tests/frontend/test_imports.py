"""Files of networks as a moderator meets them: how far one is, stopped, taken up, refused."""

import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from desk.imports import running
from desk.models import ImportRun
from tests.desk.imports.files import Files

pytestmark = pytest.mark.django_db

CSV = "Nom,Forme juridique,Commune\nExemple,Coopérative,Berkane\n"


@pytest.fixture
def send(client, hind):
    """Send a file on its page; the run, and its page's address."""

    def ask(name, content):
        file = SimpleUploadedFile(name, content)
        told = {"source": "Réseau Exemple", "licence": "CC-BY-4.0", "scope": "country:MA"}
        answer = client.post("/fr/moderation/imports/new/", told | {"file": file})
        assert answer.status_code == 303
        return ImportRun.objects.get(), answer["Location"]

    return ask


def test_a_running_file_says_how_far_it_is(client, send):
    run, page = send("exemple.csv", CSV.encode())
    assert "En attente de son tour" in text(client, page)
    at = {"state": "running", "phase": "checking", "done": 1200, "total": 4000}
    ImportRun.objects.filter(pk=run.pk).update(**at)
    shown = text(client, page)
    assert re.search(r'<progress[^>]* max="4000" value="1200"', shown)
    assert re.search(
        r"Lignes vérifiées\s*:\s*<bdi[^>]*>1\s200</bdi> / <bdi[^>]*>4\s000</bdi>", shown
    )
    assert "pages/import.js" in shown  # which asks again by itself


def test_what_waits_is_stopped_on_its_page_and_goes_on_from_there(client, send):
    run, page = send("exemple.csv", CSV.encode())
    client.post(page, {"do": "stop"})
    running.carry(run.pk)  # the worker, too late
    assert ImportRun.objects.get().state == "stopped"
    assert 'value="go-on"' in text(client, page)
    client.post(page, {"do": "go-on"})
    running.carry(run.pk)
    assert ImportRun.objects.get().state == "done"
    assert "<progress" not in text(client, page)


def test_a_running_file_is_asked_to_stop_and_its_page_waits_until_it_did(client, send):
    run, page = send("exemple.csv", CSV.encode())
    ImportRun.objects.filter(pk=run.pk).update(state="running")
    assert client.post(page, {"do": "stop"}).status_code == 303
    held = ImportRun.objects.get()
    assert (held.state, held.stop) == ("running", True)
    assert client.post(page, {"do": "drop"}).status_code == 409  # the worker has it still
    assert ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("kind", "program"),
    [
        ("xlsx", "xl/vbaProject.bin"),
        ("xlsx", "xl/macrosheets/sheet1.xml"),
        ("ods", "Basic/Standard/Module1.xml"),
        ("ods", "Scripts/python/run.py"),
    ],
)
def test_a_workbook_with_a_program_is_refused_on_its_page(client, send, tmp_path, kind, program):
    made = Files(tmp_path)
    path = made.xlsx(["Nom"], ["Exemple"]) if kind == "xlsx" else made.ods("")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(program, "program")
    run, page = send(path.name, path.read_bytes())
    running.carry(run.pk)
    shown = text(client, page)
    assert ImportRun.objects.get().state == "failed"
    assert f"exemple.{kind} contient un programme ({program})" in shown
    assert not ImportRun.objects.get().parent


def test_a_file_cut_off_on_its_way_is_refused_on_its_page(client, send, tmp_path):
    whole = Files(tmp_path).xlsx(["Nom"], ["Exemple"]).read_bytes()
    run, page = send("exemple.xlsx", whole[: len(whole) // 2] + whole[-60:])
    running.carry(run.pk)
    assert ImportRun.objects.get().state == "failed"
    assert "exemple.xlsx" in text(client, page)


def text(client, page):
    answer = client.get(page)
    assert answer.status_code == 200
    return answer.content.decode()

"""What is prepared is made once, made anew where its sources changed, and goes on where it was
interrupted.
"""

import hashlib
import zipfile

import pytest
from django.core.management import CommandError
from house import children, command, wheels
from house.places import ROOT
from house.steps import Trouble

from config import preparation
from config.preparation import Preparation
from directory.models import Instance

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Register"
msgstr "{}"
"""


@pytest.fixture
def base(settings, monkeypatch, tmp_path):
    """A small checkout of its own, with the sources of each part."""
    settings.BASE, settings.STATIC_ROOT = tmp_path, tmp_path / "collected"
    monkeypatch.setattr(preparation, "STAMPS", tmp_path / "stamps")
    for path in ("fixtures/sets.json", "requirements/data.txt", "requirements/run.txt"):
        write(tmp_path / path, "one")
    write(tmp_path / "frontend/static/athar.css", "one")
    write(tmp_path / "frontend/locale/fr/LC_MESSAGES/django.po", PO.format("Registre"))
    return tmp_path


@pytest.fixture
def commands(monkeypatch):
    """The commands that were called, by name; they do nothing but fix the instance."""
    called = []

    def call(name, **options):
        called.append(f"{name} {options['actors']}" if "actors" in options else name)
        if name == "load_territories":
            Instance.objects.get_or_create(pk=1, demonstration=options["demonstration"])
        if name == "collectstatic":
            write(preparation.settings.STATIC_ROOT / "staticfiles.json", "{}")

    monkeypatch.setattr(preparation, "call_command", call)
    return called


@pytest.fixture
def said():
    return []


@pytest.fixture
def prepared(said):
    """Prepare a part; what was said of it last, without its time."""
    preparing = Preparation(said.append)

    def prepare(part, **options):
        getattr(preparing, part)(**options)
        return said[-1].partition(" (")[0]

    return prepare


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


# ---- stamps --------------------------------------------------------------------------------------


def test_translations_are_compiled_where_they_changed_or_are_gone(base, prepared):
    source = base / "frontend/locale/fr/LC_MESSAGES/django.po"
    made = source.with_suffix(".mo")
    assert prepared("texts") == "Translations: 1 compiled"
    assert prepared("texts") == "Translations: as they were"
    write(source, PO.format("Le registre"))
    assert prepared("texts") == "Translations: 1 compiled"
    assert b"Le registre" in made.read_bytes()
    made.unlink()
    assert prepared("texts") == "Translations: 1 compiled"
    assert made.exists()


def test_a_translation_that_is_not_sound_is_told_and_tried_again(base, prepared):
    source = base / "frontend/locale/fr/LC_MESSAGES/django.po"
    write(source, PO.format('Reg"istre'))
    for _ in range(2):
        with pytest.raises(CommandError, match="msgfmt|<stdin>|-:|Content|syntax"):
            prepared("texts")


def test_static_files_are_collected_where_they_changed_or_are_gone(base, prepared, commands):
    assert prepared("static") == "Static files: collected"
    assert prepared("static") == "Static files: as they were"
    write(base / "frontend/static/athar.css", "two")
    assert prepared("static") == "Static files: collected"
    write(base / "requirements/run.txt", "two")  # Django's own files may be others now
    assert prepared("static") == "Static files: collected"
    (base / "collected/staticfiles.json").unlink()
    assert prepared("static") == "Static files: collected"
    assert commands == ["collectstatic"] * 4


LOADED = "Territories and actors: loaded before"
LOADS = ["load_territories", "load_organisations", "load_official_figures", "load_dossiers"]
INVENTS = [
    "load_territories", "load_demo 20", "load_organisations", "load_demo_stories",
    "load_official_figures", "load_dossiers",
]  # fmt: skip


@pytest.mark.django_db
def test_territories_are_loaded_once_and_again_where_their_sources_changed(
    base, prepared, commands
):
    prepared("database", demo=0)
    assert commands == LOADS
    assert prepared("database", demo=None) == LOADED
    assert commands == LOADS
    write(base / "fixtures/sets.json", "two")
    prepared("database", demo=None)
    assert commands == LOADS * 2
    assert prepared("database", demo=0) == LOADED


@pytest.mark.django_db
def test_a_load_that_was_interrupted_goes_on_with_the_same_wish(
    base, prepared, commands, monkeypatch
):
    def interrupted(name, **options):
        if name == "load_organisations":
            raise KeyboardInterrupt
        called(name, **options)

    called = preparation.call_command
    monkeypatch.setattr(preparation, "call_command", interrupted)
    with pytest.raises(KeyboardInterrupt):
        prepared("database", demo=20)
    monkeypatch.setattr(preparation, "call_command", called)
    prepared("database", demo=None)
    assert commands == INVENTS[:2] + INVENTS
    assert prepared("database", demo=None) == LOADED


@pytest.mark.django_db
@pytest.mark.parametrize(("made", "asked"), [(20, 0), (0, 20)])
def test_an_instance_keeps_the_kind_it_was_made_as(base, prepared, commands, made, asked):
    prepared("database", demo=made)
    with pytest.raises(CommandError, match="stays one; --reset begins a new one"):
        prepared("database", demo=asked)


# ---- packages ------------------------------------------------------------------------------------


@pytest.fixture
def locks(monkeypatch, tmp_path):
    """Locks of one small package of ours; no index is asked, and nothing is installed here."""
    monkeypatch.setattr(children, "LOGS", tmp_path / "log")
    monkeypatch.setattr(wheels, "REQUIREMENTS", tmp_path)
    wheel = tmp_path / "exemple-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        name = "exemple-1.dist-info"
        archive.writestr(f"{name}/METADATA", "Metadata-Version: 2.1\nName: exemple\nVersion: 1\n")
        archive.writestr(f"{name}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{name}/RECORD", "")
    monkeypatch.setenv("PIP_TARGET", str(tmp_path / "installed"))

    def lock(promise):
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        line = f"--no-index\n--find-links {tmp_path}\nexemple==1 {promise.format(digest)}\n"
        for name in ("run", "data"):
            write(tmp_path / f"{name}.txt", line)

    return lock


@pytest.mark.parametrize(
    ("promise", "told"),
    [
        ("--hash=sha256:" + "0" * 64, "a package differs from what requirements/ promises"),
        ("", "Hashes are required in --require-hashes mode"),
    ],
)
def test_a_package_that_is_not_what_its_lock_promises_is_not_installed(
    locks, tmp_path, promise, told
):
    locks(promise)
    with pytest.raises(Trouble, match=told):
        wheels._install("run")
    assert not (tmp_path / "installed").exists()


def test_a_package_that_is_what_its_lock_promises_is_installed(locks, tmp_path):
    locks("--hash=sha256:{}")
    wheels._install("run")
    assert [each.name for each in (tmp_path / "installed").iterdir()] == ["exemple-1.dist-info"]


def test_every_requirement_has_its_hash_and_every_install_asks_for_it():
    for path in (ROOT / "requirements").glob("*.txt"):
        asked = path.read_text().replace("\\\n", " ").splitlines()
        named = [line for line in asked if line.strip() and not line.lstrip().startswith("#")]
        assert named
        assert [line for line in named if "--hash=sha256:" not in line] == [], path.name
    built = (ROOT / "docker/Dockerfile").read_text().replace("\\\n", " ")
    installs = [part for part in built.split("&&") if "pip install" in part]
    assert len(installs) == 2
    assert all("--require-hashes" in part for part in installs)


def test_of_two_starts_in_one_checkout_the_second_is_told_of_the_first(monkeypatch, tmp_path):
    monkeypatch.setattr(command, "LOCAL", tmp_path)
    with command.alone("run", "http://127.0.0.1:8000/"):
        told = "bin/run is already at work here: process .*, http://127.0.0.1:8000/"
        with pytest.raises(Trouble, match=told), command.alone("run", "elsewhere"):
            pass
    with command.alone("run", "http://127.0.0.1:8000/"):
        pass

"""Every text of the interface has its Arabic, French and Spanish; they are written in English."""

import json
import re
import shutil
from pathlib import Path

import django
import polib
import pytest
from django.conf import settings
from django.core.management import call_command

COMPLETE = ["ar", "fr", "es"]
ROOMS = ["config", "frontend", "api", "desk", "evidence", "directory", "geodata"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sd]|\{\w*\}")
# Forms for none, one and two may say the number in a word.
SPELT_OUT = {"ar": {0, 1, 2}, "fr": {0}, "es": {0}}


@pytest.fixture(scope="module")
def wanted(tmp_path_factory):
    """Each text that code and templates ask for, as makemessages finds it."""
    found = {}
    for room in ROOMS:
        copy = tmp_path_factory.mktemp("rooms") / room
        ignored = shutil.ignore_patterns("static", "vendor", "locale", "__pycache__", "sql")
        shutil.copytree(settings.BASE / room, copy, ignore=ignored)
        (copy / "locale").mkdir()
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(copy)
            patch.setattr(settings, "LOCALE_PATHS", [])
            call_command("makemessages", locale=["ar"], verbosity=0, no_obsolete=True)
        for po in copy.glob("locale/ar/LC_MESSAGES/*.po"):
            for entry in polib.pofile(po):
                entry.occurrences = [(f"{room}/{file}", line) for file, line in entry.occurrences]
                found[entry.msgctxt, entry.msgid] = entry
    return found


def catalogue(language):
    """What is translated, by our own files, and where they are silent by Django's."""
    known = {}
    ours = settings.BASE.glob(f"*/locale/{language}/LC_MESSAGES/django.po")
    djangos = Path(django.__file__).parent.glob(f"conf/locale/{language}/LC_MESSAGES/django.po")
    for po in [*djangos, *ours]:
        for entry in polib.pofile(po):
            if entry.translated():
                known[entry.msgctxt, entry.msgid] = entry
    return known


@pytest.fixture(params=COMPLETE)
def language(request):
    return request.param


def test_every_text_is_translated(wanted, language):
    known = catalogue(language)
    missing = [
        f"{where(entry)}: {entry.msgid}" for key, entry in wanted.items() if key not in known
    ]
    assert not missing, f"{len(missing)} texts have no {language}:\n" + "\n".join(missing)


def test_no_translation_is_doubtful(language):
    doubtful = [
        f"{po.relative_to(settings.BASE)}: {entry.msgid}"
        for po in settings.BASE.glob(f"*/locale/{language}/LC_MESSAGES/*.po")
        for entry in polib.pofile(po)
        if entry.fuzzy
    ]
    assert not doubtful, "\n".join(doubtful)


def test_no_translation_is_left_of_a_text_that_is_gone(wanted, language):
    here = settings.BASE.glob(f"frontend/locale/{language}/LC_MESSAGES/django.po")
    gone = [
        entry.msgid
        for po in here
        for entry in polib.pofile(po)
        if not entry.obsolete and (entry.msgctxt, entry.msgid) not in wanted
    ]
    assert not gone, "\n".join(gone)


def test_translations_keep_the_placeholders(wanted, language):
    known = catalogue(language)
    wrong = []
    for key in wanted.keys() & known.keys():
        asked, given = wanted[key], known[key]
        forms = given.msgstr_plural or {None: given.msgstr}
        for form, text in forms.items():
            source = asked.msgid_plural or asked.msgid
            expected, found = placeholders(source), placeholders(text)
            spelt_out = form in SPELT_OUT[language] and found < expected
            if found != expected and not spelt_out:
                wrong.append(f"{where(asked)}: {text!r} has {found}, {source!r} has {expected}")
    assert not wrong, "\n".join(wrong)


def test_counted_texts_have_every_form(wanted, language):
    """Arabic counts in six ways: none, one, two, a few, many, and hundreds."""
    known = catalogue(language)
    forms = {"ar": 6, "fr": 2, "es": 2}[language]
    wrong = [
        entry.msgid
        for key, entry in wanted.items()
        if entry.msgid_plural and key in known and not whole(known[key], forms)
    ]
    assert not wrong, "\n".join(wrong)


def test_what_is_compiled_is_what_is_written(language):
    """bin/test compiles before the tests; a .mo older than its .po is somebody's oversight."""
    for po in settings.BASE.glob(f"*/locale/{language}/LC_MESSAGES/*.po"):
        mo = po.with_suffix(".mo")
        assert mo.exists(), f"{mo} is missing: manage.py prepare --texts-only"
        compiled = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in polib.mofile(mo)}
        for entry in polib.pofile(po).translated_entries():
            assert compiled.get((entry.msgctxt, entry.msgid)) == entry.msgstr, entry.msgid


def whole(entry, forms):
    return len(entry.msgstr_plural) >= forms and all(entry.msgstr_plural.values())


def placeholders(text):
    return set(PLACEHOLDER.findall(text))


def where(entry):
    return ", ".join(f"{file}:{line}" for file, line in entry.occurrences[:1]) or "?"


def test_french_punctuation_is_not_parted_from_its_word():
    """A line that begins with a colon, or ends with an opening quotation mark, is misprinted."""
    parted = re.compile(r"\S [:;!?»](?=[\s<.,)]|$)|« ")
    assert [text for text in french() if parted.search(text)] == []


def test_french_has_one_apostrophe():
    """The printed one, as in the rest of the page: two of them side by side look like a mistake."""
    typed = re.compile(r"(?<=[^\W\d_])'(?=[\w«<%])")
    assert [text for text in french() if typed.search(text)] == []


def french():
    for po in settings.BASE.glob("*/locale/fr/LC_MESSAGES/django.po"):
        for entry in polib.pofile(po):
            yield from [entry.msgstr, *entry.msgstr_plural.values()]
    for kept in (settings.BASE / "fixtures").glob("taxonomies/*.json"):
        yield from said_in_french(json.loads(kept.read_text()))
    yield from said_in_french(json.loads((settings.BASE / "fixtures/indicators.json").read_text()))


def said_in_french(kept):
    """Texts of a vocabulary, however deep they stand in it."""
    if isinstance(kept, list):
        for one in kept:
            yield from said_in_french(one)
    elif isinstance(kept, dict):
        for key, one in kept.items():
            yield from [one] if key == "fr" and isinstance(one, str) else said_in_french(one)

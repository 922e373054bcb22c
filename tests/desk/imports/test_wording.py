"""Reports and refusals speak the language of who reads them."""

import ast
import re
from pathlib import Path

import pytest
from django.utils.translation import override

from desk.imports import applying, refusals, running, wording
from desk.models import ImportState
from directory.records import figures, validate
from directory.records.validate import Problem

NOWHERE = {
    "column": "Nom",
    "value": "Amal",
    "problem": "unknown-commune",
    "proposal": "Berkane",
    "wrong": True,
}
ALIKE = {"code": "ABCD1234", "names": {"fr": "Amal"}, "score": 0.995, "why": "name"}


@pytest.mark.parametrize(
    ("language", "problem", "candidate"),
    [
        (
            "en",
            "Nom “Amal”: no commune has this name → Berkane",
            "ABCD1234 Amal (the same words of the name, near, 99%)",
        ),
        (
            "fr",
            "Nom «\xa0Amal\xa0»\xa0: aucune commune ne porte ce nom → Berkane",
            "ABCD1234 Amal (les mêmes mots du nom, non loin, 99\xa0%)",
        ),
        (
            "ar",
            "\u2068Nom\u2069 «\u2068Amal\u2069»: لا تحمل أي جماعة هذا الاسم ← Berkane",
            "ABCD1234 Amal (كلمات الاسم نفسها، على مقربة، 99%)",
        ),
    ],
)
def test_problems_and_uncertain_pairs_are_told_in_the_readers_language(
    language, problem, candidate
):
    with override(language):
        assert wording.problem_words(NOWHERE) == problem
        assert wording.candidate_words(ALIKE) == candidate


def test_a_probable_pair_is_never_rounded_to_a_certain_one():
    with override("en"):
        assert wording.candidate_words(ALIKE | {"score": 0.999}).endswith("99%)")


DESK = Path(running.__file__).parents[1]
PLACES = re.compile(r"%\((\w+)\)")


def words_of(*, raised):
    """Words of refusals (`raise`) or of problems (`wrong`, `doubt`, `unplaced`) in the code."""
    files = [*(DESK / "imports").rglob("*.py"), DESK / "management/commands/import_actors.py"]
    for file in files:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                at = 0 if raised else {"wrong": 2, "doubt": 2, "unplaced": 0}.get(name, 99)
                kind = getattr(refusals, name, getattr(running, name, getattr(applying, name, 0)))
                refuses = isinstance(kind, type) and issubclass(kind, refusals.ImportRefused)
                if refuses == raised and len(node.args) > at:
                    word = node.args[at]
                    if isinstance(word, ast.Constant) and isinstance(word.value, str):
                        yield word.value, {one.arg for one in node.keywords}


def test_every_refusal_has_its_sentence_and_what_it_names():
    found = dict(words_of(raised=True))
    states = {f"is-{state}" for state in ImportState.values}
    of_runs = {"register-refuses", "unexpected"}
    assert set(wording.REFUSALS) == set(found) | states | of_runs
    for what, told in found.items():
        with override("en"):
            sentence = wording.refusal_words(what, dict.fromkeys(told, 2))
        assert "%(" not in sentence


def test_every_problem_and_what_is_accepted_instead_has_words():
    assert {word for word, _told in words_of(raised=False)} <= set(wording.WORDS)
    rooms = {validate.__name__, figures.__name__}
    rules = {one.__name__ for one in Problem.__subclasses__() if one.__module__ in rooms}
    assert rules <= set(wording.ACCEPTED)


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_all_of_it_is_translated_with_the_same_parameters(language):
    tables = (wording.WORDS, wording.WHY, wording.ACCEPTED, wording.OUTCOMES, wording.REFUSALS)
    for table in tables:
        for what, words in table.items():
            if what.startswith("rows-"):
                continue
            with override("en"):
                plain = str(words)
            with override(language):
                said = str(words)
            assert said != plain, what
            assert set(PLACES.findall(said)) == set(PLACES.findall(plain)), what


@pytest.mark.parametrize(
    ("n", "said"),
    [(1, "سطر واحد"), (2, "سطران"), (3, "3 أسطر"), (11, "11 سطرا"), (100, "100 سطر")],
)
def test_rows_are_counted_in_arabic(n, said):
    with override("ar"):
        for what in ("rows-wrong", "rows-unsure"):
            words = wording.refusal_words(what, {"n": n, "rows": 200})
            assert said in re.sub("[\u2066-\u2069]", "", words)


def test_what_the_register_refuses_is_told_with_its_bounds():
    problem = NOWHERE | {"problem": "refused", "proposal": "members.2023: from 0 to 5000"}
    problem["accepted"] = ["OutOfRange", {"least": "0", "most": "5000"}]
    with override("fr"):
        assert wording.problem_words(problem).endswith("de 0 à 5\xa0000")


def test_places_are_proposed_by_their_names_in_the_language():
    named = [{"fr": "Berkane (02.113)", "ar": "بركان (02.113)"}, {"fr": "Taza", "ar": "تازة"}]
    with override("ar"):
        said = wording.problem_words(NOWHERE | {"named": named})
    assert said.endswith("بركان (02.113) أو تازة")

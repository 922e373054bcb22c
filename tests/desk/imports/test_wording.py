"""Reports speak the language of who reads them."""

import pytest
from django.utils.translation import override

from desk.imports import wording

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
            "Nom «Amal»: لا تحمل أي جماعة هذا الاسم ← Berkane",
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


def test_no_problem_is_without_words_in_arabic_and_french():
    for words in (*wording.WORDS.values(), *wording.WHY.values()):
        with override("en"):
            plain = str(words)
        for language in ("ar", "fr"):
            with override(language):
                assert str(words) != plain

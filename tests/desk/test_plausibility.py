"""Figures that are asked about: possible, and not likely."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from desk.plausibility import RULES, WORDS, Doubt, doubts, reported


def asked(legal_form="", said=None, year=2025, **figures):
    values = {name.replace("_", "-"): Decimal(value) for name, value in figures.items()}
    found = doubts(values, year, legal_form=legal_form, said=said)
    return {(one.indicator, one.why) for one in found}


@pytest.mark.parametrize(
    ("legal_form", "figures", "found"),
    [
        ("company", {"members": 4_000, "jobs": 14}, {"more-than-its-form", "members-and-jobs"}),
        ("company", {"members": 12, "jobs": 14}, set()),
        ("cooperative", {"members": 4_000, "jobs": 14}, {"members-and-jobs"}),
        ("cooperative", {"members": 900, "jobs": 1}, set()),  # a cooperative of growers
        ("association", {"members": 4_000, "jobs": 1}, set()),
        ("association", {"members": 6_000}, {"far-more"}),
        ("mutual", {"members": 300_000, "jobs": 120}, set()),
        ("foundation", {"members": 400}, {"more-than-its-form"}),
        ("cooperative-union", {"members": 5_000}, {"more-than-its-form"}),
        ("economic-interest-group", {"members": 140}, {"more-than-its-form"}),
        ("cooperative", {"members": 7, "jobs": 300}, {"jobs-and-members"}),
        ("association", {"members": 7, "jobs": 300}, set()),
        ("cooperative", {"members": 7, "worker_members": 9}, {"more-than-members"}),
        ("association", {"members": 7, "governing_body": 9}, {"more-than-members"}),
        ("foundation", {"members": 7, "governing_body": 9}, set()),
        ("cooperative", {"members": 7, "turnover": 40_000_000}, {"much-each-member"}),
        ("cooperative", {"members": 7, "turnover": 4_000_000}, set()),
        ("company", {"jobs": 3, "turnover": 90_000_000}, {"much-each-job"}),
        ("company", {"jobs": 0, "turnover": 90_000_000}, set()),
        ("cooperative", {"jobs": 2, "worker_members": 9}, {"many-who-work"}),
        ("cooperative", {"turnover": 300}, {"in-thousands"}),
        ("", {"members": 9_000}, {"far-more"}),
        ("", {"members": 4_000, "jobs": 14}, set()),  # nobody knows yet what it is
    ],
)
def test_what_does_not_fit_its_form_or_another_figure_is_asked_about(legal_form, figures, found):
    assert {why for _indicator, why in asked(legal_form, **figures)} == found


def test_what_is_given_is_held_against_what_the_register_has_of_the_year_or_the_one_before():
    for year, found in ((2025, {"members-and-jobs"}), (2024, {"members-and-jobs"}), (2023, set())):
        said = {"jobs": {year: Decimal(14)}}
        assert {why for _at, why in asked("cooperative", said, members=4_000)} == found


def test_the_doubt_stands_at_what_was_given():
    said = {"members": {2024: Decimal(4_000)}}
    assert asked("cooperative", said, jobs=14) == {("jobs", "members-and-jobs")}


def test_nothing_is_asked_of_what_nobody_gives_now():
    said = {"members": {2025: Decimal(4_000)}, "jobs": {2025: Decimal(14)}}
    assert asked("company", said, volunteers=3) == set()


def test_three_times_as_many_as_before_is_asked_about():
    said = {"members": {2020: Decimal(10), 2024: Decimal(40), 2025: Decimal(200)}}
    assert asked("cooperative", said, members=130) == {("members", "jump")}
    assert asked("cooperative", said, members=100) == set()


@pytest.mark.django_db
def test_what_several_report_is_read_in_one_statement(register, django_assert_num_queries):
    amal, nour = register.actor("Amal"), register.actor("Nour")
    register.publish_all(amal, nour)
    register.report(amal, 2023, members=40)
    register.report(nour, 2024, members=7)
    with django_assert_num_queries(1):
        found = reported([amal.code, nour.code])
    assert found[amal.code] == {"members": {2023: 40}}
    assert found[nour.code] == {"members": {2024: 7}}


@pytest.mark.parametrize("language", ["ar", "fr", "en", "es"])
def test_each_doubt_is_worded_with_its_numbers(language):
    told = dict.fromkeys(("value", "other", "before"), "14") | {"then": "2024", "year": "2025"}
    assert {rule.words for rule in RULES} <= WORDS.keys()
    with override(language):
        for why in WORDS:
            words = Doubt("members", why, told).words
            assert "%" not in words
            assert ("14" in words) == ("%(value)s" in WORDS[why])

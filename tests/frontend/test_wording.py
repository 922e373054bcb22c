"""How numbers, dates, names and places are said in each language."""

from datetime import UTC, date, datetime
from fractions import Fraction
from types import SimpleNamespace

import pytest
from django.utils.translation import ngettext, override

from evidence.wording import counted, dates, names, numbers, places

NO_BREAK = "\u00a0"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", f"1{NO_BREAK}204{NO_BREAK}870"),
        ("fr", f"1{NO_BREAK}204{NO_BREAK}870"),
        ("es", f"1{NO_BREAK}204{NO_BREAK}870"),
        ("zgh", f"1{NO_BREAK}204{NO_BREAK}870"),
        ("en", "1,204,870"),
    ],
)
def test_thousands_are_parted_by_a_no_break_space_and_by_a_comma_in_english(language, said):
    assert numbers.grouped(1204870, language=language) == said


def test_a_decimal_is_rounded_half_to_even_and_written_as_the_language_does():
    assert numbers.grouped("0.125", 2, language="fr") == "0,12"
    assert numbers.grouped("-8900.5", 1, language="en") == "\u22128,900.5"


@pytest.mark.parametrize(
    ("language", "said"), [("fr", f"62{NO_BREAK}%"), ("ar", "62%"), ("en", "62%")]
)
def test_a_percentage_is_spaced_as_the_language_does(language, said):
    assert numbers.percent(Fraction(62, 100), language) == said


def test_a_share_is_never_rounded_to_none_or_all():
    assert numbers.percent(Fraction(1, 1000), "en") == "1%"
    assert numbers.percent(Fraction(999, 1000), "en") == "99%"
    assert numbers.percent(0, "en") == "0%"
    assert numbers.percent(1, "en") == "100%"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", "10 يوليوز 2024"),
        ("fr", "10 juillet 2024"),
        ("en", "10 July 2024"),
        ("es", "10 de julio de 2024"),
    ],
)
def test_a_date_is_said_in_the_language_with_the_months_of_morocco(language, said):
    with override(language):
        assert dates.day(date(2024, 7, 10)) == said


def test_the_first_of_a_month_is_an_ordinal_in_french():
    with override("fr"):
        assert dates.day(date(2024, 5, 1)) == "1er mai 2024"


def test_a_date_says_no_more_than_is_known():
    with override("ar"):
        assert dates.day(date(2016, 8, 1), "month") == "غشت 2016"
        assert dates.day(date(1993, 1, 1), "year") == "1993"


def test_a_moment_is_dated_in_morocco():
    with override("en"):
        assert dates.day(datetime(2026, 7, 10, 23, 30, tzinfo=UTC)) == "11 July 2026"


def test_a_marked_date_keeps_its_numbers_in_their_direction():
    with override("ar"):
        assert dates.day_marked(date(2024, 7, 10)) == (
            '<time datetime="2024-07-10"><bdi class="n">10</bdi> يوليوز'
            ' <bdi class="n">2024</bdi></time>'
        )


def test_a_name_is_shown_in_the_page_s_language_or_as_its_owner_wrote_it():
    thing = {"names": {"ar": "جمعية مثال", "fr": "Association Exemple"}}

    assert names.name_of(thing, "fr").text == "Association Exemple"
    assert names.name_of(thing, "es").language == "fr"
    assert names.name_of({"names": {"ar": "جمعية مثال"}}, "fr").language == "ar"
    assert [other.language for other in names.other_names(thing, "ar")] == ["fr"]


def test_a_name_in_another_language_says_which_and_in_which_direction():
    name = names.Name("جمعية مثال", "ar")

    assert name.marked("fr") == '<bdi lang="ar" dir="rtl">جمعية مثال</bdi>'
    assert name.marked("ar") == "<bdi>جمعية مثال</bdi>"


def test_a_name_cannot_smuggle_markup():
    assert names.Name("<b>", "fr").marked("fr") == "<bdi>&lt;b&gt;</bdi>"


@pytest.mark.parametrize(
    ("language", "kind", "said"),
    [
        ("ar", "province", "إقليم بركان"),
        ("ar", "rural-commune", "جماعة بركان"),
        ("fr", "province", "Province de Berkane"),
        ("en", "prefecture", "Prefecture of Berkane"),
        ("es", "region", "Región de Berkane"),
    ],
)
def test_a_territory_is_said_with_the_word_for_what_it_is(language, kind, said):
    territory = SimpleNamespace(kind=kind, name_ar="بركان", name_fr="Berkane", name_zgh="")

    with override(language):
        assert places.place(territory) == said


def test_french_elides_before_a_vowel():
    aklim = SimpleNamespace(kind="rural-commune", name_ar="أكليم", name_fr="Aklim", name_zgh="")

    with override("fr"):
        assert places.place(aklim) == "Commune d’Aklim"
        assert places.place_marked(aklim) == "Commune d’<bdi>Aklim</bdi>"
        oriental = SimpleNamespace(kind="region", name_ar="الشرق", name_fr="Oriental", name_zgh="")
        assert places.place_marked(oriental) == "Région de l’<bdi>Oriental</bdi>"


def test_scripts_are_given_the_six_forms_of_arabic():
    with override("ar"):
        said = counted.forms(lambda n: ngettext("{n} organisation", "{n} organisations", n))

    assert list(said) == ["zero", "one", "two", "few", "many", "other"]
    assert len(set(said.values())) >= 5

"""Dates and numbers as Morocco writes them."""

from datetime import date

import pytest
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import formats, translation


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("ar", "3 غشت 2026"),
        ("fr", "3 août 2026"),
        ("en", "3 August 2026"),
        ("es", "3 de agosto de 2026"),
        ("zgh", "3 ⵖⵓⵛⵜ 2026"),
    ],
)
def test_a_date(language, written):
    with translation.override(language):
        assert formats.date_format(date(2026, 8, 3)) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("ar", "65\xa0315"),
        ("fr", "65\xa0315"),
        ("en", "65,315"),
        ("es", "65\xa0315"),
        ("zgh", "65\xa0315"),
    ],
)
def test_a_number(language, written):
    with translation.override(language):
        assert intcomma(65315) == written


def test_tamazight_is_known_by_its_own_name():
    assert translation.get_language_info("zgh")["name_local"] == "ⵜⴰⵎⴰⵣⵉⵖⵜ"
    assert not translation.get_language_info("zgh")["bidi"]

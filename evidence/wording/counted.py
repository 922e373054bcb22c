"""Plural forms for scripts: every form a language has, by the names browsers give them (CLDR)."""

from collections.abc import Callable

from django.utils.translation import get_language

# A number for each category, by which gettext's own rule finds the form.
SAMPLES = {
    "ar": {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100},
    "fr": {"one": 1, "other": 2},
    "en": {"one": 1, "other": 2},
    "es": {"one": 1, "other": 2},
    "zgh": {"one": 1, "other": 2},
}


def forms(said: Callable[[int], str]) -> dict[str, str]:
    """Category to form, of what is said for each number. The number stands where it says {n}."""
    return {name: said(number) for name, number in SAMPLES[get_language()].items()}

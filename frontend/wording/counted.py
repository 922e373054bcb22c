"""Plural forms for scripts: every form a language has, by the names browsers give them (CLDR)."""

from django.utils.translation import get_language, ngettext

# A number for each category, by which gettext's own rule finds the form.
SAMPLES = {
    "ar": {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100},
    "fr": {"one": 1, "other": 2},
    "en": {"one": 1, "other": 2},
    "es": {"one": 1, "other": 2},
    "zgh": {"one": 1, "other": 2},
}


def forms(singular: str, plural: str) -> dict[str, str]:
    """Category to form. The number stands where the form says {n}."""
    samples = SAMPLES[get_language()]
    return {name: ngettext(singular, plural, number) for name, number in samples.items()}

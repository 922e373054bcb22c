"""Which of a thing's names a page shows: in its language, else in one its reader may know."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import get_language, gettext, override

LANGUAGES = ("ar", "fr", "en", "es", "zgh")
OWN_NAMES = {
    "ar": "العربية",
    "fr": "Français",
    "en": "English",
    "es": "Español",
    "zgh": "ⵜⴰⵎⴰⵣⵉⵖⵜ",
}
# A name is shown as its owner wrote it, never transliterated: first in the page's own script.
NEXT_BEST = {
    "ar": ("ar", "fr", "en", "es", "zgh"),
    "fr": ("fr", "en", "es", "ar", "zgh"),
    "en": ("en", "fr", "es", "ar", "zgh"),
    "es": ("es", "fr", "en", "ar", "zgh"),
    "zgh": ("zgh", "fr", "ar", "en", "es"),
}


@dataclass(frozen=True, slots=True)
class Name:
    """A name and the language it is in."""

    text: str
    language: str

    @property
    def direction(self) -> str:
        return "rtl" if self.language == "ar" else "ltr"

    def marked(self, page_language: str | None = None) -> str:
        """For a page: isolated, and its language told where it is another than the page's."""
        if self.language == (page_language or get_language()):
            return format_html("<bdi>{}</bdi>", self.text)
        return format_html(
            '<bdi lang="{}" dir="{}">{}</bdi>', self.language, self.direction, self.text
        )


def names_of(thing) -> dict[str, str]:
    """Names by language: from a `names` mapping, or from `name_ar`, `name_fr`… of a row."""
    names = thing.get("names") if isinstance(thing, dict) else getattr(thing, "names", None)
    if names is None and isinstance(thing, dict):
        names = {language: thing.get(f"name_{language}") for language in LANGUAGES}
    elif names is None:
        names = {language: getattr(thing, f"name_{language}", "") for language in LANGUAGES}
    return {language: text for language, text in names.items() if text}


def name_of(thing, language: str | None = None) -> Name | None:
    """The name to show on a page of `language`; None where the register holds none at all."""
    language = language or get_language()
    names = names_of(thing)
    found = next((tongue for tongue in NEXT_BEST[language] if tongue in names), None)
    return Name(names[found], found) if found else None


def called(thing, language: str | None = None) -> Name:
    """The name to show of a profile, or that there is none any more: the register takes nobody
    nameless, so a name that lacks was redacted.
    """
    language = language or get_language()
    if found := name_of(thing, language):
        return found
    with override(language):
        return Name(gettext("Name removed at a person’s request"), language)


def other_names(thing, language: str | None = None) -> list[Name]:
    """The names in the other languages, in a fixed order."""
    shown = name_of(thing, language)
    names = names_of(thing)
    return [
        Name(names[tongue], tongue)
        for tongue in LANGUAGES
        if tongue in names and (shown is None or tongue != shown.language)
    ]

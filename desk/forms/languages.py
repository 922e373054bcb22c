"""A few texts in each language of the site: hers stands open, the others a tap away."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import get_language

from desk.forms.profile.step import as_query, text_in
from desk.forms.texts import LANGUAGES
from evidence.wording.names import OWN_NAMES


@dataclass(frozen=True)
class Part:
    """The boxes of one language; `open` where it is the reader's, or something stands in it."""

    language: str
    own_name: str
    fields: list
    open: bool

    @property
    def direction(self) -> str:
        return "rtl" if self.language == "ar" else "ltr"


class LanguagesForm(forms.Form):
    """`TEXTS` maps what is told to (label, help, longest, rows): a box `<what>_<language>` each."""

    use_required_attribute = False
    TEXTS: dict = {}

    def __init__(self, typed: dict | None = None, **more):
        super().__init__(None if typed is None else as_query(typed), auto_id="%s", **more)
        for name, (label, hint, longest, rows) in self.TEXTS.items():
            for language in LANGUAGES:
                self.fields[f"{name}_{language}"] = text_in(
                    language, longest=longest, rows=rows, label=label, help_text=hint
                )

    @classmethod
    def typed_of(cls, **texts: dict) -> dict:
        """What somebody would have typed to say these texts by language."""
        return {
            f"{name}_{language}": said for name in cls.TEXTS
            for language, said in texts[name].items()
        }  # fmt: skip

    def texts(self, name: str) -> dict:
        """Language to text, those left empty left out."""
        told = {language: self.cleaned_data.get(f"{name}_{language}") for language in LANGUAGES}
        return {language: text for language, text in told.items() if text}

    def parts(self) -> list[Part]:
        """Hers first."""
        reader = get_language() if get_language() in LANGUAGES else "fr"
        order = [reader, *(one for one in LANGUAGES if one != reader)]
        return [self._part(language, language == reader) for language in order]

    def _part(self, language, hers):
        boxes = [self[f"{name}_{language}"] for name in self.TEXTS]
        opened = hers or any(box.value() or box.errors for box in boxes)
        return Part(language, OWN_NAMES[language], boxes, opened)

    def others(self) -> list:
        """The boxes that are of no language."""
        of = {f"{name}_{language}" for name in self.TEXTS for language in LANGUAGES}
        return [box for box in self if box.name not in of]

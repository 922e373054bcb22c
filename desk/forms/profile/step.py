"""What the steps share: their fields, and how what was typed goes in and comes out."""

import re
import unicodedata

from django import forms
from django.http import QueryDict
from django.utils.html import format_html

from directory.models import Term
from directory.models.taxonomies import parents_first
from directory.records.facts import ActorFacts
from directory.vocabularies import retired
from evidence.wording.names import name_of

LONGEST = 20_000  # characters of one field that are kept: nobody types more by thumb
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
SPACES = re.compile(r"[^\S\n]+")
RTL, LTR = {"dir": "rtl"}, {"dir": "ltr"}


def western(text: str) -> str:
    """Digits of whichever hand as 0 to 9."""
    return text.translate(DIGITS)


class TextField(forms.CharField):
    """Text as the register holds it: in form NFC, single spaces, nothing invisible but lines."""

    def to_python(self, value):
        text = unicodedata.normalize("NFC", str(value or ""))
        kept = "".join(
            symbol
            for symbol in text.replace("\r\n", "\n").replace("\r", "\n")
            if symbol == "\n" or unicodedata.category(symbol) not in ("Cc", "Cs")
        )
        return "\n".join(SPACES.sub(" ", line).strip() for line in kept.split("\n")).strip()


def text_in(language: str, *, longest: int, rows: int = 0, **options) -> TextField:
    """A field for text of one language, in that language's direction."""
    attrs = {"lang": language, "dir": "rtl" if language == "ar" else "ltr", "class": "input"}
    widget = forms.Textarea(attrs | {"rows": rows}) if rows else forms.TextInput(attrs)
    return TextField(required=False, max_length=longest, widget=widget, **options)


class StepForm(forms.Form):
    """One step. `base` holds the facts it changes, none for a new profile.

    `hints` are doubts, not errors: whoever is sure goes on.
    """

    use_required_attribute = False  # a draft may leave everything for later
    vocabularies = {}  # field to taxonomy

    def __init__(self, typed: dict | None = None, *, base: ActorFacts | None = None):
        self.base = base
        super().__init__(None if typed is None else as_query(typed), auto_id="%s")
        self.hints: list = []
        if base is not None:
            self._keep_retired()

    def _keep_retired(self):
        """Terms that are offered to nobody new stay for who has them."""
        for name, taxonomy in self.vocabularies.items():
            held = getattr(self.base, name) or ()
            held = {held} if isinstance(held, str) else set(held)
            shown = list(self.fields[name].choices)
            if missing := held - {code for code, _words in shown}:
                self.fields[name].choices = [*shown, *terms(taxonomy, only=missing)]

    @classmethod
    def typed_of(cls, facts: ActorFacts) -> dict:
        """What somebody would have typed to say these facts."""
        raise NotImplementedError

    def changes(self) -> dict:
        """The fields of ActorFacts that a valid form says."""
        raise NotImplementedError

    @property
    def kept(self) -> dict:
        """What was typed, field by field, to be stored: nothing is left out for being wrong."""
        return kept(self.data, self.fields)


def as_query(typed: dict) -> QueryDict:
    made = QueryDict(mutable=True)
    for name, value in typed.items():
        made.setlist(name, value if isinstance(value, list) else [value])
    return made


def kept(given: QueryDict, names) -> dict:
    """The fields of a form out of a request, as typed; JSON of PostgreSQL holds all but NUL."""
    found = {}
    for name in names:
        if name in given:
            values = [clean(value) for value in given.getlist(name)[:200]]
            found[name] = values[0] if len(values) == 1 else values
    return found


def clean(value: str) -> str:
    return value.replace("\x00", "")[:LONGEST]


def terms(taxonomy: str, *, only=None) -> list[tuple[str, str]]:
    """Codes and words of the terms in force, in their order: those that are not retired, or `only`
    some.
    """
    return [
        (term.code, name_of(term).text)
        for term in in_force(taxonomy)
        if (not retired(term) if only is None else term.code in only)
    ]


def explained(taxonomy: str) -> list[tuple[str, str]]:
    """Codes of the terms that are not retired, and their words with what they mean."""
    return [
        (term.code, format_html("<b>{}</b><small>{}</small>", name_of(term).text, meaning(term)))
        for term in in_force(taxonomy)
        if not retired(term)
    ]


def in_force(taxonomy: str) -> list[Term]:
    return parents_first(Term.objects.newest().filter(taxonomy=taxonomy))


def meaning(row) -> str:
    """What a term or an indicator is defined as."""
    return name_of({"names": row.definitions}).text


def with_parents(taxonomy: str, codes) -> tuple[str, ...]:
    """Codes chosen and the parents they imply, in the order of the terms in force."""
    known = list(
        Term.objects.newest()
        .filter(taxonomy=taxonomy)
        .order_by("position")
        .values_list("code", "parent")
    )
    stated = set(codes) | {parent for code, parent in known if code in set(codes)}
    return tuple(code for code, _parent in known if code in stated)

"""Texts by language, as one field of a form: a box for each language of the site."""

from django import forms
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("ar", "fr", "en", "es")


class TextsWidget(forms.MultiWidget):
    """A box for each language, each in its own direction and under its own name."""

    template_name = "desk/texts.html"

    def __init__(self, *, long: bool = False):
        made = {}
        for language in LANGUAGES:
            attrs = {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
            if long:
                made[language] = forms.Textarea(attrs | {"rows": 5, "cols": 80})
            else:
                made[language] = forms.TextInput(attrs | {"size": 80})
        super().__init__(made)

    def decompress(self, value):
        return [(value or {}).get(language, "") for language in LANGUAGES]


class TextsField(forms.MultiValueField):
    """A mapping from language to text; languages left empty are not in it."""

    def __init__(self, *, long: bool = False, required: bool = False, **options):
        fields = [forms.CharField(required=False) for _language in LANGUAGES]
        super().__init__(
            fields,
            widget=TextsWidget(long=long),
            required=required,
            require_all_fields=False,
            error_messages={"required": _("A text in at least one language.")},
            **options,
        )

    def compress(self, values):
        return {language: text for language, text in zip(LANGUAGES, values, strict=False) if text}

    def clean(self, value):
        return super().clean(value) or {}

    def has_changed(self, initial, data):
        return self.compress([(text or "").strip() for text in data or []]) != (initial or {})

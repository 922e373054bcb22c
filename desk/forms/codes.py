"""Codes typed from paper: several in one box, each forgiven its case, hyphens and look-alikes."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from directory import codes

# A hyphen within a code, and the spaces around it, are forgiven; between codes any of these part.
PARTS = re.compile(r"[,;،؛\n]+|(?<=\S)\s{2,}")
PAIR = re.compile(r"[0-9A-Za-z]{4}[-\s]?[0-9A-Za-z]{4}(?![0-9A-Za-z])")


class CodesField(forms.CharField):
    """The codes as stored, in the order typed. Each wrong one is named with what is wrong."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 40, "dir": "ltr", "spellcheck": "false"})

    def prepare_value(self, value):
        if isinstance(value, list):
            return "\n".join(codes.show(code) for code in value)
        return value

    def clean(self, value):
        text = super().clean(value)
        found, wrong = [], []
        for given in typed(text):
            try:
                found.append(codes.parse(given))
            except codes.MiskeyedCode:
                wrong.append(_("“%s” is mistyped: its last symbol does not fit.") % given)
            except codes.MalformedCode:
                wrong.append(_("“%s” is no code: it has eight symbols, as in 7KQ2-M9XY.") % given)
        if wrong:
            raise ValidationError(wrong)
        twice = {code for code in found if found.count(code) > 1}
        if twice:
            raise ValidationError(
                [_("“%s” stands here twice.") % codes.show(code) for code in sorted(twice)]
            )
        return found


def typed(text: str) -> list[str]:
    """What stands between commas and ends of lines; on one line, codes after each other."""
    found = []
    for part in PARTS.split(text):
        pairs = PAIR.findall(part.strip())
        left = PAIR.sub("", part).strip()
        found += pairs if len(pairs) > 1 and not left else [part.strip()] if part.strip() else []
    return found

"""The form by which anybody asks to be erased: who she is, and where she is named."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from desk import naming
from desk.forms.profile.step import LTR, TextField, as_query
from directory import codes
from directory.models import Actor

MOST_PROFILES = 20
# The code at the start of the last part of a page's address, or alone.
CODE = re.compile(r"(?:.*/)?([0-9A-Za-z]{4}-?[0-9A-Za-z]{4})(?:-[^/]*)?/?")
LINE = {"class": "input"}


class ErasureForm(forms.Form):
    use_required_attribute = False

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We write there, and erase it wherever it stands."),
        error_messages={"required": _("Write the address where we answer.")},
        widget=forms.TextInput(LINE | {"inputmode": "email", "autocomplete": "email"} | LTR),
    )
    phone = TextField(
        label=_("Your telephone, if it stands somewhere"),
        required=False,
        max_length=40,
        widget=forms.TextInput(LINE | {"inputmode": "tel", "autocomplete": "tel"} | LTR),
    )
    name = TextField(
        label=_("Your name, as the pages have it"),
        help_text=_("First name and family name. It is looked for in the pages you tell below."),
        required=False,
        max_length=120,
        widget=forms.TextInput(LINE | {"dir": "auto", "autocomplete": "name"}),
    )
    profiles = TextField(
        label=_("Which pages of organisations name you"),
        help_text=_("Their addresses or codes, as 7KQ2-M9XY, one a line."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(LINE | {"rows": 3, "autocapitalize": "none"} | LTR),
    )
    words = TextField(
        label=_("What else we should know"),
        help_text=_("A picture that shows you, a story, a document. Only moderators read it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(LINE | {"rows": 3, "dir": "auto"}),
    )

    def __init__(self, typed: dict | None = None, **more):
        super().__init__(None if typed is None else as_query(typed), auto_id="%s", **more)

    def clean_phone(self):
        given = self.cleaned_data["phone"]
        if given:
            try:
                naming.naming(phones=[given])
            except naming.NotAPhone as error:
                raise forms.ValidationError(_("A number such as 0612345678.")) from error
        return given

    def clean_profiles(self):
        found = [_code(one) for one in self.cleaned_data["profiles"].split()]
        found = list(dict.fromkeys(found))
        if len(found) > MOST_PROFILES:
            raise forms.ValidationError(_("Twenty pages at most; tell the others further down."))
        known = set(Actor.objects.filter(code__in=found).values_list("code", flat=True))
        for code in found:
            if code not in known:
                raise _no_page(codes.show(code))
        return found

    def clean(self):
        told = super().clean()
        name, profiles = told.get("name"), told.get("profiles")
        if name and "profiles" not in self.errors:
            if not profiles:
                self.add_error(
                    "profiles",
                    _("Many people share a name: tell at least one page where yours stands."),
                )
                return told
            try:
                naming.naming(names=[name], profiles=profiles)
            except naming.NotAName:
                self.add_error("name", _("First name and family name: one word is not enough."))
        return told


def _code(given) -> str:
    found = CODE.fullmatch(given)
    try:
        return codes.parse(found[1] if found else given)
    except codes.CodeError as error:
        raise _no_page(given) from error


def _no_page(given):
    return forms.ValidationError(
        _("“%(given)s” is no page of an organisation here."), params={"given": given[:80]}
    )

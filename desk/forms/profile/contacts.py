"""How it is reached: its website, and people, each public or private by itself."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from desk.forms.profile.step import LTR, StepForm, TextField, western
from directory.records.validate import bad_address

PEOPLE = 3
PERSON = ("name", "role", "phone", "public_phone", "email", "public_email")
MOROCCAN = 10  # digits, with the first 0


class ContactsForm(StepForm):
    website = TextField(
        label=gettext_lazy("Website"),
        required=False,
        max_length=500,
        widget=forms.TextInput({"class": "input", "inputmode": "url", "autocomplete": "url"} | LTR),
    )

    nobody = forms.BooleanField(
        label=gettext_lazy("Nobody any more: take away the contacts that stand"), required=False
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for at in range(PEOPLE):
            self.fields |= {f"{name}_{at}": field for name, field in _person().items()}
        self.fields["name_0"].help_text = _(
            "Neither the name nor the role is published: only moderators read them."
        )

    @classmethod
    def typed_of(cls, facts):
        return {"website": facts.website or ""}

    @property
    def people(self) -> list[dict]:
        """The fields of each person, for templates."""
        return [{name: self[f"{name}_{at}"] for name in PERSON} for at in range(PEOPLE)]

    def clean_website(self):
        given = self.cleaned_data["website"]
        if not given:
            return None
        address = given if "://" in given else f"https://{given}"
        try:
            wrong = " " in address or next(bad_address("website", address), None)
        except ValueError:  # a bracket that opens no address
            wrong = True
        if wrong or "." not in address:
            raise ValidationError(_("An address such as www.example.org."))
        return address

    def clean(self):
        for at in range(PEOPLE):
            self._check(at)
        return self.cleaned_data

    def _check(self, at):
        told = self.cleaned_data
        phone = western(told.get(f"phone_{at}", ""))
        if phone:
            digits = "".join(filter(str.isdigit, phone))
            if phone.startswith("0") and not phone.startswith("00") and len(digits) != MOROCCAN:
                words = ngettext(
                    "You typed %(count)s digit; a Moroccan number has 10.",
                    "You typed %(count)s digits; a Moroccan number has 10.",
                    len(digits),
                )
                self.add_error(f"phone_{at}", words % {"count": len(digits)})
            elif not 8 <= len(digits) <= 15:
                self.add_error(f"phone_{at}", _("A telephone number, such as 06 12 34 56 78."))
        email = told.get(f"email_{at}", "")
        if email:
            try:
                validate_email(email)
            except ValidationError:
                self.add_error(f"email_{at}", _("An e-mail address, such as name@example.org."))
        if not (phone or email) and (told.get(f"name_{at}") or told.get(f"role_{at}")):
            self.add_error(f"phone_{at}", _("A telephone number or an e-mail address."))

    def contacts(self) -> list[dict] | None:
        """Whom a valid form names, as columns of contacts; None where it speaks of nobody. Who is
        public in part is two contacts, a public and a private one.
        """
        named = [one for at in range(PEOPLE) for one in self._contacts_of(at)]
        return named if named or self.cleaned_data["nobody"] else None

    def _contacts_of(self, at) -> list[dict]:
        told = self.cleaned_data
        who = {"name": told[f"name_{at}"], "role": told[f"role_{at}"]}
        reached = {"phone": western(told[f"phone_{at}"]), "email": told[f"email_{at}"]}
        found = []
        for is_public in (True, False):
            ways = {
                way: value if told[f"public_{way}_{at}"] == is_public else ""
                for way, value in reached.items()
            }
            if any(ways.values()):
                found.append(who | ways | {"is_public": is_public})
        return found

    def changes(self):
        return {"website": self.cleaned_data["website"]}


def _person() -> dict:
    def text(label, longest, **attrs):
        widget = forms.TextInput({"class": "input"} | attrs)
        return TextField(label=label, required=False, max_length=longest, widget=widget)

    return {
        "name": text(gettext_lazy("Name"), 120, autocomplete="name"),
        "role": text(gettext_lazy("Role in the organisation"), 120),
        "phone": text(gettext_lazy("Telephone"), 40, inputmode="tel", autocomplete="tel", **LTR),
        "email": text(gettext_lazy("E-mail"), 254, inputmode="email", autocomplete="email", **LTR),
        "public_phone": forms.BooleanField(
            label=gettext_lazy("Publish this telephone on the profile"), required=False
        ),
        "public_email": forms.BooleanField(
            label=gettext_lazy("Publish this e-mail on the profile"), required=False
        ),
    }

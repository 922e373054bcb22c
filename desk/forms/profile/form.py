"""What it is by law, since when, and the numbers it is known by."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from stdnum.exceptions import InvalidLength
from stdnum.exceptions import ValidationError as BadNumber
from stdnum.ma import ice

from desk.forms.profile.step import LTR, StepForm, TextField, explained, terms, western
from directory.records.facts import PartialDate
from directory.records.validate import COOPERATIVES, EARLIEST, moroccan_today
from evidence.wording.dates import MONTHS

ICE_LENGTH = 15


def _number(**attrs):
    return forms.TextInput(
        {"class": "input", "inputmode": "numeric", "maxlength": 40} | LTR | attrs
    )


class LegalForm(StepForm):
    vocabularies = {
        "legal_form": "legal_forms",
        "cooperative_type": "cooperative_types",
        "kind": "kinds",
    }

    legal_form = forms.ChoiceField(
        label=gettext_lazy("Legal form"),
        choices=lambda: terms("legal_forms"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one; “informal group” if it has none.")},
    )
    cooperative_type = forms.ChoiceField(
        label=gettext_lazy("Type of cooperative"),
        help_text=gettext_lazy("For cooperatives and their unions, if you know it."),
        choices=lambda: [("", _("not said")), *terms("cooperative_types")],
        widget=forms.Select({"class": "input"}),
        required=False,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of organisation"),
        choices=lambda: explained("kinds"),
        widget=forms.RadioSelect,
        initial="operator",
        required=False,
    )
    founded_year = TextField(label=gettext_lazy("Year"), required=False, widget=_number(size=6))
    founded_month = forms.ChoiceField(
        label=gettext_lazy("Month"),
        choices=lambda: [("", "—"), *((str(at), word) for at, word in enumerate(MONTHS, start=1))],
        widget=forms.Select({"class": "input"}),
        required=False,
    )
    founded_day = TextField(label=gettext_lazy("Day"), required=False, widget=_number(size=4))
    ice = TextField(
        label=gettext_lazy("Common company identifier (ICE)"),
        help_text=gettext_lazy(
            "Fifteen digits; it stands on tax papers and invoices. It is public here, as in the"
            " official registers."
        ),
        required=False,
        widget=_number(),
    )
    registration = TextField(
        label=gettext_lazy("Registration number"),
        help_text=gettext_lazy("As written on its receipt or approval. It is public too."),
        max_length=60,
        required=False,
        widget=forms.TextInput({"class": "input"} | LTR),
    )

    @classmethod
    def typed_of(cls, facts):
        founded = facts.founded
        known = {"year": 1, "month": 2, "day": 3}[founded.precision] if founded else 0
        return {
            "legal_form": facts.legal_form,
            "cooperative_type": facts.cooperative_type or "",
            "kind": facts.kind,
            "founded_year": str(founded.date.year) if known else "",
            "founded_month": str(founded.date.month) if known > 1 else "",
            "founded_day": str(founded.date.day) if known > 2 else "",
            "ice": facts.registry.get("ice", ""),
            "registration": facts.registry.get("registration", ""),
        }

    def clean_ice(self):
        given = "".join(filter(str.isdigit, western(self.cleaned_data["ice"])))
        if not self.cleaned_data["ice"]:
            return ""
        try:
            return ice.validate(given)
        except InvalidLength as error:
            raise ValidationError(
                ngettext(
                    "You typed %(count)s digit; an ICE has fifteen.",
                    "You typed %(count)s digits; an ICE has fifteen.",
                    len(given),
                )
                % {"count": len(given)}
            ) from error
        except BadNumber as error:
            raise ValidationError(
                _("One digit is mistyped: the last two do not fit the others.")
            ) from error

    def clean(self):
        told = self.cleaned_data
        year, month, day = (
            western(told.get(f"founded_{part}") or "") for part in ("year", "month", "day")
        )
        self.founded = None
        if year or month or day:
            self.founded = self._founded(year, month, day)
        return told

    def _founded(self, year, month, day) -> PartialDate | None:
        if not (year.isdecimal() and len(year) == 4):
            self.add_error("founded_year", _("A year in four digits, such as 2016."))
            return None
        if day and not month:
            self.add_error("founded_month", _("Say the month too, or leave the day empty."))
            return None
        try:
            made = date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            self.add_error("founded_day", _("This month has no such day."))
            return None
        if made > moroccan_today():
            self.add_error("founded_year", _("This day is still to come."))
            return None
        if made < EARLIEST:
            self.add_error("founded_year", _("A year from 1800 on."))
            return None
        return PartialDate(made, "day" if day else "month" if month else "year")

    def changes(self):
        told = self.cleaned_data
        registry = dict(self.base.registry) if self.base else {}
        for name in ("ice", "registration"):
            registry.pop(name, None)
            if told[name]:
                registry[name] = told[name].replace("\n", " ")
        legal_form = told["legal_form"]
        return {
            "legal_form": legal_form,
            "cooperative_type": (
                told["cooperative_type"] or None if legal_form in COOPERATIVES else None
            ),
            "kind": told["kind"] or "operator",
            "founded": self.founded,
            "registry": registry,
        }

"""Figures of one year: each given for publication, or not given at all."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk import plausibility
from desk.forms.profile.step import LTR, StepForm, TextField, meaning, western
from directory.models import Indicator, Observation
from directory.records.validate import moroccan_today
from directory.vocabularies import asked_at_registration
from evidence.wording.figures import unit_word
from evidence.wording.names import name_of
from evidence.wording.numbers import grouped

YEARS = 5
# What most can say at once; all else is asked for below.
FIRST = ("members", "members-women", "members-youth", "jobs")
# Of one organisation a membership is a member; where several are added up it is not, and the
# indicator's own name stands alone.
PLAIN = {
    "members": gettext_lazy("Members"),
    "members-women": gettext_lazy("Women among the members"),
    "members-youth": gettext_lazy("Members under 35"),
}
# Signs that part thousands: spaces of every kind, and points or commas before three digits.
PARTING = re.compile(r"[\s\u00a0\u202f\u2009'’]|(?<=\d)[.,٬](?=\d{3}(?:\D|$))")
NUMBER = re.compile(r"-?\d{1,15}(?:[.,٫]\d{1,2})?")


class FiguresForm(StepForm):
    year = forms.ChoiceField(label=gettext_lazy("Year"), widget=forms.Select({"class": "input"}))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        present = moroccan_today().year
        self.indicators = {one.code: one for one in _asked()}
        self.fields["year"].choices = [
            (str(year), str(year)) for year in range(present, present - YEARS, -1)
        ]
        self.fields["year"].initial = str(present - 1)
        for code, indicator in self.indicators.items():
            self.fields[code] = _figure(indicator)
        self.said = plausibility.reported([self.base.code])[self.base.code] if self.base else {}
        self.earlier = plausibility.last_reported(self.said)
        self._show_earlier()

    def _show_earlier(self):
        """Beside each field, what the register has of the last year it was said for."""
        for code, told in self.earlier.items():
            if code in self.fields:
                field = self.fields[code]
                field.help_text = f"{field.help_text} {plausibility.last_given(*told)}".strip()

    @property
    def first(self) -> list:
        """The fields asked first, for templates."""
        return [self[code] for code in FIRST if code in self.indicators]

    @property
    def more(self) -> list:
        """The other figures, folded."""
        return [self[code] for code in self.indicators if code not in FIRST]

    @property
    def more_open(self) -> bool:
        """What is wrong or doubted was typed; who reported it before is asked for it again."""
        return any(one.value() or one.name in self.earlier for one in self.more)

    @classmethod
    def typed_of(cls, facts):
        year = moroccan_today().year - 1
        standing = Observation.objects.current().filter(
            actor__code=facts.code,
            year=year,
            source_kind="declared",
            indicator__in=[one.code for one in _asked()],
        )
        told = {one.indicator: f"{one.value:f}".removesuffix(".00") for one in standing}
        return {"year": str(year)} | told

    def clean(self):
        self.values = {}
        for code, indicator in self.indicators.items():
            if self.cleaned_data.get(code):
                try:
                    self.values[code] = _value(self.cleaned_data[code], indicator)
                except ValidationError as error:
                    self.add_error(code, error)
        for code, value in self.values.items():
            whole = self.values.get(self.indicators[code].part_of)
            if whole is not None and value > whole:
                words = _("More than the total it is a part of: %(part)s of %(whole)s.")
                said = {"part": grouped(value), "whole": grouped(whole)}
                self.add_error(code, words % said)
        if not self.errors and self.values:
            self.hints = list(self._doubts())
        return self.cleaned_data

    def _doubts(self):
        form = self.base.legal_form if self.base else ""  # of a new one it is another step's
        return plausibility.doubts(self.values, self.told_year, legal_form=form, said=self.said)

    @property
    def told_year(self) -> int:
        return int(self.cleaned_data["year"])

    def figures(self) -> dict[str, Decimal]:
        """Values by indicator; what was left empty is not given."""
        return self.values

    def changes(self):
        return {}


def _asked() -> list[Indicator]:
    """What the set in force asks for, in its order, parts below their total."""
    asked = [one for one in Indicator.objects.newest() if asked_at_registration(one)]
    places = {one.code: one.position for one in asked}
    return sorted(asked, key=lambda one: (places.get(one.part_of, one.position), one.position))


def _figure(indicator) -> TextField:
    name, hint = name_of(indicator).text, meaning(indicator)
    if indicator.code in PLAIN:
        hint = _("%(name)s: %(meaning)s") % {"name": name, "meaning": hint}
        name = PLAIN[indicator.code]
    if indicator.unit in ("MAD", "hours"):
        name = _("%(name)s (%(unit)s)") % {"name": name, "unit": unit_word(indicator.unit)}
    return TextField(
        label=name,
        help_text=hint,
        required=False,
        max_length=40,
        widget=forms.TextInput({"class": "input", "inputmode": _keys(indicator)} | LTR),
    )


def _keys(indicator) -> str:
    """The keyboard of a phone: digits alone where no sign or point can be meant."""
    bounds = indicator.bounds
    return "decimal" if bounds["decimals"] or bounds["minimum"] < 0 else "numeric"


def _value(text: str, indicator) -> Decimal:
    """The number typed. Raises ValidationError saying what is accepted."""
    plain = PARTING.sub("", western(text))
    if not NUMBER.fullmatch(plain):
        raise ValidationError(_("A number in digits, or nothing."))
    value = Decimal(plain.replace(",", ".").replace("٫", "."))
    least, most = indicator.bounds["minimum"], indicator.bounds["maximum"]
    if not least <= value <= most:
        words = _("From %(least)s to %(most)s.")
        raise ValidationError(words % {"least": grouped(least), "most": grouped(most)})
    if -value.as_tuple().exponent > indicator.bounds["decimals"]:
        raise ValidationError(_("A whole number."))
    return value

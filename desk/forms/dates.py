"""Days as people type them: 12/05/2024, 2024-05-12, in the digits of either hand; or a month or a
year, where no more is known.
"""

import re
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.forms.profile.step import LTR, TextField, western
from directory.records.facts import PartialDate

DAY_FIRST = re.compile(r"(?:(\d{1,2})[-/. ])?(?:(\d{1,2})[-/. ])?(\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})(?:[-/. ](\d{1,2}))?")
BOX = {"class": "input", "inputmode": "numeric", "autocomplete": "off", "maxlength": 40} | LTR


def read(text: str) -> PartialDate:
    """Raises ValueError for what is no date."""
    text = western(text).strip()
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif found := DAY_FIRST.fullmatch(text):
        first, second, year = found.groups()
        day, month = (first, second) if second else (None, first)
    else:
        raise ValueError(text)
    if day:
        return PartialDate(date(int(year), int(month), int(day)), "day")
    if month:
        return PartialDate(date(int(year), int(month), 1), "month")
    return PartialDate(date(int(year), 1, 1), "year")


def years_after(day: date, years: int) -> date:
    """The same day some years on; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


class PartialDateField(TextField):
    """A PartialDate, or None where nothing was typed; `whole`: a month alone is not enough."""

    def __init__(self, *, whole: bool = False, **options):
        self.whole = whole
        super().__init__(widget=forms.TextInput(BOX), **options)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            found = read(text)
        except ValueError as error:
            raise forms.ValidationError(self._words()) from error
        if self.whole and found.precision != "day":
            raise forms.ValidationError(self._words())
        if found.date.year < 1900:
            raise forms.ValidationError(_("The year is too early."))
        return found

    def _words(self):
        if self.whole:
            return _("A day, such as 12/05/2024.")
        return _("A day, a month or a year, such as 12/05/2024, 05/2024 or 2024.")

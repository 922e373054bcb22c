"""Form fields of the filters: each coerces what a request said, or says what is accepted."""

import math
import re
from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from directory import codes

NONE = "none"
MOST_VALUES = 200


class ListWidget(forms.Widget):
    """Values given by repetition, by comma, or both; empty ones are nothing said."""

    def value_from_datadict(self, data, files, name):
        given = data.getlist(name) if hasattr(data, "getlist") else [data.get(name) or ""]
        return [value.strip() for one in given for value in str(one).split(",") if value.strip()]


class OneWidget(forms.Widget):
    """One value; a second one is an error, not a choice of ours."""

    def value_from_datadict(self, data, files, name):
        given = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
        given = [value for value in given if value not in (None, "")]
        return given if len(given) > 1 else (given[0] if given else None)


class CodesField(forms.Field):
    """Codes of a vocabulary; `none` becomes None. The vocabulary is checked by the filter set."""

    widget = ListWidget

    def to_python(self, value):
        if len(value) > MOST_VALUES:
            raise ValidationError(_("at most %(most)s values"), params={"most": MOST_VALUES})
        if any("\x00" in one for one in value):
            raise ValidationError(_("codes, separated by commas"))
        distinct = sorted(set(value) - {NONE})
        return tuple(distinct) + ((None,) if NONE in value else ())

    def clean(self, value):
        return self.to_python(value or [])


class FormsField(CodesField):
    """Codes of legal forms: `none` is one, of groups without a form; nobody's is unknown."""

    def to_python(self, value):
        given = super().to_python(value)
        return tuple(NONE if one is None else one for one in given)


class ActorCodesField(CodesField):
    """Codes of actors or programmes, forgiven as they are typed from paper."""

    def to_python(self, value):
        if NONE in value:
            raise ValidationError(_("a code such as 7K3M-Q2XD"))
        try:
            return tuple(sorted({codes.parse(one) for one in value}))
        except codes.CodeError as error:
            raise ValidationError(str(error)) from error


class SingleField(forms.Field):
    widget = OneWidget

    def to_python(self, value):
        if isinstance(value, list):
            raise ValidationError(_("one value, not %(count)s"), params={"count": len(value)})
        return value


class ChoiceField(SingleField):
    def __init__(self, choices, **kwargs):
        super().__init__(**kwargs)
        self.choices = choices

    def to_python(self, value):
        value = super().to_python(value)
        if value is not None and value not in self.choices:
            raise ValidationError(
                _("one of %(choices)s"), params={"choices": ", ".join(self.choices)}
            )
        return value


class DayField(SingleField):
    """A date written 2024-07-10; a year or a month alone stand for their first day, or last."""

    def __init__(self, *, last=False, **kwargs):
        super().__init__(**kwargs)
        self.last = last

    def to_python(self, value):
        value = super().to_python(value)
        if value is None:
            return None
        found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", value)
        try:
            if not found:
                raise ValueError(value)
            year, month, day = (int(part) if part else None for part in found.groups())
            if day:
                return date(year, month, day)
            if not self.last:
                return date(year, month or 1, 1)
            following = date(year + (month in (None, 12)), (month or 12) % 12 + 1, 1)
            return following - timedelta(days=1)
        except ValueError as error:
            raise ValidationError(_("a date such as 2024-07-10, 2024-07 or 2024")) from error


class NumbersField(SingleField):
    """A fixed number of decimal degrees (or metres), by commas.

    Decimals beyond `places` are rounded off where they are read: what is asked is what a citation
    keeps of it.
    """

    places = 6  # a tenth of a metre

    def __init__(self, count, accepted, **kwargs):
        super().__init__(**kwargs)
        self.count, self.accepted = count, accepted

    def to_python(self, value):
        value = super().to_python(value)
        if value is None:
            return None
        try:
            numbers = tuple(float(part) for part in value.split(","))
        except ValueError:
            numbers = ()
        if len(numbers) != self.count or not all(math.isfinite(one) for one in numbers):
            raise ValidationError(self.accepted)
        numbers = tuple(round(one, self.places) + 0.0 for one in numbers)  # no -0
        self.check(numbers)
        return numbers

    def check(self, numbers):
        """Refuse numbers out of range; fields below say theirs."""


class BoxField(NumbersField):
    """west,south,east,north in degrees (EPSG:4326)."""

    def __init__(self, **kwargs):
        super().__init__(4, _("west,south,east,north in degrees"), **kwargs)

    def check(self, numbers):
        west, south, east, north = numbers
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise ValidationError(self.accepted)


class PointField(NumbersField):
    """lon,lat in degrees (EPSG:4326)."""

    def __init__(self, **kwargs):
        super().__init__(2, _("lon,lat in degrees"), **kwargs)

    def check(self, numbers):
        if not (-180 <= numbers[0] <= 180 and -90 <= numbers[1] <= 90):
            raise ValidationError(self.accepted)


class MetresField(NumbersField):
    places = 1

    def __init__(self, **kwargs):
        super().__init__(1, _("metres, from 1 to 500000"), **kwargs)

    def to_python(self, value):
        numbers = super().to_python(value)
        return numbers and numbers[0]

    def check(self, numbers):
        if not 1 <= numbers[0] <= 500_000:
            raise ValidationError(self.accepted)


class WordsField(SingleField):
    """Words to search; folded by the database when the selection is made."""

    def to_python(self, value):
        value = super().to_python(value)
        if value is None:
            return None
        if len(value) > 200 or "\x00" in value:
            raise ValidationError(_("at most 200 characters"))
        return value

"""The form of a place where a figure was cited."""

from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.forms.dates import PartialDateField
from desk.forms.profile.step import LTR, TextField, as_query
from directory.records.validate import moroccan_today
from evidence.models.uses import UseKind
from evidence.wording.uses import use_kind_word

LINE = {"class": "input", "dir": "auto"}


class UseForm(forms.Form):
    use_required_attribute = False

    kind = forms.ChoiceField(
        label=_("Kind of publication"),
        choices=lambda: [(kind, use_kind_word(kind)) for kind in UseKind.values],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is.")},
    )
    title = TextField(label=_("Its title"), max_length=300, widget=forms.TextInput(LINE))
    who = TextField(
        label=_("Who cites the figure"),
        help_text=_("An author, a newspaper, a party, an organisation."),
        max_length=200,
        widget=forms.TextInput(LINE),
    )
    date = PartialDateField(
        label=_("When it was published"), help_text=_("The day, or the month or year alone.")
    )
    page = TextField(
        label=_("On which page, if it has pages"),
        required=False,
        max_length=60,
        widget=forms.TextInput(LINE),
    )
    address = TextField(
        label=_("Its address on the web, if it has one"),
        required=False,
        max_length=1000,
        widget=forms.TextInput(
            {"class": "input", "inputmode": "url", "autocapitalize": "none"} | LTR
        ),
    )

    def __init__(self, typed: dict | None = None):
        super().__init__(None if typed is None else as_query(typed), auto_id="%s")

    def clean_date(self):
        given = self.cleaned_data["date"]
        if given and given.date > moroccan_today():
            raise forms.ValidationError(_("This day has not come yet."))
        return given

    def clean_address(self):
        given = self.cleaned_data["address"]
        if not given:
            return ""
        given = given if "://" in given else f"https://{given}"
        try:
            parts = urlsplit(given)
            fits = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
        except ValueError:
            fits = False
        if not fits or any(symbol.isspace() for symbol in given) or len(given) > 1000:
            raise forms.ValidationError(_("An address of the web, such as https://example.org/a."))
        return given

    def use(self) -> dict:
        """The columns of the log that a valid form says."""
        told = dict(self.cleaned_data)
        when = told.pop("date")
        return told | {"date": when.date, "date_precision": when.precision}

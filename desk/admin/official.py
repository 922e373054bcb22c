"""Official figures in the administration: added, corrected and withdrawn, each by a revision."""

from decimal import Decimal

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, pgettext_lazy

from desk import office
from desk.admin.publishing import PublishingAdmin, RecordForm
from desk.forms.dates import PartialDateField
from desk.forms.profile.step import LTR, TextField
from evidence.citations.answers import shown
from evidence.models import Exactness, OfficialFigure
from evidence.records import OfficialFigureFacts
from evidence.wording.dates import day_marked

EXACTNESS = {
    Exactness.EXACT: gettext_lazy("exact"),
    Exactness.ROUNDED: gettext_lazy("rounded"),
    Exactness.MORE_THAN: gettext_lazy("more than"),
}
WITHDRAWALS = (
    ("mistaken-total", pgettext_lazy("reason", "a mistake of ours")),
    ("source-withdrawn", pgettext_lazy("reason", "withdrawn by its source")),
)


class OfficialForm(RecordForm):
    texts = {
        "names": gettext_lazy("What was counted"),
        "publisher": gettext_lazy("Who counted"),
        "notes": gettext_lazy("What it holds and leaves out"),
    }
    new_reason = "new-total"
    reasons = (("corrected-total", pgettext_lazy("reason", "a total corrected")),)

    value = forms.DecimalField(
        label=gettext_lazy("Value"), min_value=Decimal(0), max_digits=18, decimal_places=2
    )
    unit = TextField(label=gettext_lazy("Unit"), max_length=60)
    exactness = forms.ChoiceField(label=gettext_lazy("Exactness"), choices=list(EXACTNESS.items()))
    counted = PartialDateField(label=gettext_lazy("Counted on"))
    territory = TextField(
        label=gettext_lazy("Territory"),
        max_length=20,
        initial="MA",
        help_text=gettext_lazy("MA for the country, else its code."),
        widget=forms.TextInput(LTR),
    )
    source = TextField(label=gettext_lazy("Source"), max_length=300)
    source_url = forms.URLField(
        label=gettext_lazy("Address of the source"), assume_scheme="https", max_length=2000
    )
    question = TextField(
        label=gettext_lazy("Our statistic of the same thing"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("In its normal form, such as legal_form=cooperative&measure=actors"),
        widget=forms.TextInput(LTR),
    )

    def facts(self):
        given = self.cleaned_data
        plain = ("value", "unit", "exactness", "counted", "territory", "source", "source_url")
        return OfficialFigureFacts(
            code=given["code"],
            question=given["question"],
            is_demo=self.base.is_demo if self.base else False,
            **{name: given[name] for name in plain},
            **{name: self.said(name) for name in self.texts},
        )

    @classmethod
    def told(cls, facts):
        plain = ("value", "unit", "exactness", "territory", "source", "source_url", "question")
        return super().told(facts) | {
            **{name: getattr(facts, name) for name in plain},
            "value": f"{facts.value:f}",
            "counted": facts.counted.known,
        }


@admin.register(OfficialFigure)
class OfficialFigureAdmin(PublishingAdmin):
    facts_kind = OfficialFigureFacts
    form_kind = OfficialForm
    put = staticmethod(office.put_official)
    withdraw = staticmethod(office.withdraw_official)
    withdrawals = WITHDRAWALS
    list_display = ["name", "shown_value", "place", "counted", "change", "ending", "shown_code"]
    search_fields = ["code", "source", "territory"]
    fields = ["shown_code", "name", "shown_value", "unit", "place", "counted", "source_url"]
    ordering = ["-counted_on", "code"]

    @admin.display(description=gettext_lazy("Value"), ordering="value")
    def shown_value(self, one):
        """Grouped as its readers group it, with how exactly it was published."""
        told = "" if one.exactness == Exactness.EXACT else EXACTNESS[one.exactness]
        return format_html("{} {}", told, shown(one.value, one.unit))

    @admin.display(description=gettext_lazy("Territory"), ordering="territory")
    def place(self, one):
        return format_html("<bdi>{}</bdi>", one.territory)

    @admin.display(description=gettext_lazy("Counted on"), ordering="counted_on")
    def counted(self, one):
        """As exactly as its source says it."""
        return day_marked(one.counted_on, one.counted_precision)

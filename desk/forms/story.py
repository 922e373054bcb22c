"""The form of a story: its words by language, and the consent of who tells it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.forms.dates import PartialDateField
from desk.forms.languages import LanguagesForm
from desk.forms.profile.step import TextField
from desk.forms.texts import LANGUAGES
from directory.records.validate import moroccan_today
from evidence.models import ConsentForm
from evidence.stories.publish import LONGEST


class StoryForm(LanguagesForm):
    TEXTS = {
        "title": (_("Title"), "", 200, 0),
        "text": (
            _("What she tells"),
            _("In her own words, as short as she would say it: 3,000 letters at most."),
            LONGEST,
            8,
        ),
        "teller": (
            _("How she wants to be named"),
            _("Her name, or “a member”, or nothing: then nobody is named."),
            200,
            0,
        ),
    }

    told = PartialDateField(
        label=_("When it was told"), help_text=_("The day, or the month or year alone.")
    )
    consent_form = forms.ChoiceField(
        label=_("How she agreed"),
        choices=[
            (ConsentForm.WRITTEN, _("In writing, signed")),
            (ConsentForm.RECORDED, _("Recorded, in her voice")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how she agreed: without it nothing is published.")},
    )
    consent_on = PartialDateField(whole=True, label=_("On which day she agreed"))
    consent_to = TextField(
        label=_("Which organisation keeps the paper or the recording"),
        help_text=_("This is public. No person’s name."),
        max_length=200,
        widget=forms.TextInput({"class": "input", "dir": "auto"}),
    )
    consent_words = TextField(
        label=_("To what she agreed, in the words she was asked with"),
        help_text=_("Kept privately at the desk, as proof. No name in it."),
        max_length=2000,
        widget=forms.Textarea({"class": "input", "rows": 4, "dir": "auto"}),
    )
    knows = forms.BooleanField(
        label=_(
            "She knows that anybody can read it here, and that she can have her words taken out for"
            " ever, at any time and without a reason."
        ),
        error_messages={"required": _("She has to know this before she agrees.")},
    )

    def clean_told(self):
        return self._come("told")

    def clean_consent_on(self):
        return self._come("consent_on")

    def _come(self, name):
        given = self.cleaned_data[name]
        if given and given.date > moroccan_today():
            raise forms.ValidationError(_("This day has not come yet."))
        return given

    def clean(self):
        told = super().clean()
        whole = False
        for language in LANGUAGES:
            title, text = told.get(f"title_{language}"), told.get(f"text_{language}")
            whole = whole or bool(title and text)
            if title and not text and f"text_{language}" not in self.errors:
                self.add_error(f"text_{language}", _("A title alone tells nothing."))
            if text and not title and f"title_{language}" not in self.errors:
                self.add_error(f"title_{language}", _("Give it a title too."))
        if not whole and not self.errors:
            raise forms.ValidationError(_("A title and a text, in one language at least."))
        return told

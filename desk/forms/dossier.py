"""The forms of a dossier: what it is, and one of its points."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desk.forms.codes import CodesField
from desk.forms.dates import PartialDateField
from desk.forms.languages import LanguagesForm
from directory import codes
from evidence.models import Citation, Story

LTR = {"class": "input mono", "dir": "ltr", "spellcheck": "false", "autocapitalize": "characters"}


class AboutForm(LanguagesForm):
    TEXTS = {
        "titles": (_("Title"), "", 200, 0),
        "introductions": (_("Introduction"), _("What it is about, in a few sentences."), 4000, 5),
        "occasions": (
            _("Occasion"),
            _("A debate, a bill, a meeting: what it is written for."),
            200,
            0,
        ),
        "organisations": (
            _("By which organisation"),
            _("Who argues. No person need be named."),
            200,
            0,
        ),
    }

    date = PartialDateField(whole=True, required=False, label=_("Day of the occasion"))


class PointForm(LanguagesForm):
    TEXTS = {
        "headings": (_("Heading"), "", 200, 0),
        "texts": (_("Text"), _("One thought, short."), 6000, 6),
    }

    figures = CodesField(
        label=_("Figures it rests on"),
        required=False,
        max_length=2000,
        help_text=_(
            "Codes of citations as printed, in their order, one on a line; case and hyphens are"
            " forgiven."
        ),
        widget=forms.Textarea(LTR | {"rows": 3}),
    )
    stories = CodesField(
        label=_("Field stories"),
        required=False,
        max_length=2000,
        help_text=_("Codes of stories as printed, in their order, one on a line."),
        widget=forms.Textarea(LTR | {"rows": 2}),
    )

    def clean_figures(self):
        return self._known(Citation, "figures", gettext("No citation has the code “%s”."))

    def clean_stories(self):
        return self._known(Story, "stories", gettext("No story has the code “%s”."))

    def _known(self, kind, name, words):
        given = self.cleaned_data[name]
        known = set(kind.objects.filter(code__in=given).values_list("code", flat=True))
        if unknown := [codes.show(code) for code in given if code not in known]:
            raise forms.ValidationError([words % code for code in unknown])
        return given

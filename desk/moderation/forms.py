"""What moderators ask of the queue, and what they say when they decide."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.models import Sign, SubmissionKind
from desk.moderation.queue import AGES, Filters
from desk.submissions.reasons import REASONS
from directory import codes


class CodeField(forms.CharField):
    """A code as people type it, in the form it is stored in."""

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return ""
        try:
            return codes.parse(text)
        except (codes.MalformedCode, codes.MiskeyedCode) as error:
            raise forms.ValidationError(_("“%s” is no code, or it is mistyped.") % text) from error


class QueueForm(forms.Form):
    """The filters of the queue, all in its address. A parameter nobody knows is refused by name."""

    show = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("waiting", _("waiting")),
            ("asked-back", _("asked back")),
            ("look-later", _("published, to be looked at")),
        ],
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    network = CodeField(label=_("Code of a network"), required=False, max_length=9)
    programme = CodeField(label=_("Code of a programme"), required=False, max_length=9)
    assigned = forms.ChoiceField(
        label=_("Assigned"),
        required=False,
        choices=[("", _("to anybody")), ("me", _("to me")), ("nobody", _("to nobody"))],
    )
    sign = forms.ChoiceField(
        label=_("To look at closely"),
        required=False,
        choices=[("", _("all")), ("none", _("those without a sign")), *Sign.choices],
    )
    age = forms.TypedChoiceField(
        label=_("Waiting"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("however long"))],
    )

    BESIDE = {"after"}

    def __init__(self, data, *, regions):
        """`regions`: (code, name) of all of them."""
        super().__init__(data)
        any_of = [("", _("any"))]
        self.fields["kind"].choices = [*any_of, *SubmissionKind.choices]
        self.fields["region"].choices = [*any_of, *regions, ("none", _("none told"))]
        self.fields["age"].choices = [
            *self.fields["age"].choices,
            *((days, _("%s days and more") % days) for days in AGES),
        ]

    def clean(self):
        for name in self.data:
            if name not in self.fields and name not in self.BESIDE:
                raise forms.ValidationError(_("There is no filter called “%s”.") % name)
        return super().clean()

    def filters(self) -> Filters:
        told = self.cleaned_data
        return Filters(**told | {"show": told["show"] or "waiting"})


class AskForm(forms.Form):
    note = forms.CharField(
        label=_("What do you ask?"),
        help_text=_("Whoever sent it reads this, and answers by changing what was sent."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


class RefuseForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why"), choices=[("", "—"), *REASONS.items()])
    note = forms.CharField(
        label=_("In your words"),
        help_text=_("Whoever sent it reads the reason and this."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def clean(self):
        told = super().clean()
        if told.get("reason") == "other" and not told.get("note", "").strip():
            self.add_error("note", _("Say it in your words."))
        return told


class TakeAwayForm(forms.Form):
    """Which public pictures a moderator takes away, and why."""

    REASONS: ClassVar = {
        "people": _("somebody in it does not want to be shown"),
        "rights": _("whoever made it did not agree"),
        "abusive": _("it is abusive"),
        "other": _("it shows something else"),
    }
    picture = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick what is to be taken away.")},
    )
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[("", "—"), *REASONS.items()],
        widget=forms.Select({"class": "input"}),
    )

    def __init__(self, data=None, *, keys=()):
        super().__init__(data)
        self.fields["picture"].choices = [(key, key) for key in keys]

"""What moderators ask of the queue, and what they say when they decide."""

from datetime import date
from typing import ClassVar

from django import forms
from django.utils.choices import flatten_choices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from desk.forms.dates import PartialDateField, years_after
from desk.models import ProfileVerb, Sign, Submission, SubmissionKind
from desk.moderation import merging, sealing
from desk.moderation.queue import AGES, Filters
from desk.moderation.reasons import REASONS as REASONS_OF
from desk.moderation.settling import Differing
from desk.numbers import number_of
from desk.submissions.reasons import REASONS, REOPENED
from directory import codes


class WholeField(forms.ChoiceField):
    """A network or a programme by its name: its code as people see it, then as it is stored."""

    def to_python(self, value):
        text = super().to_python(value)
        try:
            return codes.show(codes.parse(text)) if text else ""
        except (codes.MalformedCode, codes.MiskeyedCode) as error:
            raise forms.ValidationError(_("“%s” is no code, or it is mistyped.") % text) from error

    def clean(self, value):
        shown = super().clean(value)
        return codes.parse(shown) if shown else ""


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
    province = forms.ChoiceField(label=_("Province"), required=False)
    network = WholeField(label=pgettext_lazy("filter", "Network"), required=False)
    programme = WholeField(label=pgettext_lazy("filter", "Programme"), required=False)
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

    BESIDE = {"after"}  # where its page begins: new filters begin at the first again
    after: Submission | None = None

    def __init__(self, data, *, regions, provinces, networks, programmes):
        """All that she may ask for: (code, name) of each; `provinces` in groups by region."""
        super().__init__(data)
        any_of = [("", _("any"))]
        self.fields["kind"].choices = [*any_of, *SubmissionKind.choices]
        self.fields["region"].choices = [*any_of, *regions]
        self.fields["province"].choices = [*any_of, *provinces]
        for name, wholes in (("network", networks), ("programme", programmes)):
            self.fields[name].choices = [
                *any_of, *((codes.show(code), words) for code, words in wholes)
            ]  # fmt: skip
        self.fields["age"].choices = [
            *self.fields["age"].choices,
            *((days, _("%s days and more") % days) for days in AGES),
        ]

    def clean(self):
        for name in self.data:
            if name not in self.fields and name not in self.BESIDE:
                raise forms.ValidationError(_("There is no filter called “%s”.") % name)
        if given := self.data.get("after"):
            self.after = Submission.objects.filter(pk=number_of(given) or 0).first()
            if self.after is None:
                raise forms.ValidationError(_("There is no contribution “%s”.") % given)
        return super().clean()

    def filters(self) -> Filters:
        told = self.cleaned_data
        return Filters(**told | {"show": told["show"] or "waiting"})

    def narrowed(self) -> dict[str, str]:
        """Names of the filters of a valid form that leave something out, each in words."""
        usual = Filters()
        return {
            name: self._said(name, value)
            for name, value in vars(self.filters()).items()
            if value != getattr(usual, name)
        }

    def _said(self, name, value) -> str:
        field = self.fields[name]
        choices = dict(flatten_choices(field.choices))
        words = choices[codes.show(value) if isinstance(field, WholeField) else value]
        return _("%(label)s: %(words)s") % {"label": field.label, "words": words}


class AskForm(forms.Form):
    note = forms.CharField(
        label=_("What do you ask?"),
        help_text=_("Whoever sent it reads this, and answers by changing what was sent."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


class GroundsForm(forms.Form):
    """Why a decision is taken or taken back, in a word of ours and in her own."""

    reason = forms.ChoiceField(label=_("Why"))
    note = forms.CharField(
        label=_("In your words"),
        help_text=_("Whoever sent it reads the reason and this."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    reasons: ClassVar[dict] = {}

    def __init__(self, *given, **more):
        super().__init__(*given, **more)
        self.fields["reason"].choices = [("", "—"), *self.reasons.items()]

    def clean(self):
        told = super().clean()
        if told.get("reason") == "other" and not told.get("note", "").strip():
            self.add_error("note", _("Say it in your words."))
        return told


class RefuseForm(GroundsForm):
    reasons = REASONS


class UndoForm(GroundsForm):
    reasons = REOPENED


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


# ---- profiles that stand -------------------------------------------------------------------------


class FindForm(forms.Form):
    """A profile by its code, or by words of its name."""

    q = forms.CharField(
        label=_("Code or name of a profile"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"class": "input", "dir": "auto", "autocomplete": "off"}),
    )


class VersionsForm(forms.Form):
    """Two versions of a profile to be told apart, each by the revision that opened it."""

    before = forms.TypedChoiceField(label=_("From"), coerce=int)
    after = forms.TypedChoiceField(label=_("To"), coerce=int)

    def __init__(self, data=None, *, versions, **more):
        super().__init__(data, **more)
        for field in self.fields.values():
            field.choices = versions
            field.widget.attrs["class"] = "input"

    def clean(self):
        for name in self.data:
            if name not in self.fields:
                raise forms.ValidationError(_("There is no parameter called “%s”.") % name)
        return super().clean()


class NoteForm(forms.Form):
    """`seen` is what stood when somebody decided: another than now is looked at again."""

    note = forms.CharField(
        label=_("In your words"),
        help_text=_("Kept with the decision; moderators read it, the public does not."),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )
    seen = forms.RegexField(r"\A([0-9a-f]{64})?\Z", required=False, widget=forms.HiddenInput)


class ReasonForm(NoteForm):
    reason = forms.ChoiceField(label=_("Why"), help_text=_("Public, with the revision."))

    field_order = ("reason", "note", "seen")

    def __init__(self, data=None, *, verb: ProfileVerb, **more):
        super().__init__(data, **more)
        self.fields["reason"].choices = [("", "—"), *REASONS_OF[verb].items()]

    def clean_seen(self):
        return bytes.fromhex(self.cleaned_data["seen"])


class SealForm(NoteForm):
    """What was verified, in whose name, and until when that counts."""

    scope = forms.ChoiceField(label=_("What was verified"))
    voice = forms.ChoiceField(label=_("In whose name"), required=False)
    given_on = PartialDateField(
        label=_("Verified on"), whole=True, error_messages={"required": _("Say the day.")}
    )
    until = PartialDateField(
        label=_("Counts until"),
        help_text=_("Three years after it was verified at the latest; it can be given anew."),
        whole=True,
        error_messages={"required": _("Say until when.")},
    )

    field_order = ("scope", "voice", "given_on", "until", "note", "seen")

    def __init__(self, data=None, *, scopes, voices, today: date, **more):
        """`scopes` and `voices`: what is offered, each with its words."""
        super().__init__(data, **more)
        self.today = today
        self.fields["scope"].choices = [("", "—"), *scopes]
        self.fields["voice"].choices = voices

    def clean(self):
        told = super().clean()
        given, until = told.get("given_on"), told.get("until")
        if given and given.date > self.today:
            self.add_error("given_on", _("This day is still to come."))
        if given and until:
            if until.date <= max(given.date, self.today):
                self.add_error("until", _("A day still to come: until then it counts."))
            elif until.date > years_after(given.date, sealing.LONGEST):
                self.add_error("until", _("Three years after it was verified at the latest."))
        return told

    def given(self) -> sealing.Given:
        told = self.cleaned_data
        return sealing.Given(told["scope"], told["given_on"].date, told["until"].date)


class FiguresForm(NoteForm):
    """Which of several values stands, figure by figure; none of them is a choice too."""

    def __init__(self, data=None, *, figures: list[Differing], **more):
        super().__init__(data, **more)
        self.figures = {"-".join(map(str, one.place)): one for one in figures}
        for name, one in self.figures.items():
            origins = [(said.origin, said.origin) for said in one.said]
            self.fields[f"figure:{name}"] = forms.ChoiceField(
                choices=[("", ""), *origins], required=False
            )

    def chosen(self) -> dict:
        told = {
            one.place: self.cleaned_data[f"figure:{name}"] for name, one in self.figures.items()
        }
        return {place: origin for place, origin in told.items() if origin}


class MergeForm(FiguresForm):
    """All that is to be chosen between two profiles beside each other."""

    reason = forms.ChoiceField(label=_("Why"), help_text=_("Public, with the revision."))
    memberships = forms.MultipleChoiceField(required=False)
    contacts = forms.TypedMultipleChoiceField(coerce=int, required=False)

    field_order = ("reason", "note")

    def __init__(self, data=None, *, beside: merging.Beside):
        initial = {
            "reason": "duplicate",
            "seen": beside.mark,
            "memberships": sorted(beside.usual_memberships),
            "contacts": sorted(beside.usual_contacts),
        }
        super().__init__(data, figures=beside.figures, initial=initial)
        self.beside = beside
        self.fields["reason"].choices = list(REASONS_OF[ProfileVerb.MERGE].items())
        self.fields["memberships"].choices = [(one.digest, "") for one in beside.memberships]
        self.fields["contacts"].choices = [(one.pk, "") for _side, one in beside.contacts]
        for pair in beside.pairs:
            self.fields[f"field:{pair.field}"] = forms.ChoiceField(
                choices=[(side, side) for side in pair.choices], initial=pair.default
            )

    def choices(self) -> merging.Choices:
        told = self.cleaned_data
        return merging.Choices(
            fields={pair.field: told[f"field:{pair.field}"] for pair in self.beside.pairs},
            figures=self.chosen(),
            memberships=frozenset(told["memberships"]),
            contacts=frozenset(told["contacts"]),
        )

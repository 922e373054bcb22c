"""Records of the register in the administration: read as they stand, changed only by `publish()`.

A change is a form, a preview of what will be public, and a button. The form names the version it
was begun from, so what somebody else published meanwhile is never overwritten.
"""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from desk import office
from desk.admin.reading import ReadOnlyAdmin
from desk.forms.profile.step import TextField, text_in
from desk.forms.texts import LANGUAGES
from directory import codes
from directory.publishing import PublishingError, StaleRecord
from directory.records.stored import facts_behind
from directory.records.validate import InvalidFacts

NAMES = {"ar": "العربية", "fr": "Français", "en": "English", "es": "Español"}
LONGEST = 2_000


class RecordForm(forms.Form):
    """Facts as an administrator types them. `texts`, by name: what is said in each language."""

    texts = {}
    reasons = ()
    new_reason = ""

    code = forms.CharField(widget=forms.HiddenInput, max_length=9)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args, base=None, **options):
        self.base = base
        super().__init__(*args, **options)
        for name, label in self.texts.items():
            for language in LANGUAGES:
                rows = 0 if name in ("names", "publisher") else 3
                field = text_in(language, longest=LONGEST, rows=rows)
                field.label = f"{label} · {NAMES[language]}"
                self.fields[f"{name}_{language}"] = field
        if base is not None:
            self.fields["reason"] = forms.ChoiceField(
                label=gettext_lazy("Reason"), choices=self.reasons
            )
        self.fields["note"] = TextField(
            label=gettext_lazy("Note beside the revision, if any"),
            help_text=gettext_lazy("Kept beside the revision, in no digest. Name no person."),
            max_length=500,
            required=False,
        )

    def clean_code(self):
        try:
            return codes.parse(self.cleaned_data["code"])
        except codes.CodeError as error:
            raise forms.ValidationError(_("This is no code, or it is mistyped.")) from error

    def clean_seen(self):
        """The version the form was begun from; None for something new."""
        try:
            seen = bytes.fromhex(self.cleaned_data["seen"])
        except ValueError as error:
            raise forms.ValidationError(_("This is no code, or it is mistyped.")) from error
        if bool(seen) != (self.base is not None):
            raise forms.ValidationError(_("This is no code, or it is mistyped."))
        return seen or None

    def clean(self):
        cleaned = super().clean()
        for name in ("names", "publisher"):
            if name in self.texts and not self.said(name):
                self.add_error(f"{name}_ar", _("Say it in one language at least."))
        return cleaned

    def said(self, name):
        """A text by language, without the languages nobody wrote it in; other tongues stay."""
        before = getattr(self.base, name, {}) if self.base else {}
        kept = {tongue: text for tongue, text in before.items() if tongue not in LANGUAGES}
        given = {tongue: self.cleaned_data.get(f"{name}_{tongue}") for tongue in LANGUAGES}
        return kept | {tongue: text for tongue, text in given.items() if text}

    def refuse(self, problem):
        """A problem of the facts, beside its field."""
        field = problem.field.replace(".", "_")
        value = problem.value[0] if isinstance(problem.value, tuple) else problem.value
        words = _("“%s” is not accepted here.") % (value,)
        self.add_error(field if field in self.fields else None, words)

    @classmethod
    def told(cls, facts):
        """What its fields hold for facts that stand."""
        return {
            f"{name}_{language}": getattr(facts, name).get(language, "")
            for name in cls.texts
            for language in LANGUAGES
        }


class WithdrawForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = forms.ChoiceField(label=gettext_lazy("Reason"))

    def __init__(self, *args, reasons, **options):
        super().__init__(*args, **options)
        self.fields["reason"].choices = reasons

    def clean_seen(self):
        try:
            return bytes.fromhex(self.cleaned_data["seen"])
        except ValueError as error:
            raise forms.ValidationError(_("This is no code, or it is mistyped.")) from error


class PublishingAdmin(ReadOnlyAdmin):
    """What stands, and the ways to a new version of it. `facts_kind`, `form_kind`, `put`,
    `withdraw` and its reasons differ.
    """

    facts_kind = None
    form_kind = None
    withdrawals = ()
    change_list_template = "admin/publishing_list.html"
    list_display_links = None
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).filter(closed=None)

    @admin.display(description=gettext_lazy("code"))
    def shown_code(self, one):
        return format_html("<bdi>{}</bdi>", codes.show(one.code))

    @admin.display(description=gettext_lazy("name"))
    def name(self, one):
        tongue = next(
            (each for each in (get_language(), "fr", "ar", *one.names) if each in one.names), None
        )
        return format_html('<bdi lang="{}">{}</bdi>', tongue, one.names[tongue]) if tongue else "—"

    @admin.display(description=gettext_lazy("change"))
    def change(self, one):
        return format_html(
            '<a href="{}">{}</a>', self.address("change", self.key(one)), _("Correct")
        )

    @admin.display(description=gettext_lazy("end"))
    def ending(self, one):
        return format_html('<a href="{}">{}</a>', self.address("end", self.key(one)), _("Withdraw"))

    def key(self, one):
        """What its addresses name it by."""
        return one.code

    def address(self, verb, *args):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_put_{verb}", args=args)

    def get_urls(self):
        named = f"{self.opts.app_label}_{self.opts.model_name}_put"
        wrap = self.admin_site.admin_view
        return [
            path("new/", wrap(self.put_new), name=f"{named}_new"),
            path("<str:code>/correct/", wrap(self.put_change), name=f"{named}_change"),
            path("<str:code>/withdraw/", wrap(self.put_end), name=f"{named}_end"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        extra = {"ways": [(_("Add"), self.address("new"))]} | (extra_context or {})
        return super().changelist_view(request, extra)

    def put_new(self, request):
        return self._step(request, None, {"code": codes.mint()})

    def put_change(self, request, code):
        row = self.standing(request, code)
        base = facts_behind(self.facts_kind, [row.digest]).get(bytes(row.digest))
        if base is None:
            raise Http404
        initial = {"code": code, "seen": bytes(row.digest).hex()} | self.form_kind.told(base)
        return self._step(request, base, initial)

    def put_end(self, request, code):
        row = self.standing(request, code)
        seen = {"seen": bytes(row.digest).hex()}
        form = WithdrawForm(request.POST or None, initial=seen, reasons=self.withdrawals)
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            try:
                if given["seen"] != bytes(row.digest):
                    raise StaleRecord
                revision = self.withdraw(given["seen"], by=request.user, reason=given["reason"])
            except StaleRecord:
                form.add_error(None, _("Somebody else changed this meanwhile. Look at it again."))
            else:
                self.log_change(request, row, f"Revision {revision.number}: withdrawn.")
                self.message_user(request, _("Published as revision %s.") % revision.number)
                return self.to_list()
        context = self.admin_site.each_context(request) | {
            "title": _("Withdraw"),
            "subtitle": self.subject(row),
            "opts": self.opts,
            "form": form,
            "gone": self.name(row),
        }
        return TemplateResponse(request, "admin/publishing_form.html", context)

    def code_of(self, facts):
        return facts.code

    def opened_by(self, request, revision):
        """A row that a revision opened, for the log."""
        return self.get_queryset(request).filter(opened=revision.number).first()

    def subject(self, row):
        return codes.show(row.code)

    def standing(self, request, code):
        row = self.get_queryset(request).filter(code=code).first()
        if row is None:
            raise Http404
        return row

    def _step(self, request, base, initial):
        """The form, its preview, or what was published."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._page(request, self.form_kind(initial=initial, base=base), base)
        form = self.form_kind(request.POST, base=base)
        if not form.is_valid() or "back" in request.POST:
            return self._page(request, form, base)
        if base is not None and form.cleaned_data["code"] != self.code_of(base):
            raise Http404
        facts = form.facts()
        if facts == base:
            form.add_error(None, _("Nothing is changed."))
            return self._page(request, form, base)
        try:
            if "publish" in request.POST:
                return self._publish(request, form, facts, base)
            office.check(facts)
        except InvalidFacts as invalid:
            for problem in invalid.problems:
                form.refuse(problem)
        except StaleRecord:
            form.add_error(None, _("Somebody else changed this meanwhile. Look at it again."))
        except office.AlreadyPublished:
            form.add_error(None, _("This is published already."))
        except PublishingError as error:
            form.add_error(None, str(error))
        if form.errors:
            return self._page(request, form, base)
        return self._page(request, form, base, changes=list(self._changes(form, base)))

    def _publish(self, request, form, facts, base):
        given = form.cleaned_data
        revision = self.put(
            facts,
            by=request.user,
            reason=given["reason"] if base else form.new_reason,
            seen=given["seen"],
            note=given["note"],
        )
        row = self.opened_by(request, revision)
        log = self.log_change if base else self.log_addition
        log(request, row, f"Revision {revision.number}: {revision.reason}.")
        self.message_user(request, _("Published as revision %s.") % revision.number)
        return self.to_list()

    def to_list(self):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
        return HttpResponseRedirect(reverse(name))

    def _changes(self, form, base):
        """Label, before and after of each field that says something else now."""
        before = form.told(base) if base else {}
        for field in form.visible_fields():
            if field.name in ("reason", "note"):
                continue
            old, new = str(before.get(field.name) or ""), str(form[field.name].value() or "")
            if old != new:
                yield {"label": field.label, "before": old, "after": new}

    def _page(self, request, form, base, changes=None):
        title = _("Correct") if base else _("Add")
        context = self.admin_site.each_context(request) | {
            "title": title,
            "subtitle": codes.show(self.code_of(base)) if base else None,
            "opts": self.opts,
            "form": form,
            "changes": changes,
            "base": base,
        }
        return TemplateResponse(request, "admin/publishing_form.html", context)

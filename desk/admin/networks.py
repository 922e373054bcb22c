"""Programmes, and who belongs to a network or a programme: each change one revision."""

from dataclasses import replace

from django import forms
from django.contrib import admin
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from desk import office
from desk.admin.publishing import PublishingAdmin, RecordForm
from desk.forms.dates import PartialDateField
from desk.forms.profile.step import LTR, TextField
from desk.numbers import number_of
from directory import codes
from directory.models import ActorVersion, Membership, ProgrammeVersion
from directory.publishing import StaleRecord
from directory.records.facts import MembershipFacts, ProgrammeFacts
from directory.records.stored import facts_behind
from directory.records.validate import InvalidFacts
from evidence.wording.dates import day_marked

MOST = 500
MISTAKE = ("mistaken-record", pgettext_lazy("reason", "a mistake of ours"))
REFUSALS = {
    "miskeyed": gettext_lazy("This is no code, or it is mistyped."),
    "unknown": gettext_lazy("No profile of this code stands in the register."),
    "repeated": gettext_lazy("This code stands here twice."),
    "itself": gettext_lazy("A network is no member of itself."),
    "member": gettext_lazy("It is a member already."),
}


def _in_words(names):
    """A name in the page's language where there is one, marked as what it is."""
    if not names:  # redacted
        return "—"
    tongue = next(each for each in (get_language(), "fr", "ar", *names) if each in names)
    return format_html('<bdi lang="{}">{}</bdi>', tongue, names[tongue])


def _new(label, after):
    return {"label": label, "before": "", "after": after}


class ProgrammeForm(RecordForm):
    texts = {"names": gettext_lazy("Name"), "descriptions": gettext_lazy("Description")}
    new_reason = "new-programme"
    reasons = (
        ("corrected-programme", pgettext_lazy("reason", "a programme corrected")),
        ("ended-programme", pgettext_lazy("reason", "a programme ended")),
    )

    since = PartialDateField(label=gettext_lazy("Since"), required=False)
    until = PartialDateField(label=gettext_lazy("Until"), required=False)
    website = forms.URLField(
        label=gettext_lazy("Website"), assume_scheme="https", max_length=2000, required=False
    )
    source = TextField(label=gettext_lazy("Source"), max_length=300)

    def facts(self):
        given = self.cleaned_data
        before = self.base.provenance if self.base else {}
        base = self.base or ProgrammeFacts(given["code"], {})
        return replace(
            base,
            since=given["since"],
            until=given["until"],
            website=given["website"] or None,
            provenance=_sourced(before, given["source"]),
            **{name: self.said(name) for name in self.texts},
        )

    @classmethod
    def told(cls, facts):
        return super().told(facts) | {
            "since": facts.since.known if facts.since else "",
            "until": facts.until.known if facts.until else "",
            "website": facts.website or "",
            "source": _source(facts.provenance),
        }


def _source(provenance):
    """What stands for every field not named by itself."""
    entry = provenance.get("*") or next(iter(provenance.values()), {})
    first = entry[0] if isinstance(entry, list) and entry else entry
    return first.get("source", "") if isinstance(first, dict) else ""


def _sourced(provenance, source):
    """Its provenance with another source; what stands is kept where it says the same."""
    same = _source(provenance) == source
    return provenance if same else provenance | {"*": {"source": source}}


@admin.register(ProgrammeVersion)
class ProgrammeAdmin(PublishingAdmin):
    facts_kind = ProgrammeFacts
    form_kind = ProgrammeForm
    put = staticmethod(office.put_programme)
    withdraw = staticmethod(office.withdraw_programme)
    withdrawals = (MISTAKE,)
    list_display = ["name", "begun", "ended", "change", "ending", "shown_code"]
    search_fields = ["code", "fold"]
    fields = ["shown_code", "name", "begun", "ended", "website"]
    ordering = ["code"]

    @admin.display(description=gettext_lazy("Since"), ordering="since")
    def begun(self, one):
        return day_marked(one.since, one.since_precision) if one.since else "—"

    @admin.display(description=gettext_lazy("Until"), ordering="until")
    def ended(self, one):
        return day_marked(one.until, one.until_precision) if one.until else "—"


class MembershipForm(RecordForm):
    reasons = (
        ("member-left", pgettext_lazy("reason", "a member left")),
        ("corrected-membership", pgettext_lazy("reason", "a membership corrected")),
    )

    since = PartialDateField(label=gettext_lazy("Since"), required=False)
    until = PartialDateField(label=gettext_lazy("Until"), required=False)
    source = TextField(label=gettext_lazy("Source"), max_length=300)

    def facts(self):
        given = self.cleaned_data
        return self.base.but(
            since=given["since"],
            until=given["until"],
            provenance=_sourced(self.base.provenance, given["source"]),
        )

    @classmethod
    def told(cls, facts):
        return {
            "since": facts.since.known if facts.since else "",
            "until": facts.until.known if facts.until else "",
            "source": _source(facts.provenance),
        }


class JoinForm(forms.Form):
    """A network or programme, and the codes of who joins it, one a line."""

    target = TextField(
        label=gettext_lazy("Code of the network or programme"),
        max_length=20,
        widget=forms.TextInput(LTR),
    )
    members = forms.CharField(
        label=gettext_lazy("Codes of the members"),
        help_text=gettext_lazy("One a line, as printed on their profiles; 500 at most."),
        max_length=20_000,
        widget=forms.Textarea(LTR | {"rows": 8}),
    )
    since = PartialDateField(label=gettext_lazy("Since"), required=False)
    until = PartialDateField(label=gettext_lazy("Until"), required=False)
    source = TextField(label=gettext_lazy("Source"), max_length=300)
    found = None

    def clean_target(self):
        try:
            return codes.parse(self.cleaned_data["target"])
        except codes.CodeError as error:
            raise forms.ValidationError(_("This is no code, or it is mistyped.")) from error

    def clean(self):
        cleaned = super().clean()
        if "target" not in cleaned or "members" not in cleaned:
            return cleaned
        lines = cleaned["members"].splitlines()
        if len(lines) > MOST:
            self.add_error("members", _("These are more lines than are taken at once."))
            return cleaned
        cleaned["lines"] = lines
        try:
            self.found = office.joining(cleaned["target"], lines)
        except office.UnknownTarget:
            self.add_error("target", _("No network and no programme has this code."))
        else:
            self.refuse_lines(self.found.refused)
        return cleaned

    def refuse_lines(self, refused):
        for at, text, why in refused:
            words = _("Line %(at)s, “%(text)s”: %(why)s")
            told = {"at": at or "—", "text": text[:40], "why": REFUSALS[why]}
            self.add_error("members", words % told)

    refuse = RecordForm.refuse

    @property
    def changes(self):
        """Each who would join, named."""
        yield _new(self.fields["target"].label, _in_words(self.found.names))
        for code, names, _demo in self.found.members:
            yield _new(codes.show(code), _in_words(names))
        for name in ("since", "until", "source"):
            if value := self[name].value():
                yield _new(self.fields[name].label, value)


@admin.register(Membership)
class MembershipAdmin(PublishingAdmin):
    facts_kind = MembershipFacts
    form_kind = MembershipForm
    put = staticmethod(office.put_membership)
    withdraw = staticmethod(office.withdraw_membership)
    withdrawals = (MISTAKE,)
    list_display = ["member_named", "of", "begun", "ended", "change", "ending"]
    list_select_related = ["member", "network", "programme"]
    search_fields = ["=member__code", "=network__code", "=programme__code"]
    search_help_text = gettext_lazy("A code, without its hyphen")
    fields = ["member_named", "of", "begun", "ended"]
    ordering = ["-id"]
    begun, ended = ProgrammeAdmin.begun, ProgrammeAdmin.ended

    def get_changelist_instance(self, request):
        """Names of a page's rows are asked for at once."""
        found = super().get_changelist_instance(request)
        rows = found.result_list = list(found.result_list)
        actors = {code for one in rows for code in (one.member_id, one.network_id) if code}
        programmes = {one.programme_id for one in rows if one.programme_id}
        versions = ActorVersion.objects.current().filter(actor__in=actors)
        called = {("a", key): names for key, names in versions.values_list("actor", "text__names")}
        versions = ProgrammeVersion.objects.current().filter(programme__in=programmes)
        called |= {("p", key): names for key, names in versions.values_list("programme", "names")}
        for one in rows:
            one.called = called
        return found

    @admin.display(description=gettext_lazy("Member"))
    def member_named(self, one):
        return self._named(one, ("a", one.member_id), one.member.code)

    @admin.display(description=gettext_lazy("Network or programme"))
    def of(self, one):
        if one.network_id:
            return self._named(one, ("a", one.network_id), one.network.code)
        return self._named(one, ("p", one.programme_id), one.programme.code)

    def _named(self, one, key, code):
        names = getattr(one, "called", {}).get(key)
        shown = format_html("<bdi>{}</bdi>", codes.show(code))
        return format_html("{} {}", _in_words(names), shown) if names else shown

    def key(self, one):
        return one.pk

    def name(self, one):
        return format_html("{} – {}", self.member_named(one), self.of(one))

    def code_of(self, facts):
        return facts.member

    def subject(self, row):
        return codes.show(row.member.code)

    def standing(self, request, code):
        row = self.get_queryset(request).filter(pk=number_of(code)).first()
        if row is None:
            raise Http404
        return row

    def put_change(self, request, code):
        row = self.standing(request, code)
        base = facts_behind(MembershipFacts, [row.digest]).get(bytes(row.digest))
        if base is None:
            raise Http404
        seen = {"code": row.member.code, "seen": bytes(row.digest).hex()}
        return self._step(request, base, seen | self.form_kind.told(base))

    def put_new(self, request):
        form = JoinForm(request.POST or None)
        ready = request.method == "POST" and form.is_valid() and "back" not in request.POST
        if ready and "publish" in request.POST:
            if revision := self._join(request, form):
                self.message_user(request, _("Published as revision %s.") % revision.number)
                return self.to_list()
            ready = False
        context = self.admin_site.each_context(request) | {
            "title": _("Add members"),
            "opts": self.opts,
            "form": form,
            "changes": list(form.changes) if ready else None,
        }
        return TemplateResponse(request, "admin/publishing_form.html", context)

    def _join(self, request, form):
        """The revision, or None with what is wrong beside its field."""
        given = form.cleaned_data
        try:
            revision = office.join(
                given["target"],
                given["lines"],
                by=request.user,
                reason="new-member",
                since=given["since"],
                until=given["until"],
                provenance={"*": {"source": given["source"]}},
            )
        except office.LinesRefused as error:
            form.refuse_lines(error.args[0])
        except InvalidFacts as invalid:
            for problem in invalid.problems:
                form.refuse(problem)
        except StaleRecord:
            form.add_error(None, _("Somebody else changed this meanwhile. Look at it again."))
        else:
            row = self.opened_by(request, revision)
            self.log_addition(request, row, f"Revision {revision.number}: {revision.reason}.")
            return revision
        return None

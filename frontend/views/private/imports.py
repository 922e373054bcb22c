"""Files of networks brought in by moderators: sent, followed, published, undone."""

import tempfile
from collections import Counter

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from desk import retention
from desk.forms.dates import PartialDateField
from desk.imports import changing, report, running, staging
from desk.imports.mapping import LEFT_OUT
from desk.imports.refusals import ImportRefused
from desk.imports.understanding import SETTINGS
from desk.imports.wording import WORDS, refusal_words
from desk.models import ImportRun, ImportSource, ImportState, RowOutcome, RunState, RunStep
from frontend.private import moderators_only, page
from frontend.views.private.import_told import told
from frontend.views.private.imported import (
    OUTCOMES,
    about,
    hers,
    lacking,
    scopes_of,
    source_kind,
    to,
)

MOST = 50  # files of the list
LICENCES = ("CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "ODbL-1.0")

FILES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

PHASES = {
    "reading": gettext_lazy("Rows read"),
    "checking": gettext_lazy("Rows checked"),
    "preparing": gettext_lazy("Rows made ready"),
    "publishing": gettext_lazy("Writing into the register"),
    "restoring": gettext_lazy("Profiles restored"),
}


class SendForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV, XLSX, ODS, GeoJSON or GeoPackage, 32 MiB at most."),
        widget=forms.FileInput({"class": "input"}),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )
    source = forms.CharField(
        label=gettext_lazy("Who gives it"),
        help_text=gettext_lazy(
            "Public beside everything it brings. How its columns read is remembered."
        ),
        max_length=200,
        widget=forms.TextInput({"class": "input", "dir": "auto", "autocomplete": "organization"}),
    )
    licence = forms.ChoiceField(
        label=gettext_lazy("Licence"),
        help_text=gettext_lazy("Wanted of a new source; else the one it had."),
        choices=[("", "—"), *((one, one) for one in LICENCES)],
        required=False,
        widget=forms.Select({"class": "input", "dir": "ltr"}),
    )
    dated = PartialDateField(
        label=gettext_lazy("Day the file is of"),
        help_text=gettext_lazy("Today, if nothing is said."),
        whole=True,
        required=False,
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("What its rows belong to"),
        widget=forms.Select({"class": "input"}),
    )

    def __init__(self, *given, scopes, **more):
        super().__init__(*given, **more)
        self.fields["scope"].choices = scopes
        if len(scopes) == 1:
            self.fields["scope"].initial = scopes[0][0]


@moderators_only
@require_safe
def imports(request):
    found = ImportRun.objects.within(request.scopes).select_related("parent", "by")
    rows = list(found.defer("content").order_by("-begun_at", "-pk")[:MOST])
    context = {"section": "moderation", "rows": rows, "may": bool(scopes_of(request))}
    return page(request, "imports/list.html", context)


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SendForm(*given, scopes=scopes_of(request))
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        scope, _colon, code = told["scope"].partition(":")
        try:
            run = running.send(
                request.user,
                told["file"],
                source=" ".join(told["source"].split()),
                licence=told["licence"],
                scope=(scope, code),
                dated=told["dated"] and told["dated"].date,
            )
        except running.TooLarge as error:
            form.add_error("file", str(error))
        except ImportRefused as error:
            form.add_error("licence", str(error))
        else:
            return to("moderation-import", run)
    context = {
        "section": "moderation",
        "form": form,
        "may": bool(form.fields["scope"].choices),
        "sources": list(ImportSource.objects.order_by("name").values_list("name", flat=True)[:50]),
    }
    return page(request, "imports/new.html", context, status=400 if form.is_bound else 200)


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def one(request, run):
    held = hers(request, run)
    if request.method == "POST":
        return _do(request, held)
    return _shown(request, held)


def _do(request, held):
    """Stop, go on, check the rows, throw the file away."""
    do = request.POST.get("do", "")
    try:
        if do == "stop":
            running.stop(held)
        elif do == "go-on":
            running.go_on(held, by=request.user)
        elif do == "check":
            running.ask(held, RunStep.CHECK, by=request.user)
        elif do == "drop":
            running.drop(held)
            messages.success(request, _("The file and its rows are deleted."))
            return HttpResponseRedirect(reverse("moderation-imports"), status=303)
        else:
            raise Http404
    except ImportRefused as error:
        held.refresh_from_db()
        return _shown(request, held, wrong=str(error), status=409)
    return to("moderation-import", held)


def _shown(request, held, *, wrong=None, status=200):
    parent = held.parent
    busy = running.busy(held)
    context = about(request, held) | {
        "busy": busy,
        "phase": PHASES.get(held.phase, ""),
        "failed": held.state == RunState.FAILED and _why(held),
        "wrong": wrong,
        "stopped": held.state == RunState.STOPPED,
        "published": parent and parent.state == ImportState.PUBLISHED,
        "undone": parent and parent.state == ImportState.UNDONE,
        "kept_days": retention.rule("imports").after.days,
    }
    if parent and not busy and parent.state != ImportState.READ and not parent.revision_id:
        counts = staging.outcomes(parent)
        context |= {
            "counts": [
                {"outcome": name, "count": counts[name]} for name in OUTCOMES if counts[name]
            ],
            "unchecked": counts[RowOutcome.UNCHECKED],
            "checked": parent.state == ImportState.CHECKED,
            "lacking": lacking(parent),
            "problems": _problems(parent),
            "ready": counts[RowOutcome.NEW] + counts[RowOutcome.UPDATE],
        }
    return page(request, "imports/one.html", context, status=status)


def _why(held) -> str:
    why = refusal_words(held.refusal.get("what", ""), held.refusal.get("told", {}))
    return _("%(label)s: %(words)s") % {"label": held.get_step_display(), "words": why}


def _problems(parent) -> list[dict]:
    """What is the matter, most often first."""
    counted = Counter()
    told = parent.staged.exclude(problems=[]).values_list("problems", flat=True)
    for problems in told.iterator(chunk_size=staging.BATCH):
        counted.update(
            {(one["problem"], one["wrong"] and one["problem"] not in SETTINGS) for one in problems}
        )
    return [
        {"problem": problem, "words": WORDS[problem], "wrong": wrong, "count": count}
        for (problem, wrong), count in counted.most_common()
    ]


@moderators_only
@require_safe
def annotated(request, run, kind):
    held = hers(request, run, read=True)
    if kind not in FILES:
        raise Http404
    file = tempfile.NamedTemporaryFile(suffix=f".{kind}")  # noqa: SIM115 (closed with the answer)
    report.write(held.parent, file.name)
    file.seek(0)
    name = f"{held.filename.rsplit('.', 1)[0]}-athar.{kind}"
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=FILES[kind])
    answer["Cache-Control"] = "private, no-store"
    return answer


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request, run):
    held = hers(request, run, read=True)
    parent = held.parent
    counts = staging.outcomes(parent)
    ready = (
        parent.state in (ImportState.CHECKED, ImportState.PUBLISHING)
        and not running.busy(held)
        and counts[RowOutcome.NEW] + counts[RowOutcome.UPDATE] > 0
    )
    if not ready:
        return to("moderation-import", held)
    wrong, errors = None, []
    if request.method == "POST":
        skipped = {
            name: request.POST.get(f"skip_{name}") == "on"
            for name in (RowOutcome.WRONG, RowOutcome.UNSURE)
        }
        skipped[RowOutcome.UNCHECKED] = request.POST.get("skip_lacking") == "on"
        errors = [name for name, agreed in skipped.items() if counts[name] and not agreed]
        seen = {name: request.POST.get(f"seen_{name}", "") for name in ("new", "update")}
        if any(seen[name] != str(counts[name]) for name in seen):
            wrong = refusal_words("changed-meanwhile", {})
        elif not errors:
            try:
                running.ask(
                    held,
                    RunStep.PUBLISH,
                    by=request.user,
                    skip_wrong=skipped[RowOutcome.WRONG] or skipped[RowOutcome.UNCHECKED],
                    skip_unsure=skipped[RowOutcome.UNSURE],
                    expected={name: counts[name] for name in ("new", "update")},
                )
            except ImportRefused as error:
                wrong = str(error)
            else:
                return to("moderation-import", held)
    ready_rows = parent.staged.filter(outcome__in=["new", "update"])
    figures = changing.count_figures(parent)
    context = about(request, held)
    context |= {
        "counts": counts,
        "unchecked": counts[RowOutcome.UNCHECKED],
        "figures": figures,
        "source_kind": figures and source_kind(parent),
        "taking": [
            {"problem": word, "count": n}
            for word in changing.TAKING
            if (n := ready_rows.filter(problems__contains=[{"problem": word}]).count())
        ],
        "first": told(parent, list(ready_rows.order_by("number")[:5]), False, context["scope"]),
        "fields": _public_fields(parent),
        "left_out": [c for c in parent.columns if parent.mapping.get(c, LEFT_OUT) == LEFT_OUT],
        "wrong": wrong,
        "errors": errors,
    }
    status = 409 if wrong else 400 if errors else 200
    return page(request, "imports/publish.html", context, status=status)


def _public_fields(parent) -> list[str]:
    """The columns that become public."""
    return [
        c for c in parent.columns if parent.mapping.get(c, LEFT_OUT) not in (LEFT_OUT, "answer")
    ]


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request, run):
    held = hers(request, run, read=True)
    if held.parent.state != ImportState.PUBLISHED or running.busy(held):
        return to("moderation-import", held)
    wrong = None
    if request.method == "POST":
        try:
            running.ask(held, RunStep.UNDO, by=request.user, **_applied(held))
        except ImportRefused as error:
            wrong = str(error)
        else:
            return to("moderation-import", held)
    context = about(request, held) | {"wrong": wrong}
    return page(request, "imports/undo.html", context, status=409 if wrong else 200)


def _applied(held):
    return {"applied": held.options["applied"]} if "applied" in held.options else {}

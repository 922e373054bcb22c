"""Files of networks brought in by moderators: sent, mapped, checked, decided, published, undone."""

import tempfile
from collections import Counter

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from desk.forms.dates import PartialDateField
from desk.imports import report, running, staging
from desk.imports.mapping import LEFT_OUT
from desk.imports.refusals import ImportRefused
from desk.imports.wording import WORDS, candidate_words, problem_words
from desk.models import ImportRun, ImportSource, ImportState, RowOutcome, RunState, RunStep, Scope
from directory import codes
from directory.as_of import snapshot
from directory.models import Indicator
from directory.records.facts import LANGUAGES, ActorFacts
from directory.records.stored import facts_behind
from directory.selectors import reference
from directory.selectors.actors import names_of_actors
from evidence.wording.names import name_of
from evidence.wording.numbers import grouped, percent
from frontend.private import moderators_only, page

MOST, ROWS = 50, 20  # files of the list; rows of a page
SAMPLES = 3
LICENCES = ("CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "ODbL-1.0")
FILES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OUTCOMES = {
    RowOutcome.NEW: gettext_lazy("new profiles"),
    RowOutcome.UPDATE: gettext_lazy("profiles to be changed"),
    RowOutcome.SAME: gettext_lazy("say nothing new"),
    RowOutcome.UNSURE: gettext_lazy("uncertain: somebody has to decide"),
    RowOutcome.WRONG: gettext_lazy("wrong"),
    RowOutcome.SKIPPED: gettext_lazy("skipped"),
    RowOutcome.UNCHECKED: gettext_lazy("still to be checked"),
}
PHASES = {
    "reading": gettext_lazy("Rows read"),
    "checking": gettext_lazy("Rows checked"),
    "preparing": gettext_lazy("Rows made ready"),
    "publishing": gettext_lazy("Writing into the register"),
    "restoring": gettext_lazy("Profiles restored"),
}
FIELDS = {
    "code": gettext_lazy("Code in Athar"),
    "name": gettext_lazy("Name, its language read from its letters"),
    "description": gettext_lazy("Description"),
    "legal_form": gettext_lazy("Legal form"),
    "kind": gettext_lazy("Kind of organisation"),
    "cooperative_type": gettext_lazy("Type of cooperative"),
    "sectors": gettext_lazy("Sectors"),
    "audiences": gettext_lazy("Audiences"),
    "products": gettext_lazy("Products"),
    "founded": gettext_lazy("Date of founding"),
    "closed": gettext_lazy("Date of closing"),
    "website": gettext_lazy("Website"),
    "address": gettext_lazy("Address"),
    "commune": gettext_lazy("Commune"),
    "province": gettext_lazy("Province"),
    "region": gettext_lazy("Region"),
    "lat": gettext_lazy("Latitude"),
    "lon": gettext_lazy("Longitude"),
    "point": gettext_lazy("Coordinates in one column"),
    "x": gettext_lazy("X in metres"),
    "y": gettext_lazy("Y in metres"),
    "year": gettext_lazy("Year of the figures"),
    "answer": gettext_lazy("Answer to an uncertain row"),
}
ZONES = {"nord maroc": 26191, "sud maroc": 26192, "sahara nord": 26194, "sahara sud": 26195}


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


class MeantForm(forms.Form):
    """What is meant by figures, coordinates and rows that lack a legal form."""

    def __init__(self, *given, forms_of, **more):
        super().__init__(*given, **more)
        self.fields["legal_form"].choices = [("", "—"), *forms_of]

    legal_form = forms.ChoiceField(
        label=gettext_lazy("Legal form of rows that say none"),
        required=False,
        widget=forms.Select({"class": "input"}),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year of figures whose column names none"),
        required=False,
        min_value=1950,
        max_value=2099,
        widget=forms.TextInput({"class": "input", "inputmode": "numeric", "dir": "ltr"}),
    )
    source_kind = forms.ChoiceField(
        label=gettext_lazy("What the figures come from"),
        choices=[
            ("declared", gettext_lazy("declared by the organisations")),
            ("registry", gettext_lazy("an official register")),
            ("survey", gettext_lazy("a survey")),
            ("estimate", gettext_lazy("an estimate")),
        ],
        widget=forms.Select({"class": "input"}),
    )
    crs = forms.TypedChoiceField(
        label=gettext_lazy("Zone of coordinates in metres"),
        choices=[("", "—"), *((code, name) for name, code in ZONES.items())],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.Select({"class": "input", "dir": "ltr"}),
    )


@moderators_only
@require_safe
def imports(request):
    found = ImportRun.objects.within(request.scopes).select_related("parent", "by")
    rows = list(found.defer("content").order_by("-begun_at", "-pk")[:MOST])
    context = {"section": "moderation", "rows": rows, "may": bool(_scopes(request))}
    return page(request, "imports/list.html", context)


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SendForm(*given, scopes=_scopes(request))
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
        except running.TooLarge:
            form.add_error("file", _("The file is larger than 32 MiB: cut it into parts."))
        except ImportRefused:
            form.add_error("licence", _("A new source: choose its licence."))
        else:
            return _to("moderation-import", run)
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
    held = _hers(request, run)
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
        return _shown(request, held, wrong=refusal(type(error).__name__), status=409)
    return _to("moderation-import", held)


def _shown(request, held, *, wrong=None, status=200):
    parent = held.parent
    busy = running.busy(held)
    context = _about(request, held) | {
        "busy": busy,
        "phase": PHASES.get(held.phase, ""),
        "failed": held.state == RunState.FAILED and refusal(held.refusal.get("kind", "")),
        "detail": held.refusal.get("words", ""),
        "wrong": wrong,
        "stopped": held.state == RunState.STOPPED,
        "published": parent and parent.state == ImportState.PUBLISHED,
        "undone": parent and parent.state == ImportState.UNDONE,
        "kept_days": running.KEPT.days,
    }
    if parent and not busy and parent.state != ImportState.READ:
        counts = staging.outcomes(parent)
        context |= {
            "counts": [
                {"outcome": name, "words": words, "count": counts[name]}
                for name, words in OUTCOMES.items()
                if counts[name]
            ],
            "checked": parent.state == ImportState.CHECKED and not counts[RowOutcome.UNCHECKED],
            "problems": _problems(parent),
            "ready": counts[RowOutcome.NEW] + counts[RowOutcome.UPDATE],
        }
    return page(request, "imports/one.html", context, status=status)


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request, run):
    held = _hers(request, run, read=True)
    parent = held.parent
    with snapshot() as reading:
        found = reference.terms(reading, "legal_forms")
        choices = [(code, name_of(term).text) for code, term in found.items()]
        fields = _fields(parent)
    given = request.POST if request.method == "POST" else None
    options = parent.options
    meant = MeantForm(
        given,
        forms_of=choices,
        initial={
            "legal_form": options.get("constants", {}).get("legal_form", ""),
            "year": options.get("year"),
            "source_kind": options.get("source_kind", "declared"),
            "crs": options.get("crs"),
        },
    )
    form = _columns_form(parent, fields, given)
    wrong = None
    open_still = not running.busy(held) and not parent.revision_id
    if form.is_bound and form.is_valid() and meant.is_valid() and open_still:
        told = meant.cleaned_data
        constants = {"legal_form": told["legal_form"]} if told["legal_form"] else {}
        said = staging.Said(
            mapping={
                column: form.cleaned_data[f"c{at}"] for at, column in enumerate(parent.columns)
            },
            constants=constants,
            year=told["year"],
            crs=told["crs"],
            source_kind=told["source_kind"],
        )
        try:
            staging.map_again(parent, said)
            running.ask(held, RunStep.CHECK, by=request.user)
        except ImportRefused as error:
            wrong = refusal(type(error).__name__)
        else:
            return _to("moderation-import", held)
    context = _about(request, held) | {
        "form": form,
        "meant": meant,
        "wrong": wrong,
        "open": open_still,
    }
    return page(request, "imports/columns.html", context, status=400 if form.is_bound else 200)


def _fields(parent) -> list:
    """Every field a column may be, in groups; those it is now among them."""
    names = dict(FIELDS)
    tongues = {"ar": _("Arabic"), "fr": _("French"), "en": _("English"), "es": _("Spanish"),
               "zgh": _("Tamazight")}  # fmt: skip
    for language in LANGUAGES:
        names[f"names.{language}"] = _("Name in %(language)s") % {"language": tongues[language]}
    for language in LANGUAGES:
        told = {"language": tongues[language]}
        names[f"descriptions.{language}"] = _("Description in %(language)s") % told
    names |= {"registry.ice": "ICE", "registry.rc": _("Trade register"),
              "registry.rlc": _("Local register of cooperatives")}  # fmt: skip
    figures = {
        f"figures.{one.code}": name_of({"names": one.names}).text
        for one in Indicator.objects.newest().order_by("code")
    }
    for field in parent.mapping.values():
        head, _dot, year = field.rpartition(".")
        if head in figures and year.isdigit():
            figures[field] = f"{figures[head]} {year}"
        elif field not in names and field not in figures and field != LEFT_OUT:
            names[field] = field
    return [
        (LEFT_OUT, _("left out")),
        (_("Profile"), list(names.items())),
        (_("Figures"), list(figures.items())),
    ]


def _columns_form(parent, fields, given):
    samples = list(parent.staged.order_by("number").values_list("cells", flat=True)[:20])
    form = forms.Form(given)
    for at, column in enumerate(parent.columns):
        seen = [str(row[at]) for row in samples if at < len(row) and row[at] not in (None, "")]
        form.fields[f"c{at}"] = forms.ChoiceField(
            label=column,
            help_text=" · ".join(one[:60] for one in dict.fromkeys(seen[:SAMPLES])),
            choices=fields,
            initial=parent.mapping.get(column, LEFT_OUT),
            widget=forms.Select({"class": "input"}),
        )
    return form


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def rows(request, run):
    held = _hers(request, run, read=True)
    parent = held.parent
    outcome, problem = request.GET.get("outcome", ""), request.GET.get("problem", "")
    after = request.GET.get("after", "0")
    if outcome not in RowOutcome.values or (problem and problem not in WORDS):
        raise Http404
    if not after.isdecimal() or len(after) > 9:
        raise Http404
    found = parent.staged.order_by("number").filter(number__gt=int(after))
    if outcome:
        found = found.filter(outcome=outcome)
    if problem:
        found = found.filter(problems__contains=[{"problem": problem}])
    open_still = not running.busy(held) and not parent.revision_id
    wrong = None
    if request.method == "POST" and open_still:
        try:
            count = _decided(request, parent)
        except ImportRefused as error:
            wrong = refusal(type(error).__name__)
        else:
            if count:
                messages.success(
                    request, _("%(n)s rows decided; check them again.") % {"n": grouped(count)}
                )
            return HttpResponseRedirect(request.get_full_path(), status=303)
    shown = list(found[: ROWS + 1])
    following = shown[ROWS - 1].number if len(shown) > ROWS else None
    asked = {"outcome": outcome, "problem": problem}
    context = _about(request, held) | {
        "rows": _told(parent, shown[:ROWS], open_still),
        "outcomes": [(name, words, name == outcome) for name, words in OUTCOMES.items() if name],
        "outcome": outcome,
        "problem": problem,
        "problem_words": WORDS.get(problem, ""),
        "next_url": following and f"{request.path}?{urlencode(asked | {'after': following})}",
        "first_url": after != "0" and f"{request.path}?{urlencode(asked)}",
        "open": open_still,
        "unchecked": parent.staged.filter(outcome="").count(),
        "wrong": wrong,
    }
    return page(request, "imports/rows.html", context, status=409 if wrong else 200)


def _decided(request, parent) -> int:
    """What was chosen for the rows of a page; how many."""
    count = 0
    for name, value in request.POST.items():
        word, _dash, key = name.partition("-")
        if word not in ("answer", "place") or not value or not (key.isdecimal() and len(key) < 19):
            continue
        row = parent.staged.filter(pk=int(key)).first()
        if row is None:
            continue
        if word == "answer":
            verb, _colon, code = value.partition(":")
            if verb not in ("same", "other", "skip"):
                continue
            known = {one.get("code") for one in row.candidates}
            staging.decide(row, verb, code if verb == "same" and code in known else "")
            count += 1
        else:
            problem = next((one for one in row.problems if value in one.get("choices", ())), None)
            if problem:
                same = {"problem": problem["problem"], "place": problem["place"]}
                staging.choose(parent, problem["place"], value, same)
                count += 1
    return count


def _told(parent, shown, open_still) -> list[dict]:
    """Rows with what was found, and who they may be beside them."""
    digests = {one["digest"] for row in shown for one in row.candidates if "digest" in one}
    facts = {
        digest.hex(): one.payload()
        for digest, one in facts_behind(ActorFacts, [bytes.fromhex(one) for one in digests]).items()
    }
    twins = {one["row"] for row in shown for one in row.candidates if "row" in one}
    earlier = {one.number: one for one in parent.staged.filter(number__in=twins)}
    with snapshot() as reading:
        words = _Words(reading)
        told = []
        for row in shown:
            unsure = row.outcome == RowOutcome.UNSURE
            choices = [
                {"problem": problem, "options": [(c, words.territory(c)) for c in asked]}
                for problem in row.problems
                if (asked := [c for c in problem.get("choices", ()) if c in words.territories])
            ]
            told.append(
                {
                    "row": row,
                    "outcome": OUTCOMES[row.outcome],
                    "problems": [
                        {"words": problem_words(one), "wrong": one["wrong"]} for one in row.problems
                    ],
                    "mine": words.card(_payload(row.told)),
                    "candidates": [
                        {
                            "value": f"same:{one['code']}" if "code" in one else "same",
                            "words": candidate_words(one),
                            "score": percent(one["score"]),
                            "code": "code" in one and codes.show(one["code"]),
                            "row": one.get("row"),
                            "card": words.card(
                                facts.get(one["digest"], {})
                                if "digest" in one
                                else _payload(earlier[one["row"]].told)
                                if one["row"] in earlier
                                else {}
                            ),
                        }
                        for one in row.candidates
                    ]
                    if unsure
                    else [],
                    "decide": open_still and unsure,
                    "choices": choices if open_still else [],
                    "skip": open_still and row.outcome == RowOutcome.WRONG,
                }
            )
    return told


def _payload(told) -> dict:
    """What a row tells, as facts of a profile are told."""
    found = {"names": {}, "registry": {}}
    for name, value in told.items():
        head, dot, key = name.partition(".")
        if dot and head in found:
            found[head][key] = value
        elif not dot:
            found[name] = value
    return found


class _Words:
    """Facts in words of the page, to be compared side by side."""

    def __init__(self, reading):
        self.territories = reference.territories(reading)
        self.legal_forms = reference.terms(reading, "legal_forms")

    def territory(self, code):
        one = self.territories[code]
        around = self.territories.get(one.province)
        beside = [around] if around and around.code != code else []
        return _(", ").join(name_of(each).text for each in [one, *beside])

    def card(self, facts) -> list:
        """Pairs of a word and what is said; those without are absent."""
        place = facts.get("place") or {}
        leaf = place.get("arrondissement") or place.get("commune") or place.get("province")
        legal = self.legal_forms.get(facts.get("legal_form"))
        found = [
            (_("Name"), " · ".join((facts.get("names") or {}).values())),
            (_("Legal form"), legal and name_of(legal).text),
            (_("Place"), self.territory(leaf) if leaf in self.territories else ""),
        ]
        found += [(name.upper(), text) for name, text in (facts.get("registry") or {}).items()]
        return [(word, text) for word, text in found if text]


@moderators_only
@require_safe
def annotated(request, run, kind):
    held = _hers(request, run, read=True)
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
    held = _hers(request, run, read=True)
    parent = held.parent
    counts = staging.outcomes(parent)
    ready = (
        parent.state in (ImportState.CHECKED, ImportState.PUBLISHING)
        and not counts[RowOutcome.UNCHECKED]
        and not running.busy(held)
        and counts[RowOutcome.NEW] + counts[RowOutcome.UPDATE] > 0
    )
    if not ready:
        return _to("moderation-import", held)
    wrong, errors = None, []
    if request.method == "POST":
        skipped = {
            name: request.POST.get(f"skip_{name}") == "on"
            for name in (RowOutcome.WRONG, RowOutcome.UNSURE)
        }
        errors = [name for name, agreed in skipped.items() if counts[name] and not agreed]
        seen = {name: request.POST.get(f"seen_{name}", "") for name in ("new", "update")}
        if any(seen[name] != str(counts[name]) for name in seen):
            wrong = refusal("ChangedMeanwhile")
        elif not errors:
            try:
                running.ask(
                    held,
                    RunStep.PUBLISH,
                    by=request.user,
                    skip_wrong=skipped[RowOutcome.WRONG],
                    skip_unsure=skipped[RowOutcome.UNSURE],
                    expected={name: counts[name] for name in ("new", "update")},
                )
            except ImportRefused as error:
                wrong = refusal(type(error).__name__)
            else:
                return _to("moderation-import", held)
    ready_rows = parent.staged.filter(outcome__in=["new", "update"])
    context = _about(request, held) | {
        "counts": counts,
        "figures": ready_rows.exclude(figures=[]).count(),
        "first": _told(parent, list(ready_rows.order_by("number")[:5]), False),
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
    held = _hers(request, run, read=True)
    if held.parent.state != ImportState.PUBLISHED or running.busy(held):
        return _to("moderation-import", held)
    wrong = None
    if request.method == "POST":
        try:
            running.ask(held, RunStep.UNDO, by=request.user, **_applied(held))
        except ImportRefused as error:
            wrong = refusal(type(error).__name__)
        else:
            return _to("moderation-import", held)
    context = _about(request, held) | {"wrong": wrong}
    return page(request, "imports/undo.html", context, status=409 if wrong else 200)


def _applied(held):
    return {"applied": held.options["applied"]} if "applied" in held.options else {}


def _hers(request, run, *, read=False) -> ImportRun:
    """A file within her scopes; for anybody else there is none."""
    found = ImportRun.objects.within(request.scopes).select_related(
        "parent__source", "parent__revision", "by"
    )
    held = found.defer("content").filter(pk=run).first()
    if held is None or (read and held.parent is None):
        raise Http404
    return held


def _about(request, held):
    scopes = dict(_scopes(request))
    return {
        "section": "moderation",
        "held": held,
        "parent": held.parent,
        "scope": scopes.get(f"{held.scope}:{held.scope_code}") or _scope_name(held),
        "url": reverse("moderation-import", args=[held.pk]),
    }


def _scopes(request) -> list:
    """What she may import into, as choices: the register, her regions, her networks."""
    scopes = request.scopes
    if scopes.everything:
        return [(f"{Scope.COUNTRY}:MA", _("The whole register"))]
    with snapshot() as reading:
        known = reference.territories(reading)
        networks = names_of_actors(scopes.networks, reading)
    regions = [
        (f"{Scope.REGION}:{code}", name_of(known[code]).text)
        for code in sorted(scopes.regions)
        if code in known
    ]
    return regions + [
        (f"{Scope.NETWORK}:{code}", name_of({"names": names}).text)
        for code, names in sorted(networks.items())
    ]


def _scope_name(held):
    if held.scope == Scope.COUNTRY:
        return _("The whole register")
    with snapshot() as reading:
        if held.scope == Scope.REGION:
            one = reference.territories(reading).get(held.scope_code)
            return one and name_of(one).text
        names = names_of_actors([held.scope_code], reading).get(held.scope_code)
    return names and name_of({"names": names}).text


def _problems(parent) -> list[dict]:
    """What is the matter, most often first."""
    counted = Counter()
    told = parent.staged.exclude(problems=[]).values_list("problems", flat=True)
    for problems in told.iterator(chunk_size=staging.BATCH):
        counted.update({(one["problem"], one["wrong"]) for one in problems})
    return [
        {"problem": problem, "words": WORDS[problem], "wrong": wrong, "count": count}
        for (problem, wrong), count in counted.most_common()
    ]


def _to(name, run):
    return HttpResponseRedirect(reverse(name, args=[run.pk]), status=303)


def refusal(kind: str) -> str:
    """Why something was not done, in words."""
    words = {
        "BadRequest": _("What was said does not fit together: look at the columns."),
        "Unreadable": _("The file could not be read."),
        "Hostile": _("The file was refused: it is too large once opened, or may hold a program."),
        "RowsInTheWay": _("Rows are wrong or uncertain: decide on them, or leave them out."),
        "WrongState": _("The import is not where this can be done: perhaps it was done already."),
        "NothingToImport": _("No row says anything new."),
        "ChangedMeanwhile": _("The register changed since you looked: look at the numbers again."),
        "NotYours": _("This is outside what you moderate."),
        "Busy": _("The worker is at it: stop it first."),
        "HereAlready": _("The same file was sent before: look for it in the list."),
    }
    return words.get(kind) or _("It could not be done. Nothing was published. Try again.")

"""Rows of a file: what was found, who they may be, what is decided of them."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from desk.imports import leaving, running, staging
from desk.imports.refusals import ImportRefused
from desk.imports.wording import WORDS
from desk.models import RowOutcome
from desk.numbers import number_of
from desk.places import find_places, leaves_of
from evidence.wording.numbers import grouped
from frontend.private import moderators_only, page
from frontend.views.private.import_told import place_problem, told, wrong_figures
from frontend.views.private.imported import OUTCOMES, about, hers, lacking, source_kind

ROWS = 20


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def rows(request, run):
    held = hers(request, run, read=True)
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
    wrong, unclear = None, {}
    if request.method == "POST" and open_still:
        try:
            decided = _at_once(request, parent) or _decided(request, parent)
        except ImportRefused as error:
            wrong = str(error)
        else:
            if decided.count:
                messages.success(request, _decided_words(decided.count))
            if not decided.unclear:
                return HttpResponseRedirect(request.get_full_path(), status=303)
            unclear = decided.unclear
    shown = list(found[: ROWS + 1])
    following = shown[ROWS - 1].number if len(shown) > ROWS else None
    asked = {"outcome": outcome, "problem": problem}
    context = about(request, held)
    rows = told(parent, shown[:ROWS], open_still, context["scope"])
    context |= {
        "rows": [one | {"unclear": unclear.get(one["row"].pk)} for one in rows],
        "source_kind": any(one["figures"] for one in rows) and source_kind(parent),
        "places_url": reverse("register-places"),
        "outcomes": [(name, words, name == outcome) for name, words in OUTCOMES.items() if name],
        "outcome": outcome,
        "problem": problem,
        "problem_words": WORDS.get(problem, ""),
        "next_url": following and f"{request.path}?{urlencode(asked | {'after': following})}",
        "first_url": after != "0" and f"{request.path}?{urlencode(asked)}",
        "open": open_still,
        **(_figures(parent, problem) if open_still else {}),
        "unchecked": parent.staged.filter(outcome="").count(),
        "lacking": open_still and lacking(parent),
        "wrong": wrong,
    }
    status = 409 if wrong else 400 if unclear else 200
    return page(request, "imports/rows.html", context, status=status)


@dataclass
class Decided:
    """The rows something was decided of, and how many `others`; of communes that are not clear yet,
    by row: what was typed, what is wrong with it, and which places it may mean.
    """

    rows: set[int] = field(default_factory=set)
    unclear: dict[int, dict] = field(default_factory=dict)
    others: int = 0

    @property
    def count(self) -> int:
        return self.others + len(self.rows)


def _at_once(request, parent) -> Decided | None:
    """What was chosen for all figures of a column, if that was: to do without them, or not."""
    do, column = request.POST.get("do", ""), request.POST.get("column", "")
    if do == "leave-out":
        problem = request.POST.get("problem", "")
        if problem and problem not in WORDS:
            raise Http404
        return Decided(others=leaving.leave_all_out(parent, column, problem))
    if do == "read-again":
        return Decided(others=leaving.read_again(parent, column))
    return None


def _figures(parent, problem) -> dict[str, list[dict]]:
    """The figures of all rows that can be left out at once, and those that were."""
    stopping = [one for one in leaving.stopping(parent) if problem in ("", one.problem)]
    return {
        "stopping": [{"figures": one, "words": WORDS[one.problem]} for one in stopping],
        "left_out": leaving.left(parent),
    }


def _decided(request, parent) -> Decided:
    """What was chosen for the rows of a page."""
    decided = Decided()
    numbers = {number_of(name.partition("-")[2]) for name in request.POST}
    for row in parent.staged.filter(pk__in=numbers - {None}).order_by("number"):
        told = {
            word: request.POST.get(f"{word}-{row.pk}", "")
            for word in ("answer", "place", "which", "found", "find")
        }
        columns = {one["column"] for one in wrong_figures(row, parent)}
        columns &= set(request.POST.getlist(f"figure-{row.pk}"))
        if columns:
            leaving.leave_out(row, columns)
            decided.rows.add(row.pk)
        if _answered(row, told["answer"]):
            decided.rows.add(row.pk)
        elif place_problem(row):
            _placed(parent, row, told, decided)
    return decided


def _answered(row, answer) -> bool:
    verb, _colon, code = answer.partition(":")
    if verb not in ("same", "other", "skip"):
        return False
    known = {one.get("code") for one in row.candidates}
    staging.decide(row, verb, code if verb == "same" and code in known else "")
    return True


def _placed(parent, row, told, decided):
    """A commune chosen, or looked up by the words typed where nothing was."""
    words = told["find"].strip()[:120]
    given = told["place"] or told["which"] or told["found"]
    found = [] if given or not words else find_places(words)
    meant = [one.code for one in found if one.exact] or [one.code for one in found]
    leaves = set(leaves_of([given] if given else meant).values())
    if len(leaves) == 1:
        (code,) = leaves
        problem = place_problem(row)
        same = {"problem": problem["problem"], "place": problem["place"]}
        staging.choose(parent, problem["place"], code, same)
        decided.rows.add(row.pk)
    elif words:
        several = _("Several places are called so: choose one.")
        none = _("No place we know is called so.")
        decided.unclear[row.pk] = {
            "words": words,
            "wrong": several if found else none,
            "places": found,
        }


def _decided_words(count) -> str:
    words = ngettext(
        "%(shown)s row decided; check the rows again.",
        "%(shown)s rows decided; check the rows again.",
        count,
    )
    return words % {"shown": grouped(count)}

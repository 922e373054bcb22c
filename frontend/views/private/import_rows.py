"""Rows of a file: what was found, who they may be, what is decided of them."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from desk.imports import running, staging, wording
from desk.imports.refusals import ImportRefused
from desk.imports.wording import WORDS, candidate_words, problem_words
from desk.models import RowOutcome
from desk.numbers import number_of
from directory import codes
from directory.as_of import snapshot
from directory.records.facts import ActorFacts
from directory.records.stored import facts_behind
from directory.selectors import reference
from evidence.wording.names import name_of
from evidence.wording.numbers import grouped, percent
from frontend.private import moderators_only, page
from frontend.views.private.imported import OUTCOMES, about, hers

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
    wrong = None
    if request.method == "POST" and open_still:
        try:
            count = _decided(request, parent)
        except ImportRefused as error:
            wrong = str(error)
        else:
            if count:
                messages.success(
                    request, _("%(n)s rows decided; check them again.") % {"n": grouped(count)}
                )
            return HttpResponseRedirect(request.get_full_path(), status=303)
    shown = list(found[: ROWS + 1])
    following = shown[ROWS - 1].number if len(shown) > ROWS else None
    asked = {"outcome": outcome, "problem": problem}
    context = about(request, held) | {
        "rows": told(parent, shown[:ROWS], open_still),
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
        number = number_of(key)
        if word not in ("answer", "place") or not value or number is None:
            continue
        row = parent.staged.filter(pk=number).first()
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


def told(parent, shown, open_still) -> list[dict]:
    """Rows with what was found, and who they may be beside them."""
    digests = {one["digest"] for row in shown for one in row.candidates if "digest" in one}
    facts = {
        digest.hex(): one.payload()
        for digest, one in facts_behind(ActorFacts, [bytes.fromhex(one) for one in digests]).items()
    }
    twins = {one["row"] for row in shown for one in row.candidates if "row" in one}
    earlier = {one.number: one for one in parent.staged.filter(number__in=twins)}
    with snapshot() as reading:
        words = Words(reading)
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
                    "outcome": wording.OUTCOMES[row.outcome],
                    "problems": [
                        {"words": problem_words(one), "wrong": one["wrong"]} for one in row.problems
                    ],
                    "mine": words.card(payload(row.told)),
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
                                else payload(earlier[one["row"]].told)
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


def payload(told) -> dict:
    """What a row tells, as facts of a profile are told."""
    found = {"names": {}, "registry": {}}
    for name, value in told.items():
        head, dot, key = name.partition(".")
        if dot and head in found:
            found[head][key] = value
        elif not dot:
            found[name] = value
    return found


class Words:
    """Facts in words of the page, to be compared side by side."""

    def __init__(self, reading):
        self.territories = reference.territories(reading)
        self.legal_forms = reference.terms(reading, "legal_form")

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

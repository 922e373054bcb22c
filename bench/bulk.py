"""A hundred contributions accepted at once: typed as people type them, then one revision.

Only in a demonstration: what is published is invented here, withdrawn and taken out again. Beside
it the same profiles given to publish() alone: what the desk adds is the difference.
"""

from decimal import Decimal

from bench.database import Raw
from bench.pairs import Timing, timed
from bench.publishing import SAID
from bench.report import Report
from desk import submissions
from desk.models import Consent, Decision, Submission
from desk.moderation import deciding
from directory import codes
from directory.models import Actor
from directory.publishing import publish, withdraw
from directory.records.facts import ActorFacts, ObservationFacts, Place
from directory.vocabulary import is_demonstration
from frontend.views.private.bulk import looked_at

TOGETHER = 100
ROUNDS = 5
AIM = 5_000  # ms
YEAR = 2023
COMMUNE = "02.113.01.09"
SAYING = {"kind": "demo", "role": "administrator", "reason": "benchmark"}


def run(raw) -> Report:
    report = Report("Accepting in bulk")
    if not is_demonstration():
        raise SystemExit("contributions are accepted in a demonstration only")
    desk, alone, looks = [], [], []
    for turn in range(ROUNDS):
        waiting = [_sent(turn * TOGETHER + number) for number in range(TOGETHER)]
        looks.append(timed(lambda waiting=waiting: looked_at(waiting)))
        desk.append(timed(lambda waiting=waiting: deciding.accept_all(waiting, by=None)))
        _taken_out(waiting)
        facts = [one for number in range(TOGETHER) for one in _facts(turn, number)]
        alone.append(timed(lambda facts=facts: publish(**SAYING, opened=facts)))
        _withdrawn({one.code for one in facts if isinstance(one, ActorFacts)})
    Raw("DATABASE_OWNER_URL").connection.execute("vacuum analyze desk_submission")
    accepted, published, looked = Timing.of(desk), Timing.of(alone), Timing.of(looks)
    report.add(
        f"{TOGETHER} new profiles with five figures accepted", f"{accepted.p50:,.0f} ms",
        f"publish() alone {published.p50:,.0f} ms", f"{AIM:,} ms",
        "yes" if accepted.p50 <= AIM else "no",
    )  # fmt: skip
    whole = looked.p50 + accepted.p50
    report.add(
        "the same, with what is asked of each before", f"{whole:,.0f} ms",
        f"of it looking {looked.p50:,.0f} ms", f"{AIM:,} ms", "yes" if whole <= AIM else "no",
    )  # fmt: skip
    return report


def _sent(number) -> Submission:
    """One that waits, through the desk's own steps."""
    steps = {
        "name": {"name_fr": f"Exemple · banc d’essai {number}", "name_ar": f"مثال {number}"},
        "form": {"legal_form": "cooperative", "kind": "operator", "founded_year": "2016"},
        "place": {"place": COMMUNE, "place_q": "", "precision": "commune"},
        "figures": {"year": str(YEAR)} | {name: str(value) for name, (_, value) in SAID.items()},
    }
    made, _secret = submissions.begin("new-profile", language="fr")
    for step, typed in steps.items():
        made = submissions.save_step(made, step, typed)
    return submissions.submit(made, consents={"licence": "I agree to publication under CC BY 4.0."})


def _facts(turn, number) -> list:
    code = codes.mint()
    Actor.objects.create(code=code)
    names = {"fr": f"Exemple · banc d’essai seul {turn}.{number}"}
    place = Place("02", "02.113", None, COMMUNE, precision="commune")
    figures = [
        ObservationFacts(code, indicator, YEAR, Decimal(value), unit, is_demo=True)
        for indicator, (unit, value) in SAID.items()
    ]
    return [ActorFacts(code=code, names=names, place=place, is_demo=True), *figures]


def _taken_out(waiting):
    numbers = [one.pk for one in waiting]
    _withdrawn(Submission.objects.filter(pk__in=numbers).values_list("actor", flat=True))
    for kept in (Decision, Consent):
        kept.objects.filter(submission__in=numbers).delete()
    Submission.objects.filter(pk__in=numbers).delete()


def _withdrawn(published):
    withdraw(list(published), **SAYING)

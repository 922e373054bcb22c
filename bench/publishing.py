"""Publishing one actor, and one with figures, all sums included, beside a one-row commit."""

from dataclasses import replace
from decimal import Decimal

from bench.database import Raw
from bench.pairs import in_turns
from bench.report import Report
from directory import codes
from directory.models import Actor
from directory.publishing import publish, withdraw
from directory.records.facts import ActorFacts, ObservationFacts, Place

SAID = {
    "members": ("memberships", 40),
    "members-women": ("memberships", 25),
    "jobs": ("jobs", 9),
    "turnover": ("MAD", 350_000),
    "beneficiaries": ("people", 120),
}


def run(raw) -> Report:
    report = Report("Publishing")
    owner = Raw("DATABASE_OWNER_URL")
    owner.rows("select 1")
    owner.connection.execute("create table if not exists bench_one_row (n int)")
    place = Place("02", "02.113", None, "02.113.01.09", precision="commune")
    published = []

    def one(turn, figures=()):
        code = codes.mint()
        Actor.objects.create(code=code)
        facts = ActorFacts(
            code=code,
            names={"fr": f"Exemple · banc d’essai {turn}"},
            sectors=("agriculture", "olive-oil"),
            audiences=("women-led",),
            place=place,
            is_demo=True,
        )
        said = [replace(each, actor=code) for each in figures]
        publish(kind="demo", role="administrator", reason="benchmark", opened=[facts, *said])
        published.append(code)

    figures = [
        ObservationFacts("", indicator, 2023, Decimal(value), unit, is_demo=True)
        for indicator, (unit, value) in SAID.items()
    ]

    def row(turn):
        owner.connection.execute("insert into bench_one_row values (%s)", [turn])

    *mine, plain = in_turns(one, lambda turn: one(turn, figures), row, rounds=60)
    owner.connection.execute("drop table bench_one_row")
    withdraw(published, role="administrator", reason="benchmark", kind="demo")
    for what, timing in zip(("one actor", "one actor with five figures"), mine, strict=True):
        met = "yes" if timing.p50 <= plain.p50 + 20 else "no"
        report.add(
            f"publish() of {what}", f"{timing.p50:.1f} (p95 {timing.p95:.1f}) ms",
            f"one-row commit {plain.p50:.1f} ms", "+ 20 ms", met,
        )  # fmt: skip
    return report

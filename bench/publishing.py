"""Publishing one actor, the cube included, beside a one-row commit on the same disk."""

from bench.database import Raw
from bench.pairs import in_turns
from bench.report import Report
from directory import codes
from directory.models import Actor
from directory.publishing import publish, withdraw
from directory.records.facts import ActorFacts, Place


def run(raw) -> Report:
    report = Report("Publishing")
    owner = Raw("DATABASE_OWNER_URL")
    owner.rows("select 1")
    owner.connection.execute("create table if not exists bench_one_row (n int)")
    place = Place("02", "02.113", None, "02.113.01.09", precision="commune")
    published = []

    def one(turn):
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
        publish(kind="demo", role="administrator", reason="benchmark", opened=[facts])
        published.append(code)

    def row(turn):
        owner.connection.execute("insert into bench_one_row values (%s)", [turn])

    mine, plain = in_turns(one, row, rounds=60)
    owner.connection.execute("drop table bench_one_row")
    withdraw(published, role="administrator", reason="benchmark", kind="demo")
    met = "yes" if mine.p50 <= plain.p50 + 20 else "no"
    report.add(
        "publish() of one actor", f"{mine.p50:.1f} (p95 {mine.p95:.1f}) ms",
        f"one-row commit {plain.p50:.1f} ms", "+ 20 ms", met,
    )  # fmt: skip
    return report

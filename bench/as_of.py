"""The past: lists and tiles at older revisions beside the same question now."""

from bench.pairs import in_turns
from bench.questions import ROUNDS, Questions
from bench.report import Report


def revisions(raw, head):
    """(revision, share of today's versions that were open already), from recent to old."""
    found = []
    for share in (0.99, 0.9, 0.8, 0.5, 0.1):
        (number,) = raw.rows(
            "select opened from directory_actorversion where closed is null"
            " order by opened offset (select (count(*) * %s)::bigint from directory_actorversion"
            " where closed is null) limit 1",
            [share],
        )[0]
        if 0 < number < head and number not in [one for one, _ in found]:
            found.append((number, share))
    return found


def beside_now(report, work, share, past, now):
    """The past beside now: of a recent revision near it, of an old one still fast."""
    recent = share >= 0.8
    met = past.p50 <= max(3 * now.p50, now.p50 + 3) if recent else past.p50 < 300
    report.add(
        f"{work} ({share:.0%} open by then)",
        f"{past.p50:.2f} ms", f"now {now.p50:.2f} ms",
        "3 × now or + 3 ms" if recent else "300 ms", "yes" if met else "no",
    )  # fmt: skip


def run(client, raw) -> Report:
    asked = Questions(raw)
    report = Report("As of an earlier revision")
    questions = [asked.three_filters() for _ in range(ROUNDS + 5)]
    tiles = [asked.tile(6) for _ in range(ROUNDS + 5)]

    def listing(turn, at):
        region, form, sector = questions[turn]
        return client.get(
            f"/api/v1/actors/?region={region}&legal_form={form}&sector={sector}&limit=50{at}"
        )

    def tile(turn, at):
        z, x, y = tiles[turn]
        return client.get(f"/tiles/actors/{z}/{x}/{y}.mvt?sector={questions[turn][2]}{at}")

    for number, share in revisions(raw, asked.head):
        for name, ask in (("list of 50, three filters", listing), ("tile at zoom 6", tile)):
            past, now = in_turns(
                lambda turn, ask=ask, number=number: ask(turn, f"&as_of={number}"),
                lambda turn, ask=ask: ask(turn, ""),
                rounds=30,
            )
            beside_now(report, f"{name} as of revision {number}", share, past, now)
    return report

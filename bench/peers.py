"""The same list from a plain DRF-GIS view on the same rows and server."""

import json

from bench.pairs import in_turns
from bench.questions import Questions
from bench.report import Report
from bench.server import Client, Server


def run(raw) -> Report:
    asked = Questions(raw)
    questions = [asked.three_filters() for _ in range(20)]
    report = Report("Peers")
    with Server() as mine, Server("bench.plain:application") as theirs:
        ours, plain = Client(mine), Client(theirs)

        def query(turn):
            region, form, sector = questions[turn % 20]
            return f"?region={region}&legal_form={form}&sector={sector}&limit=50"

        fast, slow = in_turns(
            lambda turn: ours.get(f"/api/v1/actors/{query(turn)}&status=any"),
            lambda turn: plain.get(f"/plain/{query(turn)}"),
            rounds=10,
            warm=2,
        )
        a = [
            one["code"]
            for one in json.loads(ours.get(f"/api/v1/actors/{query(0)}&status=any"))["results"]
        ]
        features = json.loads(plain.get(f"/plain/{query(0)}"))["results"]["features"]
        assert a == [one["properties"]["code"] for one in features]
    times = slow.p50 / fast.p50
    report.add(
        "list of 50, three filters: plain DRF", f"{fast.p50:.2f} ms", f"{slow.p50:.0f} ms",
        "100 × faster", f"{times:.0f} ×",
    )  # fmt: skip
    return report

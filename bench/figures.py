"""Figures and citations: from the cubes beside the SQL that sums them; citing and verifying."""

import json
from functools import partial

from bench.pairs import in_turns, timed
from bench.questions import ROUNDS, Questions
from bench.report import Report

PROVINCES = """
select territory, sum(n)::bigint from directory_rollup
where axis = 'sector' and value = %(sector)s and active and territory = any(%(codes)s)
group by territory
"""
SUMS = """
select territory, sum(verified + registry + survey + declared + estimate)::bigint, sum(total)
from directory_reportrollup where indicator = 'members' and not paired and axis = 'all' and active
    and year between %(first)s and %(last)s and (next_year = 0 or next_year > %(last)s)
    and territory = any(%(codes)s) group by territory
"""


def run(client, raw) -> Report:
    asked = Questions(raw)
    report = Report("Figures and citations")
    provinces = [
        code
        for (code,) in raw.rows(
            "select code from geodata_territory where level = 'province' and last_set is null"
        )
    ]
    sectors = [asked.random.choice(asked.sectors) for _ in range(ROUNDS + 5)]
    report.pair(
        "actors by province, a sector",
        *in_turns(
            lambda turn: client.get(
                f"/api/v1/statistics/?group_by=province&sector={sectors[turn]}"
            ),
            lambda turn: raw.rows(PROVINCES, {"sector": sectors[turn], "codes": provinces}),
            rounds=ROUNDS,
        ),
    )
    if raw.rows("select exists (select from directory_report)")[0][0]:
        _members(client, raw, asked, report, provinces)
    _citing(client, report)
    return report


def _members(client, raw, asked, report, provinces):
    path = "/api/v1/statistics/?measure=members&year=latest:3&group_by=province"
    bound = {"first": asked.day.year - 2, "last": asked.day.year, "codes": provinces}
    told = json.loads(client.get(path))["results"]
    sums = {code: (n, total) for code, n, total in raw.rows(SUMS, bound)}
    assert {
        one["groups"][0]["code"]: one["reporting"] for one in told if one["reporting"]
    }.items() >= {code: n for code, (n, _total) in sums.items() if n}.items()
    report.pair(
        "members by province, latest of three years",
        *in_turns(lambda turn: client.get(path), lambda turn: raw.rows(SUMS, bound), rounds=ROUNDS),
    )


def _citing(client, report):
    for words, query, most in (
        ("a province", "/api/v1/actors/?province=02.381", 100),
        ("everything", "/api/v1/actors/?status=any", 2000),
    ):
        body = json.dumps({"query": query})
        cite = partial(client.post, "/api/v1/citations/", body)
        code = json.loads(cite())["code"]
        for verb, work in (
            ("citing", cite),
            ("verifying", partial(client.get, f"/api/v1/citations/{code}/verify/")),
        ):
            spent = min(timed(work) for _ in range(3))
            met = "yes" if spent <= most else "no"
            report.add(f"{verb} {words}", f"{spent:.0f} ms", "–", f"{most} ms", met)

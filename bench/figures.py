"""Figures and citations: from cubes, by scans and of the past, beside the SQL that sums them."""

import json
from functools import partial
from urllib.parse import quote

from django.utils.timezone import now

from bench.as_of import beside_now, revisions
from bench.pairs import in_turns, timed
from bench.questions import ROUNDS, Questions
from bench.report import Report
from bench.server import Client, Peak
from directory.models import ActorVersion
from directory.publishing import publish
from directory.records.facts import ConfirmationFacts

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
# Every cell of an answer tells how many are in scope too.
SCOPE = """
select territory, value, sum(n)::bigint from directory_rollup
where axis = %(axis)s and active and territory = any(%(codes)s) group by territory, value
"""
BY_SECTOR = """
select territory, value_of_axis, sum(verified + registry + survey + declared + estimate)::bigint,
    sum(total)
from directory_reportrollup where indicator = 'members' and not paired and axis = 'sector'
    and active and year between %(first)s and %(last)s
    and (next_year = 0 or next_year > %(last)s) and territory = any(%(codes)s)
group by territory, value_of_axis
"""
SCAN = """
with found as materialized (select actor_id from directory_actorversion v
    where closed is null and (closed_on is null or closed_on > %(day)s) and {narrowed})
select (select count(*) from found), count(*), sum(value)
from found join directory_report r using (actor_id)
where r.closed is null and indicator = 'members' and year between %(first)s and %(last)s
    and (next_year = 0 or next_year > %(last)s)
"""
WORDS = "words @@ search_query(%(q)s)"
BOX = (  # the index knows points to four bytes; their corners decide
    "point && st_makeenvelope(%(w)s, %(s)s, %(e)s, %(n)s, 4326)"
    " and st_x(point) between %(w)s and %(e)s and st_y(point) between %(s)s and %(n)s"
)
MEMBERS = "/api/v1/statistics/?measure=members&year=latest:3"


def run(server, raw) -> Report:
    client, asked = Client(server), Questions(raw)
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
    ((observations,),) = raw.rows("select count(*) from directory_observation where closed is null")
    if observations:
        years = {"first": asked.day.year - 2, "last": asked.day.year}
        _sums(client, raw, asked, report, years | {"codes": provinces})
        _scans(client, raw, asked, report, years, observations)
        _past(client, raw, asked, report)
    _citing(server, client, report)
    return report


def _sums(client, raw, asked, report, bound):
    """Sums the cube of reports holds: by province, and by region and sector."""
    path = f"{MEMBERS}&group_by=province"
    told = {
        one["groups"][0]["code"]: (one["reporting"], one["value"])
        for one in json.loads(client.get(path))["results"]
        if one["reporting"]
    }
    sums = {code: (n, total) for code, n, total in raw.rows(SUMS, bound) if n}
    assert {code: told[code] for code in sums} == sums
    report.pair(
        "members by province, latest of three years",
        *in_turns(
            lambda turn: client.get(path),
            lambda turn: (raw.rows(SUMS, bound), raw.rows(SCOPE, bound | {"axis": "all"})),
            rounds=ROUNDS,
        ),
    )
    path = f"{MEMBERS}&group_by=region,sector"
    regions = bound | {"codes": asked.regions}
    told = {
        tuple(group["code"] or "" for group in one["groups"]): (one["reporting"], one["value"])
        for one in json.loads(client.get(path))["results"]
        if one["reporting"]
    }
    sums = {(code, sector): (n, total) for code, sector, n, total in raw.rows(BY_SECTOR, regions)}
    assert {key: told[key] for key, (n, _total) in sums.items() if n} == {
        key: value for key, value in sums.items() if value[0]
    }
    report.pair(
        "members by region and sector, latest of three years",
        *in_turns(
            lambda turn: client.get(path),
            lambda turn: (
                raw.rows(BY_SECTOR, regions),
                raw.rows(SCOPE, regions | {"axis": "sector"}),
            ),
            rounds=ROUNDS,
        ),
    )


def _scans(client, raw, asked, report, years, observations):
    """Sums only a scan of reports can tell: of a search, of a box."""
    bound = years | {"day": asked.day}
    for work, narrowed, questions in (
        ("members, a rare search", WORDS, [{"q": asked.words(True)} for _ in range(10)]),
        ("members, a common word", WORDS, [{"q": asked.words(False)} for _ in range(5)]),
        ("members, a box of about 500", BOX, [_box(asked.box()) for _ in range(10)]),
        ("members, a box of about 20,000", BOX, [_box(asked.box(20_000)) for _ in range(5)]),
    ):
        statement = SCAN.format(narrowed=narrowed)

        def ours(turn, questions=questions):
            return client.get(MEMBERS + _address(questions[turn % len(questions)]))

        def plain(turn, questions=questions, statement=statement):
            return raw.rows(statement, bound | questions[turn % len(questions)])

        total = json.loads(ours(0))["total"]
        [(scope, reporting, value)] = plain(0)
        assert (total["in_scope"], total["reporting"], total["value"]) == (scope, reporting, value)
        mine, theirs = in_turns(ours, plain, rounds=2 * len(questions))
        met = "yes" if mine.p50 <= max(1.5 * theirs.p50, theirs.p50 + 3) else "no"
        report.add(
            f"{work} ({observations:,} observations)", f"{mine.p50:.1f} ms",
            f"{theirs.p50:.1f} ms", "1.5 × the scan or + 3 ms", met,
        )  # fmt: skip


def _box(corners):
    return dict(zip("wsen", corners, strict=True))


def _address(question):
    if "q" in question:
        return f"&q={quote(question['q'])}"
    return "&bbox=" + ",".join(f"{question[side]:.6f}" for side in "wsen")


def _past(client, raw, asked, report):
    for number, share in revisions(raw, asked.head):
        for name, path in (
            ("actors by province", "/api/v1/statistics/?group_by=province"),
            ("members by province", f"{MEMBERS}&group_by=province"),
        ):
            past, now = in_turns(
                lambda turn, path=path, number=number: client.get(f"{path}&as_of={number}"),
                lambda turn, path=path: client.get(path),
                rounds=20,
            )
            beside_now(report, f"{name} as of revision {number}", share, past, now)


def _citing(server, client, report):
    for words, query, most in (
        ("a province", "/api/v1/actors/?province=02.381", 100),
        ("members of a province", f"{MEMBERS}&province=02.381", 100),
        ("everything", "/api/v1/actors/?status=any", 2000),
        ("members of everything", f"{MEMBERS}&status=any", 2000),
    ):
        body = json.dumps({"query": query})
        cite = partial(client.post, "/api/v1/citations/", body)
        code = json.loads(cite())["code"]
        for verb, work, prepare in (
            ("citing", cite, _another_revision),  # at the same one it would be found again
            ("verifying", partial(client.get, f"/api/v1/citations/{code}/verify/"), None),
        ):
            before = sum(server.resident().values())
            with Peak(server) as peak:
                spent = min(_after(prepare, work) for _ in range(3))
            met = "yes" if spent <= most else "no"
            grown = f"+{max(0, peak.most - before):.0f} MiB"
            report.add(f"{verb} {words}", f"{spent:.0f} ms, {grown}", "–", f"{most} ms", met)


def _after(prepare, work) -> float:
    if prepare:
        prepare()
    return timed(work)


def _another_revision():
    """One more confirmation of somebody."""
    actor = ActorVersion.objects.current().filter(is_demo=True).first()
    facts = ConfirmationFacts(actor.code, now().date())
    publish(kind="demo", role="administrator", reason="benchmark", opened=[facts])

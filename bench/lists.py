"""Lists: three filters, a box, search in both scripts, nearest, depth."""

import json
from functools import partial
from urllib.parse import quote

from bench.pairs import in_turns
from bench.questions import ROUNDS, Questions
from bench.report import Report
from directory.selection.keyset import Cursor

PAGE = """
select t.summary, (select max(c.confirmed_on) from directory_confirmation c
    where c.actor_id = v.actor_id and c.closed is null)
from (select id, actor_id, fold, code from directory_actorversion v
    where closed is null and region = %(region)s and legal_form = %(form)s
        and sectors && array[%(sector)s] and (closed_on is null or closed_on > %(day)s)
    order by fold, code limit 50) v
join directory_actortext t on t.version_id = v.id order by v.fold, v.code
"""
COUNT = """
select sum(n)::bigint from directory_rollup where axis = 'sector' and value = %(sector)s
    and territory = %(region)s and legal_form = %(form)s and active
"""
BOX = """
select t.summary, (select max(c.confirmed_on) from directory_confirmation c
    where c.actor_id = v.actor_id and c.closed is null)
from (select id, actor_id, fold, code from directory_actorversion v
    where closed is null and point && st_makeenvelope(%(w)s, %(s)s, %(e)s, %(n)s, 4326)
        and st_intersects(point, st_makeenvelope(%(w)s, %(s)s, %(e)s, %(n)s, 4326))
        and (closed_on is null or closed_on > %(day)s)
    order by fold, code limit 500) v
join directory_actortext t on t.version_id = v.id order by v.fold, v.code
"""
WORDS = """
with found as {how} (select id, fold, code from directory_actorversion
    where closed is null and words @@ search_query(%(q)s)
        and (closed_on is null or closed_on > %(day)s))
select t.summary from (select * from found order by fold, code limit 50) v
join directory_actortext t on t.version_id = v.id order by v.fold, v.code
"""
NEAREST = """
select t.summary from (select id from directory_actorversion
    where closed is null and point is not null and (closed_on is null or closed_on > %(day)s)
        and st_dwithin(point::geography,
            st_setsrid(st_makepoint(%(lon)s, %(lat)s), 4326)::geography, 5000)
    order by point::geography <-> st_setsrid(st_makepoint(%(lon)s, %(lat)s), 4326)::geography, code
    limit 20) v join directory_actortext t on t.version_id = v.id
"""


def codes(content):
    return [each["code"] for each in json.loads(content)["results"]]


def raw_codes(rows):
    return [json.loads(row[0])["code"] for row in rows]


def run(client, raw) -> Report:
    asked = Questions(raw)
    report = Report("Lists")
    _three_filters(client, raw, asked, report)
    _boxes(client, raw, asked, report)
    _words(client, raw, asked, report)
    _nearest(client, raw, asked, report)
    _depth(client, asked, report)
    return report


def _three_filters(client, raw, asked, report):
    questions = [asked.three_filters() for _ in range(ROUNDS + 5)]

    def ours(turn):
        region, form, sector = questions[turn]
        return client.get(
            f"/api/v1/actors/?region={region}&legal_form={form}&sector={sector}&limit=50"
        )

    def plain(turn):
        region, form, sector = questions[turn]
        values = {"region": region, "form": form, "sector": sector, "day": asked.day}
        return raw.rows(PAGE, values), raw.rows(COUNT, values)

    answer = json.loads(ours(0))
    rows, count = plain(0)
    assert [each["code"] for each in answer["results"]] == raw_codes(rows)
    assert answer["count"] == (count[0][0] or 0)
    report.pair(
        "list of 50, three filters, by name, exact count", *in_turns(ours, plain, rounds=ROUNDS)
    )


def _boxes(client, raw, asked, report):
    questions = [asked.box() for _ in range(20)]

    def ours(turn):
        box = ",".join(f"{one:.6f}" for one in questions[turn % 20])
        return client.get(f"/api/v1/actors/?bbox={box}&limit=500&format=geojson")

    def plain(turn):
        west, south, east, north = questions[turn % 20]
        return raw.rows(BOX, {"w": west, "s": south, "e": east, "n": north, "day": asked.day})

    found = [each["properties"]["code"] for each in json.loads(ours(0))["features"]]
    assert found == raw_codes(plain(0))
    report.pair("box of about 500 points, GeoJSON", *in_turns(ours, plain, rounds=ROUNDS))


def _words(client, raw, asked, report):
    for rare, label in ((True, "at most 1,000 found"), (False, "common word")):
        questions = [asked.words(rare) for _ in range(20)]

        def ours(turn, questions=questions):
            return client.get(f"/api/v1/actors/?q={quote(questions[turn % 20])}&limit=50")

        def plain(turn, questions=questions, rare=rare):
            how = "materialized" if rare else "not materialized"
            return raw.rows(WORDS.format(how=how), {"q": questions[turn % 20], "day": asked.day})

        assert codes(ours(0)) == raw_codes(plain(0))
        mine, theirs = in_turns(ours, plain, rounds=ROUNDS)
        met = "yes" if mine.p50 <= 25 else "no"
        report.add(f"search, {label}", f"{mine.p50:.2f} ms", f"{theirs.p50:.2f} ms", "25 ms", met)


def _nearest(client, raw, asked, report):
    questions = [asked.random.choice(asked.points) for _ in range(20)]

    def ours(turn):
        lon, lat = questions[turn % 20]
        return client.get(
            f"/api/v1/actors/?near={lon:.6f},{lat:.6f}&radius=5000&ordering=distance&limit=20"
        )

    def plain(turn):
        lon, lat = (round(one, 6) for one in questions[turn % 20])
        return raw.rows(NEAREST, {"lon": lon, "lat": lat, "day": asked.day})

    assert set(codes(ours(0))) == set(raw_codes(plain(0)))
    report.pair("nearest 20 within 5 km, exact count", *in_turns(ours, plain, rounds=ROUNDS))


def _depth(client, asked, report):
    """A page after 500,000 others, by its cursor, beside the first page of the same list."""
    fold, code = asked.raw.rows(
        "select fold, code from directory_actorversion where closed is null"
        " and (closed_on is null or closed_on > %s) order by fold, code"
        " offset (select count(*) / 2 from directory_actorversion where closed is null) limit 1",
        [asked.day],
    )[0]
    deep = Cursor(asked.head, "name", fold, code)
    first = partial(client.get, f"/api/v1/actors/?limit=50&as_of={asked.head}")
    after = partial(client.get, f"/api/v1/actors/?limit=50&as_of={asked.head}&cursor={deep}")
    assert len(codes(after())) == 50
    far, near = in_turns(lambda turn: after(), lambda turn: first(), rounds=ROUNDS)
    met = "yes" if far.p50 <= 1.5 * near.p50 else "no"
    report.add(
        "page at half the depth", f"{far.p50:.2f} ms", f"first page {near.p50:.2f} ms",
        "1.5 × the first", met,
    )  # fmt: skip

"""The cube of counts held against a recount: at the head, and at past revisions by its deltas.

Written apart from `rollup_revision`, so that a mistake there is not repeated here.
"""

from collections.abc import Iterator

from directory.database import row
from directory.models import Checkpoint
from directory.publishing.finding import Finding, Tell
from directory.publishing.streams import stream

PAST = 4  # past revisions counted beside the head, the empty register among them

KEY = (
    "axis, value, territory, legal_form, kind, cooperative_type, active, is_demo, placed"
)  # fmt: skip

RECOUNT = f"""
with standing as materialized (
    select v.sectors, v.audiences, v.region, v.province, v.prefecture_arrondissements as prefecture,
        v.commune, v.arrondissement, v.legal_form, v.kind,
        coalesce(v.cooperative_type, '') as cooperative_type,
        v.closed_on is null or v.closed_on > r.date as active, v.is_demo,
        v.point is not null as placed, to_char(v.founded, 'FMYYYY') as year
    from directory_revision r join directory_actorversion v
        on v.opened <= r.number and (v.closed is null or v.closed > r.number)
    where r.number = %(revision)s
), faces as (
    select 'all' as axis, '' as value, standing.*, count(*) as n from standing
    group by 1, 2, sectors, audiences, region, province, prefecture, commune, arrondissement,
        legal_form, kind, cooperative_type, active, is_demo, placed, year
), valued as (
    select axis, value, region, province, prefecture, commune, arrondissement, legal_form, kind,
        cooperative_type, active, is_demo, placed, n from faces
    union all
    select 'sector', s, region, province, prefecture, commune, arrondissement, legal_form, kind,
        cooperative_type, active, is_demo, placed, n
    from faces left join lateral unnest(sectors) s on true
    union all
    select 'audience', s, region, province, prefecture, commune, arrondissement, legal_form, kind,
        cooperative_type, active, is_demo, placed, n
    from faces left join lateral unnest(audiences) s on true
), summed as (
    select axis, coalesce(value, '') as value, region, province, prefecture, commune,
        arrondissement, legal_form, kind, cooperative_type, active, is_demo, placed, sum(n) as n
    from valued group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
), counted as (
    select axis, value, territory, legal_form, kind, cooperative_type, active, is_demo, placed,
        sum(n) as n
    from summed cross join lateral unnest(array['MA', coalesce(region, 'none:region'),
        coalesce(province, 'none:province'), coalesce(commune, 'none:commune'), arrondissement,
        prefecture]) as territory
    where territory is not null group by 1, 2, 3, 4, 5, 6, 7, 8, 9
    union all
    select 'founding-year', coalesce(year, ''), territory, legal_form, kind, cooperative_type,
        active, is_demo, placed, sum(n)
    from faces cross join lateral unnest(array['MA', coalesce(region, 'none:region'),
        coalesce(province, 'none:province')]) as territory
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9
), kept as (
    select {KEY}, sum(n) as n from (
        select {KEY}, n from directory_rollup
        union all
        select {KEY}, -n from directory_rollupdelta where revision > %(revision)s
    ) cells group by {KEY} having sum(n) <> 0
)
select {KEY}, coalesce(counted.n, 0), coalesce(kept.n, 0)
from counted full join kept using ({KEY})
where counted.n is distinct from kept.n order by {KEY}"""  # noqa: S608 (our own names)


# A checkpoint is the one before it, and what was changed since.
CHECKPOINTS = f"""
with kept as (
    select {KEY}, n from directory_rollupcheckpoint where revision = %(at)s
), summed as (
    select {KEY}, sum(n) as n from (
        select {KEY}, n from directory_rollupcheckpoint where revision = %(before)s
        union all
        select {KEY}, n from directory_rollupdelta
        where revision > %(before)s and revision <= %(at)s
    ) cells group by {KEY} having sum(n) <> 0
)
select count(*) from kept full join summed using ({KEY})
where kept.n is distinct from summed.n"""  # noqa: S608 (our own names)

# Beginnings of each version's words, made distinct otherwise than `count_words` does it.
BEGINNINGS = """
with held as (
    select beginning, closed_on is not null as ended, is_demo, count(*) as n
    from directory_actorversion v cross join lateral (
        select distinct left(word, size) as beginning
        from unnest(tsvector_to_array(v.words)) word, generate_series(1, 12) size
        where size <= length(word)
    ) beginnings
    where v.closed is null group by 1, 2, 3
)
select beginning, ended, is_demo, coalesce(held.n, 0), coalesce(kept.n, 0)
from held full join directory_beginning kept using (beginning, ended, is_demo)
where held.n is distinct from kept.n order by 1"""


def recount(since: int, head: int, tell: Tell) -> Iterator[Finding]:
    """Cells of the cube, and beginnings of words, that are not the number of actors they count."""
    revisions = sorted({since + (head - since) * part // PAST for part in range(PAST + 1)})
    for done, revision in enumerate(revisions, 1):
        for *key, counted, kept in stream(RECOUNT, {"revision": revision}):
            axis, value, territory, form, kind, type_, active, is_demo, placed = key
            cell = (axis, value, territory, form, kind, type_)
            about = "/".join(part or "–" for part in cell)
            about += f" active={active} demo={is_demo} placed={placed}"
            yield Finding("cube", None, None, revision, f"{about}: {kept} kept, {counted} stand")
        tell("cube", done, len(revisions))
    for beginning, ended, is_demo, held, kept in stream(BEGINNINGS):
        about = f"words beginning “{beginning}” ended={ended} demo={is_demo}"
        yield Finding("beginnings", None, None, head, f"{about}: {kept} kept, {held} hold one")
    tell("beginnings", 1, 1)
    yield from _reports(since, head, tell)
    yield from _checkpoints(tell)


# What actors report, told by observations once more: the first of the best kind, if all agree.
REPORTS = """
with said as (
    select actor_id, indicator, year, value, source_kind, id as observation_id, digest from (
        select o.*, min(value) over w as low, max(value) over w as high,
            row_number() over (partition by actor_id, indicator, year order by rank, id) as place
        from (
            select *, position(left(source_kind, 2) in 've re su de es') as rank
            from directory_observation where opened <= %(revision)s
                and (closed is null or closed > %(revision)s)
        ) o window w as (partition by actor_id, indicator, year, rank)
    ) ranked where place = 1 and low = high
), parts as (
    select distinct code as indicator, part_of from directory_indicator where part_of <> ''
), paired as (
    select actor_id, part.indicator, year, whole.value as whole,
        coalesce(lead(year) over (partition by actor_id, part.indicator order by year), 0)
            as pair_next_year
    from said part join parts using (indicator) join said whole using (actor_id, year)
    where whole.indicator = part_of and part.value <= whole.value
), kept as (
    select actor_id, indicator, year, value, source_kind, observation_id, digest, next_year, whole,
        pair_next_year
    from directory_report
    where opened <= %(revision)s and (closed is null or closed > %(revision)s)
), told as (
    select said.*, whole, pair_next_year,
        coalesce(lead(year) over (partition by actor_id, indicator order by year), 0) as next_year
    from said left join paired using (actor_id, indicator, year)
)
select coalesce(a.code, ''), indicator, year, told.value, kept.value, array_remove(array[
    case when told.value is distinct from kept.value then 'value' end,
    case when told.source_kind is distinct from kept.source_kind then 'source_kind' end,
    case when told.observation_id is distinct from kept.observation_id
        or told.digest is distinct from kept.digest then 'observation' end,
    case when told.next_year is distinct from kept.next_year then 'next_year' end,
    case when told.whole is distinct from kept.whole then 'whole' end,
    case when told.pair_next_year is distinct from kept.pair_next_year then 'pair_next_year' end
], null)
from told full join kept using (actor_id, indicator, year)
left join directory_actor a on a.id = actor_id
where (told.value, told.source_kind, told.observation_id, told.digest, told.next_year, told.whole,
        told.pair_next_year)
    is distinct from (kept.value, kept.source_kind, kept.observation_id, kept.digest,
        kept.next_year, kept.whole, kept.pair_next_year)
order by 1, 2, 3"""

REPORT_KEY = (
    "indicator, year, next_year, paired, axis, value_of_axis, territory, legal_form, kind,"
    " cooperative_type, active, is_demo"
)
SUMS = f"""
with counted as (
    select {REPORT_KEY}, count(*) as n, sum(total) as total, sum(whole) as whole
    from report_cells(array(select distinct actor_id from directory_report), %(revision)s, %(day)s)
    group by {REPORT_KEY}
), kept as (
    select {REPORT_KEY}, sum(n) as n, sum(total) as total, sum(whole) as whole from (
        select {REPORT_KEY}, verified + registry + survey + declared + estimate as n, total, whole
        from directory_reportrollup
        union all
        select {REPORT_KEY}, -(verified + registry + survey + declared + estimate), -total, -whole
        from directory_reportrollupdelta where revision > %(revision)s
    ) cells group by {REPORT_KEY} having sum(n) <> 0 or sum(total) <> 0
)
select {REPORT_KEY}, coalesce(counted.total, 0), coalesce(kept.total, 0)
from counted full join kept using ({REPORT_KEY})
where (counted.n, counted.total, counted.whole) is distinct from (kept.n, kept.total, kept.whole)
order by 1, 2, 5, 6, 7"""  # noqa: S608 (our own names)


REPORT_CHECKPOINTS = f"""
with kept as (
    select {REPORT_KEY}, verified + registry + survey + declared + estimate as n, total, whole
    from directory_reportrollupcheckpoint where revision = %(at)s
), summed as (
    select {REPORT_KEY}, sum(n) as n, sum(total) as total, sum(whole) as whole from (
        select {REPORT_KEY}, verified + registry + survey + declared + estimate as n, total, whole
        from directory_reportrollupcheckpoint where revision = %(before)s
        union all
        select {REPORT_KEY}, verified + registry + survey + declared + estimate, total, whole
        from directory_reportrollupdelta where revision > %(before)s and revision <= %(at)s
    ) cells group by {REPORT_KEY} having sum(n) <> 0
)
select count(*) from kept full join summed using ({REPORT_KEY})
where (kept.n, kept.total, kept.whole) is distinct from (summed.n, summed.total, summed.whole)
"""  # noqa: S608 (our own names)


def _checkpoints(tell: Tell) -> Iterator[Finding]:
    """Checkpoints that are not what the deltas up to them add up to."""
    for cube, statement in (("rollup", CHECKPOINTS), ("report", REPORT_CHECKPOINTS)):
        kept = Checkpoint.objects.filter(cube=cube).order_by("revision")
        before = -1
        for at in kept.values_list("revision", flat=True):
            (wrong,) = row(statement, {"before": before, "at": at})
            if wrong:
                about = f"{wrong} cells of the {cube} are other than its deltas add up to"
                yield Finding("checkpoint", None, None, at, about)
            before = at
        tell(f"checkpoints of {cube}", 1, 1)


def _reports(since: int, head: int, tell: Tell) -> Iterator[Finding]:
    """Reports that are not what observations say, and sums that are not the sum of reports."""
    revisions = sorted({since + (head - since) * part // PAST for part in range(PAST + 1)})
    for done, revision in enumerate(revisions, 1):
        for code, indicator, year, told, kept, differing in stream(REPORTS, {"revision": revision}):
            about = f"{indicator} of {year}: {kept} kept, {told} said ({', '.join(differing)})"
            yield Finding("report", code, None, revision, about)
        day = row("select date from directory_revision where number = %s", [revision])
        if day is None:  # told with the chain
            continue
        for *key, counted, kept in stream(SUMS, {"revision": revision, "day": day[0]}):
            cell = "/".join(str(part) or "–" for part in key)
            yield Finding(
                "report-cube", None, None, revision, f"{cell}: {kept} kept, {counted} sum"
            )
        tell("reports", done, len(revisions))

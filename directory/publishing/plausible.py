"""No figure that cannot be true becomes a revision, whoever publishes it and from wherever.

One question of all observations a revision has just opened, answered by the indexes it was opened
through; only what is wrong is looked at closely. What was accepted once may be joined, split and
restored for ever, whatever bounds later indicators have.
"""

from datetime import date

import orjson

from directory.database import rows
from directory.records.facts import ObservationFacts
from directory.records.figures import EARLIEST, problems_of_figures
from directory.records.validate import InvalidFacts

# Only names of ours stand in it. Earlier observations are asked about what is wrong alone: joined
# to every figure just opened, all of them were read.
IMPLAUSIBLE = """
with wrong as materialized (
select b.bytes, o.* from directory_observation o
join directory_recordbytes b on b.digest = o.digest
cross join lateral (select convert_from(b.bytes, 'UTF8')::jsonb as j) said
left join directory_indicator i on i.code = o.indicator
    and i.first_set <= %(set)s and (i.last_set is null or i.last_set >= %(set)s)
where o.digest = any(%(digests)s::bytea[]) and (
    i.code is null or o.unit <> i.unit or o.year not between %(earliest)s and %(latest)s
    or o.value < (i.bounds->>'minimum')::numeric or o.value > (i.bounds->>'maximum')::numeric
    or scale(trim_scale((j->>'value')::numeric)) > (i.bounds->>'decimals')::integer
    or j->>'source_url' !~ '^https?://[^/?#]'
    or exists (select from directory_observation w where w.actor_id = o.actor_id
        and w.closed is null and w.origin = o.origin and w.indicator = i.part_of
        and w.year = o.year and w.source_kind = o.source_kind and w.value < o.value)
    or exists (select from directory_indicator p join directory_observation part
        on part.actor_id = o.actor_id and part.closed is null and part.indicator = p.code
        and part.year = o.year and part.source_kind = o.source_kind and part.origin = o.origin
        where p.part_of = o.indicator and part.value > o.value
        and p.first_set <= %(set)s and (p.last_set is null or p.last_set >= %(set)s)))
)
select bytes from wrong o
where (select before.id from directory_observation before where before.opened < o.opened
    and before.origin = o.origin and before.indicator = o.indicator and before.year = o.year
    and before.source_kind = o.source_kind and before.value = o.value and before.unit = o.unit
    and before.actor_id in (o.actor_id, (select id from directory_actor where code = o.origin))
    limit 1) is null"""


def refuse_implausible(digests: list[bytes], *, indicators: int, day: date) -> None:
    """Raise InvalidFacts where one of the observations just opened cannot be true.

    `indicators` is the number of the set in force on the `day`; before the first one nothing can be
    called wrong.
    """
    if not indicators:
        return
    bound = {
        "digests": digests,
        "set": indicators,
        "earliest": EARLIEST,
        "latest": day.year,
    }
    wrong = [
        ObservationFacts.read(orjson.loads(content)) for (content,) in rows(IMPLAUSIBLE, bound)
    ]
    if wrong:
        raise InvalidFacts(wrong[0].actor, list(problems_of_figures(wrong, today=day)))

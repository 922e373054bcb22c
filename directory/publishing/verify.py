"""Verifying the register: whatever was tampered with, lost, added or reordered is found and named.

Four questions, asked in one snapshot: does each revision follow the one before, and say exactly
what its rows say? Do rows say what their bytes say, and bytes have their digests? Do counts count?
Do the reference sets that revisions name exist as they were? What nobody can find from inside is a
ledger rewritten from some revision to its head: for that, give the digest of a revision as it is
known outside (printed, cited, published) in `expected`.
"""

from collections.abc import Iterator, Mapping

import orjson

from directory.as_of import snapshot
from directory.database import execute, row, rows
from directory.publishing import reference  # noqa: F401 (tells where rows of taxonomies stand)
from directory.publishing.finding import Finding, Tell
from directory.publishing.recount import recount
from directory.publishing.rederive import rederive
from directory.publishing.streams import stream
from directory.records.kinds import kind_of
from geodata.loading.store import recount as digest_of_set
from geodata.models import ReferenceSet

AT_A_TIME = 500
MEMORY_OF_SORTING = "128MB"


def verify(
    *,
    since: int = 0,
    expected: Mapping[int, bytes] | None = None,
    tell: Tell = lambda part, done, total: None,
) -> Iterator[Finding]:
    """Everything that is wrong with the register, as of the head.

    `since` trusts what revisions up to that number did; counts are checked nevertheless.
    `expected` maps numbers of revisions to the digests they are known by outside.
    """
    with snapshot() as reading:
        execute(f"set local work_mem = '{MEMORY_OF_SORTING}'")
        yield from _expected(expected or {})
        yield from _chain(since, reading.head, tell)
        yield from rederive(since, reading.head, tell)
        yield from _coherence(tell)
        yield from recount(since, reading.head, tell)
        yield from _reference_sets(since, tell)


# ---- the chain -----------------------------------------------------------------------------------

CHAIN = """
select n, r.digest, array_remove(array[
    case when r.number is null then 'is missing' end,
    case when r.previous <> p.digest then 'names another predecessor' end,
    case when n = 0 and r.previous <> decode(repeat('00', 32), 'hex')
        then 'names a predecessor' end,
    case when r.recorded_at <= p.recorded_at then 'is dated before its predecessor' end,
    case when r.date < p.date
        or abs(r.date - (r.recorded_at at time zone 'UTC')::date) > 1 then 'has another date' end,
    case when sha256(r.bytes) <> r.digest then 'its bytes have another digest' end
], null), r.bytes is distinct from revision_bytes(n)
from generate_series(%(low)s::integer, %(high)s::integer) n
left join directory_revision r on r.number = n
left join directory_revision p on p.number = n - 1
order by n"""


def _chain(since, head, tell) -> Iterator[Finding]:
    for low in range(since + 1 if since else 0, head + 1, AT_A_TIME):
        high = min(low + AT_A_TIME - 1, head)
        for number, digest, wrong, differs in rows(CHAIN, {"low": low, "high": high}):
            for one in wrong:
                yield Finding("revision", None, digest, number, one)
            if differs and digest is not None:
                yield from _difference(number, digest)
        tell("revisions", high - since, head - since)


def _expected(expected) -> Iterator[Finding]:
    for number, digest in expected.items():
        found = row("select digest from directory_revision where number = %s", [number])
        if found is None or found[0] != digest:
            ours = "none" if found is None else found[0].hex()
            yield Finding("revision", None, digest, number, f"is known by this digest, here {ours}")


SAID = (
    "number", "recorded_at", "date", "kind", "role", "reason", "previous", "reference_sets"
)  # fmt: skip
LISTS = {
    "opened": "select digest from register_record where opened = %s",
    "closed": "select digest from register_record where closed = %s",
    "redacted": "select digest from directory_recordbytes where redacted = %s",
}

TOLD = """
select bytes, to_jsonb(r) || jsonb_build_object('previous', encode(previous, 'hex'),
    'recorded_at', replace(to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        '.000000', '') || 'Z')
from directory_revision r where number = %s"""


def _difference(number, digest) -> Iterator[Finding]:
    """Where a revision's bytes and the rows of its number part: in the row, or in which records."""
    content, line = row(TOLD, [number])
    try:
        told = orjson.loads(content)
        lists = {name: {bytes.fromhex(one) for one in told[name]} for name in LISTS}
    except (ValueError, KeyError, TypeError):
        yield Finding("revision", None, digest, number, "its bytes cannot be read")
        return
    differing = [name for name in SAID if told.get(name) != line[name]]
    differing += [f"{name}_count" for name in LISTS if line[f"{name}_count"] != len(told[name])]
    parted = False
    for name, statement in LISTS.items():
        there = {one for (one,) in rows(statement, [number])}
        for one in sorted(lists[name] ^ there):
            says = "the revision" if one in lists[name] else "its row"
            record, code = _subject(one)
            yield Finding(record, code, one, number, f"only {says} says that it was {name} here")
            parted = True
    if differing:
        wrong = f"says other than its bytes: {', '.join(differing)}"
        yield Finding("revision", None, digest, number, wrong)
    elif not parted:
        yield Finding("revision", None, digest, number, "its bytes are not canonical")


def _subject(digest):
    """The kind and code of a record, as far as anything still tells them."""
    found = row("select record from directory_recordbytes where digest = %s", [digest])
    if found is None:
        return "record", None
    (code,) = row(kind_of(found[0]).code_of, [digest]) or (None,)
    return found[0], code


# ---- what stands together ------------------------------------------------------------------------

COHERENCE = {
    "bytes without a record": (
        "its bytes belong to no record",
        "select b.record, null, b.digest, b.redacted from directory_recordbytes b"
        " left join register_record r on r.digest = b.digest where r.digest is null",
    ),
    "texts": (
        "its texts are missing",
        "select 'actor-version', v.code, v.digest, v.opened from directory_actorversion v"
        " left join directory_actortext t on t.version_id = v.id where t.version_id is null",
    ),
    "versions": (
        "stands beside another version of the same actor",
        "select 'actor-version', code, digest, opened from (select v.*,"
        " lag(opened) over w as earlier, lag(closed) over w as ended from directory_actorversion v"
        " window w as (partition by actor_id order by opened)) v"
        " where earlier is not null and (ended is null or ended > opened)",
    ),
    "endings": (
        "the actor both stands and has left",
        "select 'ending', v.code, e.digest, e.opened from directory_ending e"
        " join directory_actorversion v using (actor_id)"
        " where e.closed is null and v.closed is null",
    ),
    "codes": (
        "its code does not check",
        "select 'actor', code, null::bytea, null::integer from directory_actor"
        " where not code_is_valid(code) union all"
        " select 'programme', code, null, null from directory_programme"
        " where not code_is_valid(code)",
    ),
}


def _coherence(tell) -> Iterator[Finding]:
    for done, (part, (wrong, statement)) in enumerate(COHERENCE.items(), 1):
        for record, code, digest, revision in stream(statement):
            yield Finding(record, code, digest and bytes(digest), revision, wrong)
        tell(part, done, len(COHERENCE))


# ---- reference sets ------------------------------------------------------------------------------

NAMED = """
select key, (value->>'number')::integer, value->>'digest', min(r.number)
from directory_revision r cross join lateral jsonb_each(r.reference_sets)
where r.number >= %s group by 1, 2, 3 order by 4, 1"""


def _reference_sets(since, tell) -> Iterator[Finding]:
    named = rows(NAMED, [since])
    for done, (series, number, digest, revision) in enumerate(named, 1):
        one = ReferenceSet.objects.filter(series=series, number=number).first()
        about = f"{series} {number}"
        known = bytes.fromhex(digest)
        if one is None:
            yield Finding("reference-set", about, known, revision, "does not exist")
        elif bytes(one.digest) != known:
            yield Finding("reference-set", about, known, revision, "has another digest")
        elif digest_of_set(series, number) != known:
            yield Finding("reference-set", about, known, revision, "its rows have another digest")
        tell("reference sets", done, len(named))

"""A file into the desk's own tables, row by row: read, mapped, checked. Nothing public changes.

Each step ends with a commit of its own, so a run that was killed is taken up where it stood: the
same file of the same source is the same import.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import orjson
from django.db import connection, transaction
from django.db.models import Count

from desk.imports.checking import Checker
from desk.imports.coordinates import zone_of
from desk.imports.fold import Folds
from desk.imports.mapping import LEFT_OUT, check_field, guess
from desk.imports.reading import Table, opened
from desk.imports.refusals import BadRequest, Unreadable, WrongState
from desk.models import (
    Import,
    ImportRow,
    ImportSource,
    ImportState,
    Person,
    RowAnswer,
    RowOutcome,
    Scope,
)
from desk.roles import COUNTRY
from directory import codes
from directory.database import execute, rows
from directory.models import Revision, SourceKind

BATCH = 2_000
COPY = "copy desk_importrow (parent_id, number, cells, figures, problems, candidates, keys, told, outcome, actor, answer, answer_code, left_out) from stdin"  # noqa: E501
REST = "\t[]\t[]\t[]\t{}\t{}\t\t\t\t\t{}\n"

Tell = Callable[[str, int, int], None]


def silent(phase: str, done: int, total: int) -> None:
    """What is told where nobody listens."""


@dataclass(frozen=True)
class Said:
    """What is said beside a file: overrides, constants, how figures and places are meant."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    year: int | None = None
    crs: int | None = None
    source_kind: str = "declared"
    encoding: str | None = None
    sheet: str | None = None


def begin(
    path: str | Path,
    source: str,
    *,
    licence: str = "",
    said: Said | None = None,
    by: Person | None = None,
    filename: str = "",
    scope: tuple[str, str] = (Scope.COUNTRY, COUNTRY),
    dated: date | None = None,
    tell: Tell = silent,
) -> Import:
    """Read a file and map its columns; the import as it is then.

    Raises Unreadable, Hostile, BadRequest, and WrongState where it was published before.
    """
    said = said or Said()
    _check(source, said)
    owner = _source(source, licence)
    with opened(path, encoding=said.encoding, sheet=said.sheet) as (table, file_digest):
        how = f"{said.encoding}\0{said.sheet}".encode()
        digest = hashlib.sha256(file_digest + how).digest()
        parent = Import.objects.filter(source=owner, digest=digest).exclude(
            state=ImportState.UNDONE
        )
        parent = parent.select_related("source").first()
        if parent and parent.revision_id:
            raise WrongState(
                "published-before",
                source=source,
                revision=str(parent.revision_id),
                number=str(parent.pk),
            )
        if parent and (parent.scope, parent.scope_code) != scope:
            raise WrongState("somebody-elses", source=source)
        if parent is None:
            name = filename or Path(path).name
            within = {"scope": scope[0], "scope_code": scope[1], "dated": dated}
            parent = _read(owner, name, digest, table, by, tell, within)
        crs = table.crs
    return _map(parent, said, crs)


def map_again(parent: Import, said: Said) -> Import:
    """Other words of how its columns read; what was checked is checked anew where they differ.

    Raises BadRequest, WrongState.
    """
    _check(parent.source.name, said)
    if parent.state not in (ImportState.READ, ImportState.MAPPED, ImportState.CHECKED):
        raise WrongState(f"is-{parent.state}")
    return _map(parent, said, parent.options.get("crs_of_file"))


def check(parent: Import, *, tell: Tell = silent) -> Import:
    """Check every row not checked yet; the import as it is then. Rows that lack only what is said
    once for all of them stay unchecked. Raises WrongState.
    """
    if parent.state in (ImportState.PUBLISHED, ImportState.UNDONE):
        raise WrongState(f"is-{parent.state}")
    _follow_the_register(parent)
    checker = Checker(parent)
    done, last = parent.staged.exclude(outcome="").count(), 0
    unchecked = parent.staged.filter(outcome="").order_by("number")
    while staged := list(unchecked.filter(number__gt=last)[:BATCH]):
        checker.check(staged)
        with transaction.atomic():
            _save(staged)
        done, last = done + len(staged), staged[-1].number
        tell("checking", done, parent.rows)
    with transaction.atomic():
        _repeated(parent)
        # One that was killed while it published stays there: it goes on, not back.
        before = Import.objects.filter(
            pk=parent.pk, state__in=[ImportState.READ, ImportState.MAPPED]
        )
        before.update(state=ImportState.CHECKED)
    parent.refresh_from_db()
    return parent


def answer(parent: Import, path: str | Path) -> int:
    """Take answers to uncertain rows from a file with columns `row` and `answer`; how many.

    An answer is `same`, `same CODE`, `other` or `skip`. Raises Unreadable, Hostile, BadRequest.
    """
    with opened(path) as (table, _digest):
        names = [" ".join(column.lower().split()) for column in table.columns]
        try:
            at_row = next(at for at, one in enumerate(names) if one in ("row", "athar row"))
            at_answer = next(
                at for at, one in enumerate(names) if one in ("answer", "athar answer")
            )
        except StopIteration:
            raise Unreadable("answers-headless") from None
        given = {}
        for number, cells in table.rows:
            cells = [*cells, *[None] * (len(names) - len(cells))]
            if cells[at_answer]:
                given[_whole(cells[at_row], number)] = _answer(str(cells[at_answer]), number)
    with transaction.atomic():
        reopen(parent)
        for number, (word, code) in given.items():
            found = parent.staged.filter(number=number)
            if not found.update(answer=word, answer_code=code, outcome=""):
                raise BadRequest("no-such-row", row=number)
        # Whoever repeats one of these rows is looked at again too.
        parent.staged.filter(outcome=RowOutcome.UNSURE).update(outcome="")
    return len(given)


def decide(row: ImportRow, word: str, code: str = "") -> None:
    """Answer one uncertain row; it is checked again with the next check."""
    with transaction.atomic():
        reopen(row.parent)
        ImportRow.objects.filter(pk=row.pk).update(answer=word, answer_code=code, outcome="")


def choose(parent: Import, key: str, code: str, problem: Mapping) -> None:
    """Which commune a place is, for every row that says it so; they are checked again."""
    with transaction.atomic():
        held = Import.objects.select_for_update().get(pk=parent.pk)
        reopen(held)
        held.communes[key] = code
        held.save(update_fields=["communes"])
        held.staged.filter(problems__contains=[dict(problem)]).update(outcome="")


def reopen(parent: Import) -> None:
    """Back to rows that are to be checked. Raises WrongState where publishing was seen."""
    if parent.state in (ImportState.PUBLISHED, ImportState.UNDONE):
        raise WrongState(f"is-{parent.state}")
    if parent.state != ImportState.READ:
        Import.objects.filter(pk=parent.pk).update(state=ImportState.MAPPED)
        parent.state = ImportState.MAPPED


def outcomes(parent: Import) -> dict[str, int]:
    """Outcome to the number of its rows, zeros too."""
    found = dict(parent.staged.values_list("outcome").annotate(Count("pk")).order_by("outcome"))
    return {outcome: found.get(outcome, 0) for outcome in RowOutcome.values}


def _check(source, said):
    if not source.strip() or len(source) > 200:
        raise BadRequest("source-name", most=200)
    for name in said.constants:
        check_field(name)
    if said.source_kind not in SourceKind.values:
        raise BadRequest(
            "source-kind", kind=said.source_kind, accepted=", ".join(SourceKind.values)
        )


def _source(name, licence):
    owner = ImportSource.objects.filter(name=name).first()
    if owner is None:
        if not licence:
            raise BadRequest("new-source", source=name)
        return ImportSource.objects.create(name=name, licence=licence)
    if licence and licence != owner.licence:
        owner.licence = licence
        owner.save(update_fields=["licence"])
    return owner


def _read(owner, filename, digest, table: Table, by, tell, within):
    with transaction.atomic():
        parent = Import.objects.create(
            source=owner,
            filename=filename[:255],
            format=table.format,
            digest=digest,
            licence=owner.licence,
            columns=table.columns,
            by=by,
            options={"read": table.told, "crs_of_file": table.crs},
            **within,
        )
        count = 0
        connection.ensure_connection()
        with (
            connection.wrap_database_errors,
            connection.connection.cursor() as cursor,
            cursor.copy(COPY) as copy,
        ):
            for number, cells in table.rows:
                count += 1
                told = orjson.dumps([_clean(cell) for cell in cells])
                told = told.replace(b"\\", b"\\\\").decode()
                copy.write(f"{parent.pk}\t{number}\t{told}{REST}")
                if not count % BATCH:
                    tell("reading", count, 0)
        if not count:
            raise Unreadable("no-rows", file=filename)
        Import.objects.filter(pk=parent.pk).update(rows=count)
    parent.rows = count
    tell("reading", count, count)
    return parent


def _clean(cell):
    """JSON of the database holds no NUL, and nothing an encoder could not say."""
    if isinstance(cell, str):
        return cell.replace("\0", "").encode("utf-8", "replace").decode()
    return cell


def _map(parent: Import, said: Said, crs) -> Import:
    folds = Folds()
    found = guess(parent.columns, folds, remembered=parent.source.mapping, told=said.mapping)
    options = {
        "read": parent.options.get("read", ""),
        "crs_of_file": parent.options.get("crs_of_file"),
        "constants": dict(said.constants),
        "year": said.year,
        "crs": said.crs or found.crs or crs,
        "source_kind": said.source_kind,
    }
    with transaction.atomic():
        source = ImportSource.objects.select_for_update().get(pk=parent.source_id)
        kept = {
            folds(column): name
            for column, name in found.fields.items()
            if name != LEFT_OUT or column in said.mapping
        }
        source.mapping = source.mapping | kept
        source.save(update_fields=["mapping"])
        if (parent.mapping, parent.options) != (found.fields, options):
            reopen(parent)
            parent.staged.exclude(outcome="").update(outcome="")
            parent.mapping, parent.options = found.fields, options
            parent.state, parent.licence = ImportState.MAPPED, source.licence
            parent.save(update_fields=["mapping", "options", "state", "licence"])
    return parent


def _follow_the_register(parent):
    """What was compared with an older register is compared again."""
    head = Revision.objects.without_bytes().head().number
    if parent.head == head:
        return
    with transaction.atomic():
        if parent.head is not None:
            reopen(parent)
            parent.staged.exclude(outcome="").update(outcome="")
        Import.objects.filter(pk=parent.pk).update(head=head)
    parent.head = head


SAVE = """
update desk_importrow r set outcome = n.outcome, told = n.told, figures = n.figures,
    problems = n.problems, candidates = n.candidates, actor = n.actor,
    base = decode(n.base, 'hex'), answer = n.answer, answer_code = n.answer_code, keys = n.keys
from jsonb_to_recordset(%s::jsonb) as n (id bigint, outcome text, told jsonb, figures jsonb,
    problems jsonb, candidates jsonb, actor text, base text, answer text, answer_code text,
    keys text[])
where r.id = n.id"""
SAVED = (
    "id", "outcome", "told", "figures", "problems", "candidates", "actor", "answer", "answer_code",
    "keys",
)  # fmt: skip


def _save(staged):
    told = [
        {name: getattr(one, name) for name in SAVED} | {"base": one.base and bytes(one.base).hex()}
        for one in staged
    ]
    execute(SAVE, [orjson.dumps(told).decode()])


# Who shares a key with an earlier row, or changes the same profile.
REPEATED = """
with told as (
    select number, key from desk_importrow, unnest(keys) as key
    where parent_id = %(parent)s and outcome in ('new', 'update', 'same', 'unsure')
    union all
    select number, 'actor:' || actor from desk_importrow
    where parent_id = %(parent)s and outcome in ('update', 'same') and actor <> ''
), firsts as (
    select key, min(number) as first from told group by key having count(*) > 1
)
select distinct on (t.number) t.number, f.first, t.key
from told t join firsts f on f.key = t.key and t.number > f.first
order by t.number, t.key like 'name:%%', f.first"""


def _repeated(parent):
    found = {number: (first, key) for number, first, key in rows(REPEATED, {"parent": parent.pk})}
    if not found:
        return
    for at in range(0, len(found), BATCH):
        some = list(found)[at : at + BATCH]
        staged = list(parent.staged.filter(number__in=some))
        for one in staged:
            first, key = found[one.number]
            why, _colon, _rest = key.partition(":")
            if why == "actor" and one.answer == RowAnswer.SAME:
                one.outcome = RowOutcome.SKIPPED
            elif one.answer == RowAnswer.NONE or why == "actor":
                one.outcome = RowOutcome.UNSURE
            score = 0.95 if why == "name" else 1.0
            others = [candidate for candidate in one.candidates if "row" not in candidate]
            one.candidates = [{"row": first, "score": score, "why": why}, *others]
        _save(staged)


def _whole(cell, number):
    try:
        return int(cell)
    except (TypeError, ValueError):
        raise BadRequest("answer-rowless", line=number, value=str(cell)[:80]) from None


def _answer(text, number):
    word, _space, code = " ".join(text.split()).partition(" ")
    word = word.lower()
    if word not in (RowAnswer.SAME, RowAnswer.OTHER, RowAnswer.SKIP):
        raise BadRequest("answer-unknown", line=number, value=text[:80])
    try:
        return word, codes.parse(code) if code and word == RowAnswer.SAME else ""
    except codes.CodeError:
        raise BadRequest("answer-codeless", line=number, value=code[:80]) from None


def crs_named(words: str) -> int:
    """The EPSG code of a system somebody names. Raises BadRequest."""
    found = zone_of(words) or (int(words) if words.isdigit() else None)
    if found is None or not rows("select from spatial_ref_sys where srid = %s", [found]):
        raise BadRequest("unknown-crs", value=words)
    return found

"""Files sent on a page: what the worker does with each, how far it is, stopped and taken up again.

Every step may be begun twice: killed at any moment, the same run goes on where it stood.
"""

import tempfile
import time
from datetime import date, datetime

from django.db import (
    DEFAULT_DB_ALIAS,
    InterfaceError,
    OperationalError,
    connections,
    transaction,
)
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import override
from procrastinate.contrib.django import app

from desk import roles
from desk.imports import applying, staging, undoing
from desk.imports.refusals import BadRequest, ImportRefused, WrongState
from desk.models import (
    Import,
    ImportRow,
    ImportRun,
    ImportSource,
    ImportState,
    Person,
    RunState,
    RunStep,
)
from directory.publishing import PublishingError

GREATEST_UPLOAD = 32 * 2**20
TASK = "desk.tasks.carry_import"
EVERY = 0.5  # seconds between two notes of how far it is
ROLE = "moderator"
BUSY = (RunState.WAITING, RunState.RUNNING)
AWAY = (OperationalError, InterfaceError)


class NotYours(ImportRefused):
    """Outside what the person moderates."""


class Busy(ImportRefused):
    """The worker has it; stop it first."""


class HereAlready(ImportRefused):
    """The same file of the same source was sent before."""


class TooLarge(ImportRefused):
    """More bytes than a page takes."""


class _Stopped(Exception):
    """Somebody asked for it."""


def send(
    by: Person,
    file,
    *,
    source: str,
    licence: str,
    scope: tuple[str, str],
    dated: date | None = None,
) -> ImportRun:
    """Keep a file and have the worker read it. Raises NotYours, TooLarge, BadRequest."""
    _may(by, *scope)
    if file.size > GREATEST_UPLOAD:
        raise TooLarge("upload-large", most=GREATEST_UPLOAD // 2**20)
    if not licence and not ImportSource.objects.filter(name=source).exists():
        raise BadRequest("new-source", source=source)
    with transaction.atomic():
        run = ImportRun.objects.create(
            by=by,
            source=source,
            licence=licence,
            filename=file.name[:255],
            dated=dated,
            scope=scope[0],
            scope_code=scope[1],
            content=file.read(),
        )
        _defer(run)
    return run


def ask(run: ImportRun, step: str, *, by: Person, **options) -> None:
    """Have the worker take a step. Raises Busy, WrongState, NotYours."""
    _may(by, run.scope, run.scope_code)
    with transaction.atomic():
        held = ImportRun.objects.select_for_update().defer("content").get(pk=run.pk)
        if held.state in BUSY:
            raise Busy("at-work")
        if held.parent_id is None and step != RunStep.READ:
            raise WrongState("not-read")
        held.step, held.options = step, options | {"by": by.pk}
        _begin(held)


def go_on(run: ImportRun, *, by: Person) -> None:
    """Take up what was stopped or refused, with the same words. Raises Busy, WrongState."""
    _may(by, run.scope, run.scope_code)
    with transaction.atomic():
        held = ImportRun.objects.select_for_update().defer("content").get(pk=run.pk)
        if held.state not in (RunState.STOPPED, RunState.FAILED):
            raise Busy("nothing-to-take-up")
        _begin(held)


def stop(run: ImportRun) -> None:
    """Ask the worker to end at the next row it may; what waits is stopped at once."""
    waiting = ImportRun.objects.filter(pk=run.pk, state=RunState.WAITING)
    if not waiting.update(state=RunState.STOPPED, touched_at=Now()):
        ImportRun.objects.filter(pk=run.pk, state=RunState.RUNNING).update(stop=True)


def drop(run: ImportRun) -> None:
    """Delete a file that was not published, with all its rows. Raises Busy, WrongState."""
    with transaction.atomic():
        held = ImportRun.objects.select_for_update().defer("content").get(pk=run.pk)
        if held.state in BUSY:
            raise Busy("at-work")
        parent = held.parent
        if parent and parent.revision_id:
            raise WrongState(f"is-{parent.state}")
        held.delete()
        if parent:
            parent.delete()


def busy(run: ImportRun) -> bool:
    return run.state in BUSY


def forget(before: datetime) -> int:
    """Delete rows of what was published, and files that nobody came back to, left before a moment;
    how many rows.
    """
    left = ImportRun.objects.filter(touched_at__lt=before).exclude(state__in=BUSY)
    by_command = Import.objects.filter(run=None, begun_at__lt=before)
    parents = Q(parent__in=left.values("parent")) | Q(parent__in=by_command)
    gone, _each = ImportRow.objects.filter(parents).delete()
    for run in left.select_related("parent").defer("content"):
        if not (run.parent and run.parent.revision_id):
            drop(run)
    by_command.filter(revision=None).delete()
    return gone


def carry(pk: int, *, last: bool = True) -> None:
    """What the worker does: the step that was asked for, or nothing where none waits.

    Where the database went away it raises OperationalError or InterfaceError, and the step is to
    be taken up again, unless this was the last time.
    """
    run = ImportRun.objects.filter(pk=pk).select_related("by", "parent__source").first()
    if run is None or run.state not in BUSY:
        return
    ImportRun.objects.filter(pk=pk).update(state=RunState.RUNNING)
    refusal = {}
    try:
        with _Telling(pk) as tell, override(run.by.language):
            STEPS[run.step](run, tell)
    except _Stopped:
        state = RunState.STOPPED
    except ImportRefused as error:
        state, refusal = RunState.FAILED, {"what": error.what, "told": _as_sent(run, error.told)}
    except PublishingError:
        state, refusal = RunState.FAILED, {"what": "register-refuses", "told": {}}
    except Exception as error:
        if last or not isinstance(error, AWAY):
            give_up(pk)
        raise
    else:
        state = RunState.DONE
    _settle(pk, state, refusal)


def give_up(pk: int) -> None:
    """The worker ends with it, and cannot say why; whoever sent it may take it up again."""
    run = ImportRun.objects.filter(pk=pk, state__in=BUSY)
    run.update(
        state=RunState.FAILED,
        refusal={"what": "unexpected", "told": {}},
        stop=False,
        touched_at=Now(),
    )


def _as_sent(run, told) -> dict:
    """The file is named as its sender knows it, not as it lay here."""
    return told | {"file": run.filename} if "file" in told else told


def _settle(pk, state, refusal):
    ImportRun.objects.filter(pk=pk).update(
        state=state, refusal=refusal, stop=False, touched_at=Now()
    )


def _read(run, tell):
    if run.parent_id:
        return
    with tempfile.NamedTemporaryFile(prefix="athar-import-") as file:
        file.write(run.content)
        file.flush()
        parent = staging.begin(
            file.name,
            run.source,
            licence=run.licence,
            by=run.by,
            filename=run.filename,
            scope=(run.scope, run.scope_code),
            dated=run.dated,
            tell=tell,
        )
    if ImportRun.objects.filter(parent=parent).exists():
        raise HereAlready("here-already")
    ImportRun.objects.filter(pk=run.pk).update(parent=parent, content=None)


def _check(run, tell):
    staging.check(run.parent, tell=tell)


def _publish(run, tell):
    if run.parent.state == ImportState.PUBLISHED:  # killed between the commit and this note of it
        return
    options = run.options
    by = Person.objects.get(pk=options["by"])
    _may(by, run.scope, run.scope_code)
    applied = applying.apply(
        run.parent,
        skip_wrong=options.get("skip_wrong", False),
        skip_unsure=options.get("skip_unsure", False),
        expected=options.get("expected"),
        role=ROLE,
        by=by,
        tell=tell,
    )
    told = {"new": applied.new, "changed": applied.changed, "figures": applied.figures}
    ImportRun.objects.filter(pk=run.pk).update(options=options | {"applied": told})


def _undo(run, tell):
    if run.parent.state == ImportState.UNDONE:
        return
    by = Person.objects.get(pk=run.options["by"])
    _may(by, run.scope, run.scope_code)
    undone = undoing.undo(run.parent, role=ROLE, by=by, tell=tell)
    told = {"withdrawn": undone.withdrawn, "restored": undone.restored, "kept": undone.kept}
    ImportRun.objects.filter(pk=run.pk).update(options=run.options | {"undone": told})


STEPS = {
    RunStep.READ: _read,
    RunStep.CHECK: _check,
    RunStep.PUBLISH: _publish,
    RunStep.UNDO: _undo,
}


class _Telling:
    """Notes how far a run is, over a connection of its own: seen while a transaction is open."""

    def __init__(self, pk):
        self.pk, self.last = pk, 0.0

    def __enter__(self):
        self.connection = connections.create_connection(DEFAULT_DB_ALIAS)
        return self

    def __exit__(self, *_error):
        self.connection.close()

    def __call__(self, phase, done, total):
        at = time.monotonic()
        if at - self.last < EVERY and phase != "publishing":
            return
        self.last = at
        with self.connection.cursor() as cursor:
            cursor.execute(
                "update desk_importrun set phase = %s, done = %s, total = %s, touched_at = now()"
                " where id = %s returning stop",
                [phase, done, total, self.pk],
            )
            found = cursor.fetchone()
        if found and found[0]:
            raise _Stopped


def _begin(held):
    held.state, held.stop, held.refusal = RunState.WAITING, False, {}
    held.phase, held.done, held.total = "", 0, 0
    held.save(
        update_fields=["step", "options", "state", "stop", "refusal", "phase", "done", "total"]
    )
    _defer(held)


def _defer(run):
    app.configure_task(TASK).defer(run=run.pk)


def _may(by, scope, code):
    scopes = roles.scopes_of(by)
    if not scopes.everything and (scope, code) not in scopes.pairs:
        raise NotYours("outside")

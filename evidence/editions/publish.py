"""Publishing an edition: all of it or nothing, once a revision; again only after a redaction."""

import os
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from directory.as_of import Reading, snapshot
from directory.database import row
from directory.vocabulary import is_demonstration
from evidence.editions.build import Made, Plan, build, sha256_of
from evidence.models import Edition

# Whether texts that an edition holds were redacted since it was made.
_GONE = (
    "exists (select from {} r where r.redacted > %(head)s and r.redacted <= %(now)s"
    " and r.opened <= %(revision)s and (r.closed is null or r.closed > %(revision)s))"
)
REDACTED = "select " + " or ".join(
    _GONE.format(table) for table in ("directory_actorversion", "directory_programmeversion")
)


class EditionRefused(Exception):
    """An edition that cannot be made; the message says why."""


@dataclass(frozen=True)
class Outcome:
    """What publishing came to: `how` is new, unchanged, restored or reissued."""

    edition: Edition
    how: str
    before: Edition | None = None


def publish_edition(
    revision: int | None = None,
    *,
    site: str = "",
    say: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Make the edition of a revision (of the head, where none is named), or make it again.

    A new one names where it stands: the site's own address, unless another is named.
    Raises EditionRefused, FutureAsOf.
    """
    folder = Path(settings.EDITIONS)
    folder.mkdir(parents=True, exist_ok=True)
    with _aside(folder) as path:
        with snapshot(revision) as reading:
            outcome, made = _made(reading, path, site, say)
        if made:
            with transaction.atomic():
                outcome.edition.save(force_insert=True)
                made.path.chmod(0o644)
                os.replace(made.path, of_file(outcome.edition))
    return outcome


def _made(reading, path, site, say) -> tuple[Outcome, Made | None]:
    """The package built inside the snapshot, and what becomes of it."""
    before = Edition.objects.filter(revision=reading.revision).order_by("-issue").first()
    plan = _again(before, reading) if before else _next(reading, site)
    made = build(plan, path, say=say)
    outcome = _judged(plan, made, before, reading)
    return outcome, made if outcome.how in ("new", "reissued") else None


def of_file(edition: Edition) -> Path:
    return Path(settings.EDITIONS) / edition.file_name


def is_stale(edition: Edition, now: int) -> bool:
    """Whether something was redacted since it was made: it is not given out until reissued."""
    return row(REDACTED, {"head": edition.head, "revision": edition.revision, "now": now})[0]


def _next(reading: Reading, site: str) -> Plan:
    last = Edition.objects.in_order().first()
    if reading.revision == 0:
        raise EditionRefused("the register is empty: there is nothing to publish")
    if last and reading.revision < last.revision:
        raise EditionRefused(
            f"edition {last.number} is of revision {last.revision}: an edition is of a later one"
        )
    site = (site or settings.NAMED_ADDRESS).rstrip("/")
    if not site:
        raise EditionRefused(
            "nobody said where it can be found: name the site with --site https://…, in"
            " ATHAR_HOSTS or in ATHAR_ADDRESS"
        )
    number, since = (last.number + 1, last.revision) if last else (1, 0)
    return Plan(number, reading, since, site, is_demonstration())


def _again(before: Edition, reading: Reading) -> Plan:
    return Plan(before.number, reading, before.previous_revision, before.site, before.is_demo)


def _judged(plan: Plan, made: Made, before: Edition | None, reading: Reading) -> Outcome:
    """Whether it is new, or as it was, or to be issued again. Raises EditionRefused."""
    if before and made.digest == bytes(before.digest):
        here = of_file(before)
        if here.exists() and sha256_of(here) == made.digest:
            return Outcome(before, "unchanged")
        made.path.replace(here)
        return Outcome(before, "restored")
    if before and not is_stale(before, reading.head):
        raise EditionRefused(
            f"edition {before.number} came out other than before, though nothing was redacted since"
            f" revision {before.head}: this release writes its files in another way"
        )
    edition = Edition(
        number=plan.number,
        issue=before.issue + 1 if before else 0,
        revision=reading.revision,
        head=reading.head,
        recorded_at=reading.recorded_at,
        previous_revision=plan.previous_revision,
        actors=made.actors,
        is_demo=plan.is_demo,
        site=plan.site,
        size=made.size,
        digest=made.digest,
        files=made.files,
    )
    return Outcome(edition, "reissued" if before else "new", before)


@contextmanager
def _aside(folder: Path):
    """A place in the folder that nobody reads; gone afterwards, however it ends."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as place:
        yield Path(place) / "edition.zip"

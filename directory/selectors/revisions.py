"""The ledger's own pages: revisions, and the canonical bytes of revisions and records."""

from dataclasses import dataclass

from directory.as_of import Reading
from directory.database import row, rows


class UnknownRevision(LookupError):
    """No revision of that number."""


class UnknownRecord(LookupError):
    """No record of that digest."""


@dataclass(frozen=True)
class CanonicalRecord:
    """A record's bytes; None once redacted, with the revision that did so."""

    record: str
    bytes: bytes | None
    redacted: int | None


COLUMNS = (
    "number", "recorded_at", "date", "kind", "role", "reason", "reference_sets", "opened_count",
    "closed_count", "redacted_count", "digest", "previous",
)  # fmt: skip
SELECT = ", ".join(
    f"encode({name}, 'hex')" if name in ("digest", "previous") else name for name in COLUMNS
)


def revisions(*, reading: Reading, before: int | None = None, limit: int = 50) -> list[dict]:
    """Revisions up to the reading's, the newest first; `before` continues below a number."""
    last = reading.revision if before is None else min(before - 1, reading.revision)
    return [
        dict(zip(COLUMNS, each, strict=True))
        for each in rows(
            f"select {SELECT} from directory_revision"
            " where number <= %(last)s order by number desc limit %(limit)s",
            {"last": last, "limit": limit},
        )
    ]


def revision_bytes(number: int) -> tuple[str, bytes]:
    """Digest (hexadecimal) and canonical bytes of one revision. Raises UnknownRevision."""
    found = number < 2**31 and row(
        "select encode(digest, 'hex'), bytes from directory_revision where number = %s", [number]
    )
    if not found:
        raise UnknownRevision(number)
    return found[0], bytes(found[1])


def record_bytes(digest: bytes) -> CanonicalRecord:
    """The canonical bytes behind a digest. Raises UnknownRecord."""
    found = row(
        "select record, bytes, redacted from directory_recordbytes where digest = %s", [digest]
    )
    if not found:
        raise UnknownRecord(digest.hex())
    record, content, redacted = found
    return CanonicalRecord(record, None if content is None else bytes(content), redacted)

"""What citations remember of records that were redacted since.

A question that reads words finds a record by words that redaction empties. Before they go it is
noted, for each citation of such a question, whether the record was found by them.
"""

from urllib.parse import parse_qs

from django.db.models import QuerySet

from directory.as_of import Reading
from directory.database import execute, row
from directory.lock import LOCK
from directory.selection.filters import prefixes
from evidence.models import Citation

FOUND = """
insert into evidence_remembered (citation_id, digest)
select c.id, v.digest from evidence_citation c join directory_actorversion v
on v.opened <= c.revision and (v.closed is null or v.closed > c.revision)
where c.id = any(%(citations)s) and v.digest = any(%(digests)s::bytea[])
and v.words @@ %(words)s::tsquery"""


class RedactedMeanwhile(Exception):
    """Words went after a question was answered and before its citation was kept."""


def reads_words(normal: str) -> bool:
    """Whether a question, in its normal form, finds records by their words."""
    return "q" in parse_qs(normal)


def reading_words() -> QuerySet[Citation]:
    return Citation.objects.filter(normal__regex="(^|&)q=")


def remember(digests: list[bytes]) -> None:
    """Note which of these records the citations that read words were answered with."""
    by_words = {}
    for number, normal in reading_words().values_list("id", "normal"):
        by_words.setdefault(parse_qs(normal)["q"][0], []).append(number)
    for words, citations in by_words.items():
        execute(FOUND, {"citations": citations, "digests": digests, "words": prefixes(words)})


def hold(reading: Reading) -> None:
    """Let nobody redact until the transaction ends. Raises RedactedMeanwhile where somebody has."""
    execute("select pg_advisory_xact_lock_shared(%s)", [LOCK])
    (redacted,) = row(
        "select exists (select from directory_revision where number > %s and redacted_count > 0)",
        [reading.head],
    )
    if redacted:
        raise RedactedMeanwhile


def remembered(citation: Citation) -> frozenset[bytes]:
    """Digests of redacted records that a citation's words had found."""
    if not reads_words(citation.normal):
        return frozenset()
    return frozenset(bytes(one) for one in citation.remembered.values_list("digest", flat=True))

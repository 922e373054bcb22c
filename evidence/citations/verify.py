"""Verifying a citation: its question is asked again of its revision, its records folded anew."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from directory.as_of import snapshot
from directory.database import rows
from directory.models import Revision
from evidence.citations import citable, upgrade
from evidence.citations.citable import Citable, NotCitable
from evidence.citations.deep import hash_all, said_of
from evidence.citations.digest import paper_code
from evidence.citations.remember import remembered
from evidence.models import Citation

REDACTED = "select digest from directory_recordbytes where redacted is not null"


@dataclass(frozen=True)
class Step:
    """One thing checked: what was noted, and what is found now."""

    name: str
    expected: str
    found: str

    @property
    def holds(self) -> bool:
        return self.expected == self.found


@dataclass(frozen=True)
class Verified:
    steps: list[Step]
    redacted: int

    @property
    def holds(self) -> bool:
        return all(step.holds for step in self.steps)


def ask_again(citation: Citation, reading) -> Citable:
    """The question of a citation in today's version: at its own revision, as it was found.

    Raises NotCitable.
    """
    if reading.revision == citation.revision:
        reading = replace(reading, remembered=remembered(citation))
    path, normal = upgrade.question(citation.query_version, citation.path, citation.normal)
    return citable.read(f"{path}?{normal}", reading)


def answered(citation: Citation, asked: Citable) -> tuple[dict, bytes]:
    """What a question answers, and its digest, told as the citation's version told it."""
    version = citation.query_version
    return upgrade.answer(version, *upgrade.asked(version, asked).answer())


def verify(citation: Citation, *, deep: bool = False) -> Verified:
    """Every step, told whether it holds; no step is left out because one before failed.

    `deep` also hashes the bytes of the revision and of every record behind the answer, derives
    their rows again from them, and adds up what they say.
    """
    ledger = Revision.objects.filter(pk=citation.revision).values_list("digest", flat=True).first()
    steps = [Step("ledger", bytes(citation.ledger).hex(), bytes(ledger or b"").hex())]
    redacted = 0
    with snapshot(citation.revision) as reading:
        try:
            asked = ask_again(citation, reading)
        except NotCitable as error:
            steps.append(Step("question", citation.normal, str(error)))
            return Verified(steps, 0)
        _path, normal = upgrade.question(citation.query_version, citation.path, citation.normal)
        steps.append(Step("question", normal, asked.normal))
        _answer, result = answered(citation, asked)
        steps.append(Step("answer", bytes(citation.result).hex(), result.hex()))
        evidence = asked.evidence()
        steps.append(Step("records", str(citation.records), str(evidence.count)))
        steps.append(Step("evidence", bytes(citation.evidence).hex(), evidence.digest.hex()))
        emptied = [bytes(digest) for (digest,) in rows(REDACTED)]
        redacted = asked.among(emptied) if emptied else 0
        if deep:
            steps += _deep(citation, asked)
    paper = paper_code(bytes(citation.ledger), citation.normal, bytes(citation.result))
    steps.append(Step("paper", citation.paper, paper))
    return Verified(steps, redacted)


def _deep(citation: Citation, asked: Citable) -> Iterator[Step]:
    found = hash_all(asked, citation.revision)
    yield Step("revision", bytes(citation.ledger).hex(), found.revision)
    yield Step("bytes", "0", str(found.wrong))
    yield Step("rows", "0", str(found.contradicting))
    said = said_of(asked.kind, dict(parse_qsl(asked.normal)), citation.answer)
    if said and not found.redacted:
        yield Step("added", said.text, found.added(said).text)


def verify_all(
    *,
    codes: Iterable[str] = (),
    deep: bool = False,
    tell: Callable[[int, int], None] = lambda *_: None,
):
    """Each citation, or those of some (parsed) codes, with what verifying it found, in the order
    they were made.
    """
    wanted = Citation.objects.filter(code__in=codes) if codes else Citation.objects.all()
    numbers = list(wanted.order_by("pk").values_list("pk", flat=True))
    for at, number in enumerate(numbers, 1):
        citation = Citation.objects.get(pk=number)
        yield citation, verify(citation, deep=deep)
        tell(at, len(numbers))

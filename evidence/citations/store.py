"""Keeping a citation: once for each question and answer, whoever cites it."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from directory.as_of import MalformedAsOf, parse_as_of, snapshot
from directory.models import Revision
from directory.selection.filterset import FOLD_VERSION
from evidence.citations import citable, upgrade
from evidence.citations.citable import NotCitable
from evidence.citations.digest import paper_code, versions_kept
from evidence.citations.remember import RedactedMeanwhile, hold, reads_words
from evidence.codes import fresh_code
from evidence.models import Citation, Sighting

TRIES = 20


@dataclass(frozen=True)
class Cited:
    """A citation, and whether it is new."""

    citation: Citation
    is_new: bool


def cite_all(addresses: Iterable[str]) -> list[Cited]:
    """Cite several questions; the records of a selection they share are read once."""
    with versions_kept():
        return [cite(address) for address in addresses]


def cite(address: str) -> Cited:
    """Cite the question of an address, at its moment or now. Raises NotCitable, FutureAsOf."""
    for _attempt in range(TRIES):
        with suppress(RedactedMeanwhile):
            return _cite(address)
    raise RuntimeError("somebody redacted each time this was answered")


def _cite(address):
    with snapshot(_moment(address)) as reading:
        asked = citable.read(address, reading)
        known = _answered(asked, reading)
        if known:
            return Cited(known, False)
        answer, result = asked.answer()
        evidence = asked.evidence()
        ledger = bytes(Revision.objects.values_list("digest", flat=True).get(pk=reading.revision))
    known = Citation.objects.filter(
        path=asked.path, normal=asked.normal, result__in=upgrade.results(answer, result)
    ).first()
    if known:
        return _seen(known, reading.revision)
    kept = {
        "kind": asked.kind,
        "path": asked.path,
        "original": address,
        "normal": asked.normal,
        "query_version": upgrade.QUERY_VERSION,
        "fold_version": FOLD_VERSION,
        "revision": reading.revision,
        "recorded_at": reading.recorded_at,
        "ledger": ledger,
        "result": result,
        "evidence": evidence.digest,
        "records": evidence.count,
        "answer": answer,
        "is_demo": asked.is_demo,
        "paper": paper_code(ledger, asked.normal, result),
    }
    try:
        with transaction.atomic():
            if reads_words(asked.normal):
                hold(reading)
            return Cited(Citation.objects.create(code=fresh_code(), **kept), True)
    except IntegrityError:  # somebody cited the same meanwhile
        known = Citation.objects.get(path=asked.path, normal=asked.normal, result=result)
        return _seen(known, reading.revision)


def _answered(asked, reading) -> Citation | None:
    """The citation of a question that was answered at this very revision: nothing can differ.

    None for one that reads words: what was redacted since is found by them no more; nor for one
    that is computed otherwise since.
    """
    if reads_words(asked.normal):
        return None
    at = Q(revision=reading.revision) | Q(sightings__revision=reading.revision)
    known = Citation.objects.filter(at, path=asked.path, normal=asked.normal)
    last = known.order_by("-query_version", "pk").first()
    return last if last and upgrade.asked(last.query_version, asked) is asked else None


def _seen(citation, revision):
    if revision > citation.revision:
        Sighting.objects.get_or_create(citation=citation, revision=revision)
    return Cited(citation, False)


def _moment(address):
    try:
        given = parse_qs(urlsplit(address).query, keep_blank_values=True).get("as_of")
    except ValueError as error:  # brackets that hold no host
        raise NotCitable(str(error)) from error
    if not given:
        return None
    if len(given) > 1:
        raise NotCitable(_("A citation has one moment."), {"as_of": [_("one value")]})
    try:
        return parse_as_of(given[0])
    except MalformedAsOf as error:
        raise NotCitable(str(error), {"as_of": [error.accepted]}) from error

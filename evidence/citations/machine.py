"""A citation as machines are told it, wherever it is told from: a site, or an exported folder."""

from directory import codes
from evidence.citations.texts import Quotation, quotations
from evidence.models import Citation
from evidence.wording.dates import utc

# What the permanent link answers besides a page and JSON.
FORMATS = ("bibtex", "ris", "csl", "jsonld", "text", "pdf")


def as_json(citation: Citation, site: str, told: list[Quotation] | None = None) -> dict:
    """All a citation says, digests in hexadecimal; `site` stands before each of its addresses."""
    shown = codes.show(citation.code)
    link, api = f"{site}/c/{shown}", f"{site}/api/v1/citations/{shown}/"
    at = citation.sightings.order_by("revision").values_list("revision", flat=True)
    return {
        "code": citation.code,
        "url": link,
        "kind": citation.kind,
        "query": f"{citation.path}?{citation.normal}" if citation.normal else citation.path,
        "original": citation.original,
        "query_version": citation.query_version,
        "fold_version": citation.fold_version,
        "revision": citation.revision,
        "as_of": utc(citation.recorded_at),
        "cited_at": utc(citation.cited_at),
        "answer": citation.answer,
        "records": citation.records,
        "result_digest": bytes(citation.result).hex(),
        "evidence_digest": bytes(citation.evidence).hex(),
        "revision_digest": bytes(citation.ledger).hex(),
        "paper_code": citation.paper,
        "same_at": list(at),
        "demonstration": citation.is_demo,
        "verify": f"{api}verify/",
        "evidence": f"{api}records/",
        "texts": {one.language: texts(one) for one in told or quotations(citation, link)},
        "formats": {name: f"{link}?format={name}" for name in FORMATS},
        "cited_in": [use_json(one) for one in citation.uses.shown()],
    }


def texts(told: Quotation) -> dict:
    return {
        "direction": told.direction,
        "title": told.title,
        "sentence": told.sentence.text,
        "short": told.short,
        "long": told.long,
        "apa": told.apa,
        "iso690": told.iso690,
    }


def use_json(use) -> dict:
    return {
        "kind": use.kind,
        "title": use.title,
        "who": use.who,
        "date": use.date.isoformat(),
        "precision": use.date_precision,
        "page": use.page or None,
        "address": use.address or None,
    }


def verification_json(citation: Citation, found) -> dict:
    return {
        "code": citation.code,
        "verified": found.holds,
        "redacted": found.redacted,
        "steps": [
            {
                "step": step.name,
                "holds": step.holds,
                "expected": step.expected,
                "found": step.found,
            }
            for step in found.steps
        ],
    }

"""The vocabularies actors are described with, as the files in fixtures/taxonomies/ have them.

These files are what the next set of the series `taxonomies` is made from; what was in force at a
revision is read from the database (`directory.models.Term`). Some terms have a parent, one level
deep: a version states it beside its child (`with_parents`), as it states every territory its place
lies in, so no filter, count or rollup needs to know the tree.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from directory import digests

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "taxonomies"
TAXONOMIES = ("legal_forms", "kinds", "cooperative_types", "sectors", "audiences")
LANGUAGES = ("ar", "fr", "en", "es")
SCHEMA = 1


class BadTaxonomy(ValueError):
    """A file that is not a taxonomy. `taxonomy` and `code` tell where; `code` may be empty."""

    def __init__(self, taxonomy: str, code: str, why: str):
        super().__init__(f"{taxonomy}{code and f', {code}'}: {why}")
        self.taxonomy, self.code = taxonomy, code


@dataclass(frozen=True)
class FixtureTerm:
    """One code: its names and definition in four languages, and what it is called elsewhere.

    `mappings` holds codes of other standards, null where a standard has none that fits, and two
    things that are ours: `icon` (Phosphor) of sectors and `law` of legal forms.
    """

    taxonomy: str
    code: str
    parent: str
    position: int
    names: Mapping[str, str]
    definitions: Mapping[str, str]
    mappings: Mapping

    def row(self) -> dict:
        """The columns of `directory.models.Term`."""
        return {
            "taxonomy": self.taxonomy,
            "code": self.code,
            "parent": self.parent,
            "position": self.position,
            "names": dict(self.names),
            "definitions": dict(self.definitions),
            "mappings": dict(self.mappings),
        }


@dataclass(frozen=True)
class Taxonomy:
    """A closed list of terms in their own order, with where it comes from."""

    name: str
    titles: Mapping[str, str]
    source: str
    licence: str
    terms: tuple[FixtureTerm, ...]

    def term(self, code: str) -> FixtureTerm:
        return next(term for term in self.terms if term.code == code)

    def codes(self) -> list[str]:
        return [term.code for term in self.terms]

    def children(self, code: str) -> list[str]:
        return [term.code for term in self.terms if term.parent == code]


@cache
def read(name: str) -> Taxonomy:
    """One taxonomy as its file has it; `BadTaxonomy` where the file breaks a rule."""
    return parse(name, json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


def parse(name: str, content: dict) -> Taxonomy:
    if content.get("schema") != SCHEMA or content.get("taxonomy") != name:
        raise BadTaxonomy(name, "", f"the file must say schema {SCHEMA} and taxonomy {name}.")
    terms = tuple(
        FixtureTerm(
            name,
            entry["code"],
            entry.get("parent", ""),
            position,
            entry["names"],
            entry["definitions"],
            entry["mappings"],
        )
        for position, entry in enumerate(content["terms"], start=1)
    )
    taxonomy = Taxonomy(name, content["titles"], content["source"], content["licence"], terms)
    _check(taxonomy)
    return taxonomy


def _check(taxonomy: Taxonomy) -> None:
    if set(taxonomy.titles) != set(LANGUAGES):
        raise BadTaxonomy(taxonomy.name, "", f"titles are wanted in {', '.join(LANGUAGES)}.")
    seen: dict[str, FixtureTerm] = {}
    for term in taxonomy.terms:
        if term.code in seen:
            raise BadTaxonomy(taxonomy.name, term.code, "the code stands there twice.")
        for said in (term.names, term.definitions):
            if set(said) != set(LANGUAGES) or not all(text.strip() for text in said.values()):
                raise BadTaxonomy(
                    taxonomy.name,
                    term.code,
                    f"a name and a definition are wanted in {', '.join(LANGUAGES)}.",
                )
        if term.parent and (term.parent not in seen or seen[term.parent].parent):
            raise BadTaxonomy(
                taxonomy.name,
                term.code,
                f"its parent “{term.parent}” must stand before it and have no parent itself.",
            )
        seen[term.code] = term


def rows() -> list[dict]:
    """All terms as columns of `directory.models.Term`: what a new reference set stages."""
    return [term.row() for name in TAXONOMIES for term in read(name).terms]


def source() -> str:
    """One line on where the taxonomies come from."""
    return "; ".join(f"{name}: {read(name).source}" for name in TAXONOMIES)


def set_digest() -> bytes:
    """SHA-256 over the canonical bytes of all terms."""
    return digests.digest(digests.canonical({"terms": rows()}))


def with_parents(taxonomy: str, codes: Iterable[str]) -> tuple[str, ...]:
    """`codes` and the parents they imply, in the taxonomy's order: what a version states."""
    stated = set(codes)
    known = read(taxonomy)
    stated |= {term.parent for term in known.terms if term.code in stated and term.parent}
    unknown = stated.difference(known.codes())
    if unknown:
        raise BadTaxonomy(taxonomy, ", ".join(sorted(unknown)), "no such code.")
    return tuple(code for code in known.codes() if code in stated)

"""The words demonstration actors are named and described with, from fixtures/demo/."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from directory.models import Term

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "demo"

# Every name begins with it, so that none can pass for a real one.
MARK = {"ar": "مثال", "fr": "Exemple"}


@dataclass(frozen=True)
class Form:
    """A legal form: how often it is drawn, and the word a name begins with."""

    code: str
    weight: float
    prefix: dict


@dataclass(frozen=True)
class Sector:
    """A sector without parts of its own: where it is common, and what is done and made in it."""

    code: str
    parent: str
    weight: float
    regions: dict
    forms: dict
    activities: list
    products: list
    cooperative_types: dict
    audiences: dict

    @property
    def terms(self):
        """What a version carries: the term and its parent."""
        return (self.code, self.parent) if self.parent else (self.code,)


@dataclass(frozen=True)
class Phrases:
    """All that is read from the fixtures, checked against the taxonomies in force."""

    proper: list
    audience_parents: dict
    forms: list
    kinds: dict
    sectors: list
    networks: list
    programmes: list
    life: dict

    @cached_property
    def sector_of(self):
        return {sector.code: sector for sector in self.sectors}


class UnknownTerm(ValueError):
    """A fixture that draws a code no taxonomy in force has."""


def read(folder: Path = FIXTURES) -> Phrases:
    """The phrases of a folder. Raises UnknownTerm where they no longer fit the taxonomies."""
    parents = dict(Term.objects.newest().of("sectors").values_list("code", "parent"))
    known = {
        name: set(Term.objects.newest().of(name).values_list("code", flat=True))
        for name in ("legal_forms", "kinds", "cooperative_types", "audiences")
    }
    forms, kinds = [], {}
    for code, form in _load(folder, "forms").items():
        if code in known["kinds"]:
            kinds[code] = form
            continue
        _check(code, known["legal_forms"], "legal form")
        forms.append(Form(code, form["weight"], form["prefix"]))
    sectors = []
    for code, sector in _load(folder, "sectors").items():
        _check(code, parents, "sector")
        for kind in sector.get("cooperative_types", {}):
            _check(kind, known["cooperative_types"], "cooperative type")
        for audience in sector.get("audiences", {}):
            _check(audience, known["audiences"], "audience")
        sectors.append(
            Sector(
                code=code,
                parent=parents[code],
                weight=sector["weight"],
                regions=sector.get("regions", {}),
                forms=sector.get("forms", {}),
                activities=sector["activities"],
                products=sector.get("products", []),
                cooperative_types=sector.get("cooperative_types", {}),
                audiences=sector.get("audiences", {}),
            )
        )
    return Phrases(
        proper=_load(folder, "names")["proper"],
        audience_parents=dict(Term.objects.newest().of("audiences").values_list("code", "parent")),
        forms=forms,
        kinds=kinds,
        sectors=sectors,
        networks=_load(folder, "networks"),
        programmes=_load(folder, "programmes"),
        life=_load(folder, "life"),
    )


def named(language, prefix, proper, activity):
    """« Exemple · Coopérative Al Amal d’huile d’argan », in one language."""
    words = f"{prefix[language]} {proper[language]} {activity[language]}".rstrip()
    return f"{MARK[language]} · {words}"


def _load(folder, name):
    return json.loads((folder / f"{name}.json").read_text("utf-8"))


def _check(code, known, what):
    if code not in known:
        raise UnknownTerm(f"{code!r} is no {what} of the taxonomies in force")

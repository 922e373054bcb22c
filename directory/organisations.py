"""The organisations this project began with, as fixtures/organisations.json has them.

Only what a source says of them, each field with its source. Their codes are written in the file, so
that their permanent links are the same wherever the register runs.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from directory import taxonomies
from directory.records.facts import (
    ActorFacts,
    MembershipFacts,
    PartialDate,
    Place,
    ProgrammeFacts,
)
from geodata.models import Territory

FIXTURE = Path(__file__).resolve().parent.parent / "fixtures" / "organisations.json"
SCHEMA = 1


class UnknownCommune(ValueError):
    """The file places an organisation in a commune that no set in force has."""


@dataclass(frozen=True)
class Organisations:
    """All the file says, as facts."""

    actors: list[ActorFacts]
    programmes: list[ProgrammeFacts]
    memberships: list[MembershipFacts]

    def every(self) -> list:
        return [*self.actors, *self.programmes, *self.memberships]


def codes() -> frozenset[str]:
    """Codes the file gives to actors and programmes: nobody else may be given one of them."""
    content = _content()
    return frozenset(entry["code"] for entry in content["actors"] + content["programmes"])


def read() -> Organisations:
    """The file as facts, placed in the territories in force. Raises UnknownCommune."""
    content = _content()
    return Organisations(
        actors=[_actor(entry, content["licence"]) for entry in content["actors"]],
        programmes=[_programme(entry, content["licence"]) for entry in content["programmes"]],
        memberships=[_membership(entry) for entry in content["memberships"]],
    )


@cache
def _content() -> Mapping:
    content = json.loads(FIXTURE.read_text("utf-8"))
    if content.get("schema") != SCHEMA:
        raise ValueError(f"{FIXTURE.name} must say schema {SCHEMA}")
    return content


def _actor(entry, licence):
    return ActorFacts(
        code=entry["code"],
        names=entry["names"],
        descriptions=entry.get("descriptions", {}),
        legal_form=entry["legal_form"],
        kind=entry["kind"],
        cooperative_type=entry.get("cooperative_type"),
        sectors=taxonomies.with_parents("sectors", entry["sectors"]),
        audiences=taxonomies.with_parents("audiences", entry["audiences"]),
        products=tuple(entry.get("products", ())),
        founded=partial_date(entry.get("founded")),
        closed=partial_date(entry.get("closed")),
        place=_place(entry.get("commune")),
        registry=entry.get("registry", {}),
        website=entry.get("website"),
        provenance=entry["provenance"],
        licence=licence,
    )


def _programme(entry, licence):
    return ProgrammeFacts(
        code=entry["code"],
        names=entry["names"],
        descriptions=entry.get("descriptions", {}),
        since=partial_date(entry.get("since")),
        until=partial_date(entry.get("until")),
        funders=tuple(entry.get("funders", ())),
        website=entry.get("website"),
        provenance=entry["provenance"],
        licence=licence,
    )


def _membership(entry):
    return MembershipFacts(
        entry["member"],
        network=entry.get("network"),
        programme=entry.get("programme"),
        since=partial_date(entry.get("since")),
        until=partial_date(entry.get("until")),
        provenance=entry["provenance"],
    )


def _place(commune):
    """Known by the commune: none of the sources gives an address that may be published."""
    if commune is None:
        return Place()
    territory = Territory.objects.newest().of_level("commune").filter(code=commune).first()
    if territory is None:
        raise UnknownCommune(commune)
    return Place(
        region=territory.region,
        province=territory.province,
        commune=territory.commune,
        precision="commune",
    )


def partial_date(text: str | None) -> PartialDate | None:
    """`1993`, `1993-05` or `1993-05-02` as a date of that precision; None is unknown."""
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    precision = ("year", "month", "day")[len(parts) - 1]
    return PartialDate(date(*(parts + [1, 1])[:3]), precision)

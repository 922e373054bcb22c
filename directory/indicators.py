"""The indicators figures are made of, as fixtures/indicators.json has them.

The file is what the next set of the series `indicators` is made from; what was in force at a
revision is read from the database (`directory.models.Indicator`). A breakdown is an indicator of
its own that names the total it is a part of.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

FIXTURE = Path(__file__).resolve().parent.parent / "fixtures" / "indicators.json"
LANGUAGES = ("ar", "fr", "en", "es")
HEADS = ("memberships", "work", "economic", "reach")
UNITS = ("memberships", "people", "jobs", "hours", "MAD", "trainings")
AGGREGATIONS = ("sum",)
SCHEMA = 1


class BadIndicators(ValueError):
    """The file breaks a rule; `code` tells at which indicator."""

    def __init__(self, code: str, why: str):
        super().__init__(f"{code or 'the file'}: {why}")
        self.code = code


@dataclass(frozen=True)
class FixtureIndicator:
    """One indicator. `bounds` are the least and greatest value of one actor, and its decimals."""

    code: str
    position: int
    head: str
    unit: str
    aggregation: str
    part_of: str
    standard: str
    names: Mapping[str, str]
    definitions: Mapping[str, str]
    bounds: Mapping[str, int]


@cache
def read() -> tuple[FixtureIndicator, ...]:
    """All indicators in their own order. Raises BadIndicators."""
    return parse(_content())


def rows() -> list[dict]:
    """All indicators as columns of `directory.models.Indicator`."""
    return [asdict(one) for one in read()]


def source() -> str:
    return _content()["source"]


@cache
def _content():
    return json.loads(FIXTURE.read_text(encoding="utf-8"))


def parse(content: dict) -> tuple[FixtureIndicator, ...]:
    if content.get("schema") != SCHEMA:
        raise BadIndicators("", f"must say schema {SCHEMA}.")
    found: dict[str, FixtureIndicator] = {}
    for position, entry in enumerate(content["indicators"], start=1):
        bounds = {name: entry[name] for name in ("minimum", "maximum", "decimals")}
        told = {name: value for name, value in entry.items() if name not in bounds}
        one = FixtureIndicator(**told, position=position, bounds=bounds)
        _check(one, found)
        found[one.code] = one
    return tuple(found.values())


def _check(one, before):
    if one.code in before:
        raise BadIndicators(one.code, "stands there twice.")
    for said in (one.names, one.definitions):
        if set(said) != set(LANGUAGES) or not all(text.strip() for text in said.values()):
            raise BadIndicators(one.code, f"is worded in {', '.join(LANGUAGES)}.")
    for name, value, known in (
        ("head", one.head, HEADS),
        ("unit", one.unit, UNITS),
        ("aggregation", one.aggregation, AGGREGATIONS),
    ):
        if value not in known:
            raise BadIndicators(one.code, f"its {name} is one of {', '.join(known)}.")
    whole = before.get(one.part_of)
    if one.part_of and (whole is None or whole.part_of or whole.unit != one.unit):
        raise BadIndicators(one.code, f"“{one.part_of}” is no total of its unit before it.")
    if not one.bounds["minimum"] < one.bounds["maximum"]:
        raise BadIndicators(one.code, "its minimum is below its maximum.")

"""Figures of actors as they were said: of a selection in pages, and of one actor by year."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from directory.as_of import Reading
from directory.database import rows
from directory.models import Indicator
from directory.selection.selection import Selection
from directory.standing import standing

ORDER = ("code", "indicator", "year", "source_kind", "origin")


@lru_cache(maxsize=8)
def _indicators(number: int) -> dict[str, Indicator]:
    return {one.code: one for one in Indicator.objects.in_set(number).order_by("position")}


def indicators(reading: Reading) -> dict[str, Indicator]:
    """The indicators in force by code, in their own order."""
    return _indicators(reading.set_of("indicators"))


def forget():
    """Drop what was read: for tests, whose sets are rolled back."""
    _indicators.cache_clear()


@dataclass(frozen=True)
class Said:
    """One observation. `reports` tells whether it is the one its actor's figures take."""

    code: str
    indicator: str
    year: int
    source_kind: str
    origin: str
    value: Decimal
    unit: str
    is_demo: bool
    reports: bool
    digest: str
    source: str | None
    source_url: str | None
    verified_by: str | None

    @property
    def place(self) -> tuple:
        """Where it stands in the order of lists."""
        return (self.code, self.indicator, self.year, self.source_kind, self.origin)


def observations(
    selection: Selection,
    *,
    indicator: tuple[str, ...] = (),
    year: tuple[int, ...] = (),
    source_kind: tuple[str, ...] = (),
    actor: tuple[str, ...] = (),
    after: tuple | None = None,
    limit: int = 100,
) -> list[Said]:
    """Observations of the selected actors in the order of codes; one statement."""
    clauses, bound = _narrowed(indicator, year, source_kind, actor)
    if after:
        clauses.append(
            "(v.code, o.indicator, o.year, o.source_kind, o.origin) > (%(at_code)s,"
            " %(at_indicator)s, %(at_year)s, %(at_source_kind)s, %(at_origin)s)"
        )
        bound |= {f"at_{name}": value for name, value in zip(ORDER, after, strict=True)}
    found = rows(
        f"""select v.code, o.indicator, o.year, o.source_kind, o.origin, o.value, o.unit, o.is_demo,
            exists (select from directory_report r where r.observation_id = o.id
                and r.actor_id = o.actor_id and {standing("r")}),
            encode(o.digest, 'hex'), convert_from(b.bytes, 'UTF8')::jsonb
        from ({selection.relation("v.actor_id, v.code")}) v
        join directory_observation o on o.actor_id = v.actor_id and {standing("o")}
        join directory_recordbytes b on b.digest = o.digest
        where {" and ".join(clauses) or "true"}
        order by v.code, o.indicator, o.year, o.source_kind, o.origin limit %(limit)s""",
        selection.query.bound | bound | {"limit": limit},
        prepare=False,
    )
    return [Said(*told, *_sources(content)) for *told, content in found]


def _narrowed(indicator, year, source_kind, actor):
    clauses, bound = [], {}
    for name, column, values, kind in (
        ("of_indicator", "o.indicator", indicator, "text"),
        ("of_year", "o.year", year, "smallint"),
        ("of_source_kind", "o.source_kind", source_kind, "text"),
        ("of_actor", "v.code", actor, "text"),
    ):
        if values:
            clauses.append(f"{column} = any(%({name})s::{kind}[])")
            bound[name] = list(values)
    return clauses, bound


def _sources(content) -> Iterator[str | None]:
    told = content or {}
    return (told.get(name) for name in ("source", "source_url", "verified_by"))


def figures_of(code: str, reading: Reading) -> list[dict]:
    """What an actor reports by indicator, the latest year first, each with how it is known."""
    found = rows(
        f"""select r.indicator, r.year, r.value, o.unit, r.source_kind,
            convert_from(b.bytes, 'UTF8')::jsonb
        from directory_actor a join directory_report r on r.actor_id = a.id and {standing("r")}
        join directory_observation o on o.id = r.observation_id
        join directory_recordbytes b on b.digest = o.digest
        where a.code = %(code)s order by r.indicator, r.year desc""",
        {"code": code, "revision": reading.revision},
    )
    by_indicator: dict[str, list] = {}
    for indicator, year, value, unit, kind, content in found:
        source, address, verifier = _sources(content)
        by_indicator.setdefault(indicator, []).append(
            {
                "year": year,
                "value": value,
                "unit": unit,
                "source_kind": kind,
                "source": source,
                "source_url": address,
                "verified_by": verifier,
            }
        )
    return [
        {"indicator": one, "reported": by_indicator[name]}
        for name, one in indicators(reading).items()
        if name in by_indicator
    ]

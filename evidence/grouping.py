"""What statistics can be grouped by: each grouping's codes, and where a version tells its own."""

from dataclasses import dataclass

from directory import vocabulary
from directory.selectors import reference

LEVELS = (
    "region", "province", "prefecture-arrondissements", "commune", "arrondissement", "locality",
)  # fmt: skip
TERMS = ("legal_form", "kind", "cooperative_type", "sector", "audience")


@dataclass(frozen=True)
class Grouping:
    """One way to part a selection.

    `expression` tells the group of a version `v`; `joins` brings in what it needs. `several` says
    that an actor may stand in more than one cell. `column` is the cube's, where it has one, and
    `axis` the cube's axis. `few` is the clause of those whose group is known, where they are few
    beside all others.
    """

    name: str
    expression: str
    joins: str = ""
    several: bool = False
    column: str = ""
    axis: str = ""
    few: str = ""

    @property
    def is_level(self) -> bool:
        return self.name in LEVELS


def _faces(array, name):
    return Grouping(
        name,
        f"{name}_face.code",
        f" left join lateral unnest(v.{array}) {name}_face(code) on true",
        several=True,
        column="value",
        axis=name,
    )


def _belonging(name, table):
    """Whom a version belongs to on the revision's date."""
    return Grouping(
        name,
        f"{name}_whole.code",
        f" left join lateral (select distinct whole.code from directory_membership m"
        f" join {table} whole on whole.id = m.{name}_id where m.member_id = v.actor_id"
        " and m.opened <= %(revision)s and (m.closed is null or m.closed > %(revision)s)"
        " and (m.since is null or m.since <= %(date)s)"
        f" and (m.until is null or m.until > %(date)s)) {name}_whole on true",
        several=True,
    )


GROUPINGS = {
    one.name: one
    for one in (
        *(
            Grouping(
                level,
                f"v.{vocabulary.COLUMN_OF_LEVEL[level]}",
                column="" if level == "locality" else "territory",
            )
            for level in LEVELS
        ),
        *(
            Grouping(name, f"v.{name}", column=name)
            for name in ("legal_form", "kind", "cooperative_type")
        ),
        _faces("sectors", "sector"),
        _faces("audiences", "audience"),
        _belonging("network", "directory_actor"),
        _belonging("programme", "directory_programme"),
        Grouping("year", "r.year"),
        Grouping(
            "founding_year",
            "extract(year from v.founded)::integer",
            column="value",
            axis="founding-year",
        ),
        Grouping(
            "closing_year",
            "extract(year from v.closed_on)::integer",
            few="v.closed_on is not null",
        ),
    )
}


def codes_of(grouping: Grouping, reading, within: dict[str, tuple]) -> list[str] | None:
    """Every code of a grouping, in its own order; None where only what is found can be listed.

    `within` are the territories a selection is narrowed to, by level: cells lie in them.
    """
    if grouping.is_level:
        if grouping.name == "locality":
            return None
        known = reference.of_level(grouping.name, reading)
        return [one.code for one in known if not within or _lies(one, within)]
    if grouping.name in TERMS:
        return list(reference.terms(reading, grouping.name))
    return None


def codes_ever(level: Grouping, reading, within: dict[str, tuple]) -> list[str]:
    """The codes of a level above localities that a version may tell, of ended territories too."""
    known = [*reference.of_level(level.name, reading), *reference.ended(level.name, reading)]
    return [one.code for one in known if not within or _lies(one, within)]


def _lies(territory, within) -> bool:
    return all(
        getattr(territory, vocabulary.COLUMN_OF_LEVEL[level], None) in values
        or territory.code in values
        for level, values in within.items()
    )

"""How many belong to each network and programme: of all of them once a process for each revision,
since the memberships of a whole country are read for it.
"""

from dataclasses import dataclass

from directory.as_of import Reading
from directory.database import row, rows
from directory.selection.totals import Counts
from directory.standing import standing

IN_FORCE = f"""{standing("m")} and (m.since is null or m.since <= %(date)s)
    and (m.until is null or m.until > %(date)s)"""
OF_NETWORKS = f"""
select n.code, count(distinct m.member_id) from directory_membership m
join directory_actor n on n.id = m.network_id
join directory_actorversion v on v.actor_id = m.member_id and {standing("v")}
    and (v.closed_on is null or v.closed_on > %(date)s)
where {IN_FORCE} group by n.code"""
FROM_PROGRAMMES = f"""
from directory_membership m join directory_programme p on p.id = m.programme_id
join directory_actorversion v on v.actor_id = m.member_id and {standing("v")}
where {IN_FORCE}"""

counts = Counts(100)


@dataclass(frozen=True)
class All:
    """What is counted, as the memory of counts knows it."""

    reading: Reading
    of: str

    def __str__(self):
        return self.of


def of_networks(reading: Reading) -> dict[str, int]:
    """Code of a network to its members still active on the reading's date."""
    asked = All(reading, "members of networks")
    return counts.of(asked, "", lambda: dict(rows(OF_NETWORKS, _bound(reading))))


def of_programmes(reading: Reading) -> dict[str, int]:
    """Code of a programme to those who belong to it on the reading's date."""
    asked = All(reading, "members of programmes")
    told = f"select p.code, count(distinct m.member_id) {FROM_PROGRAMMES} group by p.code"
    return counts.of(asked, "", lambda: dict(rows(told, _bound(reading))))


def of_programme(code: str, reading: Reading) -> int:
    """The same of one."""
    told = f"select count(distinct m.member_id) {FROM_PROGRAMMES} and p.code = %(code)s"
    return row(told, _bound(reading) | {"code": code})[0]


def _bound(reading):
    return {"revision": reading.revision, "date": reading.date}

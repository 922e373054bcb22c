"""The seals of an actor: what of it was verified, by whom, and until when that counts."""

from dataclasses import dataclass
from datetime import date

from directory.as_of import Reading
from directory.database import rows

SEALS = """
select s.scope, v.code, s.role, s.given_on, s.until, encode(s.digest, 'hex'), s.is_demo
from directory_seal s join directory_actor a on a.id = s.actor_id
left join directory_actor v on v.id = s.verifier_id
where a.code = %(code)s and s.given_on <= %(date)s and (s.until is null or s.until > %(date)s)
    and s.opened <= %(revision)s and (s.closed is null or s.closed > %(revision)s)
order by s.given_on desc, s.scope, v.code nulls last"""


@dataclass(frozen=True, slots=True)
class SealTold:
    """One seal that counts. `verifier` is the code of an organisation; without one it was given in
    a `role`.
    """

    scope: str
    verifier: str | None
    role: str
    given_on: date
    until: date | None
    digest: str
    is_demo: bool


def seals_of(code: str, reading: Reading) -> list[SealTold]:
    """The seals that count on the reading's date, the newest first."""
    bound = {"code": code, "date": reading.date, "revision": reading.revision}
    return [SealTold(*each) for each in rows(SEALS, bound)]

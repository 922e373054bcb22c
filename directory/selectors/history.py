"""What happened to one actor, revision by revision, with what changed each time."""

from dataclasses import dataclass
from datetime import date, datetime

import orjson

from directory.database import rows

# Members of the canonical bytes that say nothing about the actor itself.
APART = frozenset({"record", "schema", "salt", "code", "licence", "is_demo", "provenance"})


@dataclass(frozen=True)
class Event:
    """One revision that touched an actor.

    `before` and `after` are canonical payloads, None where there was none or its bytes are
    redacted (`redacted` tells). `fate` is set where the actor left, `returned` where it came back.
    """

    revision: int
    recorded_at: datetime
    kind: str
    role: str
    reason: str
    before: dict | None = None
    after: dict | None = None
    redacted: bool = False
    fate: str | None = None
    heir: str | None = None
    confirmed_on: date | None = None

    def changes(self) -> list[tuple[str, object, object]]:
        """(field, before, after) of every field that differs, in the order of the payload."""
        if self.after is None or self.before is None:
            return []
        return [
            (name, self.before.get(name), self.after.get(name))
            for name in self.after
            if name not in APART and self.before.get(name) != self.after.get(name)
        ]


def history(code: str, reading, *, limit: int = 100) -> list[Event]:
    """The events of an actor up to a reading, the newest first."""
    bound = {"code": code, "revision": reading.revision, "limit": limit}
    versions = rows(
        """select v.opened, v.redacted is not null, b.bytes from directory_actorversion v
        left join directory_recordbytes b on b.digest = v.digest
        where v.actor_id = (select id from directory_actor where code = %(code)s)
            and v.opened <= %(revision)s order by v.opened""",
        bound,
    )
    endings = {
        opened: (fate, heir)
        for opened, fate, heir in rows(
            """select e.opened, e.fate, h.code from directory_ending e
            join directory_actor a on a.id = e.actor_id and a.code = %(code)s
            left join directory_actor h on h.id = e.heir_id
            where e.opened <= %(revision)s""",
            bound,
        )
    }
    confirmed = dict(
        rows(
            """select c.opened, max(c.confirmed_on) from directory_confirmation c
            where c.actor_id = (select id from directory_actor where code = %(code)s)
                and c.opened <= %(revision)s group by c.opened""",
            bound,
        )
    )
    numbers = {opened for opened, _, _ in versions} | set(endings) | set(confirmed)
    told = {
        number: each
        for number, *each in rows(
            "select number, recorded_at, kind, role, reason from directory_revision"
            " where number = any(%(numbers)s::int[])",
            {"numbers": sorted(numbers)},
        )
    }
    payloads = {}
    before = None
    for opened, redacted, content in versions:
        after = orjson.loads(bytes(content)) if content is not None else None
        payloads[opened] = {"before": before, "after": after, "redacted": redacted}
        before = after
    events = []
    for number in sorted(numbers, reverse=True)[:limit]:
        fate, heir = endings.get(number, (None, None))
        events.append(
            Event(
                number,
                *told[number],
                **payloads.get(number, {}),
                fate=fate,
                heir=heir,
                confirmed_on=confirmed.get(number),
            )
        )
    return events

"""A small register with everything filters can ask for, and what it held at every revision."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from directory.as_of import snapshot
from directory.records.facts import ActorFacts, Place
from tests.register import Register, day

TODAY = date(2026, 1, 1)  # every date below is well before or after the day tests run
PLACES = [
    Place("02", "02.113", None, "02.113.01.09", precision="commune"),
    Place("02", "02.381", None, "02.381.01.05", lon=Decimal("-2.93"), lat=Decimal("35.17"),
          precision="exact"),
    Place("01", "01.511", None, "01.511.01.0", arrondissement="01.511.01.05",
          lon=Decimal("-5.81"), lat=Decimal("35.77"), precision="locality"),
    Place("02", "02.113", None, "02.113.01.09", lon=Decimal("-2.32"), lat=Decimal("34.92"),
          precision="exact"),
    Place(),
]  # fmt: skip
FORMS = ["cooperative", "association", "mutual", "foundation"]
SECTORS = [("agriculture", "argan"), ("handicrafts",), (), ("agriculture",)]
AUDIENCES = [("women-led", "women-only"), (), ("youth-led",)]
FOUNDED = ["1998", "2011-05", "2019-11-03", None]
CLOSED = [None, None, None, "2020-06-30"]
NAMES = [
    {"fr": "Coopérative Argan", "ar": "تعاونية الأركان"},
    {"fr": "Association Amal", "ar": "جمعية الأمل"},
    {"fr": "Union du Rif"},
    {"ar": "تعاونية النور"},
]


@dataclass
class State:
    """What stood in the register after one revision."""

    actors: dict[str, ActorFacts]
    confirmed: dict[str, date] = field(default_factory=dict)
    members: set[tuple[str, str, date | None]] = field(default_factory=set)
    reports: set[tuple[str, str]] = field(default_factory=set)
    seals: set[tuple[str, str]] = field(default_factory=set)


class World:
    """Publishes some actors, then changes, confirms, closes, merges and withdraws some of them."""

    def __init__(self, register: Register, size=36):
        self.register, self.random = register, Random(7)
        self.now = State({})
        self.states: dict[int, State] = {}
        self._first(size)
        self._belong()
        self._report()
        self._verify()
        self._change()
        self._leave()

    def _made(self, n):
        cooperative = FORMS[n % 4] == "cooperative"
        founded, closed = FOUNDED[n % 4], CLOSED[(n // 3) % 4]
        return {
            "names": {tongue: f"{name} {n}" for tongue, name in NAMES[n % len(NAMES)].items()},
            "legal_form": FORMS[n % 4],
            "kind": ["operator", "network", "social-enterprise"][(n // 5) % 3],
            "cooperative_type": "producer" if cooperative and n % 8 else None,
            "sectors": SECTORS[(n // 2) % 4],
            "audiences": AUDIENCES[n % 3],
            "products": ({"fr": "Huile d’argan"},) if n % 6 == 0 else (),
            "place": PLACES[n % 5],
            "founded": day(founded) if founded else None,
            "closed": day(closed) if closed else None,
            "is_demo": n % 11 == 0,
        }

    def _first(self, size):
        made = []
        for n in range(size):
            facts = self._made(n)
            made.append(self.register.actor(facts.pop("names"), **facts))
        self.register.publish_all(*made)
        self.now.actors |= {one.code: one for one in made}
        self._remember()

    def _belong(self):
        actors = list(self.now.actors.values())
        self.network = next(one for one in actors if one.kind == "network")
        for n, one in enumerate(actors[:9]):
            if one.code != self.network.code:
                since = day("2015") if n % 2 else day("2040")
                self.register.join(one, self.network, since=since)
                self.now.members.add((one.code, self.network.code, since.date))
                self._remember()
        self.programme = self.register.programme("Taghyir", *actors[9:13])
        self.now.members |= {(one.code, self.programme.code, None) for one in actors[9:13]}
        self._remember()
        self.register.confirm(*actors[:5], on=date(2024, 3, 1))
        self.now.confirmed |= dict.fromkeys([one.code for one in actors[:5]], date(2024, 3, 1))
        self._remember()
        self.register.confirm(actors[0], on=date(2025, 3, 1))
        self.now.confirmed[actors[0].code] = date(2025, 3, 1)
        self._remember()

    def _report(self):
        for n, one in enumerate(list(self.now.actors.values())[5:17]):
            given = {"members": 10 + n} if n % 3 else {"jobs": n}
            self.register.report(one, 2020 + n % 4, **given)
            self.now.reports |= {(one.code, name) for name in given}
            self._remember()

    def _verify(self):
        one, other, past, early = list(self.now.actors.values())[12:16]
        self.register.seal(one, "identity", by=self.network, on=date(2024, 1, 1))
        self.now.seals.add((one.code, "identity"))
        self._remember()
        self.register.seal(one, "figures", on=date(2024, 1, 1), until=date(2040, 1, 1))
        self.register.seal(other, "identity", on=date(2024, 1, 1))
        self.register.seal(past, "identity", on=date(2020, 1, 1), until=date(2022, 1, 1))
        self.register.seal(early, "identity", on=date(2040, 1, 1))
        self.now.seals |= {(one.code, "figures"), (other.code, "identity")}
        self._remember()

    def _change(self):
        for one in list(self.now.actors.values())[20:26]:
            place = PLACES[self.random.randrange(5)]
            changed = self.register.change(one, place=place, sectors=("handicrafts",))
            self.now.actors[one.code] = changed
            self._remember()

    def _leave(self):
        actors = list(self.now.actors.values())
        self.withdrawn, self.merged, self.heir = actors[-1], actors[-2], actors[-3]
        self.register.withdraw(self.withdrawn)
        del self.now.actors[self.withdrawn.code]
        self._remember()
        self.register.merge(self.merged, self.heir)
        del self.now.actors[self.merged.code]
        self._remember()

    def _remember(self):
        with snapshot() as reading:
            self.head = reading.revision
        self.states[self.head] = State(
            dict(self.now.actors),
            dict(self.now.confirmed),
            set(self.now.members),
            set(self.now.reports),
            set(self.now.seals),
        )

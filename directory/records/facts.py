"""What can be said in the register: facts as values, each with its canonical payload.

A payload holds everything a record says, in ASCII keys, decimals as strings. `prepare` heads it
with the kind of record, the schema number and a salt; `directory.digests.canonical` turns that into
the bytes that are digested.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from directory import digests

LANGUAGES = ("ar", "fr", "en", "es", "zgh")
SCHEMA = 1
# Members that `prepare` puts before what facts say.
HEAD = frozenset({"record", "schema", "salt"})


@dataclass(frozen=True)
class PartialDate:
    """A date known to the day, the month or the year; `date` is the first day of that period."""

    date: date
    precision: str = "day"

    def payload(self):
        return {"date": self.date.isoformat(), "precision": self.precision}

    @classmethod
    def read(cls, payload):
        """The reverse of `payload()`; None stays None."""
        return payload and cls(date.fromisoformat(payload["date"]), payload["precision"])

    @property
    def known(self) -> str:
        """As far as it is known: 2016, 2016-03 or 2016-03-01."""
        return self.date.isoformat()[: {"year": 4, "month": 7}.get(self.precision, 10)]


def _date(value):
    return None if value is None else value.payload()


@dataclass(frozen=True)
class Place:
    """Frozen territory codes and a public point (EPSG:4326 degrees), with its precision.

    `lon` and `lat` are present for precision `exact` and `locality`, absent for `commune`.
    """

    region: str | None = None
    province: str | None = None
    prefecture_arrondissements: str | None = None
    commune: str | None = None
    arrondissement: str | None = None
    locality: str | None = None
    locality_names: dict = field(default_factory=dict)
    lon: Decimal | None = None
    lat: Decimal | None = None
    precision: str | None = None

    def payload(self):
        return {
            "region": self.region,
            "province": self.province,
            "prefecture_arrondissements": self.prefecture_arrondissements,
            "commune": self.commune,
            "arrondissement": self.arrondissement,
            "locality": self.locality,
            "locality_names": self.locality_names,
            "lon": None if self.lon is None else f"{self.lon:.6f}",
            "lat": None if self.lat is None else f"{self.lat:.6f}",
            "precision": self.precision,
        }


@dataclass(frozen=True)
class ActorFacts:
    """Everything public and citable about an actor between two revisions."""

    code: str
    names: dict
    legal_form: str = "association"
    kind: str = "operator"
    cooperative_type: str | None = None
    sectors: tuple = ()
    audiences: tuple = ()
    products: tuple = ()
    descriptions: dict = field(default_factory=dict)
    place: Place = Place()
    founded: PartialDate | None = None
    closed: PartialDate | None = None
    registry: dict = field(default_factory=dict)
    website: str | None = None
    provenance: dict = field(default_factory=dict)
    licence: str = "CC-BY-4.0"
    is_demo: bool = False

    record = "actor-version"

    def payload(self):
        return {
            "code": self.code,
            "names": self.names,
            "descriptions": self.descriptions,
            "legal_form": self.legal_form,
            "kind": self.kind,
            "cooperative_type": self.cooperative_type,
            "sectors": sorted(set(self.sectors)),
            "audiences": sorted(set(self.audiences)),
            "products": list(self.products),
            "founded": _date(self.founded),
            "closed": _date(self.closed),
            "registry": self.registry,
            "place": self.place.payload(),
            "website": self.website,
            "provenance": self.provenance,
            "licence": self.licence,
            "is_demo": self.is_demo,
        }

    def but(self, **changes):
        """The same actor with some facts changed."""
        return replace(self, **changes)

    @classmethod
    def read(cls, payload):
        """The facts a payload holds; the reverse of `payload()`."""
        place = dict(payload["place"])
        for axis in ("lon", "lat"):
            place[axis] = None if place[axis] is None else Decimal(place[axis])
        return cls(
            **{
                name: payload[name]
                for name in (
                    "code", "names", "descriptions", "legal_form", "kind", "cooperative_type",
                    "registry", "website", "provenance", "licence", "is_demo",
                )
            },
            sectors=tuple(payload["sectors"]),
            audiences=tuple(payload["audiences"]),
            products=tuple(payload["products"]),
            founded=PartialDate.read(payload["founded"]),
            closed=PartialDate.read(payload["closed"]),
            place=Place(**place),
        )  # fmt: skip


@dataclass(frozen=True)
class ProgrammeFacts:
    """A programme: names, dates, funders and through whom the money comes."""

    code: str
    names: dict
    descriptions: dict = field(default_factory=dict)
    since: PartialDate | None = None
    until: PartialDate | None = None
    funders: tuple = ()
    website: str | None = None
    provenance: dict = field(default_factory=dict)
    licence: str = "CC-BY-4.0"
    is_demo: bool = False

    record = "programme-version"

    def payload(self):
        return {
            "code": self.code,
            "names": self.names,
            "descriptions": self.descriptions,
            "since": _date(self.since),
            "until": _date(self.until),
            "funders": list(self.funders),
            "website": self.website,
            "provenance": self.provenance,
            "licence": self.licence,
            "is_demo": self.is_demo,
        }

    @classmethod
    def read(cls, payload):
        """The facts a payload holds; the reverse of `payload()`."""
        told = {name: value for name, value in payload.items() if name not in HEAD}
        dates = {name: PartialDate.read(told[name]) for name in ("since", "until")}
        return cls(**told | dates | {"funders": tuple(told["funders"])})


@dataclass(frozen=True)
class MembershipFacts:
    """An actor belongs to a network or to a programme (exactly one), from a date to a date."""

    member: str
    network: str | None = None
    programme: str | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    provenance: dict = field(default_factory=dict)
    is_demo: bool = False

    record = "membership"

    def payload(self):
        return {
            "member": self.member,
            "network": self.network,
            "programme": self.programme,
            "since": _date(self.since),
            "until": _date(self.until),
            "provenance": self.provenance,
            "is_demo": self.is_demo,
        }

    @property
    def key(self) -> tuple:
        """What holds once: who belongs to what, since when."""
        return (self.member, self.network, self.programme, self.since and self.since.date)

    def but(self, **changes):
        """The same membership with some facts changed."""
        return replace(self, **changes)

    @classmethod
    def read(cls, payload):
        """The facts a payload holds; the reverse of `payload()`."""
        told = {name: value for name, value in payload.items() if name not in HEAD}
        dates = {name: PartialDate.read(told[name]) for name in ("since", "until")}
        return cls(**told | dates)


@dataclass(frozen=True)
class ConfirmationFacts:
    """Still correct, on this day."""

    actor: str
    confirmed_on: date

    record = "confirmation"

    def payload(self):
        return {
            "actor": self.actor,
            "confirmed_on": self.confirmed_on.isoformat(),
        }


@dataclass(frozen=True)
class SealFacts:
    """Something of an actor was verified, by an organisation (its code) or in a role.

    It counts from `given_on` to the day before `until`.
    """

    actor: str
    scope: str
    given_on: date
    verifier: str | None = None
    role: str = ""
    until: date | None = None
    is_demo: bool = False

    record = "seal"

    def payload(self):
        return {
            "actor": self.actor,
            "scope": self.scope,
            "verifier": self.verifier,
            "role": self.role,
            "given_on": self.given_on.isoformat(),
            "until": self.until and self.until.isoformat(),
            "is_demo": self.is_demo,
        }

    @classmethod
    def read(cls, payload):
        """The facts a payload holds; the reverse of `payload()`."""
        told = {name: value for name, value in payload.items() if name not in HEAD}
        dates = {
            name: told[name] and date.fromisoformat(told[name]) for name in ("given_on", "until")
        }
        return cls(**told | dates)


@dataclass(frozen=True)
class ObservationFacts:
    """One indicator of one actor for one year, as one kind of source has it.

    `origin` is the actor it was said of, where a merger joined its figures to another's;
    `verified_by` an organisation or a role, never a person.
    """

    actor: str
    indicator: str
    year: int
    value: Decimal
    unit: str
    source_kind: str = "declared"
    source: str = ""
    source_url: str | None = None
    verified_by: str | None = None
    origin: str | None = None
    licence: str = "CC-BY-4.0"
    is_demo: bool = False

    record = "observation"

    def payload(self):
        return {
            "actor": self.actor,
            "origin": self.origin or self.actor,
            "indicator": self.indicator,
            "year": self.year,
            "value": decimal_text(self.value),
            "unit": self.unit,
            "source_kind": self.source_kind,
            "source": self.source,
            "source_url": self.source_url,
            "verified_by": self.verified_by,
            "licence": self.licence,
            "is_demo": self.is_demo,
        }

    @property
    def key(self) -> tuple:
        """What one actor says once: of whom, of what, for which year, by which kind of source."""
        return (self.origin or self.actor, self.indicator, self.year, self.source_kind)

    def but(self, **changes):
        """The same observation with some facts changed."""
        told = {"origin": self.origin or self.actor} if "actor" in changes else {}
        return replace(self, **told | changes)

    @classmethod
    def read(cls, payload):
        """The facts a payload holds; the reverse of `payload()`."""
        told = {name: value for name, value in payload.items() if name not in HEAD}
        return cls(**told | {"value": Decimal(payload["value"])})


def decimal_text(value: Decimal) -> str:
    """A number in one way only: no exponent, no zero that says nothing."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


@dataclass(frozen=True)
class EndingFacts:
    """An actor left the register: `merged` into `heir`, or `withdrawn`."""

    actor: str
    fate: str
    heir: str | None = None

    record = "ending"

    def payload(self):
        return {
            "actor": self.actor,
            "fate": self.fate,
            "heir": self.heir,
        }


@dataclass(frozen=True)
class Prepared:
    """A record ready to open: its kind, canonical bytes and their SHA-256.

    `bytes` are None once they were stored in the same transaction (`publishing.store`).
    """

    record: str
    digest: bytes
    bytes: bytes | None


def prepare(facts, *, salt=None) -> Prepared:
    """Salt, canonicalise and digest facts. Done before the publishing lock is taken."""
    head = {"record": facts.record, "schema": SCHEMA, "salt": salt or digests.salt()}
    content = digests.canonical(head | facts.payload())
    return Prepared(facts.record, digests.digest(content), content)

"""What evidence adds to the register: official figures and stories, as facts and as rows."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from directory.publishing.rederive import DERIVED, Derived
from directory.records.facts import HEAD, PartialDate, decimal_text
from directory.records.kinds import OPENED, RecordKind, register


@dataclass(frozen=True)
class OfficialFigureFacts:
    """A total somebody published; `question` is the statistic of ours that speaks of the same."""

    code: str
    names: dict
    publisher: dict
    value: Decimal
    unit: str
    counted: PartialDate
    source_url: str
    exactness: str = "exact"
    territory: str = "MA"
    question: str = ""
    source: str = ""
    notes: dict = field(default_factory=dict)
    is_demo: bool = False

    record = "official-figure"

    def payload(self):
        return {
            "code": self.code,
            "names": self.names,
            "publisher": self.publisher,
            "notes": self.notes,
            "value": decimal_text(self.value),
            "unit": self.unit,
            "exactness": self.exactness,
            "counted": self.counted.payload(),
            "territory": self.territory,
            "question": self.question,
            "source": self.source,
            "source_url": self.source_url,
            "is_demo": self.is_demo,
        }

    @classmethod
    def read(cls, payload):
        """The facts a payload holds; the reverse of `payload()`."""
        told = {name: value for name, value in payload.items() if name not in HEAD}
        told |= {
            "value": Decimal(payload["value"]),
            "counted": PartialDate.read(payload["counted"]),
        }
        return cls(**told)


@dataclass(frozen=True)
class StoryFacts:
    """A testimony with the consent it is published by.

    `teller` is how who tells it asked to be named; `consent_to` the organisation that keeps the
    consent. Of an actor or a programme (codes), of a territory (HCP code), or of several.
    """

    code: str
    titles: dict
    texts: dict
    told: PartialDate
    consent_on: date
    consent_to: str
    consent_form: str = "written"
    teller: dict = field(default_factory=dict)
    actor: str | None = None
    programme: str | None = None
    territory: str | None = None
    licence: str = "CC-BY-4.0"
    is_demo: bool = False

    record = "story"

    def payload(self):
        return {
            "code": self.code,
            "titles": self.titles,
            "texts": self.texts,
            "teller": self.teller,
            "told": self.told.payload(),
            "actor": self.actor,
            "programme": self.programme,
            "territory": self.territory,
            "consent_on": self.consent_on.isoformat(),
            "consent_form": self.consent_form,
            "consent_to": self.consent_to,
            "licence": self.licence,
            "is_demo": self.is_demo,
        }

    @classmethod
    def read(cls, payload):
        """The facts a payload holds; the reverse of `payload()`."""
        told = {name: value for name, value in payload.items() if name not in HEAD}
        told |= {
            "told": PartialDate.read(payload["told"]),
            "consent_on": date.fromisoformat(payload["consent_on"]),
        }
        return cls(**told)


# Columns as the bytes say them.
OFFICIAL = {
    "code": "j->>'code'",
    "names": "j->'names'",
    "publisher": "j->'publisher'",
    "notes": "j->'notes'",
    "value": "(j->>'value')::numeric",
    "unit": "j->>'unit'",
    "exactness": "j->>'exactness'",
    "counted_on": "(j#>>'{counted,date}')::date",
    "counted_precision": "j#>>'{counted,precision}'",
    "territory": "j->>'territory'",
    "question": "j->>'question'",
    "source": "j->>'source'",
    "source_url": "j->>'source_url'",
    "is_demo": "(j->>'is_demo')::boolean",
}
STORY = {
    "code": "j->>'code'",
    "titles": "j->'titles'",
    "texts": "j->'texts'",
    "teller": "j->'teller'",
    "territory": "j->>'territory'",
    "told_on": "(j#>>'{told,date}')::date",
    "told_precision": "j#>>'{told,precision}'",
    "consent_on": "(j->>'consent_on')::date",
    "consent_form": "j->>'consent_form'",
    "consent_to": "j->>'consent_to'",
    "is_demo": "(j->>'is_demo')::boolean",
}
EMPTIED = {f"r.{name}": "'{}'::jsonb" for name in ("titles", "texts", "teller")}


def _said(columns):
    return ", ".join(f"o.{expression}".replace("o.(j", "(o.j") for expression in columns.values())


def _supersedes(table):
    return (
        f"{OPENED}"
        f"select r.digest from opened o join {table} r"
        " on r.code = o.j->>'code' and r.closed is null"
    )


register(
    RecordKind(
        "official-figure",
        "evidence_officialfigure",
        (
            f"{OPENED}insert into evidence_officialfigure (opened, digest, {', '.join(OFFICIAL)})"
            f" select %(revision)s, o.digest, {_said(OFFICIAL)} from opened o",
        ),
        _supersedes("evidence_officialfigure"),
    )
)
register(
    RecordKind(
        "story",
        "evidence_story",
        (
            f"{OPENED}insert into evidence_story"
            f" (opened, digest, actor_id, programme_id, {', '.join(STORY)})"
            f" select %(revision)s, o.digest, a.id, p.id, {_said(STORY)} from opened o"
            " left join directory_actor a on a.code = o.j->>'actor'"
            " left join directory_programme p on p.code = o.j->>'programme'"
            " where (a.id is null) = (o.j->>'actor' is null)"
            " and (p.id is null) = (o.j->>'programme' is null)",
        ),
        _supersedes("evidence_story"),
        invented="select s.digest from evidence_story s where s.closed is null and (s.is_demo"
        " or exists (select from directory_actorversion v where v.actor_id = s.actor_id"
        " and v.closed is null and v.is_demo))",
    )
)
DERIVED += [
    Derived(
        "official-figure",
        "evidence_officialfigure",
        "r.code",
        "",
        {f"r.{name}": f"r.{said}".replace("r.(j", "(r.j") for name, said in OFFICIAL.items()},
    ),
    Derived(
        "story",
        "evidence_story",
        "r.code",
        "left join directory_actor a on a.id = r.actor_id"
        " left join directory_programme p on p.id = r.programme_id",
        {f"r.{name}": f"r.{said}".replace("r.(j", "(r.j") for name, said in STORY.items()}
        | {"a.code": "r.j->>'actor'", "p.code": "r.j->>'programme'"},
        EMPTIED,
    ),
]

"""Facts of an actor field by field, as they are compared, chosen and put together again."""

from dataclasses import replace

from directory.models import ActorVersion
from directory.records.facts import ActorFacts
from directory.records.stored import facts_behind, facts_left

MAPPED = ("names", "descriptions", "registry")
PLAIN = (
    "legal_form", "kind", "cooperative_type", "sectors", "audiences", "products", "place",
    "founded", "closed", "website",
)  # fmt: skip


def current(code: str) -> tuple[bytes, ActorFacts] | None:
    """Digest and facts of the profile that stands now; None where it left or was redacted."""
    version = ActorVersion.objects.current().filter(code=code).only("digest").first()
    facts = version and read(version.digest)
    return (bytes(version.digest), facts) if facts else None


def standing(code: str) -> tuple[bytes, ActorFacts] | None:
    """The same of a redacted one too, with what is left of it: somebody may name it anew."""
    version = ActorVersion.objects.current().filter(code=code).first()
    return version and (bytes(version.digest), read(version.digest) or facts_left(version))


def begun_from(digest) -> ActorFacts | None:
    """The facts of a version; of a redacted one what is left while it stands, None afterwards."""
    if facts := read(digest):
        return facts
    version = ActorVersion.objects.current().filter(digest=digest).first()
    return version and facts_left(version)


def read(digest) -> ActorFacts | None:
    """The facts behind a digest; None once their words were redacted."""
    return facts_behind(ActorFacts, [digest]).get(bytes(digest))


def flat(facts: ActorFacts) -> dict:
    """Field to value: `names.ar`, `legal_form`, `registry.ice`, `place`…"""
    told = {field: getattr(facts, field) for field in PLAIN}
    for field in MAPPED:
        told |= {f"{field}.{key}": value for key, value in getattr(facts, field).items()}
    return told


def with_fields(facts: ActorFacts, chosen: dict) -> ActorFacts:
    """The same facts with some fields as `flat` names them; None takes one of a mapping away."""
    changed = {field: dict(getattr(facts, field)) for field in MAPPED}
    for field, value in chosen.items():
        name, _dot, key = field.partition(".")
        if not key:
            changed[name] = value
        elif value is None:
            changed[name].pop(key, None)
        else:
            changed[name][key] = value
    return replace(facts, **changed)

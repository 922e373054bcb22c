"""The one key that several filters share: `selection_keys` of the version, an index of its own."""

from dataclasses import dataclass

KEYED = (
    "selection_keys(v.region, v.province, v.legal_form, v.sectors, v.audiences)"
    " @> array[%(shared_key)s]::text[]"
)
PLACES = ("territory:province", "territory:region")
FACES = (("sector", "s:"), ("audience", "a:"))


@dataclass(frozen=True)
class SharedKey:
    """A key, and the filters it says: wherever it is asked for they need not be."""

    key: str
    says: frozenset[str]

    @property
    def combines(self) -> bool:
        """Whether it says more than a place and a legal form, which have an order of names."""
        return not self.key.endswith("/")


def shared_key(conditions) -> SharedKey | None:
    """The key of a query's filters; None where they name no single region or province."""
    single = {
        condition.dimension: (name, condition.values[0])
        for name, condition in conditions
        if len(condition.values) == 1 and condition.values[0] is not None
    }
    place = next((single[level] for level in PLACES if level in single), None)
    if place is None or place[1].startswith("none:"):
        return None
    form = single.get("legal_form", ("", ""))
    face = next(
        ((single[name][0], mark + single[name][1]) for name, mark in FACES if name in single),
        ("", ""),
    )
    key = "/".join(value for _, value in (place, form, face))
    return SharedKey(key, frozenset(name for name, _ in (place, form, face) if name))

"""What an issue of a dossier changed of the one before: told by parts, not by letters."""

from dataclasses import dataclass

PARTS = ("titles", "introductions", "occasions", "organisations", "date")
PARTS_OF_A_POINT = ("headings", "texts", "figures", "stories")
KINDS = (*PARTS, *PARTS_OF_A_POINT, "added", "removed", "order")


@dataclass(frozen=True)
class Change:
    """One part that changed: `what` is one of KINDS, `place` that of the point in the issue that
    has it.
    """

    what: str
    place: int | None = None


def changes(before: dict, after: dict) -> list[Change]:
    """In the order of the later issue; points are known again by their keys."""
    found = [Change(name) for name in PARTS if before[name] != after[name]]
    old = {point["key"]: (place, point) for place, point in enumerate(before["points"], 1)}
    new = {point["key"]: (place, point) for place, point in enumerate(after["points"], 1)}
    for key, (place, point) in new.items():
        if key not in old:
            found.append(Change("added", place))
            continue
        earlier = old[key][1]
        found += [Change(part, place) for part in PARTS_OF_A_POINT if earlier[part] != point[part]]
    found += [Change("removed", place) for key, (place, _) in old.items() if key not in new]
    if [key for key in old if key in new] != [key for key in new if key in old]:
        found.append(Change("order"))
    return found

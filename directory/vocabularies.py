"""What an entry of a vocabulary or of the indicators may say, when an administrator writes it.

The database holds that no code leaves a set and none changes what it means
(sql/add_reference_entries); this says beside which field something is wrong.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from directory.indicators import AGGREGATIONS, HEADS, UNITS
from directory.models import Indicator, Term
from directory.taxonomies import LANGUAGES, TAXONOMIES

CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")
RESERVED = {"none", "any", "active", "closed", "true", "false", "actors", "year"}
MOST_POSITION = 32_000
# Asked of who registers, where an indicator's bounds do not say otherwise.
ASKED = frozenset(
    ["members", "members-women", "members-youth", "governing-body", "governing-body-women", "jobs",
     "jobs-women", "worker-members", "volunteers", "beneficiaries", "turnover"]
)  # fmt: skip

# What each vocabulary maps its terms to: the form of one code, and whether there may be several.
ELSEWHERE = {
    "legal_forms": {"essglobal_structure": (re.compile(r"OS\d{2,3}"), False)},
    "kinds": {"essglobal_structure": (re.compile(r"OS\d{2,3}"), False)},
    "cooperative_types": {"essglobal_membership": (re.compile(r"BMT\d{2}"), False)},
    "sectors": {
        "isic4": (re.compile(r"\d{2,4}"), True),
        "essglobal_activities": (re.compile(r"ICA\d{2,3}"), True),
    },
    "audiences": {},
}


@dataclass(frozen=True)
class Wrong:
    """A field that may not say what it says. `why`: missing, code, taken, alike, parent, mapping,
    one-of, bounds.
    """

    field: str
    why: str


class BadEntry(ValueError):
    """An entry that may not be published; `problems` says everything that is wrong with it."""

    def __init__(self, code, problems):
        super().__init__(f"{code}: " + "; ".join(f"{one.field} {one.why}" for one in problems))
        self.code, self.problems = code, problems


def retired(row) -> bool:
    """Whether an entry is offered to nobody new; who has it keeps it, and every count too."""
    held = row.mappings if isinstance(row, Term) else row.bounds
    return bool(held.get("retired"))


def asked_at_registration(row: Indicator) -> bool:
    """Whether forms of profiles ask for it; all others are only imported or verified."""
    return row.bounds.get("asked_at_registration", row.code in ASKED) and not retired(row)


def heir_of(row: Term) -> str:
    """The code that took the place of a retired term; nothing where none did."""
    return row.mappings.get("replaced_by") or "" if retired(row) else ""


def check_term(entry: dict, *, new: bool) -> None:
    """Raises BadEntry."""
    _refuse(entry, [*_of_all(entry, Term.objects.filter(taxonomy=entry["taxonomy"]), new)])
    _refuse(entry, [*_of_term(entry, new)])


def check_indicator(entry: dict, *, new: bool) -> None:
    """Raises BadEntry."""
    _refuse(entry, [*_of_all(entry, Indicator.objects.all(), new)])
    _refuse(entry, [*_of_indicator(entry)])


def _refuse(entry, problems):
    if problems:
        raise BadEntry(entry["code"], problems)


def _of_all(entry, every, new) -> Iterator[Wrong]:
    """A code is never used again: not even one that only an earlier set holds."""
    code = entry["code"]
    if new and (not CODE.fullmatch(code) or code in RESERVED):
        yield Wrong("code", "code")
    if new and every.filter(code=code).exists():
        yield Wrong("code", "taken")
    if not new and not every.newest().filter(code=code).exists():
        yield Wrong("code", "one-of")
    for name in ("names", "definitions"):
        for language in LANGUAGES:
            if not (entry[name].get(language) or "").strip():
                yield Wrong(f"{name}_{language}", "missing")
    others = every.newest().exclude(code=code).values_list("names", flat=True)
    for language in LANGUAGES:
        said = (entry["names"].get(language) or "").casefold()
        if said and said in {(names.get(language) or "").casefold() for names in others}:
            yield Wrong(f"names_{language}", "alike")


def _of_term(entry, new) -> Iterator[Wrong]:
    taxonomy, parent = entry["taxonomy"], entry["parent"]
    if taxonomy not in TAXONOMIES:
        yield Wrong("taxonomy", "one-of")
        return
    if new and parent:
        held = Term.objects.newest().filter(taxonomy=taxonomy, code=parent).first()
        if held is None or held.parent or retired(held):
            yield Wrong("parent", "parent")
    for name, (form, several) in ELSEWHERE[taxonomy].items():
        value = entry["mappings"].get(name)
        said = value if several else [value]
        if any(one is not None and not form.fullmatch(one) for one in said or ()):
            yield Wrong(name, "mapping")
    if taxonomy == "sectors" and not entry["mappings"].get("isic4"):
        yield Wrong("isic4", "missing")
    if heir := entry["mappings"].get("replaced_by"):
        held = Term.objects.newest().filter(taxonomy=taxonomy, code=heir).first()
        if held is None or retired(held) or heir == entry["code"]:
            yield Wrong("replaced_by", "one-of")


def _of_indicator(entry) -> Iterator[Wrong]:
    for name, known in (("head", HEADS), ("unit", UNITS), ("aggregation", AGGREGATIONS)):
        if entry[name] not in known:
            yield Wrong(name, "one-of")
    if part_of := entry["part_of"]:
        whole = Indicator.objects.newest().filter(code=part_of).first()
        if (
            whole is None
            or whole.part_of
            or whole.unit != entry["unit"]
            or part_of == entry["code"]
        ):
            yield Wrong("part_of", "parent")
    if not entry["bounds"]["minimum"] < entry["bounds"]["maximum"]:
        yield Wrong("maximum", "bounds")

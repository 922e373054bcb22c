"""The words an address may carry, described once: for the schema, and for people who read it."""

from django.utils.translation import gettext_lazy as _

from api.parameters import MOST
from api.resources.actors import MEMBERS
from directory.selection.facets import COLUMNS as FACETS
from directory.selection.keyset import ORDERINGS
from evidence.grouping import GROUPINGS
from evidence.measures import AGGREGATES

TEXT = {"type": "string", "minLength": 1}
CODES = _("Codes, by comma or repetition; `none` selects the unknown.")
ACTOR_CODES = _("Codes as printed, by comma or repetition.")
DAY = _("A date: 2024-07-10, 2024-07 or 2024.")

# Name: what it means, and its schema.
PARAMETERS = {
    "q": (
        _("Words: each is the beginning of a word in a name, a product or a locality."),
        TEXT | {"maxLength": 200},
    ),
    "territory": (_("Codes of territories of any level, as in territories/."), TEXT),
    "region": (CODES, TEXT),
    "province": (CODES, TEXT),
    "commune": (CODES, TEXT),
    "arrondissement": (CODES, TEXT),
    "locality": (CODES, TEXT),
    "legal_form": (_("Codes of legal-forms/; `none` is one of them."), TEXT),
    "kind": (_("Codes of kinds/."), TEXT),
    "cooperative_type": (_("Codes of cooperative-types/; `none` selects the unknown."), TEXT),
    "sector": (_("Codes of sectors/; a parent includes what is below it."), TEXT),
    "audience": (_("Codes of audiences/; `none` selects those without any."), TEXT),
    "network": (ACTOR_CODES, TEXT),
    "programme": (ACTOR_CODES, TEXT),
    "founded_from": (_("Founded on that day or later. A date, a month or a year."), TEXT),
    "founded_to": (_("Founded on that day or before. A date, a month or a year."), TEXT),
    "closed_from": (
        _("Known to have closed on that day or later. A date, a month or a year."),
        TEXT,
    ),
    "closed_to": (
        _("Known to have closed on that day or before. A date, a month or a year."),
        TEXT,
    ),
    "status": (
        _(
            "Judged on the revision's Moroccan date. Unless told: `any` with active_on, else"
            " `closed` with closed_from, closed_to or group_by=closing_year, else `active`. These"
            " three refuse `active`; with `any` they tell closing dates still to come too."
        ),
        {"enum": ["active", "closed", "any"]},
    ),
    "active_on": (
        _("Founded by that day and not closed by then; unknown founding is counted apart."),
        TEXT,
    ),
    "confirmed_since": (_("Confirmed by its steward on that day or later."), TEXT),
    "has": (
        _("Codes of indicators/: actors that report one of them; `none` those reporting nothing."),
        TEXT,
    ),
    "seal": (
        _("What was verified: identity, activity or figures; `none` those without any seal."),
        TEXT,
    ),
    "bbox": (
        _("west,south,east,north in degrees. Finds public points; `unplaced` tells the others."),
        TEXT,
    ),
    "near": (_("lon,lat in degrees, together with radius."), TEXT),
    "radius": (
        _("Metres around near."),
        {"type": "number", "minimum": 1, "maximum": 500_000},
    ),
    "issue": (
        _("The number of an issue; the last one by default."),
        {"type": "integer", "minimum": 1},
    ),
    "deep": (
        _("`1` hashes the bytes of every record behind a citation too, at most 10,000 of them."),
        {"enum": ["0", "1"]},
    ),
    "demo": (
        _("Demonstration rows only, none, or both; both on a demonstration instance."),
        {"enum": ["true", "false", "any"]},
    ),
    "as_of": (
        _("The register as it was: a revision number, a date, or a moment with its offset."),
        TEXT,
    ),
    "ordering": (
        _("`distance` needs near, and json or geojson with a limit or at most 1,000 actors."),
        {"enum": list(ORDERINGS)},
    ),
    "fields": (_("Only these members, by comma: %s.") % ", ".join(MEMBERS), TEXT),
    "facets": (
        _("Counts beside the list, each with its own filter left out: %s.") % ", ".join(FACETS),
        TEXT,
    ),
    "limit": (
        _("How many. JSON gives 50 unless told; other formats give everything unless told."),
        {"type": "integer", "minimum": 1, "maximum": MOST},
    ),
    "cursor": (_("Where the page before ended, from its `next`."), TEXT),
    "format": (_("Instead of Accept."), TEXT),
    "measure": (
        _("`actors` (usual), the code of an indicator, or `census:` and a column of the census."),
        TEXT,
    ),
    "aggregate": (
        _("Of an indicator: its sum (usual), mean, median, or share of the total it is a part of."),
        {"enum": list(AGGREGATES)},
    ),
    "of": (_("With aggregate=share: the total the indicator is a part of."), TEXT),
    "per": (
        _("A rate for so many inhabitants of the last census."),
        {"enum": ["inhabitants"]},
    ),
    "per_n": (
        _("For how many inhabitants; 10000 unless told."),
        {"type": "integer", "minimum": 1, "maximum": 9_999_999},
    ),
    "group_by": (_("One or two of: %s.") % ", ".join(GROUPINGS), TEXT),
    "indicator": (_("Codes of indicators/, by comma or repetition."), TEXT),
    "year": (
        _("A year of reference; several by comma for observations; latest:3 for statistics."),
        TEXT,
    ),
    "source_kind": (
        _("Where figures come from: verified, registry, survey, declared, estimate."),
        TEXT,
    ),
    "actor": (ACTOR_CODES, TEXT),
    "level": (_("A level of territories."), TEXT),
    "parent": (_("Directly below this territory."), TEXT),
    "within": (_("Below this territory, at any depth."), TEXT),
    "detail": (_("How fine shapes are."), {"enum": ["low", "mid", "full"]}),
    "since": (
        _("Changes of the revisions after this one."),
        {"type": "integer", "minimum": 0, "maximum": 2**31 - 1},
    ),
}
PATHS = {
    "code": (_("As printed; case and hyphens are forgiven."), {"type": "string"}),
    "number": (_("The number of a revision or an edition."), {"type": "string"}),
    "digest": (_("SHA-256 in hexadecimal."), {"type": "string"}),
    "z": (_("Zoom, 0 to 22."), {"type": "integer", "minimum": 0}),
    "x": (_("Column."), {"type": "integer", "minimum": 0}),
    "y": (_("Row."), {"type": "integer", "minimum": 0}),
}

"""The columns of actors in tables (CSV, XLSX): each told by SQL over a version and its texts."""

from dataclasses import dataclass

from directory.records.facts import LANGUAGES
from directory.selection.selection import LAST_CONFIRMED

# What a spreadsheet takes for the start of a formula; LF and CR since a cell may begin with them.
FORMULA = r"e'=', e'+', e'-', e'@', e'\t', e'\r', e'\n'"


@dataclass(frozen=True)
class Column:
    """`field` is the member of a list's object it comes from; `is_text` what people wrote."""

    name: str
    field: str
    expression: str
    is_text: bool = False

    @property
    def safe(self) -> str:
        """The expression, a text that a spreadsheet would run led by an apostrophe."""
        if not self.is_text:
            return self.expression
        return (
            f"case when left({self.expression}, 1) in ({FORMULA})"
            f" then '''' || ({self.expression}) else {self.expression} end"
        )


def _plain(*names):
    return [Column(name, name, f"v.{name}") for name in names]


def _listed(name):
    return Column(name, name, f"array_to_string(v.{name}, ';')")


ACTOR_COLUMNS = (
    Column("code", "code", "v.code"),
    *(Column(f"name_{tongue}", "names", f"t.names->>'{tongue}'", True) for tongue in LANGUAGES),
    *_plain("legal_form", "kind", "cooperative_type"),
    _listed("sectors"),
    _listed("audiences"),
    *_plain("region", "province", "commune", "arrondissement", "locality"),
    Column("longitude", "point", "st_x(v.point)"),
    Column("latitude", "point", "st_y(v.point)"),
    *_plain("precision"),
    Column("founded", "founded", "v.founded"),
    Column("founded_precision", "founded", "v.founded_precision"),
    Column("closed", "closed", "v.closed_on"),
    Column("closed_precision", "closed", "v.closed_precision"),
    Column("website", "website", "t.website", True),
    Column("confirmed_on", "confirmed_on", LAST_CONFIRMED),
    *_plain("is_demo"),
)
# In tables besides: the revision that removed names and texts, so that no cell is empty without
# a reason.
TABLE_COLUMNS = (*ACTOR_COLUMNS, Column("redacted", "names", "v.redacted"))


def columns_of(fields) -> list[Column]:
    """The columns of some members, in their own order; of all where none are named."""
    return [column for column in TABLE_COLUMNS if not fields or column.field in fields]

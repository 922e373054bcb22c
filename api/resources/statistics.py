"""Statistics: a measure over a selection, with how many report it, in groups or not."""

from api.problems import BadParameters, wrong
from api.resource import RegisterResource, number
from api.resources.evidence import official_json
from directory.selection.filterset import ActorFilterSet
from directory.vocabulary import is_demonstration
from evidence.figures import Cell, Figure, figure, names_of_groups
from evidence.formats.table import table
from evidence.measures import OWN, read
from evidence.official.selectors import beside


class Statistics(RegisterResource):
    """One figure, or one for each group. Strict: what it cannot answer it refuses by name."""

    parameters = frozenset(ActorFilterSet.names()) | OWN
    repeated = frozenset(
        name for name, each in ActorFilterSet.base_filters.items() if not each.single
    ) | {"group_by"}
    formats = ("json", "csv")
    shape = {"json": "Statistics"}

    def answer(self, reading):
        statistic = read(self.request.GET, reading, allowed=frozenset({"as_of", "format"}))
        if statistic.refused:
            raise BadParameters(
                [
                    wrong(name, ",".join(self.request.GET.getlist(name)), message)
                    for name, messages in statistic.refused.items()
                    for message in messages
                ]
            )
        tag = self.tag(reading, statistic)
        told = figure(statistic)
        if self.format == "csv":
            return self.respond(tag, as_table(told))
        content = as_json(told)
        published = beside(told)
        if published:
            content["official"] = [official_json(one.official, self.request) for one in published]
        return self.respond_json(tag, reading, content)


def as_json(told: Figure) -> dict:
    """The members of an answer beside its stamp."""
    statistic = told.statistic
    names = names_of_groups(told)
    content = {
        "query": str(statistic),
        "total": cell_json(told.total),
        "results": [
            {"groups": groups_json(told, cell, names)} | cell_json(cell) for cell in told.results
        ],
    }
    if told.overlapping:
        content["overlapping"] = True
    if told.census_year:
        content["census_year"] = told.census_year
    selection = statistic.selection
    if selection and selection.query.values["demo"] != "false" and is_demonstration():
        content["demonstration"] = True
    return content


def groups_json(told, cell, names) -> list[dict]:
    return [
        {"by": name, "code": code, "names": names.get(name, {}).get(code, {})}
        for name, code in zip(told.statistic.group_by, cell.groups, strict=True)
    ]


def cell_json(cell: Cell) -> dict:
    found = {
        "value": number(cell.value),
        "unit": cell.unit,
        "in_scope": cell.in_scope,
        "reporting": cell.reporting,
        "coverage": number(cell.coverage),
        "verified": number(cell.verified),
    }
    return found if cell.kinds is None else found | {"sources": cell.kinds}


def as_table(told: Figure) -> bytes:
    """The same cells as a table, the total last."""
    groupings = told.statistic.group_by
    names = names_of_groups(told)
    columns = [column for name in groupings for column in (name, f"{name}_fr", f"{name}_ar")]
    columns += ["value", "unit", "in_scope", "reporting", "coverage", "verified"]
    rows = []
    for cell in [*told.results, told.total]:
        row = []
        for at, name in enumerate(groupings):
            code = cell.groups[at] if cell.groups else "total"
            known = names.get(name, {}).get(code, {})
            row += ["" if code is None else code, known.get("fr", ""), known.get("ar", "")]
        rows.append(row + list(cell_json(cell).values())[:6])
    return table(columns, rows)

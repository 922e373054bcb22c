"""The cube of counts, and the same counted without it."""

from collections import Counter

from directory.models import ActorVersion, Rollup


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
        upper = ["MA", version.region or "none:region", version.province or "none:province"]
        places = [*upper, version.commune or "none:commune"]
        places += [
            code for code in (version.arrondissement, version.prefecture_arrondissements) if code
        ]
        faces = [("all", "")]
        faces += [("sector", sector) for sector in version.sectors or [""]]
        faces += [("audience", audience) for audience in version.audiences or [""]]
        for face in faces:
            counted.update((*face, place, *dimensions) for place in places)
        year = str(version.founded.year) if version.founded else ""
        counted.update(("founding-year", year, place, *dimensions) for place in upper)
    return dict(counted)

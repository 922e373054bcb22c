"""Shapes of the territories, the lines between them, and the land around."""

from collections import defaultdict

import pytest
import shapely

from geodata.models import BorderLine, Boundary, ContextLand, Label, Territory, UrbanArea
from geodata.models.boundaries import Detail

pytestmark = pytest.mark.usefixtures("territories")
KM2 = 111.32**2


def shapes(detail, **which):
    rows = Boundary.objects.newest().filter(**which).values_list("code", detail)
    return {code: shapely.from_wkb(bytes(shape.wkb)) for code, shape in rows}


def leaves(detail):
    codes = set(Territory.objects.newest().leaves().values_list("code", flat=True))
    return {code: shape for code, shape in shapes(detail).items() if code in codes}


@pytest.mark.parametrize("detail", Detail)
def test_every_territory_of_every_level_has_a_valid_shape(detail):
    found = list(shapes(detail).values())

    assert len(found) == 1503 + 41 + 75 + 12 + 8 + 1
    assert shapely.is_valid(found).all()
    assert not shapely.is_empty(found).any()


@pytest.mark.parametrize("detail", Detail)
def test_neighbours_share_their_border_corner_by_corner(detail):
    """No gap, no overlap: the leaves are one coverage at every detail."""
    assert shapely.coverage_is_valid(list(leaves(detail).values()))


def test_what_lies_within_a_commune_is_not_counted_twice():
    """The source had dropped 126 holes: 851 square kilometres."""
    parts = list(leaves("full").values())

    assert shapely.area(parts).sum() == pytest.approx(shapely.union_all(parts).area, rel=1e-9)


@pytest.mark.parametrize(
    "code", ["05.301.03.13", "05.081.15.11", "02.381.05.09", "07.041.05.17", "04.481.09.13"]
)
def test_the_lost_second_parts_are_back(code):
    parts = shapely.get_parts(shapes("full", code=code)[code])

    assert len(parts) >= 2
    assert sorted(shapely.area(parts) * KM2)[-2] > 1


def test_higher_levels_are_exactly_their_parts():
    low = shapes("low")
    communes = Territory.objects.newest().of_level("commune").filter(province="02.381")
    parts = [low[code] for code in communes.values_list("code", flat=True)]

    assert low["02.381"].equals(shapely.coverage_union_all(parts))


def test_a_label_stands_within_its_territory():
    full = shapes("full")
    labels = Territory.objects.newest().values_list("code", "label")

    assert all(full[code].contains(shapely.Point(*label.coords)) for code, label in labels)


@pytest.mark.parametrize("detail", Detail)
def test_each_border_is_drawn_once(detail):
    """All lines add up to the leaves' outlines, inner ones counted for both sides."""
    rows = BorderLine.objects.newest().filter(detail=detail).values_list("rank", "line")
    length = defaultdict(float)
    for rank, line in rows:
        length["outer" if rank in ("coast", "frontier") else "inner"] += line.length
    around = sum(shape.length for shape in leaves(detail).values())

    assert length["inner"] * 2 + length["outer"] == pytest.approx(around, rel=1e-9)


def test_the_highest_level_a_line_parts_gives_its_rank():
    inner = BorderLine.objects.newest().filter(detail="low")

    def rank(one, other):
        return inner.get(one=one, other=other).rank

    assert rank("02.113.01.09", "02.113.05.19") == "commune"
    assert rank("06.141.01.01", "06.141.01.07") == "arrondissement"
    for line in inner.filter(rank="region")[:20]:
        assert line.one[:2] != line.other[:2]


def test_the_shore_is_coast_and_the_land_edge_is_frontier():
    edge = BorderLine.objects.newest().filter(detail="low", other="")

    assert set(edge.filter(one="02.113.01.25").values_list("rank", flat=True)) == {
        "coast",
        "frontier",
    }  # Saidia has both
    assert set(edge.filter(one="07.211.01.05").values_list("rank", flat=True)) == {"coast"}
    assert set(edge.filter(one__startswith="02.275").values_list("rank", flat=True)) == {"frontier"}


def test_the_same_communes_have_a_coast_at_every_detail():
    by_detail = {
        detail: set(
            BorderLine.objects.newest()
            .filter(detail=detail, rank="coast")
            .values_list("one", flat=True)
        )
        for detail in Detail
    }

    assert by_detail["full"] == by_detail["mid"] == by_detail["low"]


def test_the_land_around_holds_no_sea_and_leaves_the_country_out():
    around = [
        shapely.from_wkb(bytes(area.wkb))
        for area in ContextLand.objects.newest().values_list("area", flat=True)
    ]
    land = shapely.union_all(around)

    assert land.contains(shapely.Point(-1.31, 34.88))  # Tlemcen
    assert land.contains(shapely.Point(-5.32, 35.89))  # Sebta
    assert not land.intersects(shapely.Point(-6.0, 32.5))
    assert not land.intersects(shapely.Point(-11.5, 32.5))


def test_towns_have_ground_and_a_name_where_they_stand():
    assert UrbanArea.objects.newest().filter(kind="municipality").count() == 242
    oujda = Label.objects.newest().get(code="02.411.01.23")
    assert (oujda.kind, oujda.name_ar, oujda.name_fr) == ("city", "وجدة", "Oujda")


def test_a_chief_town_shows_before_larger_suburbs():
    def label(name):
        return Label.objects.newest().get(name_fr=name, kind__in=["city", "town"])

    assert label("Tahannaout").kind == "city"
    assert label("Dar Bouazza").kind == "town"
    assert (label("Casablanca").rank, label("Nouaceur").rank, label("Dar Bouazza").rank) == (
        2,
        3,
        5,
    )


def test_seas_are_named_in_four_languages():
    sea = Label.objects.newest().get(code="sea-mediterranean")

    assert (sea.name_ar, sea.name_fr) == ("البحر الأبيض المتوسط", "Mer Méditerranée")
    assert (sea.name_en, sea.name_es) == ("Mediterranean Sea", "Mar Mediterráneo")

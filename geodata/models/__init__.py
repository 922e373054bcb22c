from geodata.models.boundaries import (
    BorderLine,
    Boundary,
    BoundaryPiece,
    ContextLand,
    Label,
    UrbanArea,
)
from geodata.models.census import Census
from geodata.models.localities import Locality
from geodata.models.reference import ReferenceSet
from geodata.models.territories import Level, Territory

__all__ = [
    "Boundary",
    "BoundaryPiece",
    "Census",
    "ContextLand",
    "Label",
    "Level",
    "Locality",
    "ReferenceSet",
    "BorderLine",
    "Territory",
    "UrbanArea",
]

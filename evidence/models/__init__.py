"""Evidence's own tables, by noun."""

from evidence.models.citations import Citation, Remembered, Sighting
from evidence.models.dossiers import Dossier, DossierFigure, DossierIssue, DossierPoint
from evidence.models.editions import Edition
from evidence.models.official import Exactness, OfficialFigure
from evidence.models.stories import ConsentForm, Story
from evidence.models.uses import CitationUse

__all__ = [
    "Citation",
    "CitationUse",
    "ConsentForm",
    "Dossier",
    "DossierFigure",
    "DossierIssue",
    "DossierPoint",
    "Edition",
    "Exactness",
    "OfficialFigure",
    "Remembered",
    "Sighting",
    "Story",
]

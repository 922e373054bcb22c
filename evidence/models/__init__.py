"""Evidence's own tables, by noun."""

from evidence.models.citations import Citation, Sighting
from evidence.models.editions import Edition
from evidence.models.uses import CitationUse

__all__ = ["Citation", "CitationUse", "Edition", "Sighting"]

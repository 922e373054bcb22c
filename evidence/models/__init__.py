"""Evidence's own tables, by noun."""

from evidence.models.citations import Citation, Sighting
from evidence.models.editions import Edition

__all__ = ["Citation", "Edition", "Sighting"]

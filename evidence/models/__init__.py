"""Evidence's own tables, by noun."""

from evidence.models.citations import Citation, Remembered, Sighting
from evidence.models.editions import Edition

__all__ = ["Citation", "Edition", "Remembered", "Sighting"]

"""Evidence's own tables, by noun."""

from evidence.models.citations import Citation, Sighting

__all__ = ["Citation", "Sighting"]

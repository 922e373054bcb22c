"""What administrators may see and do, a file for each noun."""

from desk.admin import dossiers, uses

__all__ = ["dossiers", "uses"]

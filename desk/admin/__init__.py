"""What administrators may see and do, a file for each noun."""

from desk.admin import dossiers

__all__ = ["dossiers"]

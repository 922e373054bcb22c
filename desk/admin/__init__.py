"""What administrators may see and do, a file for each noun."""

from desk.admin import dossiers, mail, people, uses

__all__ = ["dossiers", "mail", "people", "uses"]

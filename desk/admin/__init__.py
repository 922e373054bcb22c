"""What administrators may see and do, a file for each noun."""

from desk.admin import dossiers, jobs, mail, networks, official, people, uses

__all__ = ["dossiers", "jobs", "mail", "networks", "official", "people", "uses"]

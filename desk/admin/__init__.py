"""What administrators may see and do, a file for each noun."""

from desk.admin import dossiers, jobs, looking, mail, networks, official, people, uses

__all__ = ["dossiers", "jobs", "looking", "mail", "networks", "official", "people", "uses"]

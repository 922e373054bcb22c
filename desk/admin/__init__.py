"""What administrators may see and do, a file for each noun."""

from desk.admin import (
    dossiers,
    jobs,
    looking,
    mail,
    networks,
    official,
    people,
    texts,
    uses,
    vocabularies,
)

__all__ = [
    "dossiers",
    "jobs",
    "looking",
    "mail",
    "networks",
    "official",
    "people",
    "texts",
    "uses",
    "vocabularies",
]

"""What administrators may see and do, a file for each noun."""

from desk.admin import (
    dossiers,
    editions,
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
    "editions",
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

"""The desk's own tables, by noun. Private: no public page reads one."""

from desk.models.attempts import LoginAttempt
from desk.models.mail import Mail
from desk.models.people import Person
from desk.models.roles import Moderator, Scope
from desk.models.stewardship import Revocation, StewardRole, Stewardship

__all__ = [
    "LoginAttempt",
    "Mail",
    "Moderator",
    "Person",
    "Revocation",
    "Scope",
    "StewardRole",
    "Stewardship",
]

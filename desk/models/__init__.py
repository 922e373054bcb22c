"""The desk's own tables, by noun. Private: no public page reads one."""

from desk.models.attempts import LoginAttempt
from desk.models.people import Person

__all__ = ["LoginAttempt", "Person"]

"""Codes for what evidence keeps: drawn until one names nothing yet, of any kind."""

from directory import codes
from directory.models import Actor, Programme
from evidence.models import Citation, Dossier, OfficialFigure, Story

NAMED = (Citation, Dossier, Story, OfficialFigure, Actor, Programme)
TRIES = 20


def fresh_code() -> str:
    """A code that names nothing yet."""
    for _ in range(TRIES):
        code = codes.mint()
        if not any(kind.objects.filter(code=code).exists() for kind in NAMED):
            return code
    raise RuntimeError("no free code was drawn")

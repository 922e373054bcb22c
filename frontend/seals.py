"""Seals of verification in words: what was looked at, and what that does not say."""

from django.utils.translation import gettext as _

from directory import codes
from directory.models import Seal, SealScope
from directory.selectors.actors import last_names
from directory.selectors.seals import seals_of
from evidence.wording.filters import value_words
from evidence.wording.names import name_of
from frontend.naming import named
from frontend.revisions import role_word


def meaning(scope: str) -> str:
    return {
        SealScope.IDENTITY: _("Its name, legal form and numbers were compared with its documents."),
        SealScope.ACTIVITY: _("It was visited, or met where it works."),
        SealScope.FIGURES: _("Its figures of the last year were compared with its accounts."),
    }[SealScope(scope)]


def told_seals(code: str, opened) -> list[dict]:
    """The seals of an actor as its page shows them."""
    seals = seals_of(code, opened.reading)
    names = named((one.verifier for one in seals), opened)
    return [
        {
            "word": value_words("seal", one.scope),
            "meaning": meaning(one.scope),
            "name": names.get(one.verifier, (None, None))[0],
            "url": names.get(one.verifier, (None, None))[1],
            "role": role_word(one.role),
            "given_on": one.given_on,
            "until": one.until,
            "is_demo": one.is_demo,
        }
        for one in seals
    ]


def ending_seals(seals: list[Seal]) -> list[dict]:
    """Seals whose day comes soon or came lately, each with whose it is."""
    names = last_names({one.actor.code for one in seals})
    return [
        {
            "name": name_of({"names": names.get(one.actor.code, {})}),
            "code": codes.show(one.actor.code),
            "word": value_words("seal", one.scope),
            "until": one.until,
        }
        for one in seals
    ]

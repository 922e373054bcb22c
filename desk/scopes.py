"""What a moderator's scopes are called: of a country, a region, a network, a programme."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from desk.models import Scope
from directory import codes
from directory.models import ActorVersion, ProgrammeVersion
from evidence.wording.names import Name, name_of, names_of
from geodata.models import Territory

Pair = tuple[str, str]  # scope and code, as stored


def named(pairs: Iterable[Pair], language: str | None = None) -> dict[Pair, Name | None]:
    """The name of each in a language; None where nothing in the register has one now."""
    wanted = set(pairs)
    asked = {scope: [code for each, code in wanted if each == scope] for scope in Scope.values}
    actors, programmes = ActorVersion.objects.current(), ProgrammeVersion.objects.current()
    known = {
        Scope.REGION: _regions(asked[Scope.REGION]),
        Scope.NETWORK: _known(actors, asked[Scope.NETWORK], "text__names"),
        Scope.PROGRAMME: _known(programmes, asked[Scope.PROGRAMME], "names"),
    }
    found = {}
    for scope, code in wanted:
        names = known.get(scope, {}).get(code)
        found[scope, code] = name_of({"names": names}, language) if names else None
    return found


def told(scope: str, code: str, language: str | None = None) -> str:
    """In a sentence of plain text: what it is, its name, its code."""
    name = named([(scope, code)], language)[scope, code]
    if scope == Scope.COUNTRY:
        return _("the whole country")
    shown = code if scope == Scope.REGION else codes.show(code)
    label = Scope(scope).label
    return f"{label} {name.text} ({shown})" if name else f"{label} {shown}"


def _regions(asked):
    if not asked:
        return {}
    return {one.code: names_of(one) for one in Territory.objects.newest().filter(code__in=asked)}


def _known(rows, asked, names):
    if not asked:
        return {}
    return dict(rows.filter(code__in=asked).values_list("code", names))

"""Who may do what to which object. Every page and every verb of the desk asks here."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import connection
from django.db.models import Q

from desk.models import Moderator, Person, Scope, StewardRole, Stewardship

COUNTRY = "MA"


class NotAllowed(Exception):
    """Whoever asks may not do this."""


@dataclass(frozen=True)
class Scopes:
    """All that a person moderates. Codes of actors and programmes are as stored."""

    everything: bool = False
    regions: frozenset[str] = frozenset()
    networks: frozenset[str] = frozenset()
    programmes: frozenset[str] = frozenset()

    def __bool__(self):
        return bool(self.everything or self.regions or self.networks or self.programmes)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Scope and code of each; of whoever moderates everything, none."""
        of = {
            Scope.REGION: self.regions,
            Scope.NETWORK: self.networks,
            Scope.PROGRAMME: self.programmes,
        }
        return [(scope, code) for scope, codes in of.items() for code in sorted(codes)]

    def cover(
        self,
        *,
        region: str | None = None,
        networks: Iterable[str] = (),
        programmes: Iterable[str] = (),
    ) -> bool:
        """Whether something with this region, of these networks and programmes, is hers."""
        return (
            self.everything
            or region in self.regions
            or not self.networks.isdisjoint(networks)
            or not self.programmes.isdisjoint(programmes)
        )

    def covers(self, row) -> bool:
        """The same of a row that says its region, networks and programmes."""
        return self.cover(
            region=row.region or None, networks=row.networks, programmes=row.programmes
        )

    @property
    def condition(self) -> Q:
        """Of such rows, those that are hers."""
        if self.everything:
            return Q()
        parts = {
            "region__in": self.regions,
            "networks__overlap": self.networks,
            "programmes__overlap": self.programmes,
        }
        asked = [Q(**{name: sorted(codes)}) for name, codes in parts.items() if codes]
        return reduce(or_, asked) if asked else Q(pk__in=())


NOTHING = Scopes()


def scopes_of(person) -> Scopes:
    """What a person moderates now; an administrator everything, a stranger nothing."""
    if not person.is_authenticated or not person.is_active:
        return NOTHING
    if person.is_superuser:
        return Scopes(everything=True)
    held = list(Moderator.objects.standing().filter(person=person).values_list("scope", "code"))
    of = {scope: frozenset(code for each, code in held if each == scope) for scope in Scope.values}
    return Scopes(
        everything=bool(of[Scope.COUNTRY]),
        regions=of[Scope.REGION],
        networks=of[Scope.NETWORK],
        programmes=of[Scope.PROGRAMME],
    )


def is_administrator(person) -> bool:
    return bool(person.is_authenticated and person.is_active and person.is_superuser)


def moderates(person) -> bool:
    """Whether a person moderates anything at all."""
    return bool(scopes_of(person))


# ---- stewards --------------------------------------------------------------------------------


def role_on(person, code: str) -> str | None:
    """`owner` or `editor` of the profile with this code, as stored; None for anybody else."""
    if not person.is_authenticated or not person.is_active:
        return None
    held = Stewardship.objects.standing().of(person).on(code)
    return held.values_list("role", flat=True).first()


def may_edit(person, code: str) -> bool:
    """Owners and editors send changes of a profile; a moderator's decision publishes them."""
    return role_on(person, code) is not None


def may_manage(person, code: str) -> bool:
    """Owners also say who else keeps a profile."""
    return role_on(person, code) == StewardRole.OWNER


def profiles_of(person) -> list[tuple[str, str]]:
    """Codes of the profiles a person keeps, with her role on each."""
    held = Stewardship.objects.standing().of(person).order_by("since", "pk")
    return list(held.values_list("actor__code", "role"))


# ---- moderators ------------------------------------------------------------------------------


def appoint(person: Person, scope: str, code: str, *, by: Person, reason: str) -> Moderator:
    """Give a scope. The database does it, and refuses whoever is no administrator."""
    given = call("appoint_moderator", by.pk, person.pk, scope, code, reason)
    return Moderator.objects.get(pk=given)


def dismiss(moderator: Moderator, *, by: Person, reason: str = "") -> None:
    """Take a scope away; one's own without a reason."""
    call("dismiss_moderator", by.pk, moderator.pk, reason)


def call(function: str, *given):
    """What a function of the database answers; its name is one of ours."""
    places = ", ".join(["%s"] * len(given))
    with connection.cursor() as cursor:
        cursor.execute(f"select {function}({places})", given)
        return cursor.fetchone()[0]

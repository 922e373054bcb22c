"""Which writings a moderator may see and decide on. Stories are those of the scopes of their
organisation; dossiers and uses of citations speak of the country, and are the country's.
"""

from collections import Counter

from django.db.models import Q, QuerySet

from desk.models import Person, Writing, WritingKind
from desk.roles import Scopes


def within(scopes: Scopes) -> Q:
    if scopes.everything:
        return Q()
    return Q(kind=WritingKind.STORY) & scopes.condition


def covers(scopes: Scopes, writing: Writing) -> bool:
    if writing.kind != WritingKind.STORY:
        return scopes.everything
    return scopes.covers(writing)


def may_decide(person: Person, scopes: Scopes, writing: Writing) -> bool:
    """Nobody judges what she wrote herself, but an administrator, who may be alone."""
    return covers(scopes, writing) and (writing.author_id != person.pk or person.is_superuser)


def waiting(scopes: Scopes, kind: str = "") -> QuerySet[Writing]:
    found = Writing.objects.waiting().filter(within(scopes))
    found = found.filter(kind=kind) if kind else found
    return found.select_related("author", "dossier", "citation")


def counts(scopes: Scopes) -> dict[str, int]:
    """How many wait, by kind; one statement."""
    found = Writing.objects.waiting().filter(within(scopes)).order_by()
    told = Counter(found.values_list("kind", flat=True))
    return {kind: told[kind] for kind in WritingKind.values}

"""Stories as of a revision: of an actor, of a programme, of a territory and what lies in it."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from directory.as_of import Reading
from directory.models import ActorVersion
from directory.selectors import reference
from directory.vocabulary import COLUMN_OF_LEVEL
from evidence.models import Story


class UnknownStory(LookupError):
    """No story of that code in the register as of that revision."""


def stories(
    *,
    reading: Reading,
    actor: str | None = None,
    programme: str | None = None,
    territory: tuple[str, str] | None = None,
    sector: str | None = None,
) -> QuerySet[Story]:
    """Stories that stand, the last told first; those whose words were redacted are not listed.

    Those of a territory (level, code) are those of its actors too. Of a sector are those of actors:
    of that sector or below it, in the territory where one is given.
    """
    found = Story.objects.as_of(reading.revision).filter(redacted=None)
    if actor is not None:
        found = found.filter(actor__code=actor)
    if programme is not None:
        found = found.filter(programme__code=programme)
    if sector is not None:
        found = found.filter(_of_actors(territory, reading, sector))
    elif territory is not None:
        found = found.filter(_within(territory, reading))
    return found.select_related("actor", "programme").order_by("-told_on", "code")


def story_as_of(*, code: str, reading: Reading) -> Story:
    """One story by its (parsed) code, redacted or not. Raises UnknownStory."""
    found = Story.objects.as_of(reading.revision).filter(code=code)
    story = found.select_related("actor", "programme").first()
    if story is None:
        raise UnknownStory(code)
    return story


def stories_of(codes, reading: Reading) -> dict[str, Story]:
    """Some stories by their codes; those that do not stand are left out."""
    found = Story.objects.as_of(reading.revision).filter(code__in=list(codes))
    return {one.code: one for one in found.select_related("actor", "programme")}


def _within(territory, reading):
    level, code = territory
    if level == "country":
        return Q()
    return (
        Q(territory=code) | Q(territory__startswith=f"{code}.") | Q(_of_actors(territory, reading))
    )


def _of_actors(territory, reading, sector=None):
    """Asked of each story, for they are few: a region's actors would be a hundred thousand."""
    found = ActorVersion.objects.as_of(reading.revision).filter(actor=OuterRef("actor"))
    if territory is not None and territory[0] != "country":
        level, code = territory
        found = found.filter(**{COLUMN_OF_LEVEL[level]: code})
    if sector is not None:
        known = reference.terms(reading, "sector").items()
        below = [code for code, term in known if term.parent == sector]
        found = found.filter(sectors__overlap=[sector, *below])
    return Exists(found)

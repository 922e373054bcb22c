"""What waits within a moderator's scopes: the longest waiting first, filtered and counted."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.timezone import now

from desk.models import Person, Submission, SubmissionState
from desk.roles import Scopes

# From how many days on something waits too long, by how much.
AGES = (2, 7, 30)


@dataclass(frozen=True)
class Filters:
    """What a moderator asks to see. `show` is `waiting`, `asked-back` or `look-later`; `assigned`
    is `me`, `nobody` or empty; `sign` is one of `Sign`, or `none` for those without any; `age` the
    least days of waiting.
    """

    show: str = "waiting"
    kind: str = ""
    region: str = ""
    province: str = ""
    network: str = ""
    programme: str = ""
    assigned: str = ""
    sign: str = ""
    age: int | None = None


@dataclass(frozen=True)
class Page:
    rows: list[Submission]
    following: Submission | None


@dataclass(frozen=True)
class Waiting:
    """How many wait, since when the first, and how many from so many days on."""

    count: int
    oldest: datetime | None
    ages: dict[int, int]
    mine: int
    asked_back: int
    look_later: int


def page(
    scopes: Scopes,
    filters: Filters,
    *,
    person: Person,
    after: Submission | None = None,
    limit: int = 50,
) -> Page:
    """One page, in the order of waiting; `after` is the last row of the page before."""
    found = _asked(scopes, filters, person).order_by("submitted_at", "pk")
    if after is not None:
        found = found.filter(
            Q(submitted_at__gt=after.submitted_at)
            | Q(submitted_at=after.submitted_at, pk__gt=after.pk)
        )
    rows = list(found.select_related("assigned")[: limit + 1])
    return Page(rows[:limit], rows[limit - 1] if len(rows) > limit else None)


def next_after(
    scopes: Scopes, filters: Filters, submission: Submission, *, person: Person
) -> Submission | None:
    """What waits next behind one that was decided; the first again after the last."""
    found = page(scopes, filters, person=person, after=submission, limit=1).rows
    found = found or page(scopes, filters, person=person, limit=1).rows
    return next((one for one in found if one.pk != submission.pk), None)


def of_state(show: str, waits: Waiting) -> int:
    """How many there are of what a moderator asks to see, whatever else she asks."""
    return {
        "waiting": waits.count,
        "asked-back": waits.asked_back,
        "look-later": waits.look_later,
    }[show]


def fitting(scopes: Scopes, filters: Filters, waits: Waiting, *, person: Person) -> int:
    """How many fit the filters; counted only where the numbers of the queue do not tell it."""
    if filters == Filters(show=filters.show):
        return of_state(filters.show, waits)
    if filters == Filters(age=filters.age):
        return waits.ages[filters.age]
    return _asked(scopes, filters, person).count()


def waiting(scopes: Scopes, *, person: Person) -> Waiting:
    """The numbers of the queue, each read from an index alone."""
    hers = Submission.objects.filter(scopes.condition)
    waits = hers.filter(state=SubmissionState.WAITING)
    ages = _by_age(waits)
    return Waiting(
        count=ages.pop(0),
        oldest=waits.order_by("submitted_at").values_list("submitted_at", flat=True).first(),
        ages=ages,
        mine=waits.filter(assigned=person).count(),
        asked_back=hers.filter(state=SubmissionState.ASKED_BACK).count(),
        look_later=hers.filter(look_later=True).count(),
    )


def _by_age(waits) -> dict[int, int]:
    """How many wait from so many days on, 0 for all: each row is read once, in ranges of time."""
    today = now()
    found, before = {}, 0
    until = None
    for days in sorted((0, *AGES), reverse=True):
        moment = today - timedelta(days=days)
        range_ = waits.filter(submitted_at__lte=moment) if days else waits
        if until is not None:
            range_ = range_.filter(submitted_at__gt=until)
        found[days] = before = before + range_.count()
        until = moment
    return {days: found[days] for days in (0, *AGES)}


def history_of(submission: Submission) -> dict[str, int]:
    """How many of the same sender's were accepted, refused, and wait or were asked back."""
    if not submission.author_id:
        return {}
    told = (
        Submission.objects.filter(author=submission.author_id)
        .exclude(pk=submission.pk)
        .exclude(state__in=[SubmissionState.DRAFT, SubmissionState.WITHDRAWN])
    )
    return dict(Counter(told.values_list("state", flat=True)))


def _asked(scopes, filters, person):
    found = Submission.objects.filter(scopes.condition)
    if filters.show == "look-later":
        found = found.filter(look_later=True)
    else:
        found = found.filter(state=filters.show)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.region:
        found = found.filter(region="" if filters.region == "none" else filters.region)
    if filters.province:
        found = found.filter(province=filters.province)
    if filters.network:
        found = found.filter(networks__contains=[filters.network])
    if filters.programme:
        found = found.filter(programmes__contains=[filters.programme])
    if filters.assigned == "me":
        found = found.filter(assigned=person)
    elif filters.assigned == "nobody":
        found = found.filter(assigned=None)
    if filters.sign == "none":
        found = found.filter(signs=[])
    elif filters.sign:
        found = found.filter(signs__contains=[filters.sign])
    if filters.age:
        found = found.filter(submitted_at__lte=now() - timedelta(days=filters.age))
    return found

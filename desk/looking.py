"""To note who opened what is another person's. Lists note nothing: what is opened does."""

from datetime import datetime

from desk import roles
from desk.models import Claim, Erasure, Looked, LookedAs, Mail, Person, Submission, Writing
from desk.models.looking import Access
from directory.database import execute, row

INSERT = (
    "insert into desk_access (by_id, role, kind, number, about_id)"
    " select %s, %s, kind, number, about from unnest(%s::text[], %s::bigint[], %s::bigint[])"
    " as opened (kind, number, about) where about is distinct from %s on conflict do nothing"
)


def note(by: Person, *opened: Submission | Writing | Claim | Person | Mail | Erasure) -> None:
    """`by` opened these: a line each, once a day; none for what is her own."""
    if not opened:
        return
    role = LookedAs.ADMINISTRATOR if roles.is_administrator(by) else LookedAs.MODERATOR
    kinds, owners = zip(*(_whose(one) for one in opened), strict=True)
    numbers = [one.pk for one in opened]
    execute(INSERT, [by.pk, role.value, list(kinds), numbers, list(owners), by.pk])


def _whose(one) -> tuple[str, int | None]:
    """What it is called in the log, and the number of its person's account."""
    match one:
        case Submission():
            return Looked.SUBMISSION.value, one.author_id
        case Writing():
            return Looked.WRITING.value, one.author_id
        case Claim():
            return Looked.CLAIM.value, one.person_id
        case Person():
            return Looked.ACCOUNT.value, one.pk
        case Mail():
            return Looked.MAIL.value, _reader(one.to)
        case Erasure():
            return Looked.ERASURE.value, _reader(one.email)
    raise TypeError(one)


def _reader(address) -> int | None:
    """Whose account has shown that this address is hers."""
    shown = Person.objects.filter(
        emailaddress__email__iexact=address, emailaddress__verified=True
    ).order_by("pk")
    return shown.values_list("pk", flat=True).first()


def forget(before: datetime) -> int:
    """Lines older than a moment, which the database lets be a year ago at the latest; how many."""
    return row("select forget_accesses(%s)", [before])[0]


def at(person: Person):
    """Who looked at what is hers, the last first."""
    return Access.objects.filter(about=person).order_by("-at", "-pk")

"""What administrators do about people: an account closed and opened again, a second factor taken
away, sessions ended, a moderator's scope given and taken.

Each act says why, is written down for ever beside the person (PersonAct) and told her by mail. The
database does it and refuses whoever is no administrator; nobody acts on her own account here.
"""

from django.db import IntegrityError, transaction
from django.utils.translation import override

from desk import mail, roles, scopes
from desk.models import Moderator, Person, PersonAct, PersonVerb
from desk.second_factor import has_one

ON_ACCOUNTS = (
    PersonVerb.DEACTIVATE,
    PersonVerb.REACTIVATE,
    PersonVerb.RESET_FACTOR,
    PersonVerb.END_SESSIONS,
)


class OwnAccount(Exception):
    """One's own account is looked after on its own pages."""


class AlreadySo(Exception):
    """Nothing would change: somebody else did it meanwhile."""


class LastAdministrator(Exception):
    """Somebody has to be left who administers."""


def may_become(person: Person, *, by: Person) -> list[PersonVerb]:
    """The acts that would change something about this account, in their order."""
    if not roles.is_administrator(by) or person == by or person.erased_at:
        return []
    if not person.is_active:
        return [PersonVerb.REACTIVATE]
    able = [PersonVerb.END_SESSIONS, PersonVerb.DEACTIVATE]
    return [PersonVerb.RESET_FACTOR, *able] if has_one(person) else able


@transaction.atomic
def act(person: Person, verb: PersonVerb, *, by: Person, reason: str) -> None:
    """Raises NotAllowed, OwnAccount, AlreadySo, LastAdministrator."""
    if not roles.is_administrator(by):
        raise roles.NotAllowed
    if person == by:
        raise OwnAccount
    if verb not in may_become(Person.objects.get(pk=person.pk), by=by):
        raise AlreadySo
    try:
        with transaction.atomic():
            roles.call("person_act", by.pk, person.pk, verb.value, reason)
    except IntegrityError as error:
        named = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if named == "person_keeps_an_administrator":
            raise LastAdministrator from error
        if named == "person_act_does_something":
            raise AlreadySo from error
        raise
    _tell(person, verb, reason)


@transaction.atomic
def appoint(person: Person, scope: str, code: str, *, by: Person, reason: str) -> Moderator:
    """Raises NotAllowed; IntegrityError where the scope does not hold or is hers already."""
    if not roles.is_administrator(by):
        raise roles.NotAllowed
    given = roles.appoint(person, scope, code, by=by, reason=reason)
    _tell(person, PersonVerb.APPOINT, reason, given)
    return given


@transaction.atomic
def dismiss(moderator: Moderator, *, by: Person, reason: str) -> None:
    """Raises NotAllowed, AlreadySo."""
    if not roles.is_administrator(by):
        raise roles.NotAllowed
    Person.objects.select_for_update().get(pk=moderator.person_id)
    moderator.refresh_from_db()
    if moderator.dismissed_at:
        raise AlreadySo
    roles.dismiss(moderator, by=by, reason=reason)
    _tell(moderator.person, PersonVerb.DISMISS, reason, moderator)


def forget(person: Person) -> None:
    """Empty what administrators wrote about her: an erased account keeps no words on a person."""
    PersonAct.objects.filter(person=person).exclude(reason="").update(reason="")


def _tell(person, verb, reason, moderator=None):
    told = {"verb": verb.value, "reason": reason}
    if moderator:
        with override(person.language):
            told["scope"] = scopes.told(moderator.scope, moderator.code)
    mail.post("person_act", to=person, context=told)

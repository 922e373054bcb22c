"""Kept true: once a year who keeps a profile is asked whether it is still correct.

The answer is one tap on a page that a signed link opens, without logging in. Opening the page, as
scanners of mail do, changes nothing. Answers are published together, as confirmations. Whose mails
come back is not asked: where nobody else keeps the profile, its networks are, at once.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import override

from desk import bounces, links, mail
from desk.belonging import belongings
from desk.models import Moderator, Person, Reminder, Scope, Stewardship
from desk.models.reminders import AskedAs
from directory import codes
from directory.as_of import snapshot
from directory.database import rows
from directory.models import Actor, ActorVersion
from directory.publishing import publish
from directory.publishing.publish import take_lock
from directory.records.facts import ConfirmationFacts
from directory.selectors.actors import names_of_actors
from evidence.wording.names import name_of

log = logging.getLogger(__name__)
YEAR = timedelta(days=365)
AGAIN = timedelta(days=30)  # between two mails of a round
TURNS = 3  # twice to who keeps it, then to the networks it belongs to
ANSWERABLE = timedelta(days=90)  # how long a link opens its page
SALT = "desk.reminders"

# Profiles not known to be correct for a year, who keeps them, how often they were asked, and
# whether their mails come back. While another who keeps one is reached, she is the one to be asked.
DUE = """
select v.actor_id, s.person_id, known.since, asked.turns, b.address is not null
from desk_stewardship s
join desk_person p on p.id = s.person_id and p.is_active
join directory_actorversion v on v.actor_id = s.actor_id and v.closed is null
    and (v.closed_on is null or v.closed_on > %(today)s)
join directory_revision r on r.number = v.opened
left join desk_bouncing b on b.address = p.email and b.settled_at is null
cross join lateral (
    select greatest(r.date, max(c.confirmed_on)) as since from directory_confirmation c
    where c.actor_id = v.actor_id and c.closed is null
) known
cross join lateral (
    select coalesce(max(turn), 0) as turns, max(sent_at) as last, count(answered_at) as answers
    from desk_reminder m where m.actor_id = v.actor_id and m.person_id = s.person_id
        and m.since = known.since
) asked
where s.revoked_at is null and known.since <= %(today)s - %(year)s::interval and asked.answers = 0
    and asked.turns < %(turns)s
    and case when b.address is null
        then asked.last is null or asked.last <= now() - %(again)s::interval
        else not exists (
            select from desk_stewardship o join desk_person q on q.id = o.person_id and q.is_active
            where o.actor_id = v.actor_id and o.revoked_at is null and not exists (
                select from desk_bouncing d where d.address = q.email and d.settled_at is null))
        end
order by known.since, v.actor_id, s.person_id limit %(limit)s"""


@dataclass(frozen=True)
class Due:
    """A profile (its key) to ask a person (hers) about, for the `turn`th time since a day.

    `unreached`: her mails come back, so the networks are asked, whichever turn it would be.
    """

    actor: int
    person: int
    since: date
    turn: int
    unreached: bool = False


class NotAnswerable(Exception):
    """A link that opens nothing: miskeyed, too old, or of somebody who no longer keeps it."""


def due(*, limit: int) -> Iterator[Due]:
    """Whom to ask now, those longest unknown first."""
    with snapshot() as reading:
        today = reading.date
    bound = {"today": today, "year": YEAR, "again": AGAIN, "turns": TURNS, "limit": limit}
    for actor, person, since, turns, unreached in rows(DUE, bound, prepare=False):
        yield Due(actor, person, since, TURNS if unreached else turns + 1, unreached)


def send(one: Due) -> list[Reminder]:
    """Write down the reminders of one who is due, and post their mails after the commit."""
    with transaction.atomic():
        asked = [Person.objects.get(pk=one.person)]
        role = AskedAs.STEWARD
        if one.turn == TURNS:
            asked, role = _of_networks(one), AskedAs.NETWORK
            # The round of who keeps it ends here, whether or not a network can be asked; unless
            # she was asked in this turn as its moderator, for another who keeps it.
            Reminder.objects.get_or_create(
                actor_id=one.actor, person_id=one.person, since=one.since, turn=one.turn,
                defaults={"asked_as": AskedAs.STEWARD},
            )  # fmt: skip
            asked = [person for person in asked if person.pk != one.person]
        made = [
            Reminder.objects.create(
                actor_id=one.actor, person=person, asked_as=role, since=one.since, turn=one.turn
            )
            for person in asked
        ]
        for reminder in made:
            _post(reminder, unreached=one.unreached)
    return made


def _of_networks(one) -> list[Person]:
    """Who moderates a network the actor belongs to and was not asked in this round, for another
    who keeps it.
    """
    moderators = _moderators(Actor.objects.values_list("code", flat=True).get(pk=one.actor))
    asked = Reminder.objects.filter(actor_id=one.actor, since=one.since, turn=one.turn)
    return list(
        Person.objects.filter(bounces.reachable("email"), is_active=True, moderates__in=moderators)
        .exclude(pk__in=asked.values("person"))
        .distinct()
    )


def _moderators(code):
    networks, _programmes = belongings(code)
    return Moderator.objects.standing().filter(scope=Scope.NETWORK, code__in=networks)


def _post(reminder, *, unreached):
    language = reminder.person.language
    with snapshot() as reading, override(language):
        code = reminder.actor.code
        names = names_of_actors([code], reading).get(code)
        context = {
            "name": name_of({"names": names}).text if names else codes.show(code),
            "path": reverse("still-correct", args=[token(reminder)]),
            "since": reminder.since,
            "unreached": unreached,
        }
        mail.post(f"still_correct_{reminder.asked_as}", to=reminder.person, context=context)


# ---- the answer ----------------------------------------------------------------------------------


def token(reminder: Reminder) -> str:
    """What stands in its link."""
    return links.signed(reminder, salt=SALT)


def opened(given: str) -> Reminder:
    """The reminder of a link. Raises NotAnswerable."""
    among = Reminder.objects.select_related("actor", "person")
    reminder = links.opened(given, among, salt=SALT, answerable=ANSWERABLE, refusal=NotAnswerable)
    if not _may_answer(reminder):
        raise NotAnswerable
    return reminder


def _may_answer(reminder):
    if not reminder.person.is_active:
        return False
    if reminder.asked_as == AskedAs.STEWARD:
        held = Stewardship.objects.standing().of(reminder.person)
        return held.filter(actor=reminder.actor).exists()
    return _moderators(reminder.actor.code).filter(person=reminder.person).exists()


def answer(reminder: Reminder) -> bool:
    """Say "still correct"; False if that was said already."""
    standing = Reminder.objects.filter(pk=reminder.pk, answered_at=None)
    return bool(standing.update(answered_at=Now()))


def publish_answers() -> int:
    """Publish what was answered: one revision for each role. How many confirmations it opened."""
    done = 0
    for role in AskedAs:
        with transaction.atomic():
            take_lock()
            waiting = list(
                Reminder.objects.to_publish()
                .filter(asked_as=role)
                .select_related("actor")
                .order_by("pk")
            )
            done += _publish(role, waiting) if waiting else 0
    return done


def _publish(role, waiting):
    answers: dict[str, date] = defaultdict(lambda: date.min)
    for one in waiting:
        answers[one.actor.code] = max(answers[one.actor.code], one.answered_at.date())
    current = ActorVersion.objects.current().filter(code__in=answers)
    standing = set(current.values_list("code", flat=True))
    facts = [ConfirmationFacts(code, on) for code, on in answers.items() if code in standing]
    revision = None
    if facts:
        revision = publish(kind="confirm", role=role.value, reason="still-correct", opened=facts)
    for one in waiting:
        told = revision if one.actor.code in standing else None
        Reminder.objects.filter(pk=one.pk).update(settled_at=Now(), revision=told)
    return len(facts)

"""The `register` builder: history a line at a time.

register.publish("Argan Tiznit", sectors=["argan"])
register.withdraw(tiznit)
"""

from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from directory import codes, indicators
from directory.models import Actor, Programme
from directory.publishing import endings
from directory.publishing.publish import publish
from directory.records.facts import (
    ActorFacts,
    ConfirmationFacts,
    MembershipFacts,
    ObservationFacts,
    PartialDate,
    ProgrammeFacts,
    SealFacts,
)


def day(text):
    """`2016`, `2016-03` or `2016-03-01` as a date of that precision."""
    parts = [int(part) for part in text.split("-")]
    precision = ("year", "month", "day")[len(parts) - 1]
    return PartialDate(date(*(parts + [1, 1])[:3]), precision)


class Register:
    """Publishes actors as a moderator would; keeps the facts last published by code."""

    def __init__(self):
        self.facts: dict[str, ActorFacts] = {}

    def actor(self, name, **facts):
        """Facts of a new actor, known to the register but not yet published."""
        for key in ("founded", "closed"):
            if isinstance(facts.get(key), str):
                facts[key] = day(facts[key])
        code = facts.pop("code", None) or codes.mint()
        Actor.objects.get_or_create(code=code)
        names = name if isinstance(name, dict) else {"fr": name}
        made = ActorFacts(code=code, names=names, **facts)
        self.facts[code] = made
        return made

    def publish(self, name, *, kind="publish", **facts) -> ActorFacts:
        made = self.actor(name, **facts)
        publish(kind=kind, role="moderator", reason="new-profile", opened=[made])
        return made

    def publish_all(self, *actors, kind="import"):
        return publish(kind=kind, role="administrator", reason="new-profile", opened=actors)

    def change(self, actor, **facts) -> ActorFacts:
        made = self.facts.get(actor.code, actor).but(**facts)
        self.facts[actor.code] = made
        publish(kind="publish", role="steward", reason="yearly-update", opened=[made])
        return made

    def confirm(self, *actors, on):
        return publish(
            kind="confirm",
            role="steward",
            reason="still-correct",
            opened=[ConfirmationFacts(actor.code, on) for actor in actors],
        )

    def seal(self, actor, scope="identity", *, by=None, on, until=None):
        """Verified by an organisation, or by moderation."""
        who = {"verifier": by.code} if by else {"role": "moderator"}
        return publish(
            kind="publish",
            role="moderator",
            reason="verified",
            opened=[SealFacts(actor.code, scope, on, until=until, **who)],
        )

    def join(self, member, network, **dates):
        return publish(
            kind="publish",
            role="network",
            reason="new-member",
            opened=[MembershipFacts(member.code, network=network.code, **dates)],
        )

    def programme(self, name, *members, **facts) -> ProgrammeFacts:
        made = ProgrammeFacts(code=codes.mint(), names={"fr": name}, **facts)
        Programme.objects.create(code=made.code)
        belonging = [MembershipFacts(member.code, programme=made.code) for member in members]
        publish(kind="publish", role="moderator", reason="new-programme", opened=[made, *belonging])
        return made

    def report(self, actor, year=2023, *, kind="declared", **values):
        """Figures of one actor and year: `report(amal, 2023, members=40, members_women=25)`."""
        units = {one.code: one.unit for one in indicators.read()}
        given = {name.replace("_", "-"): Decimal(str(value)) for name, value in values.items()}
        return publish(
            kind="publish",
            role="steward",
            reason="yearly-figures",
            opened=[
                ObservationFacts(actor.code, name, year, value, units[name], kind, "Its report")
                for name, value in given.items()
            ],
        )

    def withdraw(self, *actors):
        return endings.withdraw([each.code for each in actors], role="moderator", reason="asked")

    def merge(self, gone, heir):
        return endings.merge(gone.code, heir.code, role="moderator", reason="duplicate")

    def split(self, actor):
        return endings.split(actor.code, role="moderator", reason="not-a-duplicate")


@pytest.fixture
def register(db):
    return Register()


@contextmanager
def dated(moment):
    """Whatever is published within carries that moment, as the past of a demonstration does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(publish.__kwdefaults__, "recorded_at", moment)
        yield


def compare_as_commit():
    """Compare every revision with its rows now, as a commit would."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")

"""A process that changes who keeps a profile: `python -m tests.desk.keeping VERB [NUMBERS]`.

`owners`, `claims` and `both` put a profile in place and print the numbers its acts need. `revoke`,
`leave`, `decide` and `accept` exit with 0 where they did it, with 3 where somebody was faster.
"""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from desk import claims, roles, stewards  # noqa: E402
from desk.models import Claim, Invitation, Person, Stewardship  # noqa: E402
from directory.models import Actor  # noqa: E402
from tests import people  # noqa: E402

TOO_LATE = 3
LATE = (
    roles.NotAllowed,
    stewards.Refused,
    claims.NotOpen,
    claims.OthersCame,
    claims.KeptAlready,
)
TOLD = {"proof": "document", "contact": "0600000000", "words": "présidente"}


def profile():
    return Actor.objects.get_or_create(code="00000000")[0].code


def owners():
    """Two owners of a profile."""
    return [people.steward(profile()).stewardships.get().pk for _one in range(2)]


def two_claims():
    """Two people who claim a profile, and two moderators."""
    moderators = [people.moderator().pk for _one in range(2)]
    return [*moderators, *(claims.send(people.person(), profile(), **TOLD).pk for _one in range(2))]


def both():
    """Somebody who claims a profile and is invited to it; and a moderator."""
    code, owner, somebody = profile(), people.steward(profile()), people.person()
    told = {"address": somebody.email, "role": "owner", "language": "fr"}
    invitation = stewards.invite(code, by=owner, **told)
    return [people.moderator().pk, claims.send(somebody, code, **TOLD).pk, invitation.pk]


def revoke(by, other):
    by = Stewardship.objects.get(pk=by).person
    stewards.revoke(profile(), int(other), by=by)


def leave(own):
    stewards.leave(profile(), by=Stewardship.objects.get(pk=own).person)


def decide(moderator, claim, *seen):
    claims.accept(
        Claim.objects.get(pk=claim),
        by=Person.objects.get(pk=moderator),
        proof="document",
        note="vu",
        role="owner",
        seen=set(map(int, seen)),
        refuse_others=True,
    )


def accept(claim, invitation):
    by = Claim.objects.get(pk=claim).person
    stewards.accept(Invitation.objects.get(pk=invitation), by=by)


def main(verb, *numbers):
    made = {"owners": owners, "claims": two_claims, "both": both}
    if verb in made:
        sys.stdout.write(" ".join(map(str, made[verb]())) + "\n")
        return 0
    try:
        {"revoke": revoke, "leave": leave, "decide": decide, "accept": accept}[verb](*numbers)
    except LATE:
        return TOO_LATE
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

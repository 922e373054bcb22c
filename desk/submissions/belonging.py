"""What a submission joins and leaves: the networks and programmes it names, as records."""

from collections.abc import Iterable
from datetime import date

from desk.belonging import belongings
from desk.forms.profile.belonging import NETWORK, PROGRAMME, Whole, networks, programmes
from directory.models import Membership
from directory.records.facts import ActorFacts, MembershipFacts, PartialDate
from directory.records.stored import facts_behind


def whole_of(code: str | None) -> set[Whole]:
    """All that a profile (its code) belongs to today."""
    its_networks, its_programmes = belongings(code)
    return {(NETWORK, one) for one in its_networks} | {(PROGRAMME, one) for one in its_programmes}


def in_register(kind: str, code: str) -> bool:
    """Whether a network or a programme stands in the register now."""
    versions = networks() if kind == NETWORK else programmes()
    return versions.current().filter(code=code).exists()


def named_in(whole: Iterable[Whole], kind: str) -> list[str]:
    return sorted(code for each, code in whole if each == kind)


def is_belonging(field: str) -> bool:
    """Whether a field of a difference says what the profile belongs to."""
    return field.partition(".")[0] in (NETWORK, PROGRAMME)


def memberships(
    facts: ActorFacts, changes: dict[Whole, bool], *, source: dict, today: date
) -> tuple[list[MembershipFacts], list[bytes]]:
    """What is opened and closed so that a profile joins (True) and leaves (False) each.

    Whoever leaves was a member until today. Since when somebody is, nobody asked: not known, unless
    an earlier membership is told so already.
    """
    opened, closed = [], []
    for (kind, code), joins in changes.items():
        of_it = Membership.objects.current().filter(
            member__code=facts.code, **{f"{kind}__code": code}
        )
        if joins:
            again = of_it.filter(since=None).exists()
            opened.append(
                MembershipFacts(
                    facts.code,
                    **{kind: code},
                    since=PartialDate(today, "day") if again else None,
                    provenance={"*": source},
                    is_demo=facts.is_demo,
                )
            )
            continue
        digests = list(of_it.on(today).values_list("digest", flat=True))
        closed += map(bytes, digests)
        opened += [
            one.but(until=PartialDate(today, "day"))
            for one in facts_behind(MembershipFacts, digests).values()
            if one.since is None or one.since.date < today
        ]
    return opened, closed

"""The past of a demonstration: which revisions there were, when, and what each of them did.

Nine tenths of the actors are there early; then for years small revisions add, update, rename, move,
close, merge and withdraw about a fifth as many, and larger ones confirm. Actors that leave are kept
apart from those that change, so that no order of revisions can be a wrong one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

FIRST = datetime(2021, 2, 1, 9, tzinfo=UTC)
LAST = datetime(2026, 9, 30, 16, tzinfo=UTC)
BETWEEN_IMPORTS = timedelta(days=3)

GREATEST_REVISION = 20_000  # two or three of them are in memory at a time
EARLY_REVISIONS = 8
CHANGES_A_REVISION = 100
CHANGE_REVISIONS = (30, 2000)
CONFIRM_REVISIONS = 6
JOIN_REVISIONS = 4

# Shares of all actors, and how many of thirty revisions of change are about it.
CHANGES = {
    "new-profile": (0.1, 9),
    "yearly-update": (0.055, 7),
    "renamed": (0.01, 3),
    "moved": (0.01, 3),
    "closed": (0.012, 4),
    "withdrawn": (0.002, 2),
    "merged": (0.002, 2),
}
CONFIRMED = 0.25
LEFT = 0.05

# Rounds of yearly figures: how far through the years of change each stands, and the share of early
# actors that answer it. Who answers once is likelier to answer again.
FIGURE_ROUNDS = ((0.0, 0.25), (0.06, 0.25), (0.24, 0.28), (0.42, 0.3), (0.6, 0.34), (0.78, 0.38))
FIGURES_A_REVISION = 12_000
ANSWERING = 0.6


@dataclass(frozen=True)
class Step:
    """One revision to be: its place in the order, moment, reason, and the actors it is about.

    Actors are indexes. `others` holds what each of them is paired with: the heir it is merged into,
    the network or programme it joins (programmes follow the networks).
    """

    number: int
    moment: datetime
    reason: str
    actors: np.ndarray
    others: np.ndarray | None = None


@dataclass(frozen=True)
class Roles:
    """Who does what in the story: indexes of actors, disjoint but for `staying`."""

    networks: np.ndarray
    early: np.ndarray
    late: np.ndarray
    staying: np.ndarray
    closing: np.ndarray
    withdrawn: np.ndarray
    merged: np.ndarray


def cast(rng, count: int, networks: int) -> Roles:
    """Give each of `count` actors its part; the first ones are the networks."""
    late = np.arange(count - int(count * CHANGES["new-profile"][0]), count)
    early = np.arange(networks, count - len(late))
    leaving = [int(count * CHANGES[name][0]) for name in ("closed", "withdrawn", "merged")]
    shuffled = rng.permutation(early)
    closing, withdrawn, merged, staying = np.split(shuffled, np.cumsum(leaving))
    return Roles(np.arange(networks), early, late, np.sort(staying), closing, withdrawn, merged)


def steps(
    rng, count: int, networks: int, programmes: int, joined: dict, *, figures: bool = True
) -> Iterator[Step]:
    """The revisions of a demonstration of `count` actors, in the order of time.

    `joined` has the shares of actors that belong to a network, to a programme.
    """
    roles = cast(rng, count, networks)
    first = np.concatenate([roles.networks, roles.early])
    early = _parts(first, max(EARLY_REVISIONS, -(-len(first) // GREATEST_REVISION)))
    told = [("new-profile", actors, None) for actors in early]
    joining, where = _belonging(rng, roles, networks, programmes, joined)
    half = len(joining) // 2
    told += [
        ("new-member", joining[some], where[some])
        for some in _parts(np.arange(half), -(-half // GREATEST_REVISION))
    ]
    opening = len(told)

    later = _changes(rng, roles, count)
    for some in _parts(rng.permutation(roles.staying)[: int(count * CONFIRMED)], CONFIRM_REVISIONS):
        for part in _parts(some, -(-len(some) // GREATEST_REVISION)):
            later.append(("still-correct", np.sort(part), None))
    for some in _parts(np.arange(half, len(joining)), JOIN_REVISIONS):
        later.append(("new-member", joining[some], where[some]))
    later = [later[at] for at in rng.permutation(len(later))]
    told += _with_figures(rng, roles, later) if figures else later
    # Who left a network had joined it in the opening.
    left = rng.permutation(half)[: int(half * LEFT)]
    told.append(("member-left", joining[left], where[left]))

    told = [one for one in told if len(one[1])]
    for number, (moment, one) in enumerate(
        zip(_moments(rng, opening, len(told)), told, strict=True)
    ):
        yield Step(number, moment, *one)


def _with_figures(rng, roles, later):
    """Revisions of change with the rounds of figures among them, each where its moment comes."""
    answering = rng.permutation(roles.early)
    answering = answering[: int(len(answering) * ANSWERING)]
    found, done = [], 0
    for through, share in FIGURE_ROUNDS:
        until = int(through * len(later))
        found += later[done:until]
        done = until
        some = rng.choice(answering, min(int(len(roles.early) * share), len(answering)), False)
        found += [
            ("yearly-figures", np.sort(part), None)
            for part in _parts(some, -(-len(some) // FIGURES_A_REVISION))
        ]
    return found + later[done:]


def _changes(rng, roles, count):
    """Revisions of change: those about one thing share its actors out among them."""
    total = sum(int(count * share) for share, _ in CHANGES.values())
    fewest, most = CHANGE_REVISIONS
    revisions = min(max(fewest, total // CHANGES_A_REVISION), most)
    changing = {
        "new-profile": roles.late,
        "closed": roles.closing,
        "withdrawn": roles.withdrawn,
        "merged": roles.merged,
    }
    told = []
    for reason, (share, of_thirty) in CHANGES.items():
        actors = changing.get(reason)
        if actors is None:
            actors = rng.choice(roles.staying, min(int(count * share), len(roles.staying)), False)
        parts = _parts(actors, max(1, revisions * of_thirty // 30))
        for part in parts:
            heirs = rng.choice(roles.staying, len(part), False) if reason == "merged" else None
            told.append((reason, part if reason == "merged" else np.sort(part), heirs))
    return told


def _belonging(rng, roles, networks, programmes, joined_shares):
    """Pairs of a member and what it joins; programmes are numbered after the networks."""
    members, joined = [], []
    for share, first, number in (
        (joined_shares["network"], 0, networks),
        (joined_shares["programme"], networks, programmes),
    ):
        if number:
            some = rng.permutation(roles.staying)[: int(len(roles.staying) * share)]
            members.append(some)
            joined.append(first + rng.integers(0, number, len(some)))
    if not members:
        return np.empty(0, dtype=int), np.empty(0, dtype=int)
    members, joined = np.concatenate(members), np.concatenate(joined)
    order = rng.permutation(len(members))
    return members[order], joined[order]


def _parts(actors, number):
    return [part for part in np.array_split(actors, max(1, number)) if len(part)]


def _moments(rng, opening, count):
    """Moments in order: the opening a few days apart, then evenly spread with some unrest."""
    early = [FIRST + BETWEEN_IMPORTS * step for step in range(min(opening, count))]
    begin = (early[-1] if early else FIRST) + BETWEEN_IMPORTS
    rest = count - len(early)
    if rest > 0:
        gap = (LAST - begin) / rest
        unrest = rng.random(rest) * 0.8
        early += [begin + gap * (step + float(unrest[step])) for step in range(rest)]
    return [moment.replace(microsecond=0) for moment in early]

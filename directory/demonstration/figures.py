"""Figures of demonstration actors: plausible for their legal form, steady from year to year."""

from decimal import Decimal

import numpy as np

from directory.records.facts import ObservationFacts

SOURCE = "demonstration"
# By legal form, what its actors speak of: the chance that they do, and how it follows from their
# size (the median share of it, and how far that spreads).
SAID = {
    "cooperative": {
        "members": (0.95, 1.0, 0.05),
        "members-women": (0.8, None, 0),
        "members-youth": (0.4, 0.2, 0.5),
        "jobs": (0.6, 0.3, 0.6),
        "turnover": (0.55, 9_000, 0.9),
        "governing-body": (0.35, 0.2, 0.2),
    },
    "association": {
        "members": (0.85, 1.4, 0.05),
        "members-women": (0.65, None, 0),
        "volunteers": (0.5, 0.4, 0.5),
        "beneficiaries": (0.6, 9.0, 0.9),
        "trainings": (0.3, 0.15, 0.6),
        "jobs": (0.25, 0.06, 0.6),
    },
    "mutual": {
        "members": (0.95, 40.0, 0.1),
        "members-women": (0.6, None, 0),
        "beneficiaries": (0.7, 90.0, 0.3),
        "jobs": (0.5, 0.5, 0.5),
    },
}
OTHERS = {
    "jobs": (0.8, 0.35, 0.6),
    "turnover": (0.6, 20_000, 0.9),
    "beneficiaries": (0.3, 5.0, 0.8),
}
UNITS = {
    "members": "memberships", "members-women": "memberships", "members-youth": "memberships",
    "jobs": "jobs", "turnover": "MAD", "governing-body": "people", "volunteers": "people",
    "beneficiaries": "people", "trainings": "trainings",
}  # fmt: skip
PARTS = {"members-women": "members", "members-youth": "members"}
KINDS = ("declared", "verified", "registry", "estimate")
KIND_CHANCES = (0.77, 0.1, 0.08, 0.05)
MEDIAN_SIZE, SPREAD = 22.0, 0.8


class Figures:
    """What some actors say of a year. An actor's size and its share of women stay its own."""

    def __init__(self, count: int, seed: int):
        rng = np.random.default_rng([seed, 2**31])
        self.sizes = np.exp(rng.normal(np.log(MEDIAN_SIZE), SPREAD, count)).astype(np.float32)
        self.women = rng.beta(1.6, 2.2, count).astype(np.float32)

    def of_year(self, rng, year: int, indexes, codes, forms) -> list[ObservationFacts]:
        """Observations of actors (indexes and codes beside each other) of some legal forms."""
        made = []
        kinds = rng.choice(len(KINDS), len(codes), p=KIND_CHANCES).tolist()
        chances = rng.random((len(codes), 8))
        noise = rng.normal(0, 1, (len(codes), 8))
        growth = 1 + 0.03 * (year - 2020)
        for at, (index, code, form) in enumerate(zip(indexes, codes, forms, strict=True)):
            size = float(self.sizes[index]) * growth
            said = {}
            for turn, (indicator, (chance, share, spread)) in enumerate(
                SAID.get(form, OTHERS).items()
            ):
                if chances[at, turn] >= chance:
                    continue
                if share is None:
                    share = float(self.women[index])
                value = round(size * share * float(np.exp(spread * noise[at, turn])))
                whole = said.get(PARTS.get(indicator))
                said[indicator] = value if whole is None else min(value, whole)
            made += [
                ObservationFacts(
                    code,
                    indicator,
                    year,
                    Decimal(value),
                    UNITS[indicator],
                    KINDS[kinds[at]],
                    SOURCE,
                    is_demo=True,
                )
                for indicator, value in said.items()
            ]
        return made

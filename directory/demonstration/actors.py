"""Facts of demonstration actors, many at a time: columns drawn first, then put together."""

from datetime import date, timedelta

import numpy as np

from directory.demonstration.phrases import Phrases, named
from directory.demonstration.places import Leaves
from directory.records.facts import ActorFacts, PartialDate

PROVENANCE = {"*": {"source": "demonstration"}}
COOPERATIVE = ("cooperative", "cooperative-union")

NO_SECTOR = 0.03
NO_COOPERATIVE_TYPE = 0.1
WEBSITE = 0.08
ABOUT = {
    "ar": "فاعل للتجربة، لا وجود له في الواقع: {what} {activity}، ب{place}.",
    "fr": "Acteur de démonstration, sans existence réelle : {what} {activity}, à {place}.",
}


class Maker:
    """Makes facts of actors from phrases and leaves."""

    def __init__(self, phrases: Phrases, leaves: Leaves):
        self.phrases = phrases
        self.leaves = leaves
        self.sectors = phrases.sectors
        self.life = phrases.life
        self._sectors_of = {
            region: _chances(
                sector.weight * sector.regions.get(region, 1) for sector in phrases.sectors
            )
            for region in leaves.of_region
        }
        self._forms_of = [
            _chances(form.weight * sector.forms.get(form.code, 1) for form in phrases.forms)
            for sector in phrases.sectors
        ]

    def actors(self, rng, codes, until: date) -> list[ActorFacts]:
        """Facts of new actors, as they are known on a day."""
        count = len(codes)
        drawn = self.leaves.draw(rng, count)
        places = self.leaves.places(rng, drawn, self.life["place"])
        sectors = self._sectors(rng, drawn)
        forms = self._forms(rng, sectors)
        proper = rng.integers(0, len(self.phrases.proper), count)
        wording = rng.integers(0, 2**31, count)
        languages = _drawn(rng, count, self.life["languages"])
        chance = rng.random((count, 7))
        founded, closed = self._lives(rng, forms, until)
        social = self.phrases.kinds["social-enterprise"]
        made = []
        for at, code in enumerate(codes):
            sector = self.sectors[sectors[at]]
            form = self.phrases.forms[forms[at]]
            chances = chance[at]
            kind, prefix = "operator", form.prefix
            if form.code == "company" and chances[0] < social["weight_among_companies"]:
                kind, prefix = (
                    "social-enterprise",
                    self.phrases.kinds["social-enterprise"]["prefix"],
                )
            activity = _pick(sector.activities, wording[at])
            spoken = languages[at].split("+")
            terms = () if chances[1] < NO_SECTOR else sector.terms
            if terms and chances[1] > 1 - self.life["second_sector"]:
                terms += self.sectors[(sectors[at] + wording[at]) % len(self.sectors)].terms
            made.append(
                ActorFacts(
                    code=code,
                    names={
                        language: named(language, prefix, self.phrases.proper[proper[at]], activity)
                        for language in spoken
                    },
                    descriptions=self._descriptions(spoken, prefix, activity, drawn[at]),
                    legal_form=form.code,
                    kind=kind,
                    cooperative_type=self._cooperative_type(form, sector, chances[2]),
                    sectors=terms,
                    audiences=self._audiences(sector, chances[3], wording[at]),
                    products=_products(sector, chances[4], wording[at]),
                    place=places[at],
                    founded=founded[at],
                    closed=closed[at],
                    website=f"https://{code.lower()}.example/" if chances[5] < WEBSITE else None,
                    provenance=PROVENANCE,
                    is_demo=True,
                )
            )
        return made

    def renamed(self, rng, facts: ActorFacts) -> ActorFacts:
        """The same actor under a new proper name."""
        proper = self.phrases.proper[rng.integers(0, len(self.phrases.proper))]
        sector = next(
            (
                self.phrases.sector_of[code]
                for code in facts.sectors
                if code in self.phrases.sector_of
            ),
            self.sectors[0],
        )
        prefix = next(form for form in self.phrases.forms if form.code == facts.legal_form).prefix
        activity = _pick(sector.activities, rng.integers(0, 2**31))
        return facts.but(
            names={language: named(language, prefix, proper, activity) for language in facts.names}
        )

    def moved(self, rng, facts: ActorFacts) -> ActorFacts:
        """The same actor in another commune of its region."""
        leaf = self.leaves.draw_near(rng, self.leaves.index_of(facts.place))
        return facts.but(place=self.leaves.places(rng, np.array([leaf]), self.life["place"])[0])

    def updated(self, rng, facts: ActorFacts) -> ActorFacts:
        """The same actor, after a yearly update of what it makes and whom it serves."""
        sector = self.sectors[rng.integers(0, len(self.sectors))]
        products = _products(sector, 0.0, rng.integers(0, 2**31)) or facts.products
        return facts.but(
            products=(*facts.products[:1], *products),
            audiences=self._audiences(sector, rng.random(), rng.integers(0, 2**31)),
            website=f"https://{facts.code.lower()}.example/",
        )

    def closed(self, rng, facts: ActorFacts, on: date) -> ActorFacts:
        """The same actor, known to have closed some weeks before a day."""
        first = facts.founded.date if facts.founded else date(2000, 1, 1)
        day = max(on - timedelta(days=int(rng.integers(5, 120))), first)
        return facts.but(closed=_partial(day, "day" if rng.random() < 0.7 else "month", first))

    def _sectors(self, rng, drawn):
        sectors = np.empty(len(drawn), dtype=np.int64)
        regions = self.leaves.region[drawn]
        for region, chances in self._sectors_of.items():
            some = np.flatnonzero(regions == region)
            sectors[some] = rng.choice(len(self.sectors), len(some), p=chances)
        return sectors

    def _forms(self, rng, sectors):
        forms = np.empty(len(sectors), dtype=np.int64)
        for sector, chances in enumerate(self._forms_of):
            some = np.flatnonzero(sectors == sector)
            forms[some] = rng.choice(len(self.phrases.forms), len(some), p=chances)
        return forms

    def _cooperative_type(self, form, sector, chance):
        if form.code not in COOPERATIVE or chance < NO_COOPERATIVE_TYPE:
            return None
        types = sector.cooperative_types or {"producer": 1}
        return _weighted(types, (chance - NO_COOPERATIVE_TYPE) / (1 - NO_COOPERATIVE_TYPE))

    def _audiences(self, sector, chance, number):
        """Whom the actor serves or is led by, as the sector's chances have it, parents included."""
        found = set()
        for step, (audience, share) in enumerate(sector.audiences.items()):
            if (chance + (number % 997) / 997 * (step + 1)) % 1 < share:
                found |= {audience, self.phrases.audience_parents.get(audience) or audience}
        return tuple(found)

    def _descriptions(self, spoken, prefix, activity, drawn):
        names = self.leaves[drawn].names
        return {
            language: ABOUT[language].format(
                what=_inside_a_sentence(prefix[language]),
                activity=activity[language],
                place=names[language],
            )
            for language in spoken
        }

    def _lives(self, rng, forms, until):
        """Founding and closing dates as the legal forms have them; some unknown, a few closed."""
        count = len(forms)
        days = np.empty(count, dtype=np.int64)
        ends = np.empty(count)
        for at, form in enumerate(self.phrases.forms):
            some = np.flatnonzero(forms == at)
            days[some] = self._founding_days(rng, form.code, len(some), until)
            ends[some] = self.life["closed"]["by_form"].get(form.code, 0)
        precisions = _drawn(rng, count, self.life["founded"]["precision"])
        unknown = rng.random(count) < self.life["founded"]["unknown"]
        closes = rng.random(count) < ends
        youngest, oldest = self.life["closed"]["age_years"]
        lived = (rng.random(count) * (oldest - youngest) + youngest) * 365
        founded, closed = [], []
        for at in range(count):
            first = date.fromordinal(int(days[at]))
            founded.append(None if unknown[at] else _partial(first, precisions[at]))
            end = first + timedelta(days=int(lived[at]))
            closed.append(
                _partial(end, precisions[at], first) if closes[at] and end < until else None
            )
        return founded, closed

    def _founding_days(self, rng, form, count, until):
        """Days by the weights of the years, none of them in the last month before `until`."""
        life = self.life["founded"]
        by_form = life["by_form"].get(form, {})
        spans = [tuple(map(int, years.split("-"))) for years in life["weights"]]
        chances = _chances(
            weight * by_form.get(years, 1) * (first <= until.year)
            for (years, weight), (first, _) in zip(life["weights"].items(), spans, strict=True)
        )
        drawn = rng.choice(len(spans), count, p=chances)
        firsts = np.array([date(first, 1, 1).toordinal() for first, _ in spans])
        lasts = np.array([date(last, 12, 31).toordinal() for _, last in spans])
        lasts = np.maximum(np.minimum(lasts, until.toordinal() - 30), firsts)
        days = firsts[drawn] + rng.random(count) * (lasts - firsts + 1)[drawn]
        return np.minimum(days, until.toordinal() - 1).astype(np.int64)


def _inside_a_sentence(words):
    """« Coopérative » as « coopérative »; « GIE » stays."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def _partial(day, precision, earliest=date.min):
    """A date of a precision; its period may not begin before `earliest`."""
    start = {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}
    if start[precision] < earliest:
        precision = "day"
    return PartialDate(max(start[precision], earliest), precision)


def _drawn(rng, count, shares):
    """`count` keys, as often as their shares say."""
    return rng.choice(list(shares), count, p=_chances(shares.values())).tolist()


def _chances(weights):
    weights = np.fromiter(weights, dtype=float)
    return weights / weights.sum()


def _pick(choices, number):
    return choices[number % len(choices)]


def _weighted(weights, chance):
    """The key at a point (0 to 1) along the weights."""
    left = chance * sum(weights.values())
    for key, weight in weights.items():
        left -= weight
        if left < 0:
            return key
    return key


def _products(sector, chance, number):
    if chance > 0.7 or not sector.products:
        return ()
    several = 1 + number % 3
    return tuple(
        sector.products[(number // 3 + step) % len(sector.products)]
        for step in range(min(several, len(sector.products)))
    )

"""Facts are checked before they are published: what is wrong is told field by field.

The database refuses what would break the register; this says earlier, and in words, what would be
untrue or unreadable. Whoever publishes on behalf of others asks here first: commands, the desk,
imports.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from unicodedata import category, is_normalized
from urllib.parse import urlsplit

from stdnum.exceptions import ValidationError
from stdnum.ma import ice

from directory import codes, vocabulary
from directory.database import row
from directory.models.actors import DatePrecision, PlacePrecision
from directory.records.facts import (
    LANGUAGES,
    ActorFacts,
    MembershipFacts,
    PartialDate,
    ProgrammeFacts,
)
from geodata.lookup import leaf_code_at
from geodata.models import Locality, ReferenceSet

EARLIEST = date(1800, 1, 1)
POINTED = (PlacePrecision.EXACT, PlacePrecision.LOCALITY)
COOPERATIVES = ("cooperative", "cooperative-union")
# A gazetteer's town, or a telephone at a border, may stand this far over it: about two kilometres.
TOLERANCE = 0.02

ANCESTORS = ("region", "province", "prefecture_arrondissements", "commune", "arrondissement")

NEAR_ITS_LEAF = """
select st_dwithin("full", st_setsrid(st_makepoint(%s, %s), 4326), %s)
from geodata_boundary where code = %s and last_set is null"""


@dataclass(frozen=True)
class Problem:
    """One thing wrong: in which field, with which value. `accepted` says what would be right."""

    field: str
    value: object
    accepted = ""

    def __str__(self):
        return f"{self.field}: {self.value!r}; accepted: {self.accepted}"


class BadCode(Problem):
    accepted = "eight symbols whose check holds"


class Missing(Problem):
    accepted = "something, where nothing is given"


class UnknownLanguage(Problem):
    accepted = ", ".join(LANGUAGES)


class BadText(Problem):
    accepted = "text in Unicode's form NFC without control characters"


class UnknownTerm(Problem):
    accepted = "a code of the taxonomy in force"


class ParentMissing(Problem):
    accepted = "a term together with its parent"


class TypeWithoutCooperative(Problem):
    accepted = "a cooperative type of cooperatives and their unions only"


class UnknownTerritory(Problem):
    accepted = "a code of the territories in force, at the level of its field"


class IncoherentPlace(Problem):
    accepted = "the territory that holds the smaller one given"


class PrecisionDisagrees(Problem):
    accepted = "a point where the place is exact or a locality, none where it is the commune"


class PointElsewhere(Problem):
    accepted = "a point inside the commune or arrondissement given, or at its border"


class BadDate(Problem):
    accepted = "the first day of its period, from 1800 on, not in the future"


class DatesReversed(Problem):
    accepted = "a day that is not before the first one"


class BadICE(Problem):
    accepted = "fifteen digits whose check holds"


class BadAddress(Problem):
    accepted = "an address that begins with http:// or https://"


class NoSource(Problem):
    accepted = "a source for each field it names"


class NotOneOf(Problem):
    accepted = "either a network or a programme"


class InvalidFacts(ValueError):
    """Facts that may not be published; `problems` says everything that is wrong with them."""

    def __init__(self, code, problems):
        super().__init__(f"{code}: " + "; ".join(map(str, problems)))
        self.code, self.problems = code, problems


class Known:
    """The newest reference sets, as far as facts name them: asked once which they are, for many
    checks; a set never changes, and is read once.
    """

    @cached_property
    def _newest(self):
        return ReferenceSet.objects.newest_numbers()

    @property
    def territories(self):
        number = self._newest.get("territories")
        return vocabulary.territories(number) if number else {}

    @property
    def terms(self):
        number = self._newest.get("taxonomies")
        return vocabulary.terms(number) if number else {}

    def locality(self, code):
        """The leaf and commune of a locality; None where no set in force knows it."""
        return (
            Locality.objects.newest().filter(code=code).values("commune", "arrondissement").first()
        )


def check(facts, known: Known | None = None, *, today: date | None = None) -> None:
    """Raise InvalidFacts where something is wrong with facts of an actor, programme, membership."""
    problems = list(problems_of(facts, known or Known(), today=today or moroccan_today()))
    if problems:
        raise InvalidFacts(getattr(facts, "code", getattr(facts, "member", "")), problems)


def moroccan_today() -> date:
    """The day it is in Morocco, by the database's clock and its table of time zones."""
    return row("select (clock_timestamp() at time zone 'Africa/Casablanca')::date")[0]


def problems_of(facts, known: Known, *, today: date) -> Iterator[Problem]:
    """All that is wrong, in the order of the fields."""
    yield from _CHECKS[type(facts)](facts, known, today)


_CHECKS: dict[type, Callable] = {}


def checks(kind: type):
    """Register what checks one kind of facts: (facts, known, today) to problems."""

    def keep(check):
        _CHECKS[kind] = check
        return check

    return keep


@checks(ProgrammeFacts)
def _programme(facts, known, today):
    yield from bad_code("code", facts.code)
    yield from bad_texts("names", facts.names, required=True)
    yield from bad_texts("descriptions", facts.descriptions)
    yield from _period(facts, "since", "until", today, ends_later=True)
    yield from bad_address("website", facts.website)
    yield from _provenance(facts)


@checks(MembershipFacts)
def _membership(facts, known, today):
    yield from bad_code("member", facts.member)
    if (facts.network is None) == (facts.programme is None):
        yield NotOneOf("network", (facts.network, facts.programme))
    yield from _period(facts, "since", "until", today, ends_later=True)
    yield from _provenance(facts)


@checks(ActorFacts)
def _actor(facts, known, today):
    yield from bad_code("code", facts.code)
    yield from bad_texts("names", facts.names, required=True)
    yield from bad_texts("descriptions", facts.descriptions)
    for product in facts.products:
        yield from bad_texts("products", product, required=True)
    yield from _term("legal_form", facts.legal_form, known.terms.get("legal_forms", {}))
    yield from _term("kind", facts.kind, known.terms.get("kinds", {}))
    if facts.cooperative_type is not None:
        types = known.terms.get("cooperative_types", {})
        yield from _term("cooperative_type", facts.cooperative_type, types)
        if facts.legal_form not in COOPERATIVES:
            yield TypeWithoutCooperative("cooperative_type", facts.cooperative_type)
    yield from _terms("sectors", facts.sectors, known)
    yield from _terms("audiences", facts.audiences, known)
    yield from _place(facts.place, known)
    yield from _period(facts, "founded", "closed", today)
    for name, number in facts.registry.items():
        if name == "ice":
            try:
                ice.validate(number)
            except ValidationError:
                yield BadICE("registry.ice", number)
        else:
            yield from bad_text(f"registry.{name}", number)
    yield from bad_address("website", facts.website)
    yield from _provenance(facts)


def bad_code(field, code):
    try:
        good = codes.parse(code) == code
    except codes.CodeError:
        good = False
    if not good:
        yield BadCode(field, code)


def bad_texts(field, texts, *, required=False):
    if required and not texts:
        yield Missing(field, texts)
    for language, text in texts.items():
        if language not in LANGUAGES:
            yield UnknownLanguage(field, language)
        yield from bad_text(f"{field}.{language}", text)


def bad_text(field, text):
    if not isinstance(text, str) or not text.strip():
        yield Missing(field, text)
    elif not is_normalized("NFC", text) or any(
        category(symbol) in ("Cc", "Cs") and symbol != "\n" for symbol in text
    ):
        yield BadText(field, text)


def _term(field, code, terms):
    if code not in terms:
        yield UnknownTerm(field, code)


def _terms(field, given, known):
    terms = known.terms.get(field, {})
    for code in given:
        if code not in terms:
            yield UnknownTerm(field, code)
        elif terms[code] and terms[code] not in given:
            yield ParentMissing(field, code)


def _place(place, known):
    smallest = None
    for level in ANCESTORS:
        code = getattr(place, level)
        if code is None:
            continue
        found = known.territories.get(code)
        if found is None or found["level"] != level.replace("_", "-"):
            yield UnknownTerritory(f"place.{level}", code)
        else:
            smallest = code
    if smallest:
        for level in ANCESTORS[:-1]:
            holds = known.territories[smallest][level]
            if getattr(place, level) != holds:
                yield IncoherentPlace(f"place.{level}", getattr(place, level))
    if place.locality is not None:
        locality = known.locality(place.locality)
        if locality is None:
            yield UnknownTerritory("place.locality", place.locality)
        elif locality["commune"] != place.commune:
            yield IncoherentPlace("place.locality", place.locality)
    yield from bad_texts("place.locality_names", place.locality_names)
    yield from _point(place)


def _point(place):
    placed = place.lon is not None and place.lat is not None
    known = place.precision is None or place.precision in PlacePrecision.values
    if not known or placed != (place.precision in POINTED):
        yield PrecisionDisagrees("place.precision", place.precision)
    leaf = place.arrondissement or place.commune
    if not placed or leaf is None:
        return
    lon, lat = float(place.lon), float(place.lat)
    found = leaf_code_at(lon, lat)
    if found == leaf:
        return
    near = row(NEAR_ITS_LEAF, [lon, lat, TOLERANCE, leaf])
    if near is None or not near[0]:
        yield PointElsewhere("place.point", (str(place.lon), str(place.lat)))


def _period(facts, first, last, today, *, ends_later=False):
    """Two dates of a life; the end of a programme or a membership may lie ahead."""
    begin, end = getattr(facts, first), getattr(facts, last)
    yield from bad_date(first, begin, today)
    yield from bad_date(last, end, date.max if ends_later else today)
    if begin and end and _last_day(end) < begin.date:
        yield DatesReversed(last, end.date.isoformat())


def bad_date(field, value: PartialDate | None, latest):
    if value is None:
        return
    wrong = (
        value.precision not in DatePrecision.values
        or not EARLIEST <= value.date <= latest
        or (value.precision != "day" and value.date.day != 1)
        or (value.precision == "year" and value.date.month != 1)
    )
    if wrong:
        yield BadDate(field, (value.date.isoformat(), value.precision))


def _last_day(value):
    if value.precision == "year":
        return value.date.replace(month=12, day=31)
    return value.date.replace(day=28) if value.precision == "month" else value.date


def bad_address(field, address):
    if address is None:
        return
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        yield BadAddress(field, address)


def _provenance(facts):
    """Each entry names its source; `*` stands for every field not named."""
    for field, entries in facts.provenance.items():
        for entry in entries if isinstance(entries, list | tuple) else [entries]:
            if not isinstance(entry, dict) or not entry.get("source"):
                yield NoSource(f"provenance.{field}", entry)

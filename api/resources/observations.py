"""Indicators, and what was observed of actors by them."""

from django.utils.translation import gettext as _

from api.paging import next_link, resume, token
from api.parameters import DEFAULT_LIMIT
from api.problems import BadParameters, problem_of
from api.resource import RegisterResource
from api.resources.actors import SEVERAL, select
from directory import codes, vocabulary
from directory.models import SourceKind
from directory.records.facts import decimal_text
from directory.selection.filterset import PRESENTATION, ActorFilterSet
from directory.selectors.observations import Said, indicators, observations
from evidence.formats.table import table

OWN = frozenset({"actor", "indicator", "year", "source_kind"})
LISTED = "observations"


class IndicatorList(RegisterResource):
    """The indicators in force: definition, unit, the standard followed, what each is a part of."""

    shape = {"json": "IndicatorList"}

    def answer(self, reading):
        tag = self.tag(reading)
        results = [
            {
                "code": one.code,
                "head": one.head,
                "part_of": one.part_of or None,
                "unit": one.unit,
                "aggregation": one.aggregation,
                "standard": one.standard,
                "names": one.names,
                "definitions": one.definitions,
                "minimum": one.bounds["minimum"],
                "maximum": one.bounds["maximum"],
                "decimals": one.bounds["decimals"],
            }
            for one in indicators(reading).values()
        ]
        return self.respond_json(tag, reading, {"count": len(results), "results": results})


class ObservationList(RegisterResource):
    """Figures of the actors that filters select, one by one, with their sources."""

    parameters = frozenset(ActorFilterSet.names()) | OWN | {"limit", "cursor", "as_of", "format"}
    repeated = SEVERAL | OWN
    formats = ("json", "csv")
    shape = {"json": "ObservationList"}

    def prepare(self):
        asked = self.asked
        self.limit = asked.limit or DEFAULT_LIMIT
        self.kinds = asked.words("source_kind", SourceKind.values)
        self.years = tuple(_year(one) for one in asked.listed("year"))
        self.after = resume(asked, LISTED, str, str, int, str, str)
        asked.settle()

    def answer(self, reading):
        known = vocabulary.indicators(reading.set_of("indicators"))
        wanted = self.asked.words("indicator", sorted(known))
        selection = select(self.request, reading, allowed=PRESENTATION | OWN)
        tag = self.tag(
            reading, selection, wanted, self.years, self.kinds, self.actors(), self.limit,
            self.asked.text("cursor"),
        )  # fmt: skip
        found = observations(
            selection,
            indicator=wanted,
            year=self.years,
            source_kind=self.kinds,
            actor=self.actors(),
            after=self.after,
            limit=self.limit + 1,
        )
        following = None
        if len(found) > self.limit:
            cursor = token(reading.revision, LISTED, *found[self.limit - 1].place)
            following = next_link(self.request, reading.revision, cursor)
        told = [_told(one) for one in found[: self.limit]]
        if self.format == "csv":
            return self.respond(tag, table(_told(EXAMPLE), (one.values() for one in told)))
        return self.respond_json(tag, reading, {"next": following, "results": told})

    def actors(self) -> tuple[str, ...]:
        try:
            return tuple(codes.parse(one) for one in self.asked.listed("actor"))
        except codes.CodeError as error:
            raise problem_of(error, self.asked.text("actor")) from error


def _year(text: str) -> int:
    """A year in Western digits. Raises BadParameters."""
    if not (text.isascii() and text.isdecimal() and 1900 <= int(text[:5]) <= 2200):
        raise BadParameters.one("year", text, _("years such as 2023, by comma"))
    return int(text)


def _told(one: Said) -> dict:
    return {
        "actor": one.code,
        "indicator": one.indicator,
        "year": one.year,
        "value": decimal_text(one.value),
        "unit": one.unit,
        "source_kind": one.source_kind,
        "origin": one.origin,
        "source": one.source,
        "source_url": one.source_url,
        "verified_by": one.verified_by,
        "reports": one.reports,
        "is_demo": one.is_demo,
        "digest": one.digest,
    }


EXAMPLE = Said("", "", 0, "", "", 0, "", False, False, "", None, None, None)

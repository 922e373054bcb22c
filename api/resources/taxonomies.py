"""The vocabularies actors are described with: names, definitions, mappings, and counts."""

from api.resource import RegisterResource
from directory.selection.filterset import ActorFilterSet
from directory.selectors import reference


class TermList(RegisterResource):
    """The terms of one taxonomy in their own order, with how many actors each describes."""

    shape = {"json": "TermList"}
    dimension: str

    def answer(self, reading):
        tag = self.tag(reading)
        filters = ActorFilterSet({}, reading=reading)
        filters.is_valid()
        counted = dict(filters.selection().facets([self.dimension])[self.dimension])
        results = [
            {
                "code": term.code,
                "parent": term.parent or None,
                "names": term.names,
                "definitions": term.definitions,
                "mappings": term.mappings,
                "actors": counted.get(term.code, 0),
            }
            for term in reference.terms(reading, self.dimension).values()
        ]
        content = {
            "filter": self.dimension,
            "count": len(results),
            "unknown": counted.get(None, 0),
            "next": None,
            "results": results,
        }
        return self.respond_json(tag, reading, content)


class LegalForms(TermList):
    """Legal forms: those with a law of their own, and none."""

    dimension = "legal_form"


class Kinds(TermList):
    """What an actor says it is: operator, network or social enterprise."""

    dimension = "kind"


class CooperativeTypes(TermList):
    """Types of cooperatives of the 20th ICLS (2018)."""

    dimension = "cooperative_type"


class Sectors(TermList):
    """Sectors, in two levels, mapped to ESSGLOBAL and ISIC rev. 4. Actors may stand in several."""

    dimension = "sector"


class Audiences(TermList):
    """Whom an actor is led by, or serves. Actors may have several."""

    dimension = "audience"

"""Suggestions for whoever is typing: places, sectors, programmes and actors, typos forgiven."""

from django.utils.translation import gettext as _

from api.problems import BadParameters
from api.resource import RegisterResource
from directory.selectors.suggest import suggest
from directory.spelling import did_you_mean

MOST = 50


class Suggestions(RegisterResource):
    """What some letters may mean, in any script: exact names, then beginnings, then near misses."""

    parameters = frozenset({"q", "limit", "demo"})
    required = frozenset({"q"})
    shape = {"json": "Suggestions"}

    def prepare(self):
        asked = self.asked
        self.q = asked.text("q")
        if self.q is None or len(self.q) > 200 or "\x00" in self.q:
            raise BadParameters.one("q", self.q or "", _("some letters, at most 200"))
        self.limit = asked.number("limit", 1, MOST) if "limit" in asked.data else 10
        demo = asked.word("demo", ("true", "false", "any"))
        self.demo = {"false": False}.get(demo, None if demo is None else True)

    def answer(self, reading):
        tag = self.tag(reading, self.q, self.limit, self.demo)
        found = suggest(self.q, reading=reading, limit=self.limit, demo=self.demo)
        results = [
            {
                "type": one.type,
                "code": one.code,
                "names": one.names,
                "match": one.match,
                "level": one.level,
                "within": one.within,
                "legal_form": one.legal_form,
                "kind": one.kind,
                "is_demo": one.is_demo,
            }
            for one in found
        ]
        content = {
            "did_you_mean": did_you_mean(self.q),
            "count": len(results),
            "next": None,
            "results": results,
        }
        return self.respond_json(tag, reading, content)

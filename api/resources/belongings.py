"""Networks, which are actors of that kind, and programmes."""

import orjson
from django.urls import reverse
from django.utils.translation import gettext as _

from api.problems import CodeUnknown, problem_of
from api.resource import RegisterResource
from api.resources.actors import ActorDetail, ActorList
from directory import codes
from directory.selection.filterset import ActorFilterSet
from directory.selectors.programmes import UnknownProgramme, programme_as_of, programmes
from directory.vocabulary import is_demonstration


class NetworkList(ActorList):
    """Networks, by the filters of actors."""

    listed = "networks"
    fixed = {"kind": "network"}
    parameters = ActorList.parameters - {"kind"}


class NetworkDetail(ActorDetail):
    """One network: the actor it is, and how many belong to it."""

    shape = {"json": "NetworkDetail", "geojson": "Feature"}

    def state(self, code, reading):
        state = super().state(code, reading)
        if state.is_current and _kind(state) != "network":
            raise CodeUnknown(_("This code is of an actor that is no network."), code=state.code)
        return state

    def object(self, state, actor, reading):
        return super().object(state, actor, reading) | members(
            self, reading, network=codes.show(state.code)
        )


def _kind(state):
    return (state.facts or orjson.loads(state.summary))["kind"]


def members(resource, reading, **whole) -> dict:
    """How many actors belong today, and where they are listed."""
    filters = ActorFilterSet(whole, reading=reading)
    filters.is_valid()
    address = resource.link_to(reverse("api:actors"), **whole)
    return {"members": {"count": filters.selection().total, "url": address}}


class ProgrammeList(RegisterResource):
    """All programmes, by name. Few enough to come in one page."""

    parameters = frozenset({"demo"})
    shape = {"json": "ProgrammeList"}

    def answer(self, reading):
        default = "any" if is_demonstration() else "false"
        demo = self.asked.word("demo", ("true", "false", "any"), default)
        tag = self.tag(reading, demo)
        found = programmes(reading=reading, demo={"true": True, "false": False}.get(demo))
        content = {"count": len(found), "next": None, "results": found}
        return self.respond_json(tag, reading, content)


class ProgrammeDetail(RegisterResource):
    """One programme: its names, dates, funders and provenance, and how many belong to it."""

    shape = {"json": "ProgrammeDetail"}
    statuses = frozenset({304, 404})

    def answer(self, reading, code):
        try:
            found = programme_as_of(code=codes.parse(code), reading=reading)
        except codes.CodeError as error:
            raise problem_of(error, code) from error
        except UnknownProgramme as error:
            raise CodeUnknown(
                _("No programme has this code as of revision %s.") % reading.revision,
                revision=reading.revision,
            ) from error
        tag = self.tag(reading, found["code"])
        shown = codes.show(found["code"])
        content = {
            "url": self.request.build_absolute_uri(f"/a/{shown}"),
            "programme": found,
            "actors": self.link_to(reverse("api:actors"), programme=shown),
        }
        return self.respond_json(tag, reading, content)

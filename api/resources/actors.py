"""Actors: the list in all its formats, one of them, and its history."""

import orjson
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from api import headers
from api.paging import next_link, resume, token
from api.parameters import DEFAULT_LIMIT, MOST, told
from api.problems import BadParameters, CodeUnknown, Withdrawn, problem_of, wrong
from api.resource import RegisterResource, stamp
from directory import codes
from directory.as_of import Reading
from directory.records.facts import HEAD
from directory.selection.facets import COLUMNS as FACETS
from directory.selection.filterset import PRESENTATION, ActorFilterSet
from directory.selection.keyset import ORDERINGS
from directory.selection.selection import Selection
from directory.selectors.actors import ActorState, actor_state, belongings
from directory.selectors.history import history_page
from directory.selectors.revisions import revisions
from directory.selectors.seals import seals_of
from directory.standing import partial_date
from directory.vocabulary import is_demonstration
from evidence.formats.csv import actors_csv
from evidence.formats.geojson import actors_geojson, chosen, collection, feature
from evidence.formats.xlsx import MOST_ROWS, actors_xlsx
from evidence.wording.dates import utc

MEMBERS = (
    "code", "names", "legal_form", "kind", "cooperative_type", "sectors", "audiences", "region",
    "province", "commune", "arrondissement", "locality", "point", "precision", "founded", "closed",
    "is_demo", "confirmed_on",
)  # fmt: skip
TABLE_MEMBERS = (*MEMBERS, "website")
SEVERAL = frozenset(
    name for name, each in ActorFilterSet.base_filters.items() if not each.single
) | {"fields", "facets"}
TABLES = {"csv": actors_csv, "xlsx": actors_xlsx}


def select(request, reading: Reading, data=None, allowed=PRESENTATION) -> Selection:
    """The selection a request's filters ask for. Raises BadParameters."""
    data = request.GET if data is None else data
    filters = ActorFilterSet(data, reading=reading, allowed=allowed)
    if not filters.is_valid():
        raise BadParameters(
            [
                wrong(name, ",".join(request.GET.getlist(name)), message)
                for name, messages in filters.refused.items()
                for message in messages
            ]
        )
    return filters.selection()


class ActorList(RegisterResource):
    """Actors by the filters of the register, in pages, or all of them as a file."""

    listed = "actors"
    fixed: dict[str, str] = {}
    parameters = frozenset(ActorFilterSet.names()) | PRESENTATION
    repeated = SEVERAL
    formats = ("json", "geojson", "csv", "xlsx")
    shape = {"json": "ActorList", "geojson": "ActorCollection"}

    def prepare(self):
        asked = self.asked
        self.ordering = asked.word("ordering", ORDERINGS, "name")
        self.facets = asked.words("facets", FACETS)
        table = self.format in TABLES
        self.fields = asked.words("fields", TABLE_MEMBERS if table else MEMBERS)
        self.cursor = asked.cursor(self.ordering)
        self.limit = asked.limit or (DEFAULT_LIMIT if self.format == "json" else None)
        if self.ordering == "distance" and "near" not in asked.data:
            asked.refuse("ordering", "distance", _("distance only together with near and radius"))
        if self.ordering == "distance" and table:
            asked.refuse("ordering", "distance", _("name, in tables"))
        if self.facets and table:
            asked.refuse("facets", ",".join(self.facets), _("facets only in json and geojson"))
        if self.limit is None and (self.cursor or self.ordering == "distance"):
            asked.refuse("limit", "", _("a whole number from 1 to 1000, with cursor or distance"))
        asked.settle()

    def answer(self, reading):
        selection = self.select(reading)
        presented = told(
            {
                "fields": ",".join(self.fields),
                "facets": ",".join(self.facets),
                "limit": self.limit,
                "cursor": self.asked.text("cursor"),
                "ordering": self.ordering,
            }
        )
        tag = self.tag(reading, selection, presented)
        if self.format in TABLES:
            return self.table(tag, reading, selection)
        if self.limit is None and selection.total > MOST:
            return self.everything(tag, reading, selection)
        page = selection.page(limit=self.limit or MOST, after=self.cursor, ordering=self.ordering)
        following = next_link(self.request, reading.revision, page.next)
        head = self.head(reading, selection, following)
        if self.format == "geojson":
            features = [feature(one.summary, one.confirmed_on, self.fields) for one in page.rows]
            return self.respond(tag, collection(head, features))
        if self.fields:
            objects = b",\n".join([chosen(one, self.fields) for one in page.rows])
        else:
            objects = b",\n".join([one.json for one in page.rows])
        return self.respond(tag, b'{%b,"results":[%b]}' % (head, objects))

    def select(self, reading) -> Selection:
        data = self.request.GET
        if self.fixed:
            data = data.copy()
            data.update(self.fixed)
        return select(self.request, reading, data)

    def head(self, reading, selection, following=None) -> bytes:
        """The members of an answer beside its results, as JSON."""
        members = stamp(reading)
        if self.holds_demonstration(selection):
            members["demonstration"] = True
        members["count"] = selection.total
        members |= selection.uncounted
        if self.facets:
            members["facets"] = {
                name: [{"value": value, "count": n} for value, n in counted]
                for name, counted in selection.facets(self.facets).items()
            }
        members["next"] = following
        return orjson.dumps(members)[1:-1]

    def holds_demonstration(self, selection) -> bool:
        """Whether demonstration rows may be among the answer's, which must then say so."""
        demo = selection.query.values["demo"]
        return demo != "false" and ("demo" not in self.asked.data or is_demonstration())

    def file(self, selection) -> str:
        """The first part of a download's name; it tells a demonstration too."""
        mark = "demonstration-" if self.holds_demonstration(selection) else ""
        return f"{mark}{self.listed}"

    def again(self, reading) -> Selection:
        """The same selection in another snapshot of the same revision."""
        return self.select(reading)

    def everything(self, tag, reading, selection):
        head = self.head(reading, selection)
        return self.stream(
            tag,
            reading,
            self.file(selection),
            lambda later: actors_geojson(self.again(later), head, fields=self.fields),
        )

    def table(self, tag, reading, selection):
        if self.format == "xlsx" and self.limit is None and selection.total > MOST_ROWS:
            accepted = _("csv: a sheet holds %(most)s rows, and these are %(count)s")
            raise BadParameters.one(
                "format", "xlsx", accepted % {"most": MOST_ROWS, "count": selection.total}
            )
        write = TABLES[self.format]
        if self.limit is None and selection.total > MOST:
            return self.stream(
                tag,
                reading,
                self.file(selection),
                lambda later: write(self.again(later), fields=self.fields),
            )
        limit = self.limit or MOST
        content = b"".join(write(selection, fields=self.fields, limit=limit, after=self.cursor))
        response = self.respond(tag, content)
        file = f"athar-{self.file(selection)}-r{reading.revision}.{self.format}"
        response["Content-Disposition"] = f'attachment; filename="{file}"'
        if self.limit:
            page = selection.page(limit=limit, after=self.cursor)
            following = next_link(self.request, reading.revision, page.next)
            if following:
                headers.link(response, following, "next")
        return response


class ActorResource(RegisterResource):
    """What is said of one actor: reads its code as people write it, and tells who has left."""

    def state(self, code: str, reading) -> ActorState:
        """The actor as of the reading. Raises Problem where there is none, or it is gone."""
        found = actor_state(self.code_of(code), reading)
        if found is None:
            raise CodeUnknown(
                _("No actor has this code as of revision %s.") % reading.revision,
                revision=reading.revision,
            )
        return found

    @staticmethod
    def code_of(text: str) -> str:
        try:
            return codes.parse(text)
        except codes.CodeError as error:
            raise problem_of(error, text) from error

    def gone(self, state: ActorState, reading) -> HttpResponse:
        """The heir's address; for a withdrawn actor its tombstone."""
        if state.fate == "merged":
            response = HttpResponse(status=307)
            query = self.request.META.get("QUERY_STRING", "")
            address = reverse(self.request.resolver_match.view_name, args=[codes.show(state.heir)])
            response["Location"] = self.request.build_absolute_uri(
                f"{address}?{query}" if query else address
            )
            response["Cache-Control"] = "no-store"
            return response
        (ended,) = revisions(reading=reading, before=state.ended + 1, limit=1)
        raise Withdrawn(
            _("It left the register with revision %s; its history stays.") % state.ended,
            code=state.code,
            revision=state.ended,
            recorded_at=utc(ended["recorded_at"]),
            reason=ended["reason"],
            history=self.link_to(reverse("api:actor-history", args=[codes.show(state.code)])),
        )


class ActorDetail(ActorResource):
    """One actor: its facts with their provenance, its place, networks and programmes."""

    formats = ("json", "geojson")
    shape = {"json": "ActorDetail", "geojson": "Feature"}
    statuses = frozenset({304, 307, 404, 410})

    def answer(self, reading, code):
        state = self.state(code, reading)
        if not state.is_current:
            return self.gone(state, reading)
        tag = self.tag(reading, state.code)
        actor = actor_object(state)
        if self.format == "geojson":
            point = actor.pop("point")
            content = stamp(reading) | {
                "type": "Feature",
                "id": state.code,
                "geometry": point and {"type": "Point", "coordinates": point},
                "properties": actor,
            }
            response = self.respond(tag, orjson.dumps(content))
        else:
            response = self.respond_json(tag, reading, self.object(state, actor, reading))
        return headers.cite_as(response, self.request, f"/a/{codes.show(state.code)}")

    def object(self, state, actor, reading) -> dict:
        shown = codes.show(state.code)
        return {
            "url": self.request.build_absolute_uri(f"/a/{shown}"),
            "actor": actor,
            "confirmed_on": state.confirmed_on and state.confirmed_on.isoformat(),
            "seals": [seal(one) for one in seals_of(state.code, reading)],
            "memberships": [membership(one) for one in belongings(state.code, reading)],
            "record": {
                "digest": state.digest.hex(),
                "opened": state.opened,
                "first": state.first,
                "redacted": state.redacted,
                "url": self.link_to(reverse("api:record", args=[state.digest.hex()])),
            },
            "history": self.link_to(reverse("api:actor-history", args=[shown])),
        }


def actor_object(state: ActorState) -> dict:
    """The facts of an actor, its place beside them as in lists. Of a redacted one, what stays."""
    if state.facts is None:
        nothing = {"descriptions": {}, "products": [], "registry": {}, "website": None}
        return orjson.loads(state.summary) | nothing | {"provenance": {}, "licence": None}
    facts = {name: one for name, one in state.facts.items() if name not in HEAD}
    place = facts.pop("place")
    lon, lat = place.pop("lon"), place.pop("lat")
    point = None if lon is None else [float(lon), float(lat)]
    return facts | place | {"point": point}


def membership(one) -> dict:
    return {
        "type": one.relation,
        "code": one.code,
        "names": one.names,
        "since": partial_date(one.since, one.since_precision),
        "until": partial_date(one.until, one.until_precision),
        "is_demo": one.is_demo,
    }


def seal(one) -> dict:
    return {
        "scope": one.scope,
        "verifier": one.verifier,
        "role": one.role or None,
        "given_on": one.given_on.isoformat(),
        "until": one.until and one.until.isoformat(),
        "digest": one.digest,
        "is_demo": one.is_demo,
    }


class ActorHistory(ActorResource):
    """What happened to an actor, revision by revision, with what each version changed."""

    parameters = frozenset({"limit", "cursor"})
    shape = {"json": "ActorHistory"}
    statuses = frozenset({304, 404})

    def prepare(self):
        after = resume(self.asked, "history", int, int, str)
        self.after = after and (*(min(one, 2**31 - 1) for one in after[:2]), after[2])

    def answer(self, reading, code):
        parsed = self.code_of(code)
        limit = self.asked.limit or DEFAULT_LIMIT
        page = history_page(code=parsed, reading=reading, after=self.after, limit=limit)
        if not page.count:
            raise CodeUnknown(
                _("No actor has this code as of revision %s.") % reading.revision,
                revision=reading.revision,
            )
        tag = self.tag(reading, parsed, limit, self.after)
        cursor = token(reading.revision, "history", *page.events[-1].place) if page.more else None
        results = [
            {
                "event": one.event,
                "revision": one.revision,
                "recorded_at": utc(one.recorded_at),
                "kind": one.kind,
                "role": one.role,
                "reason": one.reason,
                "digest": one.digest,
                "redacted": one.redacted,
                "changes": one.changes,
                **one.detail,
            }
            for one in page.events
        ]
        content = {
            "code": parsed,
            "count": page.count,
            "next": next_link(self.request, reading.revision, cursor),
            "results": results,
        }
        return self.respond_json(tag, reading, content)

"""How every page of the register opens: its address tidied, one snapshot, an ETag of its revision.

@register_page
def territory(request, opened, code):
    return opened.page("pages/territory.html", {...})
"""

import hashlib
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, wraps
from pathlib import Path

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    HttpResponseRedirect,
    QueryDict,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import parse_etags
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from desk import texts
from directory.as_of import AsOfError, FutureAsOf, Reading, parse_as_of, snapshot
from directory.selection.filterset import ActorFilterSet
from directory.selection.keyset import BadCursor, Cursor
from directory.vocabulary import is_demonstration
from evidence.wording.dates import MOROCCO
from frontend.operator import Operator
from frontend.packing import packed

A_DAY = 86_400
PLACES = ("cursor", "page")  # where in a list a page is; another question begins anew


@dataclass
class Opened:
    """One request's view of the register. `refused` maps parameters to what was wrong with them."""

    request: HttpRequest
    reading: Reading
    refused: dict[str, list[str]] = field(default_factory=dict)
    cursor: Cursor | None = None

    @property
    def demonstration(self) -> bool:
        return is_demonstration()

    @property
    def moment(self) -> str | None:
        """What the address says of the moment, to be kept in links; None for now."""
        return self.request.GET.get("as_of")

    @property
    def settled(self) -> bool:
        """Whether the address names a revision: what it shows is kept for a day."""
        return (self.moment or "").isdecimal()

    def address(self, path: str | None = None, **changes) -> str:
        """This page's address with some parameters changed, from its start; None takes one away."""
        query = self.request.GET.copy()
        for place in PLACES:
            query.pop(place, None)
        for name, value in changes.items():
            if value is None:
                query.pop(name, None)
            else:
                query[name] = value
        return joined(path or self.request.path, query)

    def link(self, path: str, **query) -> str:
        """Another page at the moment this one is read at."""
        asked = QueryDict(mutable=True)
        for name, value in query.items():
            if value not in (None, ""):
                asked[name] = value
        if self.moment and "as_of" not in self.refused:
            asked["as_of"] = self.moment
        return joined(path, asked)

    def kept(self, *leaving: str) -> list[tuple[str, str]]:
        """The parameters of the address but some, for the hidden fields of a form."""
        return [
            (name, value)
            for name, values in self.request.GET.lists()
            for value in values
            if name not in leaving and name not in PLACES
        ]

    def page(self, template: str, context: dict, *, status: int = 200) -> HttpResponse:
        """A page drawn inside the snapshot; 400 where something in its address was refused."""
        context = {
            "opened": self,
            "reading": self.reading,
            "refused": self.refused,
            "demonstration": self.demonstration,
            "today": datetime.now(MOROCCO).date(),
            "now_url": self.address(as_of=None),
            "kept": self.kept("as_of"),
            "moment": self.moment or "",
            "operator": Operator(texts.standing(), get_language(), self.settled),
        } | context
        return render(self.request, template, context, status=400 if self.refused else status)


def joined(path: str, query: QueryDict) -> str:
    asked = query.urlencode(safe=",:")
    return f"{path}?{asked}" if asked else path


def register_page(view=None, *, also=lambda **kwargs: ""):
    """A page of the register. `also` tells what it shows besides the revision, for its ETag.

    A view that must write (a brief cites its figures) returns a function instead of a response: it
    is called when the snapshot, which is read only, is closed.
    """
    if view is None:
        return lambda each: register_page(each, also=also)

    @require_safe
    @wraps(view)
    def answer(request, *args, **kwargs):
        tidy = tidied(request.GET)
        if tidy is not None:
            return HttpResponseRedirect(joined(request.path, tidy))
        with ExitStack() as stack:
            opened = _open(request, stack)
            mark = etag(request, opened.reading, also(**kwargs))
            if mark in parse_etags(request.headers.get("If-None-Match", "")):
                response = HttpResponseNotModified()
            else:
                response = view(request, opened, *args, **kwargs)
                if hasattr(response, "render"):
                    response.render()
        if not isinstance(response, HttpResponseBase):
            response = response()
        if response.status_code in (200, 304):
            response["ETag"] = mark
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = _how_long(opened, response)
        return response

    return packed(answer)  # the first view's weight is promised as compressed


def tidied(given: QueryDict) -> QueryDict | None:
    """An address without empty fields and trackers, several codes of one filter joined by commas.

    None where it is so already.
    """
    filters = ActorFilterSet.base_filters
    found = QueryDict(mutable=True)
    changed = False
    for name, values in given.lists():
        if name.startswith("utm_") or name == "fbclid":
            changed = True
            continue
        filled = [value for value in values if value.strip()]
        changed |= len(filled) != len(values)
        if len(filled) > 1 and name in filters and not filters[name].single:
            filled, changed = [",".join(dict.fromkeys(filled))], True
        if filled:
            found.setlist(name, filled)
    return found if changed else None


def _open(request, stack) -> Opened:
    """The snapshot an address asks for; of now where it asks for what cannot be."""
    refused, moment, cursor = {}, None, None
    try:
        if request.GET.get("as_of"):
            moment = parse_as_of(request.GET["as_of"])
    except AsOfError:
        refused["as_of"] = [_("a revision number, or a date such as 2024-07-10")]
    try:
        if request.GET.get("cursor"):
            cursor = Cursor.parse(request.GET["cursor"])
            moment = cursor.revision if moment is None else moment
    except BadCursor:
        refused["cursor"] = [_("this page of the list does not exist")]
    try:
        reading = stack.enter_context(snapshot(moment))
    except FutureAsOf:
        name = "as_of" if "as_of" in request.GET else "cursor"
        refused[name] = [_("the register has not got there yet")]
        reading, cursor = stack.enter_context(snapshot()), None
    return Opened(request, reading, refused, cursor)


def etag(request, reading: Reading, also: str = "") -> str:
    """Weak: the same revision, address, language and release draw the same page."""
    today = datetime.now(MOROCCO).date()
    worded = str(texts.standing().number)
    said = (request.get_full_path(), get_language(), release(), today.isoformat(), worded, also)
    digest = hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]
    return f'W/"{reading.revision}-{digest}"'


def _how_long(opened, response) -> str:
    if response.status_code == 200 and opened.settled:
        return f"public, max-age={A_DAY}"
    return "no-cache"


@cache
def _release() -> str:
    """A digest of what pages and papers are drawn with, so that a new release draws them anew."""
    rooms = [settings.BASE / room for room in ("frontend", "evidence", "config/locale")]
    found = hashlib.sha256()
    for room in rooms:
        for path in sorted(Path(room).rglob("*")):
            if path.suffix in (".py", ".html", ".css", ".js", ".mo", ".svg"):
                stat = path.stat()
                found.update(f"{path.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return found.hexdigest()[:16]


def release() -> str:
    return _release.__wrapped__() if settings.DEBUG else _release()

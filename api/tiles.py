"""Vector tiles over HTTP: the map's own addresses, with the filters of lists."""

from gzip import compress, decompress

from django.http import HttpResponse
from django.utils.translation import gettext as _

from api.problems import NotFound
from api.resource import RegisterResource
from api.resources.actors import SEVERAL, select
from directory.selection.filterset import ActorFilterSet
from directory.tiles import NoSuchTile, actor_tile
from geodata.tiles import territory_tile

CONTENT_TYPE = "application/vnd.mapbox-vector-tile"


class Tile(RegisterResource):
    """A vector tile, gzipped for whoever takes it so."""

    formats = ("mvt",)
    statuses = frozenset({304, 404})
    tag_name = "tiles"
    cost = 0.2  # a map asks for many at once
    vary = ("Accept-Encoding",)

    def negotiate(self, request):
        return "mvt"

    def send(self, tag, tile: bytes) -> HttpResponse:
        """`tile` is gzipped."""
        zipped = "gzip" in self.request.headers.get("Accept-Encoding", "")
        response = HttpResponse(tile if zipped else decompress(tile), content_type=CONTENT_TYPE)
        if zipped:
            response["Content-Encoding"] = "gzip"
        return self.cached(tag, response)


class ActorTile(Tile):
    """Actors of a selection: bubbles by territory to zoom 10, then clusters, then points."""

    parameters = frozenset(ActorFilterSet.names())
    repeated = SEVERAL

    def answer(self, reading, z, x, y):
        selection = select(self.request, reading, allowed=frozenset({"as_of", "format"}))
        tag = self.tag(reading, selection)
        try:
            return self.send(tag, actor_tile(selection, z, x, y))
        except NoSuchTile as error:
            raise no_such_tile() from error


class TerritoryTile(Tile):
    """The base map: land, borders, towns and names, from the boundaries then in force."""

    def answer(self, reading, z, x, y):
        tag = self.tag(reading, reading.set_of("boundaries"))
        try:
            tile = territory_tile({"boundaries": reading.set_of("boundaries")}, z, x, y)
        except ValueError as error:
            raise no_such_tile() from error
        return self.send(tag, compress(tile, 5, mtime=0))


def no_such_tile() -> NotFound:
    return NotFound(_("Tiles are z/x/y with z from 0 to 22, x and y below 2 to the power of z."))

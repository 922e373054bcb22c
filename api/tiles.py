"""Vector tiles over HTTP: the map's own addresses, with the filters of lists."""

from gzip import compress, decompress

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from api import headers
from api.memory import RELEASE, Tiles
from api.problems import NotFound
from api.resource import NotModified, RegisterResource
from api.resources.actors import SEVERAL, select
from directory.selection.filterset import ActorFilterSet
from directory.tiles import NoSuchTile, actor_tile
from geodata.tiles import territory_tile

CONTENT_TYPE = "application/vnd.mapbox-vector-tile"
ACTORS = Tiles(settings.TILE_CACHE_MIB * 2**20)
BASE_MAP = Tiles(16 * 2**20)


class Tile(RegisterResource):
    """A vector tile, gzipped for whoever takes it so."""

    formats = ("mvt",)
    statuses = frozenset({304, 404})
    tag_name = "tiles"
    cost = 0.2  # a map asks for many at once
    vary = ("Accept-Encoding",)
    kept: Tiles

    def negotiate(self, request):
        return "mvt"

    def remembered(self, tag):
        tile = self.kept.get(tag)
        return tile and self.send(tag, tile)

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
    kept = ACTORS

    def answer(self, reading, z, x, y):
        selection = select(self.request, reading, allowed=frozenset({"as_of", "format"}))
        tag = self.tag(reading, selection)
        tile = self.kept.get(tag)
        if tile is None:
            try:
                tile = actor_tile(selection, z, x, y)
            except NoSuchTile as error:
                raise no_such_tile() from error
            self.kept.put(tag, tile)
        return self.send(tag, tile)


class TerritoryTile(Tile):
    """The base map: land, borders, towns and names, from the boundaries then in force."""

    kept = BASE_MAP

    def answer(self, reading, z, x, y):
        number = reading.set_of("boundaries")
        # Tagged by the set of boundaries: what is published about actors changes no border.
        tag = headers.weak_tag(number, self.request.path, RELEASE)
        if headers.matches(self.request, tag):
            raise NotModified(tag)
        tile = self.kept.get(tag)
        if tile is None:
            try:
                tile = compress(territory_tile({"boundaries": number}, z, x, y), 5, mtime=0)
            except ValueError as error:
                raise no_such_tile() from error
            self.kept.put(tag, tile)
        return self.send(tag, tile)


def no_such_tile() -> NotFound:
    return NotFound(_("Tiles are z/x/y with z from 0 to 22, x and y below 2 to the power of z."))

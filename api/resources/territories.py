"""Territories: codes, names, ancestors, shapes, census, and how many actors stand in each."""

from collections.abc import Iterator

import orjson
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.urls import reverse
from django.utils.translation import gettext as _

from api.paging import next_link, resume, token
from api.parameters import DEFAULT_LIMIT
from api.problems import BadParameters, CodeUnknown, shown
from api.resource import RegisterResource, stamp
from directory.selection.filterset import ActorFilterSet
from directory.selectors import reference
from directory.selectors.counts import counts
from directory.vocabulary import COLUMN_OF_LEVEL
from evidence.formats.table import table
from geodata.models import Boundary, Census, Locality

LEVELS = ("country", *COLUMN_OF_LEVEL)
DETAILS = ("low", "mid", "full")
CHUNK = 100
CENSUS = (
    "population", "population_urban", "population_rural", "households", "households_urban",
    "households_rural", "establishments", "nonprofit_establishments", "businesses", "jobs",
)  # fmt: skip
COLUMNS = (
    "code", "level", "kind", "name_ar", "name_fr", "name_zgh", "iso3166_2", "parent", "region",
    "province", "prefecture_arrondissements", "commune", "longitude", "latitude", "actors",
)  # fmt: skip


class Shaped(RegisterResource):
    """What lists and single territories share."""

    def detail(self) -> str:
        return self.asked.word("detail", DETAILS, "low")


class TerritoryList(Shaped):
    """Territories of a level or below a territory, by code, with census figures and counts."""

    parameters = frozenset({"level", "parent", "within", "detail", "limit", "cursor"})
    formats = ("json", "geojson", "csv")
    shape = {"json": "TerritoryList", "geojson": "TerritoryCollection"}

    def prepare(self):
        asked = self.asked
        self.level = asked.word("level", LEVELS)
        self.shape = self.detail()
        if "detail" in asked.data and self.format != "geojson":
            raise BadParameters.one("detail", asked.data["detail"], _("only with format=geojson"))
        after = resume(asked, "territories", str)
        self.after = after[0] if after else ""
        self.limit = asked.limit or (DEFAULT_LIMIT if self.format == "json" else None)

    def answer(self, reading):
        for name in ("parent", "within"):
            code = self.asked.text(name)
            if code is not None and code not in reference.territories(reading):
                raise BadParameters.one(name, code, _("the code of a territory, such as 02.381"))
        tag = self.tag(
            reading,
            *(self.asked.text(name) for name in ("level", "parent", "within")),
            self.shape,
            self.limit,
            self.after,
        )
        total, page = self.found(reading)
        last = page[-1].code if self.limit and len(page) > self.limit else None
        page = page[: self.limit]
        cursor = last and token(reading.revision, "territories", page[-1].code)
        following = next_link(self.request, reading.revision, cursor)
        head = stamp(reading) | {"count": total, "next": following}
        if self.format == "geojson":
            return self.shapes(tag, reading, head, page)
        objects = described(page, reading)
        if self.format == "csv":
            return self.respond(tag, table(COLUMNS, (_row(one) for one in objects)))
        return self.respond(tag, orjson.dumps(head | {"results": objects}))

    def found(self, reading) -> tuple[int, list]:
        """How many there are, and those after the cursor, one more than asked."""
        if self.level == "locality":
            return self.localities(reading)
        parent, within = self.asked.text("parent"), self.asked.text("within")
        found = [
            one
            for one in reference.territories(reading).values()
            if (self.level is None or one.level == self.level)
            and (parent is None or one.parent == parent)
            and (within is None or inside(one, within))
        ]
        rest = [one for one in found if one.code > self.after]
        return len(found), rest[: self.limit + 1] if self.limit else rest

    def localities(self, reading):
        found = Locality.objects.in_set(reading.set_of("localities"))
        for code in filter(None, (self.asked.text("parent"), self.asked.text("within"))):
            level = reference.territories(reading)[code].level
            if level == "country":
                continue
            if level not in ("region", "province", "commune", "arrondissement"):
                return 0, []
            found = found.filter(**{level: code})
        rest = found.filter(code__gt=self.after).order_by("code")
        return found.count(), list(rest[: self.limit + 1] if self.limit else rest)

    def shapes(self, tag, reading, head, page):
        codes = [one.code for one in page]
        objects = {one["code"]: one for one in described(page, reading)}

        def chunks(later) -> Iterator[bytes]:
            yield orjson.dumps({"type": "FeatureCollection"} | head)[:-1] + b',"features":[\n'
            comma = b""
            for start in range(0, len(codes), CHUNK):
                some = codes[start : start + CHUNK]
                told = shapes(some, self.shape, later)
                features = [_feature(objects[code], told.get(code)) for code in some]
                yield comma + b",\n".join(features)
                comma = b",\n"
            yield b"\n]}"

        if len(codes) > CHUNK:
            return self.stream(tag, reading, "territories", chunks)
        return self.respond(tag, b"".join(chunks(reading)))


class TerritoryDetail(Shaped):
    """One territory: what it lies in, what lies below and beside it, its census and its actors."""

    parameters = frozenset({"detail"})
    formats = ("json", "geojson")
    shape = {"json": "TerritoryDetail", "geojson": "Feature"}
    statuses = frozenset({304, 404})

    def answer(self, reading, code):
        known = reference.territories(reading)
        found = known.get(code) or locality(code, reading)
        if found is None:
            raise CodeUnknown(
                _("“%(code)s” is no territory as of revision %(revision)s.")
                % {"code": shown(code), "revision": reading.revision},
                revision=reading.revision,
            )
        tag = self.tag(reading, self.detail())
        (told,) = described([found], reading)
        if self.format == "geojson":
            shape = shapes([code], self.detail(), reading).get(code)
            return self.respond(tag, _feature(told | stamp(reading), shape))
        if code in known:
            told |= {
                "ancestors": [named(one) for one in reference.ancestors(found, reading)],
                "children": [named(one) for one in reference.children(found, reading)],
                "neighbours": [named(one) for one in reference.neighbours(found, reading)],
            }
        told["list"] = self.link_to(reverse("api:actors"), territory=code)
        return self.respond_json(tag, reading, {"territory": told})


def locality(code, reading) -> Locality | None:
    if "\x00" in code:
        return None
    return reference.localities([code], reading).get(code)


def inside(territory, code: str) -> bool:
    """Whether a territory lies in another, at any depth; the other itself does not."""
    if territory.code == code:
        return False
    held = (territory.region, territory.province, territory.prefecture_arrondissements)
    return code == "MA" or code in held or territory.commune == code


def named(territory) -> dict:
    return {"code": territory.code, "level": territory.level, "names": names(territory)}


def names(one) -> dict:
    told = {"ar": one.name_ar, "fr": one.name_fr, "zgh": one.name_zgh}
    return {tongue: name for tongue, name in told.items() if name}


def described(page, reading) -> list[dict]:
    """Territories or localities as objects, with their census and counts: two questions a level."""
    codes = [one.code for one in page]
    census = {}
    for one in Census.objects.in_set(reading.set_of("census")).filter(code__in=codes):
        figures = {name: getattr(one, name) for name in CENSUS}
        census.setdefault(one.code, {})[str(one.year)] = figures
    actors = counted(page, reading)
    return [_object(one, census.get(one.code, {}), actors) for one in page]


def counted(page, reading) -> dict[str, int]:
    """How many actors the list would tell of each territory."""
    filters = ActorFilterSet({}, reading=reading)
    filters.is_valid()
    selection = filters.selection()
    found = {}
    for level in sorted({getattr(one, "level", "locality") for one in page}):
        if level == "country":
            found["MA"] = selection.total
        elif level != "locality":  # no cell of the cube
            codes = [one.code for one in page if one.level == level]
            forms = counts(selection, level, codes)
            found |= {code: sum(forms.get(code, {}).values()) for code in codes}
    return found


def _object(one, census, actors) -> dict:
    point = one.label if hasattr(one, "label") else one.point
    told = {
        "code": one.code,
        "level": getattr(one, "level", "locality"),
        "kind": one.kind,
        "names": names(one),
        "iso3166_2": getattr(one, "iso3166_2", "") or None,
        "parent": one.parent if hasattr(one, "parent") else one.arrondissement or one.commune,
        "region": one.region,
        "province": one.province,
        "prefecture_arrondissements": getattr(one, "prefecture_arrondissements", None),
        "commune": one.commune,
        "point": point and [round(point.x, 6), round(point.y, 6)],
        "census": census,
        "actors": actors.get(one.code),
    }
    if hasattr(one, "source"):
        told["source"] = one.source
    return told


def _row(told):
    longitude, latitude = told["point"] or (None, None)
    row = {name: told.get(name) for name in COLUMNS}
    row |= {f"name_{tongue}": told["names"].get(tongue) for tongue in ("ar", "fr", "zgh")}
    row |= {"longitude": longitude, "latitude": latitude}
    return [row[name] for name in COLUMNS]


def shapes(codes, detail: str, reading) -> dict[str, str]:
    """The shape of each territory as GeoJSON text; five decimals are one metre."""
    found = Boundary.objects.in_set(reading.set_of("boundaries")).filter(code__in=codes)
    return dict(found.annotate(told=AsGeoJSON(detail, precision=5)).values_list("code", "told"))


def _feature(told: dict, shape: str | None) -> bytes:
    """A feature with the territory's shape; a locality's with its point."""
    if shape is None:
        point = told["point"] if told["level"] == "locality" else None
        geometry = orjson.dumps(point and {"type": "Point", "coordinates": point})
    else:
        geometry = shape.encode()
    code, properties = orjson.dumps(told["code"]), orjson.dumps(told)
    return (
        b'{"type":"Feature","id":' + code + b',"geometry":' + geometry
        + b',"properties":' + properties + b"}"
    )  # fmt: skip

"""GeoJSON of actors, from the JSON the register keeps: nothing is parsed on the way."""

import re
from collections.abc import Iterable, Iterator

import orjson

from directory.selection.selection import LAST_CONFIRMED, Listed, Selection, quoted
from evidence.formats.lines import RAW, whole_lines

# A quote inside a JSON text is escaped, so these members cannot be met within a name.
POINT = re.compile(rb', ?"point": ?(null|\[[^\]]*\])')
CODE = re.compile(rb'"code": ?("[^"]*")')
FEATURE = b'{"type":"Feature","id":%b,"geometry":%b,"properties":%b}'
PLACED = (
    b'{"type":"Feature","id":%b,"geometry":{"type":"Point","coordinates":[%b]},"properties":%b%b,'
    b'"confirmed_on":%b}}'
)


def feature(summary: bytes, day, fields=()) -> bytes:
    """The feature of a list's object, whose last confirmation was on `day`."""
    before, _, after = summary.partition(b',"point":[')
    if after and not fields and before.startswith(b'{"code":"'):  # nearly all, in half the time
        where, _, rest = after.partition(b"]")
        return PLACED % (before[8:18], where, before, rest[:-1], quoted(day))
    point = POINT.search(summary)
    where = point[1]
    geometry = b"null" if where == b"null" else b'{"type":"Point","coordinates":%b}' % where
    if fields:
        told = orjson.loads(summary) | {"confirmed_on": day and str(day)}
        properties = orjson.dumps({name: told[name] for name in fields if name != "point"})
    else:
        kept = summary[: point.start()] + summary[point.end() : -1]
        properties = b'%b,"confirmed_on":%b}' % (kept, quoted(day))
    return FEATURE % (CODE.search(summary)[1], geometry, properties)


def collection(head: bytes, features: Iterable[bytes]) -> bytes:
    """A whole feature collection; `head` holds the members beside the features, as JSON."""
    inside = b",\n".join(features)
    return b'{"type":"FeatureCollection",%b,"features":[%b]}' % (head, inside)


# The same feature written by the database, for answers of any length.
_CONFIRMED = f"""coalesce('"' || {LAST_CONFIRMED} || '"', 'null')"""
_FEATURE = (
    """'{"type":"Feature","id":"' || v.code || '","geometry":'"""
    """ || coalesce(st_asgeojson(v.point, 6), 'null') || ',"properties":'"""
    """ || regexp_replace(left(t.summary, -1), ', ?"point": ?(null|\\[[^]]*\\])', '')"""
    f""" || ',"confirmed_on":' || {_CONFIRMED} || '}}}}'"""
)


def actors_geojson(selection: Selection, head: bytes, *, fields=()) -> Iterator[bytes]:
    """A selection as one feature collection. Must be consumed inside the selection's snapshot."""
    yield b'{"type":"FeatureCollection",%b,"features":[\n' % head
    comma = b""
    if fields:
        blocks = selection.copy(f"""t.summary || chr(31) || {_CONFIRMED}""", options=RAW)
    else:
        blocks = selection.copy(_FEATURE, options=RAW)
    for lines in whole_lines(blocks):
        if fields:
            lines = [_chosen(line, fields) for line in lines]
        yield comma + b",\n".join(lines)
        comma = b",\n"
    yield b"\n]}"


def _chosen(line: bytes, fields) -> bytes:
    summary, _, day = line.partition(b"\x1f")
    return feature(summary, None if day == b"null" else day.decode().strip('"'), fields)


def chosen(each: Listed, fields) -> bytes:
    """A list's object with only some of its members, as JSON."""
    told = orjson.loads(each.json)
    return orjson.dumps({name: told[name] for name in fields})

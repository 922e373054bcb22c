"""GeoJSON of actors, from the JSON text the register keeps: nothing is parsed on the way."""

import re
from collections.abc import Iterable, Iterator

import orjson

from directory.selection.selection import LAST_CONFIRMED, Listed, Selection
from evidence.formats.lines import RAW, whole_lines

# A quote inside a JSON text is escaped, so these members cannot be met within a name.
POINT = re.compile(r', ?"point": ?(null|\[[^\]]*\])')
CODE = re.compile(r'"code": ?("[^"]*")')


def feature(summary: str, day, fields=()) -> str:
    """The feature of a list's object, whose last confirmation was on `day`."""
    confirmed = f'"{day}"' if day else "null"
    before, _, after = summary.partition(',"point":[')
    if after and not fields and before.startswith('{"code":"'):  # nearly all, in half the time
        where, _, rest = after.partition("]")
        return (
            f'{{"type":"Feature","id":{before[8:18]},"geometry":{{"type":"Point","coordinates":'
            f'[{where}]}},"properties":{before}{rest[:-1]},"confirmed_on":{confirmed}}}}}'
        )
    point = POINT.search(summary)
    where = point[1]
    geometry = "null" if where == "null" else f'{{"type":"Point","coordinates":{where}}}'
    if fields:
        told = orjson.loads(summary) | {"confirmed_on": day and str(day)}
        properties = orjson.dumps({name: told[name] for name in fields if name != "point"}).decode()
    else:
        kept = summary[: point.start()] + summary[point.end() : -1]
        properties = f'{kept},"confirmed_on":{confirmed}}}'
    code = CODE.search(summary)[1]
    return f'{{"type":"Feature","id":{code},"geometry":{geometry},"properties":{properties}}}'


def collection(head: str, features: Iterable[str]) -> bytes:
    """A whole feature collection; `head` holds the members beside the features, as JSON."""
    inside = ",\n".join(features)
    return f'{{"type":"FeatureCollection",{head},"features":[{inside}]}}'.encode()


# The same feature written by the database, for answers of any length.
_CONFIRMED = f"""coalesce('"' || {LAST_CONFIRMED} || '"', 'null')"""
_FEATURE = (
    """'{"type":"Feature","id":"' || v.code || '","geometry":'"""
    """ || coalesce(st_asgeojson(v.point, 6), 'null') || ',"properties":'"""
    """ || regexp_replace(left(t.summary, -1), ', ?"point": ?(null|\\[[^]]*\\])', '')"""
    f""" || ',"confirmed_on":' || {_CONFIRMED} || '}}}}'"""
)


def actors_geojson(selection: Selection, head: str, *, fields=()) -> Iterator[bytes]:
    """A selection as one feature collection. Must be consumed inside the selection's snapshot."""
    yield f'{{"type":"FeatureCollection",{head},"features":[\n'.encode()
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
    summary, _, day = line.decode().partition("\x1f")
    return feature(summary, None if day == "null" else day.strip('"'), fields).encode()


def chosen(each: Listed, fields) -> str:
    """A list's object with only some of its members, as JSON."""
    told = orjson.loads(each.json)
    return orjson.dumps({name: told[name] for name in fields}).decode()

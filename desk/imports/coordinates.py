"""Places on the ground as people write them: degrees in several notations, Morocco's Lambert zones.

`point` reads what one row gives and says what it had to understand: `swapped`, `west-unsaid`.
Degrees are checked against a box around the country; whether a point lies in its commune is asked
of the boundaries later (places.py).
"""

import re
from dataclasses import dataclass

from desk.imports.values import said, western

WGS84 = 4326
# EPSG codes of the zones of Merchich, as the national mapping agency numbers them.
ZONES = {
    26191: ("nord maroc", "zone 1", "zone i", "lambert 1", "north morocco", "26191"),
    26192: ("sud maroc", "zone 2", "zone ii", "lambert 2", "south morocco", "26192"),
    26194: ("sahara nord", "zone 3", "zone iii", "lambert 3", "sahara north", "26194"),
    26195: ("sahara sud", "zone 4", "zone iv", "lambert 4", "sahara south", "26195"),
}
# South, north, west, east of the country, in degrees.
BOX = (20.5, 36.2, -17.6, -0.7)
HEMISPHERES = {
    "n": 1, "s": -1, "e": 1, "w": -1, "o": -1,
    "nord": 1, "sud": -1, "est": 1, "ouest": -1, "north": 1, "south": -1, "east": 1, "west": -1,
    "norte": 1, "sur": -1, "este": 1, "oeste": -1,
    "ش": 1, "ج": -1, "ق": 1, "غ": -1, "شمال": 1, "جنوب": -1, "شرق": 1, "غرب": -1,
    "شمالا": 1, "جنوبا": -1, "شرقا": 1, "غربا": -1,
}  # fmt: skip
NORTHERN = {"n", "s", "nord", "sud", "north", "south", "norte", "sur", "ش", "ج", "شمال", "جنوب",
            "شمالا", "جنوبا"}  # fmt: skip


class BadPoint(ValueError):
    """Coordinates that cannot be read, or lie outside the country; the message is a problem."""


@dataclass(frozen=True)
class Point:
    """A place in the system of an EPSG code, and what had to be understood."""

    x: float
    y: float
    crs: int = WGS84
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Axis:
    """One coordinate; `northern` tells which where a letter did, else None."""

    degrees: float
    northern: bool | None = None
    signed: bool = False


def zone_of(words: str) -> int | None:
    """The EPSG code a text names: a zone of Merchich, or WGS 84."""
    low = " ".join(words.lower().replace("_", " ").replace("-", " ").split())
    if "4326" in low or "wgs" in low:
        return WGS84
    # The longer words first: "zone ii" begins with "zone i".
    told = sorted(
        ((word, crs) for crs, all in ZONES.items() for word in all), key=lambda one: -len(one[0])
    )
    return next((crs for word, crs in told if re.search(rf"(?<!\w){word}(?!\w)", low)), None)


def of_pair(lat, lon) -> Point:
    """Two columns of degrees. Raises BadPoint."""
    return _placed(_axis(lat), _axis(lon))


def of_projected(x, y, crs: int) -> Point:
    """Two columns of metres (or of degrees, in a system of degrees). Raises BadPoint."""
    axes = [_plain(one) for one in (x, y)]
    if crs == WGS84:
        return _placed(Axis(axes[1], signed=True), Axis(axes[0], signed=True))
    return Point(*axes, crs)


def of_text(cell) -> Point:
    """Both in one column. Raises BadPoint."""
    text = western(said(cell) or "")
    if found := re.fullmatch(
        r"(?i)(?:srid=\d+;)?point\s*z?\s*\(\s*(\S+)\s+(\S+)(?:\s+\S+)?\s*\)", text
    ):
        return of_pair(found[2], found[1])
    text = text.strip("()[] ")
    for parted in (r"\s*[;/|]\s*", r"\s*,\s+", r",", r"\s+"):
        parts = re.split(parted, text)
        if len(parts) == 2:
            return of_pair(*parts)
        if parted == "," and len(parts) == 4:
            return of_pair(f"{parts[0]}.{parts[1]}", f"{parts[2]}.{parts[3]}")
    # Two of degrees, minutes and seconds, parted by the letters of the hemispheres.
    letters = "|".join(sorted((one for one in HEMISPHERES), key=len, reverse=True))
    if found := re.fullmatch(rf"(?i)(.*?(?:{letters}))[\s,;]+(.*?(?:{letters}))", text):
        return of_pair(found[1], found[2])
    raise BadPoint("unreadable")


def _plain(cell) -> float:
    if isinstance(cell, int | float):
        return float(cell)
    text = re.sub(r"[\s\u00a0\u202f']", "", western(said(cell) or "")).removesuffix("m")
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    if not re.fullmatch(r"[-+]?\d{1,9}(\.\d{1,12})?", text):
        raise BadPoint("unreadable")
    return float(text)


def _axis(cell) -> Axis:
    if isinstance(cell, int | float):
        return Axis(float(cell), signed=cell < 0)
    text = western(said(cell) or "").lower().replace("º", "°").replace("’’", '"').replace("''", '"')
    letters = re.findall(r"[^\W\d_]+", text)
    hemisphere = [one for one in letters if one in HEMISPHERES]
    if len(hemisphere) > 1 or set(letters) - set(hemisphere) - {"deg", "min", "sec", "d", "m"}:
        raise BadPoint("unreadable")
    numbers = re.findall(r"[-+]?\d+(?:[.,]\d+)?", text)
    if not 1 <= len(numbers) <= 3 or re.search(r"\d-\d", text):
        raise BadPoint("unreadable")
    parts = [abs(float(one.replace(",", "."))) for one in numbers]
    if any(part >= 60 for part in parts[1:]):
        raise BadPoint("unreadable")
    degrees = sum(part / 60**at for at, part in enumerate(parts))
    negative = numbers[0].startswith("-")
    if not hemisphere:
        return Axis(-degrees if negative else degrees, signed=negative)
    word = hemisphere[0]
    sign = -1 if negative else HEMISPHERES[word]
    return Axis(sign * degrees, word in NORTHERN, signed=True)


def _placed(lat: Axis, lon: Axis) -> Point:
    doubts = []
    if lat.northern is False and lon.northern is not False:
        lat, lon = lon, lat
    for first, second, doubt in ((lat, lon, None), (lon, lat, "swapped")):
        for sign, told in ((1, None), (-1, "west-unsaid")):
            if sign < 0 and second.signed:
                continue
            if _inside(first.degrees, sign * second.degrees):
                doubts = tuple(one for one in (doubt, told) if one)
                return Point(sign * second.degrees, first.degrees, WGS84, doubts)
    raise BadPoint("outside")


def _inside(lat, lon):
    south, north, west, east = BOX
    return south <= lat <= north and west <= lon <= east

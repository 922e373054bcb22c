"""The window a drawn map looks through: Web Mercator to pixels."""

import math
from dataclasses import dataclass

# West, south, east, north of the whole country.
COUNTRY = (-17.35, 20.65, -0.75, 36.05)
RADIUS = 6_378_137


@dataclass(frozen=True)
class Frame:
    """Metres at the north-west corner, pixels a metre, size in pixels."""

    x: float
    y: float
    scale: float
    width: int
    height: int

    @classmethod
    def around(cls, box, width: int, height: int, margin: int = 12) -> "Frame":
        """The frame of a size that shows a box (west, south, east, north in degrees) whole."""
        west, south = mercator(box[0], box[1])
        east, north = mercator(box[2], box[3])
        scale = min(
            (width - 2 * margin) / max(east - west, 500),
            (height - 2 * margin) / max(north - south, 500),
        )
        x = (west + east) / 2 - width / scale / 2
        y = (south + north) / 2 + height / scale / 2
        return cls(x, y, scale, width, height)

    @property
    def zoom(self) -> float:
        """The zoom of a live map (tiles of 256 px) that shows things this large."""
        return math.log2(self.scale * 2 * math.pi * RADIUS / 256)

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """Pixels of a point."""
        x, y = mercator(lon, lat)
        return round((x - self.x) * self.scale, 1), round((self.y - y) * self.scale, 1)

    def holds(self, x: float, y: float, inside: float = 0) -> bool:
        """Whether a place in pixels lies in the frame, `inside` pixels from its edge."""
        return inside <= x <= self.width - inside and inside <= y <= self.height - inside

    def metres(self, reach: float) -> dict[str, float]:
        """The frame and `reach` pixels around it, in metres."""
        beyond = reach / self.scale
        return {
            "west": self.x - beyond,
            "south": self.y - self.height / self.scale - beyond,
            "east": self.x + self.width / self.scale + beyond,
            "north": self.y + beyond,
        }


def mercator(lon: float, lat: float) -> tuple[float, float]:
    sine = math.sin(math.radians(lat))
    return RADIUS * math.radians(lon), RADIUS / 2 * math.log((1 + sine) / (1 - sine))

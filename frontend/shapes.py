"""The nine legal forms and kinds as shapes: drawn alike in pages, on the map, on paper.

Each shape is a list of (way of drawing, path) in a box from -8 to 8. The shape is obligatory: under
simulated colour loss some of the colours are hard to tell apart.
"""


def disc(radius: float, x: float = 0, y: float = 0) -> str:
    half = f"a{radius:g} {radius:g} 0 1 0"
    return f"M{x - radius:g} {y:g}{half} {2 * radius:g} 0{half} {-2 * radius:g} 0z"


SHAPES = {
    "cooperative": [("full", disc(5.6))],
    "cooperative-union": [("hollow", disc(6.4)), ("full", disc(3))],
    "association": [("full", "M0-7 7 0 0 7-7 0z")],
    "mutual": [("full", "M0-6.6 6.8 5.2H-6.8z")],
    "economic-interest-group": [("full", "M-3.3-5.8H3.3L6.6 0 3.3 5.8H-3.3L-6.6 0z")],
    "foundation": [("full", "M0-6.8 6.4-1.4V5.8H-6.4V-1.4z")],
    "social-enterprise": [("full", "M-5.2-5.2H5.2V5.2H-5.2z")],
    "network": [
        ("full", disc(3.1, 0, -3.7)),
        ("full", disc(3.1, -3.9, 3)),
        ("full", disc(3.1, 3.9, 3)),
    ],
    "informal-group": [("dashed", disc(5.2))],
    "other": [("full", "M-4.9-4.9H4.9V4.9H-4.9z")],
}


def shape_of(legal_form: str | None, kind: str | None = None) -> str:
    """The name of an actor's shape: what it says of itself wins, then the law's form."""
    if kind in ("network", "social-enterprise"):
        return kind
    if legal_form in (None, "none"):
        return "informal-group"
    return legal_form if legal_form in SHAPES else "other"

"""Classes of a map are told apart by every eye, in light and in dark, and by how light they are.

Sight without one kind of cone is simulated in linear light after Machado, Oliveira and Fernandes
(2009), at its full extent. Differences are CIE76 in CIELAB under D65: about 2.3 is just noticeable.
"""

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest

STYLES = Path(__file__).parents[2] / "frontend/static/athar/css"
THEMES = {"light": STYLES / "tokens.css", "dark": STYLES / "dark.css"}
EYES = {
    "every cone": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "without red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "without green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "without blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "without colour": ((0.2126, 0.7152, 0.0722),) * 3,
}
TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE = (0.95047, 1.0, 1.08883)
APART = 12.0  # of two classes, a map and its key away from each other
ORDERED = 8.0  # steps of lightness, so that a copy in grey keeps the order
SEQUENCE = [f"q{n}" for n in range(1, 6)]
TWO_SIDED = [f"d{n}" for n in range(1, 8)]


def colours(theme) -> dict[str, str]:
    return dict(re.findall(r"--([qd]\d): (#[0-9a-f]{6})", THEMES[theme].read_text()))


def times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def linear(colour) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]


def lab(colour, eyes) -> tuple[float, float, float]:
    seen = [min(max(one, 0.0), 1.0) for one in times(EYES[eyes], linear(colour))]
    parts = [one / white for one, white in zip(times(TO_XYZ, seen), WHITE, strict=True)]
    x, y, z = (
        one ** (1 / 3) if one > 216 / 24389 else (24389 / 27 * one + 16) / 116 for one in parts
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one, other, eyes) -> float:
    pairs = zip(lab(one, eyes), lab(other, eyes), strict=True)
    return sum((a - b) ** 2 for a, b in pairs) ** 0.5


def test_the_measure_knows_black_from_white_and_red_from_green():
    assert difference("#000000", "#ffffff", "every cone") == pytest.approx(100, abs=0.1)
    assert difference("#d62728", "#808000", "every cone") > 60
    assert difference("#b35900", "#6b7a00", "without green") < APART


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("theme", THEMES)
def test_any_two_classes_of_a_sequence_are_apart(theme, eyes):
    known = colours(theme)
    near = {
        (one, other): round(difference(known[one], known[other], eyes), 1)
        for one, other in combinations(SEQUENCE, 2)
    }
    assert {pair: apart for pair, apart in near.items() if apart < APART} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_a_sequence_goes_from_light_to_dark_or_back_without_a_turn(theme):
    light = [lab(colours(theme)[one], "without colour")[0] for one in SEQUENCE]
    steps = [after - before for before, after in pairwise(light)]
    assert all(step <= -ORDERED for step in steps) or all(step >= ORDERED for step in steps)


@pytest.mark.parametrize("eyes", [one for one in EYES if one != "without colour"])
@pytest.mark.parametrize("theme", THEMES)
def test_any_two_classes_of_two_sides_are_apart_where_colour_is_seen(theme, eyes):
    known = colours(theme)
    near = {
        (one, other): round(difference(known[one], known[other], eyes), 1)
        for one, other in combinations(TWO_SIDED, 2)
    }
    assert {pair: apart for pair, apart in near.items() if apart < APART} == {}

"""Which shape stands for an actor."""

import pytest

from frontend.shapes import SHAPES, shape_of


@pytest.mark.parametrize(
    ("legal_form", "kind", "shape"),
    [
        ("cooperative", "operator", "cooperative"),
        ("association", "network", "network"),
        ("company", "social-enterprise", "social-enterprise"),
        ("company", "operator", "other"),
        ("none", "operator", "informal-group"),
        (None, None, "informal-group"),
    ],
)
def test_what_an_actor_says_it_is_wins_then_the_form_of_the_law(legal_form, kind, shape):
    assert shape_of(legal_form, kind) == shape


def test_no_two_shapes_are_alike():
    assert len({str(shape) for shape in SHAPES.values()}) == len(SHAPES)

"""Drawn figures: the classes of a map, and the bars of a series."""

import re
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import override

from evidence.drawing.chart_svg import Bar, chart
from evidence.drawing.classes import UNKNOWN, breaks, classed, classed_around

TENTHS = {str(n): Decimal(n) / 10 for n in range(1, 101)}


def words(found):
    return [re.sub("<[^>]*>", "", line.words).replace("\u00a0", " ") for line in found.legend]


def counts(found):
    return [int(line.rpartition("(")[2].strip(")")) for line in words(found)]


def test_classes_part_at_round_numbers():
    assert breaks(list(TENTHS.values())) == [2, 4, 6, 8]
    assert breaks([Decimal(3)] * 5) == []
    assert breaks([]) == []


def test_losses_part_at_round_numbers_too():
    assert breaks([Decimal(-n) for n in range(10, 60)]) == [-50, -40, -30, -20]


def test_every_value_stands_in_one_class_and_the_legend_counts_them():
    with override("en"):
        found = classed(TENTHS)
        assert words(found)[0] == "less than 2 (19)"
        assert words(found)[-1] == "8 or more (21)"
    assert sum(counts(found)) == len(TENTHS)
    assert [line.css for line in found.legend] == ["q1", "q2", "q3", "q4", "q5"]
    assert (found.of("1"), found.of("100")) == ("q1", "q5")


def test_few_classes_take_the_middle_of_the_scale():
    found = classed({"a": Decimal(1), "b": Decimal(1), "c": Decimal(9)})
    assert {line.css for line in found.legend} <= {"q2", "q3", "q4"}


def test_what_is_not_known_is_hatched_and_has_its_own_line():
    with override("en"):
        found = classed({"a": Decimal(1)}, SafeString("not reported (2)"))
    assert found.of("nobody") == UNKNOWN
    assert words(found)[-1] == "not reported (2)"
    assert found.legend[-1].fill == 'class="drawn__part q-none" fill="url(#hatch)"'


def test_shares_stand_below_at_and_above_the_share_of_all():
    shares = {str(n): Decimal(n) / 100 for n in range(20, 61)}
    with override("en"):
        found = classed_around(shares, Decimal("0.4"))
    assert found.of("40") == "d4"
    assert found.of("20") < "d4" < found.of("60")
    assert sum(counts(found)) == len(shares)
    assert all("%" in line for line in words(found))


def test_classes_of_shares_never_go_beyond_none_and_all():
    shares = {"a": Decimal("0.01"), "b": Decimal("0.02"), "c": Decimal("0.6")}
    with override("en"):
        found = classed_around(shares, Decimal("0.02"))
    assert "−" not in " ".join(words(found))
    assert sum(counts(found)) == 3


YEARS = [
    Bar("2021", Decimal(100), "100", Decimal("0.5"), "50%"),
    Bar("2022", None, "", Decimal(0), "0%"),
    Bar("2023", Decimal(200), "200", Decimal("1"), "100%"),
]


def boxes(drawn, css):
    return [
        (float(x), float(y), float(width), float(height))
        for x, y, width, height in re.findall(
            rf'<rect {css} x="([^"]*)" y="([^"]*)" width="([^"]*)" height="([^"]*)"', drawn
        )
    ]


def drawn(bars=YEARS, *, rtl=False):
    return chart(bars, title="Members", description="by year", rtl=rtl)


def test_bars_begin_at_zero():
    first, last = boxes(drawn(), 'class="chart__bar[^"]*"')
    assert last[3] == 2 * first[3]
    assert first[1] + first[3] == last[1] + last[3]


def test_time_runs_in_the_direction_of_reading():
    french = [x for x, *_ in boxes(drawn(), 'class="chart__bar[^"]*"')]
    arabic = [x for x, *_ in boxes(drawn(rtl=True), 'class="chart__bar[^"]*"')]
    assert french == sorted(french)
    assert arabic == sorted(arabic, reverse=True)


def test_under_each_bar_what_is_reported_is_solid_and_the_rest_hatched():
    hatched = boxes(drawn(), r'fill="url\(#hatch\)"')
    solid = boxes(drawn(), 'class="chart__reported"')
    assert len(hatched) == 4  # three strips, and the bar nobody reports
    assert [width for _x, _y, width, _height in solid] == [33, 0, 66]


def test_a_loss_hangs_below_zero():
    gain, loss = boxes(
        drawn([Bar("2022", Decimal(50), "50"), Bar("2023", Decimal(-50), "−50")]),
        'class="chart__bar[^"]*"',
    )
    assert gain[1] + gain[3] == loss[1]


def test_the_chart_is_an_image_with_a_title_and_a_description():
    assert 'role="img"' in drawn()
    assert '<title id="chart-title">Members</title>' in drawn()
    assert '<desc id="chart-description">by year</desc>' in drawn()

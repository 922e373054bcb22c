"""Bars of a series: from zero, time in the reading direction, under each how many report it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from evidence.drawing.classes import HATCH

WIDTH, TALL = 1040, 220
TOP, STRIP = 34, 10
FEW = 16  # bars that each have room for their words
ROUND = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Bar:
    """One bar: `coverage` is None where the question is of everybody."""

    label: str
    value: Decimal | None
    words: str
    coverage: Decimal | None = None
    coverage_words: str = ""


def chart(bars: list[Bar], *, title: str, description: str, rtl: bool) -> SafeString:
    """The picture, an image with a title and a description."""
    low = min([Decimal(0), *(one.value for one in bars if one.value is not None)])
    high = max([Decimal(0), *(one.value for one in bars if one.value is not None)])
    span = (high - low) or Decimal(1)
    strips = any(one.coverage is not None for one in bars)
    bottom = TOP + TALL
    height = bottom + (70 if strips else 34)
    step = WIDTH / len(bars)
    wide = min(step * 0.62, 66)
    few = len(bars) <= FEW
    spoken = [few or one.label.endswith("0") for one in bars]
    most = max(range(len(bars)), key=lambda at: bars[at].value or 0)

    def at_height(value):
        return TOP + float((high - value) / span) * TALL

    def drawn(at, one):
        middle = step * (at + 0.5)
        middle = WIDTH - middle if rtl else middle
        start = middle - wide / 2
        parts = SafeString()
        last = at == len(bars) - 1
        if one.value is None:
            parts += _box(start, bottom - 24, wide, 24, SafeString('fill="url(#hatch)"'))
        else:
            up, down = sorted((at_height(one.value), at_height(Decimal(0))))
            css = "chart__bar chart__bar--last" if last else "chart__bar"
            parts += _box(start, up, wide, max(down - up, 0.5), format_html('class="{}"', css))
            if few or last or at == most:
                parts += _text(middle, up - 9, one.words, "chart__value")
        if strips:
            parts += _box(start, bottom + 12, wide, STRIP, SafeString('fill="url(#hatch)"'))
            part = wide * float(one.coverage or 0)
            edge = start + wide - part if rtl else start
            parts += _box(edge, bottom + 12, part, STRIP, SafeString('class="chart__reported"'))
        if spoken[at]:
            parts += _text(middle, bottom + (42 if strips else 22), one.label, "chart__label")
            if strips and few:
                parts += _text(middle, bottom + 62, one.coverage_words, "chart__part")
        return parts

    lines = format_html_join(
        "",
        '<path class="chart__grid" d="M0 {}H{}"/>',
        ((f"{at_height(value):.1f}", WIDTH) for value in _ticks(low, high)),
    )
    zero = f"{at_height(Decimal(0)):.1f}"
    axis = format_html('<path class="chart__axis" d="M0 {}H{}"/>', zero, WIDTH)
    body = format_html_join("", "{}", ((drawn(at, one),) for at, one in enumerate(bars)))
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {} {}" direction="ltr"'
        ' role="img" aria-labelledby="chart-title chart-description"><title id="chart-title">{}'
        '</title><desc id="chart-description">{}</desc>{}{}{}{}</svg>',
        WIDTH,
        height,
        title,
        description,
        HATCH,
        lines,
        body,
        axis,
    )


def _ticks(low: Decimal, high: Decimal) -> list[Decimal]:
    """Round values between the ends, three to six of them."""
    reach = max(high, -low)
    if not reach:
        return []
    scale = Decimal(10) ** (reach.adjusted() - 1)
    step = next(
        scale * Decimal(str(each)) * ten
        for ten in (1, 10)
        for each in ROUND
        if (high - low) / (scale * Decimal(str(each)) * ten) <= 5
    )
    first = int(low / step)
    return [step * at for at in range(first, int(high / step) + 1) if at]


def _box(x, y, width, height, more) -> SafeString:
    return format_html(
        '<rect {} x="{}" y="{}" width="{}" height="{}"/>',
        more,
        f"{x:.1f}",
        f"{y:.1f}",
        f"{width:.1f}",
        f"{height:.1f}",
    )


def _text(x, y, words, css) -> SafeString:
    return format_html(
        '<text class="{}" x="{}" y="{}">{}</text>', css, f"{x:.1f}", f"{y:.1f}", words
    )

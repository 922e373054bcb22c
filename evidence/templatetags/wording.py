"""Numbers, dates, names, places and codes in templates. The rules are in evidence/wording/."""

from fractions import Fraction

from django import template
from django.utils.html import format_html

from directory import codes
from evidence.wording import dates, names, numbers, places, plain, uses

register = template.Library()


@register.filter
def n(value, places=0):
    """`{{ count|n }}`: a number in its own direction, grouped as the language does."""
    return numbers.isolated(numbers.grouped(value, places))


@register.filter
def grouped(value, places=0):
    """The same as plain text, for attributes."""
    return numbers.grouped(value, places)


@register.filter
def whole_addresses(text):
    """Plain text on paper: no line's end tears an address."""
    return plain.on_paper(text)


@register.filter
def measured(value):
    """A figure as exactly as it is worth reading: whole if it is, else with two decimals."""
    return n(value, 0 if value == int(value) else 2)


@register.filter
def digits(value):
    """A number that is an identifier (a revision, a year): never grouped."""
    return numbers.isolated(str(value))


@register.filter
def percent(share):
    return numbers.isolated(numbers.percent(share))


@register.filter
def extent(share):
    """A share of one as an SVG length, the same in every language: `62.5%`."""
    return f"{float(share or 0) * 100:.1f}%"


@register.simple_tag
def share(part, whole):
    """`part` of `whole` as an exact fraction; None where there is nothing to be a part of."""
    return Fraction(part, whole) if whole else None


@register.filter
def day(value, precision="day"):
    """`{{ founded|day:founded_precision }}`: as far as the date is known."""
    return dates.day_marked(value, precision or "day")


@register.filter
def moment(value):
    return dates.moment_marked(value)


@register.filter
def code(value):
    """A code as people read it, in rubric: what one can cite."""
    return format_html('<span class="code">{}</span>', codes.show(value))


@register.filter
def plain_code(value):
    return codes.show(value)


@register.filter
def name(thing):
    """The name in the page's language, else in the next best, saying which language that is."""
    return names.called(thing).marked()


@register.filter
def other_names(thing):
    return names.other_names(thing)


@register.filter
def marked(found):
    """A name already chosen, for a page."""
    return found.marked()


@register.filter
def place(territory):
    """A territory with the word for what it is."""
    return places.place_marked(territory)


@register.filter
def type_word(kind):
    return places.type_word(kind)


@register.filter
def use_kind(kind):
    """In what a figure was cited."""
    return uses.use_kind_word(kind)


@register.filter(name="hex")
def hexadecimal(value):
    """A digest as it is written."""
    return bytes(value).hex()


@register.filter
def digest(value):
    """A digest in groups of eight, as people compare them."""
    return " ".join(value[at : at + 8] for at in range(0, len(value), 8))

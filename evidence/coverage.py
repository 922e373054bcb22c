"""Shares beside figures: exact, rounded half to even, and never to nothing or to all."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

PLACES = 4
STEP = Decimal(1).scaleb(-PLACES)


def share(part, whole) -> Decimal | None:
    """`part` of `whole` between 0 and 1; None of nothing.

    What is not nothing is never told as nothing, and what is not all never as all.
    """
    if not whole:
        return None
    exact = Fraction(part) / Fraction(whole)
    told = rounded(exact, PLACES)
    if told == 0 and exact > 0:
        return STEP
    if told == 1 and exact < 1:
        return 1 - STEP
    return told


def rounded(value: Fraction, places: int) -> Decimal:
    """Half to even, from the exact value."""
    scaled = value * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest
    if twice > scaled.denominator or (twice == scaled.denominator and whole % 2):
        whole += 1
    return Decimal(whole).scaleb(-places).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)

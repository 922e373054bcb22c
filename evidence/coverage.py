"""Shares beside figures: exact, rounded half to even, and never to nothing or to all."""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

PLACES = 4
ALL = 10**PLACES


def share(part, whole) -> Decimal | None:
    """`part` of `whole` between 0 and 1; None of nothing.

    What is not nothing is never told as nothing, and what is not all never as all.
    """
    if not whole:
        return None
    if isinstance(part, int) and isinstance(whole, int):
        return _share(part, whole)
    part, whole = Fraction(part), Fraction(whole)
    return _share(part.numerator * whole.denominator, whole.numerator * part.denominator)


def rounded(value: Fraction, places: int) -> Decimal:
    """Half to even, from the exact value."""
    return _scaled(_half_even(value.numerator * 10**places, value.denominator), places)


@lru_cache(maxsize=20_000)
def _share(part: int, whole: int) -> Decimal:
    told = _half_even(part * ALL, whole)
    if told == 0 and part:
        told = 1
    if told == ALL and part < whole:
        told = ALL - 1
    return _scaled(told, PLACES)


def _half_even(value: int, parts: int) -> int:
    """The whole number nearest to a quotient, the even one of two."""
    whole, rest = divmod(value, parts)
    twice = 2 * rest
    return whole + (twice > parts or (twice == parts and whole % 2))


def _scaled(value: int, places: int) -> Decimal:
    """`value` with that many decimals, zeros kept."""
    return Decimal((int(value < 0), tuple(map(int, str(abs(value)))), -places))

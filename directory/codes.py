"""Codes: eight symbols that name an actor, a citation, a programme… for ever.

A code is written in Crockford's base32, which has no I, L, O or U:

    0123456789ABCDEFGHJKMNPQRSTVWXYZ        shown  7KQ2-M9XY
                                                   ───────┬ ┬
                                            seven random ─┘ └─ check symbol

With d₀ … d₇ the values of the symbols from left to right, a valid code satisfies Σ αⁱ·dᵢ = 0
over GF(32), where α is a root of x⁵ + x² + 1. No αⁱ is zero and α⁰ … α⁷ all differ, so every wrong
symbol and every swap of two symbols, wherever they stand, breaks the sum. `code_is_valid` in
`sql/` says the same to the database.
"""

import re
import secrets
from collections.abc import Callable, Container

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
RANDOM = LENGTH - 1
FIELD = 0b100101  # x⁵ + x² + 1

# What people type for what is printed, and what they copy along with it: hyphens of every kind,
# spaces, and the invisible marks of pages written from right to left.
_READ_AS = {"O": "0", "I": "1", "L": "1"}
_READ_AS |= {digit: str(n) for n, digit in enumerate("٠١٢٣٤٥٦٧٨٩")}
_IGNORED = "-‐‑‒–—−_ \t\r\n\u00a0\u202f\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u202a\u202b\u202c"
_CLEAN = str.maketrans(_READ_AS | dict.fromkeys(_IGNORED))
_AROUND = " \t\r\n.,;:!?…\"'“”‘’«»()[]{}<>،؛؟٫/"  # what a sentence puts around a code
_LINK = re.compile(r".*/(?:[acds]|citations)/([^/?#]+).*", re.DOTALL)


class CodeError(ValueError):
    """A text that cannot be a code. `given` is what came."""

    def __init__(self, given: str, why: str):
        super().__init__(f"“{given}” {why}")
        self.given = given


class MalformedCode(CodeError):
    """Not eight symbols of the alphabet: no code was ever written so."""


class MiskeyedCode(CodeError):
    """Eight good symbols whose check does not hold: a code mistyped or misread."""


def times_alpha(value: int, power: int = 1) -> int:
    """`value`·α^`power` in GF(32)."""
    for _ in range(power):
        value <<= 1
        if value & 32:
            value ^= FIELD
    return value


_VALUE = {symbol: value for value, symbol in enumerate(SYMBOLS)}
_TIMES = [[times_alpha(value, power) for value in range(32)] for power in range(LENGTH)]
_LAST = [_TIMES[RANDOM].index(total) for total in range(32)]  # the check symbol that undoes a total

# The same tables for whole columns of bytes; only the low five bits of a random byte count.
_COLUMN_TIMES = [bytes(times[byte & 31] for byte in range(256)) for times in _TIMES]
_COLUMN_SYMBOLS = bytes(ord(SYMBOLS[byte & 31]) for byte in range(256))
_COLUMN_CHECK = bytes(ord(SYMBOLS[_LAST[byte & 31]]) for byte in range(256))


def checks(code: str) -> bool:
    """Whether eight symbols of the alphabet are a valid code."""
    total = 0
    for times, symbol in zip(_TIMES, code, strict=True):
        total ^= times[_VALUE[symbol]]
    return total == 0


def parse(text: str) -> str:
    """The code somebody typed, as stored: forgives case, hyphens, spaces, O for 0, I and L for 1,
    and the stop or the quotes of the sentence it stood in.

    Raises `MalformedCode` where it cannot be a code, `MiskeyedCode` where its check does not hold.
    """
    code = symbols(text)
    if len(code) != LENGTH:
        raise MalformedCode(text, f"has {len(code)} symbols; a code has {LENGTH}, as in 7KQ2-M9XY.")
    for symbol in code:
        if symbol not in _VALUE:
            raise MalformedCode(text, f"holds “{symbol}”, which no code does; accepted: {SYMBOLS}.")
    if not checks(code):
        raise MiskeyedCode(text, "is mistyped: its check symbol does not fit the others.")
    return code


def symbols(text: str) -> str:
    """What somebody typed from paper, of any length, in the symbols that are written."""
    return text.translate(_CLEAN).strip(_AROUND).upper().translate(_CLEAN)


def within(text: str) -> str:
    """What to read as the code in what somebody pasted: a code, or the permanent link of one."""
    found = _LINK.fullmatch(text)
    return found[1] if found else text


def show(code: str) -> str:
    """A stored code as people read it: `XXXX-XXXX`."""
    return f"{code[:4]}-{code[4:]}"


def mint() -> str:
    """A new code, unique as far as 35 random bits go: the database has the last word."""
    return mint_many(1)[0]


def mint_many(
    count: int,
    *,
    taken: Container[str] = frozenset(),
    entropy: Callable[[int], bytes] = secrets.token_bytes,
) -> list[str]:
    """`count` new codes, all different and none of them in `taken`.

    `entropy` gives that many random bytes; only a demonstration, whose codes follow from its seed,
    has its own.

    Works on whole columns: a million codes take a second. Of a million, about fifteen pairs would
    collide by chance, which is why duplicates are looked for here.
    """
    minted: dict[str, None] = {}
    while len(minted) < count:
        batch = _mint_batch(count - len(minted), entropy)
        minted.update(dict.fromkeys(code for code in batch if code not in taken))
    return list(minted)


def _mint_batch(count: int, entropy: Callable[[int], bytes]) -> list[str]:
    columns = [entropy(count) for _ in range(RANDOM)]
    total = 0
    for column, times in zip(columns, _COLUMN_TIMES, strict=False):
        total ^= int.from_bytes(column.translate(times))
    text = bytearray(LENGTH * count)
    for place, column in enumerate(columns):
        text[place::LENGTH] = column.translate(_COLUMN_SYMBOLS)
    text[RANDOM::LENGTH] = total.to_bytes(count).translate(_COLUMN_CHECK)
    symbols = text.decode("ascii")
    return [symbols[start : start + LENGTH] for start in range(0, len(symbols), LENGTH)]

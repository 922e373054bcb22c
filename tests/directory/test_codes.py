"""What a code is, what it forgives, and what it catches."""

from contextlib import suppress
from itertools import combinations

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from directory import codes

GOOD = "7KQ2M9XY"
symbols = st.sampled_from(codes.SYMBOLS)


def replaced(code, place, symbol):
    return code[:place] + symbol + code[place + 1 :]


def swapped(code, one, other):
    return replaced(replaced(code, one, code[other]), other, code[one])


def test_a_minted_code_is_eight_symbols_that_check():
    code = codes.mint()
    assert len(code) == 8
    assert set(code) <= set(codes.SYMBOLS)
    assert codes.checks(code)


def test_a_code_is_shown_in_two_halves_and_read_back():
    assert codes.show(GOOD) == "7KQ2-M9XY"
    assert codes.parse("7KQ2-M9XY") == GOOD


def test_of_32_check_symbols_one_fits():
    assert [s for s in codes.SYMBOLS if codes.checks(GOOD[:7] + s)] == [GOOD[7]]


def test_the_check_is_the_sum_written_in_the_design():
    """Σ αⁱ·dᵢ = 0 over GF(32) with x⁵ + x² + 1, worked out here without the module's tables."""

    def product(a, b):
        total = 0
        for bit in range(5):
            if b >> bit & 1:
                total ^= a << bit
        for bit in range(8, 4, -1):
            if total >> bit & 1:
                total ^= 0b100101 << (bit - 5)
        return total

    power, total = 1, 0
    for symbol in GOOD:
        total ^= product(power, codes.SYMBOLS.index(symbol))
        power = product(power, 2)
    assert total == 0


def test_every_wrong_symbol_is_caught():
    """Exhaustive: the check is linear, so an error is caught in every code if it is in code 0."""
    for place in range(8):
        for symbol in codes.SYMBOLS[1:]:
            assert not codes.checks(replaced("00000000", place, symbol))


def test_every_swap_of_two_symbols_is_caught():
    """Exhaustive: swapping dᵢ and dⱼ adds dᵢ + dⱼ, which is not 0, in both places."""
    for one, other in combinations(range(8), 2):
        for symbol in codes.SYMBOLS[1:]:
            error = replaced(replaced("00000000", one, symbol), other, symbol)
            assert not codes.checks(error)


@given(st.integers(0, 7), st.integers(0, 7), symbols)
def test_errors_in_a_real_code_are_caught(one, other, symbol):
    code = codes.mint()
    assert codes.checks(replaced(code, one, symbol)) == (code[one] == symbol)
    assert codes.checks(swapped(code, one, other)) == (code[one] == code[other])


@pytest.mark.parametrize(
    "typed",
    [
        "7kq2m9xy",
        "7KQ2 M9XY",
        " 7kq2-m9xy\n",
        "7-K-Q-2-M-9-X-Y",
        "7KQ2\u2011M9XY",
        "\u20667KQ2-M9XY\u2069",
        "٧KQ٢-M٩XY",
    ],
)
def test_input_forgives_case_hyphens_and_spaces(typed):
    assert codes.parse(typed) == GOOD


def test_input_reads_letters_that_look_like_digits():
    code = next(c for c in codes.mint_many(5000) if "0" in c and "1" in c)
    for zero in "0oO":
        for one in "1iIlL":
            assert codes.parse(code.replace("0", zero).replace("1", one)) == code


@pytest.mark.parametrize(
    "typed",
    ["", "7KQ2-M9X", "7KQ2-M9XYY", "7KQ2-M9XU", "تعاونية", "7KQ2-M9X%", "ßKQ2M9XY", "\x00" * 8],
)
def test_what_cannot_be_a_code_is_malformed(typed):
    with pytest.raises(codes.MalformedCode) as refused:
        codes.parse(typed)
    assert refused.value.given == typed
    assert typed in str(refused.value)


def test_a_code_with_a_wrong_check_is_miskeyed_and_says_what_came():
    with pytest.raises(codes.MiskeyedCode, match="7KQ2-M9XZ") as refused:
        codes.parse("7KQ2-M9XZ")
    assert refused.value.given == "7KQ2-M9XZ"


@given(st.text(max_size=12))
def test_any_text_is_a_code_or_refused(text):
    with suppress(codes.CodeError):
        assert codes.checks(codes.parse(text))


def test_a_batch_holds_no_duplicates_and_none_that_is_taken():
    first = codes.mint_many(20_000)
    second = codes.mint_many(20_000, taken=set(first))
    assert len(set(first) | set(second)) == 40_000
    assert all(map(codes.checks, first))
    assert codes.mint_many(0) == []


def test_every_symbol_comes_as_often_as_another_in_every_place():
    minted = codes.mint_many(32_000)
    for place in range(8):
        found = [code[place] for code in minted]
        assert all(800 < found.count(symbol) < 1200 for symbol in codes.SYMBOLS)


def in_database(texts):
    with connection.cursor() as cursor:
        cursor.execute("select array(select code_is_valid(t) from unnest(%s::text[]) t)", [texts])
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_database_judges_codes_alike():
    good = codes.mint_many(2_000)
    neighbours = [replaced(GOOD, place, symbol) for place in range(8) for symbol in codes.SYMBOLS]
    swaps = [swapped(code, 1, 5) for code in good]
    texts = [*good, *neighbours, *swaps]
    assert in_database(texts) == [codes.checks(text) for text in texts]


@pytest.mark.django_db
def test_the_database_takes_codes_only_as_stored():
    forgiven = [
        "7kq2m9xy",
        "7KQ2-M9XY",
        "7KQ2M9XY\n",
        " 7KQ2M9XY",
        "7KQ2M9X",
        "0000000O",
        "",
        "٧KQ2M9XY",
    ]
    assert in_database(["7KQ2M9XY", "00000000"]) == [True, True]
    assert in_database(forgiven) == [False] * len(forgiven)


@pytest.mark.parametrize(
    "typed",
    ["7KQ2-M9XY.", "(7kq2-m9xy)", "«7KQ2-M9XY»,", "7KQ2 M9XY؛", "“7KQ2-M9XY”"],
)
def test_a_code_is_read_out_of_its_sentence(typed):
    assert codes.parse(typed) == GOOD


@pytest.mark.parametrize(
    "pasted",
    [
        "https://athar.example/c/7KQ2-M9XY",
        "athar.example/c/7kq2m9xy?paper=ABCD",
        "/fr/citations/7KQ2-M9XY/#verify",
        "7KQ2-M9XY",
    ],
)
def test_a_code_is_read_out_of_the_link_that_holds_it(pasted):
    assert codes.parse(codes.within(pasted)) == GOOD

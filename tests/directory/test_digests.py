"""Canonical bytes: one record, one sequence of bytes; all that could give two is refused."""

import hashlib
import json
from decimal import Decimal
from unicodedata import normalize

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from directory import digests

texts = st.text().map(lambda text: normalize("NFC", text))
keys = st.text(st.characters(max_codepoint=127))
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-digests.GREATEST, digests.GREATEST), texts
)
records = st.dictionaries(
    keys,
    st.recursive(
        scalars, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=12
    ),
)


@given(records)
def test_canonical_bytes_are_those_of_rfc_8785(record):
    assert digests.canonical(record) == rfc8785.dumps(record)


@given(records)
def test_canonical_bytes_say_the_record_again(record):
    assert json.loads(digests.canonical(record)) == record


@given(records)
def test_the_order_of_keys_does_not_matter(record):
    backwards = dict(reversed(record.items()))
    assert digests.canonical(backwards) == digests.canonical(record)


def test_every_ascii_character_is_written_as_rfc_8785_does():
    record = {"text": "".join(map(chr, range(128))), "".join(map(chr, range(128))): None}
    assert digests.canonical(record) == rfc8785.dumps(record)


def test_keys_stand_in_order_and_nothing_is_spaced():
    record = {"names": {"fr": "Coopérative", "ar": "تعاونية"}, "Z": [1, True, None], "a": ""}
    expected = '{"Z":[1,true,null],"a":"","names":{"ar":"تعاونية","fr":"Coopérative"}}'
    assert digests.canonical(record) == expected.encode()


@pytest.mark.parametrize(
    ("record", "path"),
    [
        ({"lat": 34.5}, "lat"),
        ({"lat": float("nan")}, "lat"),
        ({"places": [{"lon": 1.0}]}, "places[0].lon"),
        ({"n": 2**53}, "n"),
        ({"n": -(2**53)}, "n"),
        ({"names": {"é": "x"}}, "names"),
        ({1: "x"}, "the record"),
        ({"pair": (1, 2)}, "pair"),
        ({"value": Decimal("1.5")}, "value"),
        ({"value": b"bytes"}, "value"),
        ({"value": {1, 2}}, "value"),
        ({"name": normalize("NFD", "Coopérative")}, "name"),
        ({"name": "نا" + "\u0627\u0653"}, "name"),
        ({"name": "\ud800"}, "name"),
    ],
)
def test_what_could_be_written_in_two_ways_is_refused_by_its_place(record, path):
    with pytest.raises(digests.NotCanonical) as refused:
        digests.canonical(record)
    assert str(refused.value).startswith(f"{path}: ")


def test_a_text_may_begin_with_a_combining_mark_after_an_escape():
    record = {"name": "\n\u0303"}
    assert digests.canonical(record) == rfc8785.dumps(record)


def test_a_digest_is_the_sha_256_of_the_bytes():
    data = digests.canonical({"a": 1})
    assert digests.digest(data) == hashlib.sha256(b'{"a":1}').digest()
    assert digests.hexdigest(data) == digests.digest(data).hex()


def test_a_salt_is_128_bits_that_never_come_again():
    salts = {digests.salt() for _ in range(1000)}
    assert len(salts) == 1000
    assert all(len(bytes.fromhex(salt)) == 16 for salt in salts)


def test_an_entry_of_the_chain_names_its_predecessor():
    first, head = digests.chain(bytes(32), {"number": 0})
    second, _ = digests.chain(head, {"number": 1})
    assert json.loads(first)["previous"] == "00" * 32
    assert json.loads(second) == {"number": 1, "previous": hashlib.sha256(first).hexdigest()}

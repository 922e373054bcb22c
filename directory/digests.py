"""Canonical bytes and their digests: what makes a record the same record on any machine.

Canonical bytes are JSON as RFC 8785 writes it, narrowed so that there is one way to say a thing:
keys are ASCII, texts are in Unicode's form NFC, whole numbers fit what JavaScript holds exactly,
other numbers are texts. In these bounds orjson with sorted keys writes what RFC 8785 asks, in a
fifth of the time; a property test holds the two equal.
"""

import secrets
from collections.abc import Mapping
from hashlib import sha256
from unicodedata import is_normalized

import orjson

GREATEST = 2**53 - 1


class NotCanonical(ValueError):
    """A value that canonical bytes do not hold. `path` tells where it stands."""

    def __init__(self, path: str, why: str):
        super().__init__(f"{path or 'the record'}: {why}")
        self.path = path


def salt() -> str:
    """128 random bits, in hexadecimal: no digest lets a redacted text be guessed."""
    return secrets.token_hex(16)


def canonical(record: Mapping) -> bytes:
    """The bytes of a record. Raises `NotCanonical` where there would be none, or two sorts."""
    if not _is_plain(record):
        _refuse(record, "")
    try:
        written = orjson.dumps(record, option=orjson.OPT_SORT_KEYS)
    except (orjson.JSONEncodeError, RecursionError) as error:
        _refuse(record, "")
        raise NotCanonical("", str(error)) from error
    if not written.isascii() and not is_normalized("NFC", written.decode()):
        _refuse(record, "")
    return written


def digest(data: bytes) -> bytes:
    """The 32 bytes of SHA-256."""
    return sha256(data).digest()


def hexdigest(data: bytes) -> str:
    return sha256(data).hexdigest()


def chain(previous: bytes, entry: Mapping) -> tuple[bytes, bytes]:
    """The canonical bytes of the ledger's next entry, naming its predecessor, and their digest."""
    link = canonical({**entry, "previous": previous.hex()})
    return link, digest(link)


def _is_plain(record) -> bool:
    """Whether a record holds only allowed types. Texts are judged once written, all together."""
    waiting = [record]
    take, wait = waiting.pop, waiting.extend
    while waiting:
        value = take()
        kind = type(value)
        if kind is str or value is None or kind is bool:
            continue
        if kind is int:
            if not -GREATEST <= value <= GREATEST:
                return False
        elif kind is list:
            wait(value)
        elif kind is dict:
            try:
                if not "".join(value).isascii():
                    return False
            except TypeError:  # a key that is no text
                return False
            wait(value.values())
        else:
            return False
    return True


def _refuse(value, path: str) -> None:
    """Raise for the first thing in `value` that is not canonical; return where there is none."""
    kind = type(value)
    if kind is str:
        if not is_normalized("NFC", value):
            raise NotCanonical(path, "its text is not in the form NFC.")
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise NotCanonical(path, "its text holds half a character.")
    elif kind is int:
        if not -GREATEST <= value <= GREATEST:
            raise NotCanonical(path, f"{value} is beyond ±(2⁵³ − 1).")
    elif kind is list:
        for place, item in enumerate(value):
            _refuse(item, f"{path}[{place}]")
    elif kind is dict:
        for key, item in value.items():
            if type(key) is not str or not key.isascii():
                raise NotCanonical(path, f"the key {key!r} is not an ASCII text.")
            _refuse(item, f"{path}.{key}" if path else key)
    elif kind is float:
        raise NotCanonical(path, f"{value!r} is a float; decimals are texts.")
    elif value is not None and kind is not bool:
        raise NotCanonical(path, f"a {kind.__name__} has no canonical form.")

"""Whether a text names a person: by her e-mail address, a telephone or her name.

What is compared are keyed digests, of whom to find and of every word that might name her: so the
same finding is done once with what she told, and again after a restore with the erasure list, which
says nothing of her. Names are compared as search folds them, as whole words in a row, and only
within the profiles that are told beside them.
"""

import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.crypto import salted_hmac

from directory.database import rows

EMAIL = re.compile(r"[^\s<>()\[\]{}\"',;:@]+@[^\s<>()\[\]{}\"',;:@]+\.[^\s<>()\[\]{}\"',;:@.]+")
PHONE = re.compile(r"(?<!\d)(?:\+|00)?\d(?:[ .()/\u00a0\u2011-]{0,2}\d){7,14}(?!\d)")
MOROCCAN = re.compile(
    r"(?<!\d)(?:(?:\+|00)212[ .()/\u00a0-]{0,2}0?|0)[5-8](?:[ .()/\u00a0-]{0,2}\d){8}(?!\d)"
)
LEAST_WORDS, LEAST_LETTERS = 2, 5  # "Amal" alone is the name of a hundred cooperatives
SALT = "desk.naming"


class NotAName(Exception):
    """One word is no name to search for: it would empty the name of a cooperative."""


class NotAnAddress(Exception):
    """This is no e-mail address."""


class NotAPhone(Exception):
    """This is no telephone number."""


class NameWithoutProfile(Exception):
    """Many women share a name: it counts only within profiles that are told beside it."""


class NobodyNamed(Exception):
    """Neither an address nor a telephone nor a name was told."""


class UnknownKey(Exception):
    """This was written under a key of the site that is not known here any more."""


@dataclass(frozen=True)
class Naming:
    """Keyed digests of whom to find; `names` with the number of their words. `key` tells which of
    the site's keys they were made with. A name counts only in what is of `profiles` (codes).
    """

    key: str
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    names: dict[str, int] = field(default_factory=dict)
    profiles: tuple[str, ...] = ()

    def payload(self) -> dict:
        return {
            "key": self.key,
            "emails": list(self.emails),
            "phones": list(self.phones),
            "names": self.names,
            "profiles": list(self.profiles),
        }

    @classmethod
    def read(cls, payload: dict) -> "Naming":
        """The reverse of `payload()`. Raises UnknownKey."""
        if payload["key"] not in _keys():
            raise UnknownKey(payload["key"])
        lists = (tuple(payload[name]) for name in ("emails", "phones"))
        return cls(payload["key"], *lists, payload["names"], tuple(payload["profiles"]))

    @property
    def anywhere(self) -> "Naming | None":
        """What finds her wherever she is: no name."""
        if not (self.emails or self.phones):
            return None
        return replace(self, names={}, profiles=())

    def on(self, codes: Iterable[str | None]) -> "Naming | None":
        """What finds her in something that is of these profiles."""
        return self if set(self.profiles).intersection(codes) else self.anywhere

    def found_in(self, texts: Sequence[str]) -> list[bool]:
        """Of each text, whether it names her."""
        found = [self._by_number_or_address(text) for text in texts]
        if self.names:
            left = [at for at, is_there in enumerate(found) if not is_there and texts[at]]
            for at, folded in zip(left, _folded([texts[at] for at in left]), strict=True):
                found[at] = self._by_name(folded)
        return found

    def is_in(self, *texts: str) -> bool:
        return any(self.found_in(texts))

    def is_address(self, text: str | None) -> bool:
        """Whether a field that holds one e-mail address holds hers."""
        return bool(text) and self._digest("email", _email(text)) in self.emails

    def _by_number_or_address(self, text):
        if self.emails and "@" in text:
            for each in EMAIL.findall(text):
                if self._digest("email", _email(each)) in self.emails:
                    return True
        if self.phones:
            read = _western(text)
            for each in (*MOROCCAN.findall(read), *PHONE.findall(read)):
                if self._digest("phone", _phone(each)) in self.phones:
                    return True
        return False

    def _by_name(self, folded):
        words = folded.split()
        return any(
            self._digest("name", " ".join(words[at : at + length])) in self.names
            for length in set(self.names.values())
            for at in range(len(words) - length + 1)
        )

    def _digest(self, kind, text):
        return _digest(_keys()[self.key], kind, text)


def naming(
    *,
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
    names: Iterable[str] = (),
    profiles: Iterable[str] = (),
) -> Naming:
    """Whom to find, as told. Raises NotAnAddress, NotAPhone, NotAName, NameWithoutProfile,
    NobodyNamed.
    """
    emails = [_checked_email(each) for each in emails if each.strip()]
    phones = [_checked_phone(each) for each in phones if each.strip()]
    folded = _folded([each for each in names if each.strip()])
    profiles = tuple(dict.fromkeys(profiles))
    for name in folded:
        if len(name.split()) < LEAST_WORDS or len(name.replace(" ", "")) < LEAST_LETTERS:
            raise NotAName(name)
    if not (emails or phones or folded):
        raise NobodyNamed
    if folded and not profiles:
        raise NameWithoutProfile
    key, secret = next(iter(_keys().items()))
    return Naming(
        key,
        tuple(dict.fromkeys(_digest(secret, "email", each) for each in emails)),
        tuple(dict.fromkeys(_digest(secret, "phone", each) for each in phones)),
        {_digest(secret, "name", each): len(each.split()) for each in folded},
        profiles,
    )


def _keys() -> dict[str, bytes]:
    """The site's keys by their own fingerprint, the one in force first."""
    return {
        salted_hmac(SALT, "which key", secret=secret, algorithm="sha256").hexdigest()[:16]: (
            salted_hmac(SALT, "the key", secret=secret, algorithm="sha256").digest()
        )
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    }


def _digest(secret, kind, text):
    return hmac.digest(secret, f"{kind}:{text}".encode(), "sha256").hex()


def _folded(texts):
    if not texts:
        return []
    found = rows(
        "select coalesce(fold_text(t), '') from unnest(%s::text[]) with ordinality as n(t, at)"
        " order by at",
        [[text.replace("\x00", "") for text in texts]],
    )
    return [folded for (folded,) in found]


def _email(text):
    return text.strip().rstrip(".").lower()


def _western(text):
    return text.translate(_DIGITS) if not text.isascii() else text


_DIGITS = {
    ord(digit): str(value)
    for hand in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
    for value, digit in enumerate(hand)
}


def _phone(text):
    """One number however it is written: with its country, digits alone."""
    digits = re.sub(r"\D", "", _western(text))
    if digits.startswith("00"):
        digits = digits[2:]
    elif digits.startswith("0") and len(digits) == 10:
        digits = "212" + digits[1:]
    if digits.startswith("2120"):
        digits = "212" + digits[4:]  # +212 (0)6…
    return digits


def _checked_email(text):
    try:
        validate_email(text.strip())
    except ValidationError as error:
        raise NotAnAddress(text) from error
    return _email(text)


def _checked_phone(text):
    number = _phone(text)
    if not 8 <= len(number) <= 15 or re.search(r"[^\d\s().+/\u00a0-]", _western(text)):
        raise NotAPhone(text)
    return number

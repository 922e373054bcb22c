"""Texts of pages that administrators word: kept by language, shown with an honest fallback.

What stands is read once in a while by each process, so that a page asks nothing more of the
database; the number of the last wording is part of a page's ETag.
"""

import time
from dataclasses import dataclass, field

from desk import roles
from desk.models import PageText, TextKey
from evidence.wording.names import Name, name_of

LANGUAGES = ("ar", "fr", "en", "es")
LONGEST = {TextKey.ANNOUNCEMENT: 300, TextKey.ABOUT: 3_000, TextKey.CONTACT: 500}
KEPT_FOR = 20  # seconds until another process's wording is seen


class NothingToSay(Exception):
    """The words are those that stand."""


@dataclass(frozen=True)
class Standing:
    """The wordings that count: `number` grows with each of them."""

    number: int = 0
    texts: dict[str, dict[str, str]] = field(default_factory=dict)

    def said(self, key: str, language: str) -> Name | None:
        """A text and the language it is in; None where nothing is to be said."""
        return name_of({"names": self.texts.get(key, {})}, language)


class _Memory:
    def __init__(self):
        self.standing, self.until = Standing(), 0.0

    def read(self) -> Standing:
        if time.monotonic() >= self.until:
            last = PageText.objects.order_by("key", "-pk").distinct("key")
            found = list(last.values_list("pk", "key", "texts"))
            number = max((pk for pk, _key, _texts in found), default=0)
            self.standing = Standing(number, {key: texts for _pk, key, texts in found})
            self.until = time.monotonic() + KEPT_FOR
        return self.standing

    def forget(self):
        self.__init__()


memory = _Memory()


def standing() -> Standing:
    return memory.read()


def put(key: TextKey, texts: dict[str, str], *, by) -> PageText:
    """Word a text; one in no language says nothing from now on. Raises NotAllowed, NothingToSay."""
    if not roles.is_administrator(by):
        raise roles.NotAllowed
    texts = {language: text for language, text in texts.items() if text}
    last = PageText.objects.filter(key=key).order_by("-pk").first()
    if (last.texts if last else {}) == texts:
        raise NothingToSay
    made = PageText.objects.create(key=key, texts=texts, by=by)
    memory.forget()
    return made

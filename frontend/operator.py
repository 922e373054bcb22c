"""What whoever runs this instance says on its pages: plain text, in the reader's language or marked
as another's.
"""

import re
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import SafeString

from desk.models import TextKey
from desk.texts import Standing

PARTED = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Operator:
    """The texts that stand, as one page shows them.

    Pages at a numbered revision are kept for a day wherever they pass: they announce nothing, or it
    would be read when it no longer holds.
    """

    standing: Standing
    language: str
    settled: bool = False

    @property
    def announcement(self) -> SafeString:
        return SafeString() if self.settled else self._shown(TextKey.ANNOUNCEMENT)

    @property
    def about(self) -> SafeString:
        return self._shown(TextKey.ABOUT)

    @property
    def contact(self) -> SafeString:
        return self._shown(TextKey.CONTACT)

    def _shown(self, key) -> SafeString:
        found = self.standing.said(key, self.language)
        if found is None:
            return SafeString()
        paragraphs = ((_linked(text),) for text in PARTED.split(found.text) if text.strip())
        content = format_html_join("", "<p>{}</p>", paragraphs)
        if found.language == self.language:
            return content
        return format_html(
            '<div lang="{}" dir="{}">{}</div>', found.language, found.direction, content
        )


def _linked(text) -> SafeString:
    """Escaped; addresses lead where they say, lines stay lines."""
    lines = (
        (SafeString(urlize(line, nofollow=True, autoescape=True)),) for line in text.splitlines()
    )
    return format_html_join(SafeString("<br>"), "{}", lines)

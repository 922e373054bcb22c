"""What is marked for a page, as plain text: for titles, mails, bibliographies and copying."""

import re
from html import unescape

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

LEFT_TO_RIGHT, FIRST_STRONG, END = "\u2066", "\u2068", "\u2069"
PART = re.compile(r'<bdi class="n">(?P<number>.*?)</bdi>|<bdi lang="(?P<lang>\w+)"[^>]*>|</bdi>')
TAG = re.compile(r"<[^>]*>")
ADDRESS = re.compile(r"https?://[^\s\u2066-\u2069]*[^\s\u2066-\u2069.,;)]")
WHOLE = r'<bdi class="whole" dir="ltr">\g<0></bdi>'
# Within Arabic these keep their order by themselves; a percentage or a sign would change sides.
STEADY = re.compile(r"[0-9\u00a0]+(?:,[0-9]+)?")


def on_paper(text: str) -> SafeString:
    """Plain text for a sheet: what runs against the language is whole, for there a line's end would
    tear it and turn its halves round. Addresses are, in every language.
    """
    marked = ADDRESS.sub(WHOLE, escape(text))
    for start in (LEFT_TO_RIGHT, FIRST_STRONG):
        marked = marked.replace(start, "<bdi>")
    return mark_safe(marked.replace(END, "</bdi>"))  # noqa: S308 (escaped above)


def plain(marked: str, language: str) -> str:
    """The text of marked words. What runs against the language is isolated by characters."""
    right_to_left = language == "ar"
    open_names = []

    def shown(found):
        if found["number"] is not None:
            number = TAG.sub("", found["number"])
            steady = not right_to_left or STEADY.fullmatch(unescape(number))
            return number if steady else f"{LEFT_TO_RIGHT}{number}{END}"
        if found["lang"]:
            against = (found["lang"] == "ar") != right_to_left
            open_names.append(against)
            return FIRST_STRONG if against else ""
        return END if open_names and open_names.pop() else ""

    return unescape(TAG.sub("", PART.sub(shown, marked)))

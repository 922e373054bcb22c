"""Cursors: where a page ended, and the revision all its following pages are read at."""

import base64
import binascii
from dataclasses import dataclass

import orjson


class BadCursor(ValueError):
    """Not a cursor this register gave."""


@dataclass(frozen=True)
class Cursor:
    """The last row of a page in the order asked for: its sort value, then its code."""

    revision: int
    ordering: str
    key: str | float
    code: str

    def __str__(self):
        content = orjson.dumps([self.revision, self.ordering, self.key, self.code])
        return base64.urlsafe_b64encode(content).rstrip(b"=").decode()

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Raises BadCursor."""
        try:
            content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            revision, ordering, key, code = orjson.loads(content)
            if (
                type(revision) is not int
                or not 0 <= revision < 2**31
                or ordering not in ORDERINGS
                or type(key) not in ((float, int) if ordering == "distance" else (str,))
                or not isinstance(code, str)
                or "\x00" in code + str(key)
            ):
                raise BadCursor(text)
        except (ValueError, TypeError, binascii.Error) as error:
            raise BadCursor(text) from error
        return cls(revision, ordering, key, code)


# The orders a list can be read in; `name` is the stored fold key in byte order.
ORDERINGS = ("name", "distance")

"""Links to the next page, and the tokens that lists other than actors go on from."""

import base64
import binascii

import orjson

from api.parameters import Asked
from api.problems import problem_of
from directory.selection.keyset import BadCursor


def token(revision: int, listed: str, *last) -> str:
    """Where a page of a list ended: the revision it was read at, and its last row's order."""
    content = orjson.dumps([revision, listed, *last])
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def resume(asked: Asked, listed: str, *types) -> tuple | None:
    """What the cursor of a list says; None without one. Fixes the revision. Raises Problem."""
    given = asked.text("cursor")
    if given is None:
        return None
    try:
        content = base64.b64decode(given + "=" * (-len(given) % 4), altchars=b"-_", validate=True)
        revision, name, *last = orjson.loads(content)
        good = (
            type(revision) is int
            and 0 <= revision < 2**31
            and name == listed
            and len(last) == len(types)
            and all(type(one) is kind for one, kind in zip(last, types, strict=True))
            and all(0 <= one < 2**63 for one in last if type(one) is int)
            and not any("\x00" in one for one in last if type(one) is str)
        )
        if not good:
            raise BadCursor(given)
    except (ValueError, TypeError, binascii.Error) as error:
        raise problem_of(BadCursor(given), given) from error
    asked.hold(revision)
    return tuple(last)


def next_link(request, revision: int, cursor) -> str | None:
    """The address of the following page; None at the end. It names the revision it goes on at."""
    if cursor is None:
        return None
    query = request.GET.copy()
    query["as_of"], query["cursor"] = str(revision), str(cursor)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode(safe=',:')}")

"""Facts read back from the canonical bytes they were stored as."""

from collections.abc import Iterable

import orjson

from directory.models import RecordBytes


def facts_behind(kind, digests: Iterable[bytes]) -> dict:
    """Digest to the facts of a `kind` behind it, in the order of digests; redacted ones are lost
    with their bytes.
    """
    found = RecordBytes.objects.filter(digest__in=digests, bytes__isnull=False).order_by("digest")
    return {
        bytes(digest): kind.read(orjson.loads(bytes(content)))
        for digest, content in found.values_list("digest", "bytes")
    }

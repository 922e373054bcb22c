"""What is kept about a person as one file to take away: a ZIP of JSON and pictures.

It is written while it is sent: a row and a picture at a time are in memory, however much there is.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.serializers.json import DjangoJSONEncoder

from desk.keeping import KINDS
from desk.models import Person, ProposedPictureFile, Submission, SubmissionState
from directory import codes
from directory.models import PictureFile

AT_ONCE = 200


class _Sent:
    """What a ZIP was written to and is not on its way yet."""

    def __init__(self):
        self.parts = []

    def write(self, part: bytes) -> int:
        self.parts.append(bytes(part))
        return len(part)

    def flush(self):
        """Nothing is kept back."""

    def take(self) -> bytes:
        parts, self.parts = self.parts, []
        return b"".join(parts)


def packed(person: Person, at: datetime) -> Iterator[bytes]:
    """The file, a part at a time; `at` is when its entries say they were made."""
    sent = _Sent()
    with ZipFile(sent, "w") as file:
        with file.open(_entry("athar.json", at, ZIP_DEFLATED), "w") as told:
            for part in _told(person):
                told.write(part.encode())
                yield sent.take()
        for name, content in _pictures(person):
            file.writestr(_entry(name, at, ZIP_STORED), content)
            yield sent.take()
    yield sent.take()


def _entry(name, at, how) -> ZipInfo:
    entry = ZipInfo(name, at.timetuple()[:6])
    entry.compress_type = how
    return entry


def _told(person) -> Iterator[str]:
    """One object of JSON: a list for each kind, empty where there is nothing."""
    opening = "{"
    for kind in KINDS:
        yield f"{opening}\n  {json.dumps(kind.key)}: ["
        between = "\n    "
        rows = kind.rows(person).order_by("pk").values(*kind.columns)
        for row in rows.iterator(chunk_size=AT_ONCE):
            yield between + json.dumps(row, ensure_ascii=False, cls=DjangoJSONEncoder)
            between = ",\n    "
        yield "]"
        opening = ","
    yield "\n}\n"


def _pictures(person) -> Iterator[tuple[str, bytes]]:
    """Each at its widest: those she proposed, and those that are public by her contributions."""
    hers = Submission.objects.of(person).order_by("pk")
    for pk in hers.values_list("pk", flat=True):
        of = ProposedPictureFile.objects.filter(picture__submission=pk)
        yield from _widest(of, f"pictures/contribution-{pk}")
    accepted = hers.filter(state=SubmissionState.ACCEPTED, actor__isnull=False)
    for pk, code, at in accepted.values_list("pk", "actor", "decided_at"):
        of = PictureFile.objects.filter(picture__actor__code=code, picture__shown_at=at)
        yield from _widest(of, f"pictures/public-{codes.show(code)}-{pk}")


def _widest(found, folder) -> Iterator[tuple[str, bytes]]:
    """`digest` of the widest is the picture's `key` in the JSON."""
    for file in found.select_related("picture").order_by("pk").iterator(chunk_size=1):
        if file.digest == file.picture.key:
            yield f"{folder}/{file.digest}.webp", bytes(file.content)

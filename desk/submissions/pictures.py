"""Pictures of a submission: put in, told about, moved, taken out; and what becomes of them.

A draft of a change begins with copies of what is public, so that a picture is kept, told otherwise
or left out by one same hand.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now

from desk.forms.profile.pictures import MOST_PHOTOS, TOLD_IN
from desk.models import (
    Person,
    PictureRemoval,
    ProposedPicture,
    ProposedPictureFile,
    Submission,
    SubmissionState,
)
from desk.pictures import Written
from desk.submissions.locked import WRITABLE, locked
from desk.submissions.refusals import Refused
from directory.models import Actor, Picture, PictureFile, PictureKind, PictureLicence
from directory.selectors.pictures import PictureTold, told

STEP = "pictures"
WORDS = ("key", "kind", "position", "alt", "credit", "licence")
BYTES = ("digest", "width", "height", "content")


class TooManyPhotos(Refused):
    """A page has room for MOST_PHOTOS."""


class TwiceHere(Refused):
    """The same picture is among them already."""


class NoSuchPicture(Refused):
    """It was taken away meanwhile."""


def typed(submission: Submission) -> dict:
    """What was typed of the pictures, by the names of their form's fields."""
    found = {}
    for one in ProposedPicture.objects.filter(submission=submission):
        found |= {f"kind_{one.key}": one.kind, f"licence_{one.key}": one.licence}
        found |= {f"agreed_{one.key}": "on"} if one.agreed else {}
        if one.kind == PictureKind.PHOTO:
            found |= {f"alt_{language}_{one.key}": text for language, text in one.alt.items()}
            found[f"credit_{one.key}"] = one.credit
    return found


def standing(code: str | None) -> list[PictureTold]:
    """What is public of a profile now; nothing of none."""
    return told(Picture.objects.filter(actor__code=code)) if code else []


def not_standing(pictures: list[PictureTold], code: str | None) -> list[PictureTold]:
    """Those of them that the public does not see yet."""
    there = {one.key for one in standing(code)}
    return [one for one in pictures if one.key not in there]


def proposed(submission: Submission) -> list[PictureTold]:
    return told(ProposedPicture.objects.filter(submission=submission))


# --- while it is written --------------------------------------------------------------------------


def begin(submission: Submission) -> Submission:
    """The step is begun with what is public already. Raises WrongState."""
    with transaction.atomic():
        held = locked(submission, *WRITABLE)
        if STEP not in held.payload:
            for one in Picture.objects.filter(actor__code=held.actor_id or ""):
                copied = ProposedPicture.objects.create(
                    submission=held, agreed=True, **{name: getattr(one, name) for name in WORDS}
                )
                _copy(one, copied, ProposedPictureFile)
        _saved(held)
    return held


def say(submission: Submission, given: dict) -> Submission:
    """Keep what was typed of each picture, right or wrong. Raises WrongState."""
    with transaction.atomic():
        held = locked(submission, *WRITABLE)
        for one in ProposedPicture.objects.filter(submission=held):
            licence = given.get(f"licence_{one.key}")
            if licence in PictureLicence.values:  # its fields were sent
                one.licence = licence
                one.agreed = bool(given.get(f"agreed_{one.key}"))
            if one.kind == PictureKind.PHOTO and f"alt_ar_{one.key}" in given:
                said = {each: given.get(f"alt_{each}_{one.key}", "") for each in TOLD_IN}
                one.alt = {
                    each: " ".join(text.split()) for each, text in said.items() if text.strip()
                }
                one.credit = " ".join(given.get(f"credit_{one.key}", "").split())
            one.save()
        _saved(held)
    return held


def put_in(submission: Submission, kind: str, files: list[Written]) -> ProposedPicture:
    """One more photo, or the logo instead of the one before.

    Raises WrongState, TooManyPhotos, TwiceHere.
    """
    with transaction.atomic():
        held = locked(submission, *WRITABLE)
        there = ProposedPicture.objects.filter(submission=held)
        key = files[-1].digest
        if kind == PictureKind.LOGO:
            there.filter(kind=kind).delete()
        if there.filter(key=key).exists():
            raise TwiceHere
        photos = there.filter(kind=PictureKind.PHOTO)
        if kind == PictureKind.PHOTO and photos.count() >= MOST_PHOTOS:
            raise TooManyPhotos
        last = photos.order_by("-position").values_list("position", flat=True).first()
        made = ProposedPicture.objects.create(
            submission=held, kind=kind, key=key, position=0 if last is None else last + 1
        )
        ProposedPictureFile.objects.bulk_create(
            ProposedPictureFile(picture=made, **{name: getattr(one, name) for name in BYTES})
            for one in files
        )
        _saved(held)
    return made


def take_out(submission: Submission, key: str) -> None:
    """Raises WrongState, NoSuchPicture."""
    with transaction.atomic():
        held = locked(submission, *WRITABLE)
        gone, _each = ProposedPicture.objects.filter(submission=held, key=key).delete()
        if not gone:
            raise NoSuchPicture
        _saved(held)


def move_up(submission: Submission, key: str) -> None:
    """One place nearer to the first. Raises WrongState, NoSuchPicture."""
    with transaction.atomic():
        held = locked(submission, *WRITABLE)
        photos = list(ProposedPicture.objects.filter(submission=held, kind=PictureKind.PHOTO))
        at = next((n for n, one in enumerate(photos) if one.key == key), None)
        if at is None:
            raise NoSuchPicture
        if at:
            photos.insert(at - 1, photos.pop(at))
        for place, one in enumerate(photos):
            one.position = place
        ProposedPicture.objects.bulk_update(photos, ["position"])
        _saved(held)


def _saved(held):
    held.payload = held.payload | {STEP: held.payload.get(STEP, {})}
    held.saved_at = Now()
    held.save(update_fields=["payload", "saved_at"])
    held.refresh_from_db()


def file_of(submission: Submission, digest: str) -> ProposedPictureFile | None:
    found = ProposedPictureFile.objects.filter(picture__submission=submission, digest=digest)
    return found.first()


# --- once it is decided ---------------------------------------------------------------------------


def show(submission: Submission) -> None:
    """The pictures of a submission are those of its profile now; others go with their bytes."""
    actor = Actor.objects.get(code=submission.actor_id)
    wanted = list(ProposedPicture.objects.filter(submission=submission))
    shown = Picture.objects.filter(actor=actor)
    shown.exclude(key__in=[one.key for one in wanted]).delete()
    known = {one.key: one for one in shown}
    for one in wanted:
        words = {name: getattr(one, name) for name in WORDS}
        if one.key in known:
            shown.filter(key=one.key).update(**words)
            continue
        made = Picture.objects.create(actor=actor, shown_at=submission.decided_at, **words)
        _copy(one, made, PictureFile)


def hide(submission: Submission) -> None:
    """The decision is taken back: what it showed first goes. What it took away does not come back:
    a picture that was taken away is gone.
    """
    Picture.objects.filter(actor__code=submission.actor_id, shown_at=submission.decided_at).delete()


def take_back(submission: Submission) -> None:
    """Whoever agreed to them agrees no more: its pictures go, public and proposed."""
    if submission.decided_at:
        hide(submission)
    if ProposedPicture.objects.filter(submission=submission).delete()[0]:
        submission.payload.pop(STEP, None)
        submission.save(update_fields=["payload"])


def take_away(code: str, keys: Iterable[str], *, by: Person, reason: str) -> int:
    """A moderator takes public pictures away at once, and their bytes from wherever they lie."""
    with transaction.atomic():
        shown = Picture.objects.filter(actor__code=code, key__in=list(keys))
        gone = list(shown.values_list("key", flat=True))
        shown.delete()
        ProposedPicture.objects.filter(key__in=gone, submission__actor=code).delete()
        PictureRemoval.objects.bulk_create(
            PictureRemoval(actor=code, key=key, by=by, reason=reason) for key in gone
        )
    return len(gone)


def forget(before: datetime) -> int:
    """Pictures of what was decided before a moment; how many."""
    decided = [SubmissionState.ACCEPTED, SubmissionState.REFUSED]
    old = ProposedPicture.objects.filter(
        submission__state__in=decided, submission__decided_at__lt=before
    )
    with transaction.atomic():
        # Without its step a submission speaks of no pictures; with it and none, it takes all away.
        of = Submission.objects.filter(pk__in=list(old.values_list("submission", flat=True)))
        _all, each = old.delete()
        for one in of.select_for_update():
            one.payload.pop(STEP, None)
            one.save(update_fields=["payload"])
    return each.get(ProposedPicture._meta.label, 0)


def _copy(one, made, model):
    model.objects.bulk_create(
        model(picture=made, **{name: getattr(file, name) for name in BYTES})
        for file in one.files.all()
    )

"""Pictures of actors as they are now: what is said of each, and the bytes behind an address."""

from dataclasses import dataclass

from directory.models import ActorVersion, Picture, PictureFile
from directory.models.pictures import PictureBytes


@dataclass(frozen=True)
class FileTold:
    digest: str
    width: int
    height: int


@dataclass(frozen=True)
class PictureTold:
    """A picture without its bytes. `key` is the digest of its widest file, the last."""

    key: str
    kind: str
    alt: dict
    credit: str
    licence: str
    files: tuple[FileTold, ...]


def told(pictures) -> list[PictureTold]:
    """Of a queryset of pictures, public or proposed, in their order."""
    pictures = list(pictures)
    if not pictures:
        return []
    model = type(pictures[0])._meta.get_field("files").related_model
    files = {}
    columns = ("picture_id", "digest", "width", "height")
    found = model.objects.filter(picture__in=pictures).order_by("width")
    for picture, *rest in found.values_list(*columns):
        files.setdefault(picture, []).append(FileTold(*rest))
    return [
        PictureTold(
            one.key, one.kind, one.alt, one.credit, one.licence, tuple(files.get(one.pk, ()))
        )
        for one in pictures
    ]


def pictures_of(code: str) -> list[PictureTold]:
    """What the public sees of an actor, its logo first. Of now only: pictures have no history."""
    return told(Picture.objects.filter(actor__code=code))


def public_file(digest: str) -> PictureBytes | None:
    """The file with this digest, where an actor that stands in the register shows it."""
    standing = ActorVersion.objects.current().filter(redacted=None).values("actor")
    return PictureFile.objects.filter(digest=digest, picture__actor__in=standing).first()

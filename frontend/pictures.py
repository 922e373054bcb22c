"""Pictures as templates show them: where their files are, how wide, and what is said of them."""

from collections.abc import Callable, Iterable

from django.urls import reverse

from directory.models import PictureKind, PictureLicence
from directory.selectors.pictures import PictureTold
from evidence.wording.names import name_of

MOST_SENT = 60 * 2**20  # bytes of one request, before any of it is read


def too_large(request) -> bool:
    """Whether the files of a request are more together than is taken at once."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > MOST_SENT


def public_path(digest: str) -> str:
    return reverse("picture", args=[digest])


def in_draft(link: str) -> Callable[[str], str]:
    """Where the files of a draft are, for who holds its link."""
    return lambda digest: reverse("register-picture", args=[link, digest])


def in_moderation(pk: int) -> Callable[[str], str]:
    return lambda digest: reverse("moderation-picture", args=[pk, digest])


def shown(pictures: Iterable[PictureTold], path: Callable[[str], str] = public_path) -> list[dict]:
    return [shown_one(one, path) for one in pictures]


def shown_one(one: PictureTold, path: Callable[[str], str] = public_path) -> dict:
    first, last = one.files[0], one.files[-1]
    return {
        "key": one.key,
        "is_logo": one.kind == PictureKind.LOGO,
        "src": path(first.digest),
        "large": path(last.digest),
        "srcset": ", ".join(f"{path(file.digest)} {file.width}w" for file in one.files),
        "width": first.width,
        "height": first.height,
        "alt": name_of({"names": one.alt}),
        "credit": one.credit,
        "licence": PictureLicence(one.licence),
        "reusable": one.licence == PictureLicence.CC_BY,
    }


def apart(pictures: list[dict]) -> dict:
    """The logo and the photos, as a profile shows them."""
    return {
        "logo": next((one for one in pictures if one["is_logo"]), None),
        "photos": [one for one in pictures if not one["is_logo"]],
    }

"""A picture as it was sent, made into one we serve: decoded with care, turned, written anew.

Nothing of the file that came is kept: neither where and with what it was taken, nor what else was
hidden in it. Only the pixels go on, at few widths, as WebP.
"""

import hashlib
import io
import warnings
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from PIL import Image

# Pillow is imported where it decodes: it weighs on every process, and most never do.
MOST_BYTES = 15 * 2**20  # of one file; telephones make 3 to 8 MiB
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 17_000_000, "WEBP": 17_000_000}
LEAST_SIDE = 48
WIDTHS = {"logo": (160, 400), "photo": (480, 1200), "document": (1600,)}
TALLEST = 2  # times its width: a strip would push everything else off the page
QUALITY = 78
# Of most JPEGs only a fraction is decoded; of the others all, so one at a time.
ONE_AT_A_TIME = Lock()


class BadPicture(Exception):
    """This is no picture we take; `words` say why to whoever sent it."""

    def __init__(self, words: str):
        super().__init__(words)
        self.words = words


@dataclass(frozen=True)
class Written:
    """A picture at one width, as WebP."""

    digest: str
    width: int
    height: int
    content: bytes


def written(upload, kind: str) -> list[Written]:
    """The picture of a file at the widths of its kind, narrowest first. Raises BadPicture."""
    size = upload.seek(0, io.SEEK_END)
    if size > MOST_BYTES:
        told = {"n": f"{size / 2**20:.0f}", "most": MOST_BYTES // 2**20}
        raise BadPicture(_("This file has %(n)s MB; a picture may have %(most)s.") % told)
    upload.seek(0)
    head = upload.read(64)
    upload.seek(0)
    form = form_of(head)
    from PIL import Image

    with ONE_AT_A_TIME:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what is odd about a file is nobody's log
                return _written(upload, form, kind)
        except BadPicture:
            raise
        except Image.DecompressionBombError as error:  # so large that it was not even opened
            raise BadPicture(_("This picture is too large: it has too many points.")) from error
        except Exception as error:  # a decoder fed by strangers fails in its own many ways
            words = _("This file is damaged or incomplete: it cannot be read as a picture.")
            raise BadPicture(words) from error


def form_of(head: bytes) -> str:
    """What a file is by its first bytes; its name and what the browser says count for nothing."""
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp":
        raise BadPicture(
            _(
                "This is a HEIC or AVIF picture, which many telephones cannot show. Send it as JPEG"
                " (on an iPhone: Settings > Camera > Formats > Most Compatible)."
            )
        )
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        raise BadPicture(_("This is an SVG drawing or a web page. Send it as PNG or JPEG."))
    raise BadPicture(_("This is no picture we can take. Send a JPEG, a PNG or a WebP."))


def _written(upload, form, kind) -> list[Written]:
    from PIL import Image

    image = Image.open(upload, formats=[form])
    width, height = image.size
    if width * height > MOST_PIXELS[form] or max(width, height) > 20_000:
        told = {"n": f"{width} × {height}"}
        raise BadPicture(_("This picture is too large: %(n)s points.") % told)
    if min(width, height) < LEAST_SIDE:
        told = {"n": f"{width} × {height}", "least": LEAST_SIDE}
        raise BadPicture(
            _("This picture is too small: %(n)s points, where each side needs %(least)s.") % told
        )
    # A JPEG of several pictures is one with its depth or its brightness; only the first is seen.
    if form != "JPEG" and getattr(image, "n_frames", 1) > 1:
        raise BadPicture(_("This picture moves. Send one that stands still."))
    wanted = max(WIDTHS[kind])
    image.draft("RGB", (wanted * 2, wanted * 2))
    image = upright(image, widest=wanted * 2, transparent=kind == "logo")
    if image.height > TALLEST * image.width or image.width > 2 * TALLEST * image.height:
        raise BadPicture(_("This picture is a strip, too long for a page. Cut it first."))
    widths = sorted({min(width, image.width) for width in WIDTHS[kind]})
    return [at_width(image, width) for width in widths]


def upright(image: "Image.Image", *, widest: int, transparent: bool) -> "Image.Image":
    """Its pixels alone, in the colours of screens, turned as it was held."""
    from PIL import Image, ImageOps

    image.load()
    profile = image.info.get("icc_profile")
    clear = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    if image.mode not in ("RGB", "CMYK"):
        image = image.convert("RGBA" if clear else "RGB")
    if (times := max(image.size) // widest) > 1:
        image = image.reduce(times)  # so that what follows copies little
    image = ImageOps.exif_transpose(image)
    if profile and image.mode in ("RGB", "CMYK"):
        image = on_screen(image, profile)
    if image.mode == "CMYK":
        image = image.convert("RGB")
    if clear and not transparent:
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image).convert("RGB")
    bare = Image.new(image.mode, image.size)  # a new picture has no metadata to hand on
    bare.paste(image)
    return bare


def on_screen(image: "Image.Image", profile: bytes) -> "Image.Image":
    """In sRGB; as it is where its profile is none."""
    from PIL import ImageCms

    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        screen = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, given, screen, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError):
        return image


def at_width(image: "Image.Image", width: int) -> Written:
    from PIL import Image

    height = max(1, round(image.height * width / image.width))
    small = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    found = io.BytesIO()
    small.save(found, "WEBP", quality=QUALITY, method=4)
    content = found.getvalue()
    return Written(hashlib.sha256(content).hexdigest(), width, height, content)

"""Pictures as strangers send them: what is taken, what of them is kept, what is refused and how."""

import hashlib
import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from desk.pictures import BadPicture, written
from tests.pictures import jpeg, of, picture, webp


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_written_anew_at_few_widths(form):
    narrow, wide = written(picture(form, size=(2000, 1500)), "photo")
    assert [(one.width, one.height) for one in (narrow, wide)] == [(480, 360), (1200, 900)]
    assert wide.digest == hashlib.sha256(wide.content).hexdigest()
    read = Image.open(io.BytesIO(wide.content))
    assert (read.format, read.size) == ("WEBP", (1200, 900))


def test_a_small_picture_is_not_blown_up():
    [only] = written(picture(size=(300, 200)), "photo")
    assert (only.width, only.height) == (300, 200)


def test_where_and_with_what_it_was_taken_is_gone():
    exif = Image.Exif()
    exif[0x010F] = "SecretMaker"
    exif.get_ifd(0x8825).update({1: "N", 2: (34.0, 55.0, 12.0), 3: "W", 4: (2.0, 19.0, 9.0)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b"<x:xmpmeta>SecretPlace</x:xmpmeta>"
    sent = {
        "jpeg": jpeg(exif=exif, icc_profile=profile, xmp=xmp, comment=b"SecretComment"),
        "webp": webp(exif=exif.tobytes(), icc_profile=profile, xmp=xmp),
    }
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "SecretAuthor")
    sent["png"] = picture("PNG", pnginfo=texts, exif=exif)
    for file in sent.values():
        assert b"Secret" in file.getvalue()
        for one in written(file, "photo"):
            for trace in (b"Secret", b"EXIF", b"Exif", b"XMP ", b"ICCP", b"GPS"):
                assert trace not in one.content
            assert not Image.open(io.BytesIO(one.content)).getexif()


def test_it_stands_upright_without_the_word_that_said_how_it_was_held():
    exif = Image.Exif()
    exif[0x0112] = 6  # held a quarter turn aside
    for form, size in (("JPEG", (5200, 3900)), ("PNG", (4000, 3000)), ("WEBP", (4000, 3000))):
        [one] = written(picture(form, size=(400, 300), exif=exif), "photo")
        assert (one.width, one.height) == (300, 400)
        large = written(picture(form, size=size, exif=exif), "photo")[-1]
        assert (large.width, large.height) == (1200, 1600)


def test_what_was_hidden_behind_its_end_is_gone():
    polyglot = of(jpeg().getvalue() + b"<script>alert(1)</script>PK\x03\x04")
    assert all(b"<script>" not in one.content for one in written(polyglot, "photo"))


def test_a_logo_stays_transparent_and_a_photo_gets_a_ground():
    clear = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    sent = io.BytesIO()
    clear.save(sent, "PNG")
    assert read(written(sent, "logo")[0]).mode == "RGBA"
    assert read(written(sent, "photo")[0]).getpixel((5, 5)) == (255, 255, 255)


def read(one):
    return Image.open(io.BytesIO(one.content))


def test_colours_of_printers_and_palettes_are_read():
    for mode, form in (("CMYK", "JPEG"), ("P", "PNG"), ("L", "JPEG"), ("1", "PNG"), ("LA", "PNG")):
        sent = io.BytesIO()
        Image.new(mode, (300, 200)).save(sent, form)
        assert read(written(sent, "photo")[0]).size == (300, 200)


def bomb(width, height):
    """A PNG of a few bytes that says it is huge."""

    def chunk(kind, data):
        told = struct.pack(">I", len(data)) + kind + data
        return told + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = (
        chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(10_000))) + chunk(b"IEND", b"")
    )
    return of(b"\x89PNG\r\n\x1a\n" + body)


def moving(form):
    sent = io.BytesIO()
    frames = [Image.new("RGB", (100, 100), colour) for colour in ("red", "blue")]
    frames[0].save(sent, form, save_all=True, append_images=frames[1:])
    return sent


def damaged_png():
    whole = bytearray(picture("PNG").getvalue())
    whole[len(whole) // 2] ^= 0xFF
    return of(bytes(whole))


HOSTILE = {
    "a bomb": (lambda: bomb(30_000, 30_000), "too large"),
    "a thin bomb": (lambda: bomb(1_000_000, 10), "too large"),
    "one just below what Pillow warns of": (lambda: bomb(9_000, 9_000), "too large"),
    "a header without its picture": (lambda: bomb(500, 500), "damaged"),
    "cut short": (lambda: of(jpeg().getvalue()[:3000]), "damaged"),
    "only its first bytes": (lambda: of(b"\xff\xd8\xff"), "damaged"),
    "damaged in the middle": (damaged_png, "damaged"),
    "a web page": (lambda: of(b"<!doctype html><script>"), "SVG"),
    "a drawing": (lambda: of(b"\xef\xbb\xbf\n<svg xmlns='http://www.w3.org/2000/svg'/>"), "SVG"),
    "of an iPhone": (lambda: of(b"\x00\x00\x00\x18ftypheic" + bytes(99)), "HEIC"),
    "a GIF": (lambda: moving("GIF"), "JPEG, a PNG or a WebP"),
    "a moving WebP": (lambda: moving("WEBP"), "moves"),
    "a moving PNG": (lambda: moving("PNG"), "moves"),
    "a paper": (lambda: of(b"%PDF-1.7\n"), "no picture"),
    "nothing": (lambda: of(b""), "no picture"),
    "a dot": (lambda: picture("PNG", size=(1, 1)), "too small"),
    "a strip": (lambda: picture("PNG", size=(4000, 60)), "strip"),
    "huge": (lambda: of(b"\xff\xd8\xff" + bytes(16 * 2**20)), "16 MB"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_picture_of_ours_is_refused_in_words(name):
    make, words = HOSTILE[name]
    with pytest.raises(BadPicture) as refused:
        written(make(), "photo")
    assert words in refused.value.words


def test_a_jpeg_with_its_depth_is_a_picture():
    """Telephones put a second picture behind the first."""
    sent = io.BytesIO()
    Image.new("RGB", (400, 300), "green").save(
        sent, "MPO", save_all=True, append_images=[Image.new("RGB", (40, 30))]
    )
    assert len(written(sent, "photo")) == 1

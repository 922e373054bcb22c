"""Pictures as files that somebody sends."""

import io
import random

from PIL import Image


def of(content: bytes) -> io.BytesIO:
    return io.BytesIO(content)


def picture(form="JPEG", *, size=(640, 480), seed=1, **more) -> io.BytesIO:
    """A picture with enough in it that it does not pack to nothing."""
    small = Image.frombytes("RGB", (16, 12), random.Random(seed).randbytes(16 * 12 * 3))
    sent = io.BytesIO()
    small.resize(size).save(sent, form, **more)
    sent.name = f"picture.{form.lower()}"
    sent.seek(0)
    return sent


def jpeg(**more):
    return picture("JPEG", **more)


def webp(**more):
    return picture("WEBP", **more)

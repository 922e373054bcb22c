"""Pictures of actors: current only, in no digest, edition or history, and gone once taken away.

The words and the bytes of a picture are the same while it is proposed and once it is public, so the
desk's models begin from those here.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from directory.models.actors import Actor


class PictureKind(models.TextChoices):
    LOGO = "logo", _("Logo")
    PHOTO = "photo", _("Photo")


class PictureLicence(models.TextChoices):
    """Whether others may use it."""

    HERE = "here", _("Shown here only; whoever wants to use it asks the organisation")
    CC_BY = "CC-BY-4.0", _("Free for all to use with its source (CC BY 4.0)")


class PictureWords(models.Model):
    """What is said of a picture. `key` is the digest of its widest file; `alt` tells in words what
    it shows, by language; `credit` who made it.
    """

    key = models.CharField(max_length=64)
    kind = models.CharField(max_length=5, choices=PictureKind)
    position = models.PositiveSmallIntegerField()
    alt = models.JSONField(default=dict)
    credit = models.TextField(blank=True, default="")
    licence = models.CharField(max_length=9, choices=PictureLicence, default=PictureLicence.HERE)

    KNOWN: ClassVar = Q(kind__in=PictureKind.values) & Q(licence__in=PictureLicence.values)

    class Meta:
        abstract = True
        ordering = ("kind", "position", "pk")  # the logo first

    def __str__(self):
        return f"{self.kind} {self.key[:8]}"


class PictureBytes(models.Model):
    """A picture at one width, as WebP that we wrote; `digest`: the SHA-256 of the bytes, in hex."""

    digest = models.CharField(max_length=64, db_index=True)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    content = models.BinaryField()

    class Meta:
        abstract = True
        ordering = ("width",)

    def __str__(self):
        return self.digest[:8]


class Picture(PictureWords):
    """A picture the public sees. `shown_at` is when it was accepted."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="pictures")
    shown_at = models.DateTimeField(db_default=Now())

    class Meta(PictureWords.Meta):
        constraints = [
            models.CheckConstraint(condition=PictureWords.KNOWN, name="picture_of_a_known_kind"),
            models.CheckConstraint(
                condition=~Q(kind=PictureKind.PHOTO) | ~Q(alt={}), name="picture_told_in_words"
            ),
            models.UniqueConstraint(fields=["actor", "key"], name="picture_once_an_actor"),
            models.UniqueConstraint(
                fields=["actor"],
                condition=Q(kind=PictureKind.LOGO),
                name="picture_one_logo_an_actor",
            ),
        ]


class PictureFile(PictureBytes):
    picture = models.ForeignKey(Picture, models.CASCADE, related_name="files")

    class Meta(PictureBytes.Meta):
        constraints = [
            models.UniqueConstraint(fields=["picture", "width"], name="picture_file_one_a_width"),
        ]

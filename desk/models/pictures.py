"""Pictures that are proposed: private, until a decision copies them to the register's side."""

from django.db import models
from django.db.models.functions import Now

from desk.models.people import Person
from desk.models.submissions import Submission
from directory.models.pictures import PictureBytes, PictureWords


class ProposedPicture(PictureWords):
    """A picture of a submission, with what was typed of it, right or wrong.

    `agreed`: whoever can be recognised in it agreed that it is published.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="pictures")
    agreed = models.BooleanField(default=False)

    class Meta(PictureWords.Meta):
        constraints = [
            models.CheckConstraint(
                condition=PictureWords.KNOWN, name="proposed_picture_of_a_known_kind"
            ),
            models.UniqueConstraint(
                fields=["submission", "key"], name="proposed_picture_once_a_submission"
            ),
        ]


class ProposedPictureFile(PictureBytes):
    picture = models.ForeignKey(ProposedPicture, models.CASCADE, related_name="files")

    class Meta(PictureBytes.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["picture", "width"], name="proposed_picture_file_one_a_width"
            ),
        ]


class PictureRemoval(models.Model):
    """That a moderator took a public picture away, and why: inserted, never changed by the web."""

    actor = models.CharField(max_length=8)
    key = models.CharField(max_length=64)
    reason = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="picture_removal_has_a_reason"
            )
        ]

    def __str__(self):
        return f"picture {self.key[:8]} of {self.actor}"

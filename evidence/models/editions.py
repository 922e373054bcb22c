"""Editions: numbered releases of the whole public register. Append-only."""

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _


class EditionQuerySet(models.QuerySet):
    def in_order(self):
        """The newest edition first, and of each its last issue first."""
        return self.order_by("-number", "-issue")

    def last_issues(self):
        """Each edition once, as it was last issued, the newest first."""
        return self.order_by("-number", "-issue").distinct("number")


class Edition(models.Model):
    """One issue of an edition: issue 0 is the first; a later one follows a redaction.

    `digest` is the SHA-256 of the whole package, `head` the last revision when it was made: only
    what was redacted after `head` may be missing from a later making. `site` is where its
    permanent link leads, as its own texts say. `files` lists name, size, rows and SHA-256.
    """

    number = models.PositiveIntegerField()
    issue = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField()
    head = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()
    issued_at = models.DateTimeField(db_default=Now())
    previous_revision = models.PositiveIntegerField(default=0)
    actors = models.PositiveIntegerField()
    is_demo = models.BooleanField()
    site = models.TextField(blank=True)
    size = models.PositiveBigIntegerField()
    digest = models.BinaryField()
    files = models.JSONField()

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Edition")
        verbose_name_plural = _("Editions")
        constraints = [
            models.UniqueConstraint(fields=["number", "issue"], name="edition_issue_once"),
            models.UniqueConstraint(
                fields=["revision"], condition=Q(issue=0), name="edition_of_a_revision_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_from_one"),
            models.CheckConstraint(
                condition=Q(head__gte=F("revision")), name="edition_of_a_revision_recorded"
            ),
            models.CheckConstraint(
                condition=Q(revision__gt=F("previous_revision")), name="edition_after_the_last"
            ),
            models.CheckConstraint(
                condition=Exact(
                    Func(F("digest"), function="octet_length", output_field=models.IntegerField()),
                    32,
                ),
                name="edition_digest_is_sha256",
            ),
        ]

    def __str__(self):
        return f"edition {self.number}" + (f", issue {self.issue}" if self.issue else "")

    @property
    def sha256(self) -> str:
        return bytes(self.digest).hex()

    @property
    def name(self) -> str:
        """The folder inside the package, and the start of its file's name."""
        return f"athar-edition-{self.number}"

    @property
    def file_name(self) -> str:
        return f"{self.name}.zip"

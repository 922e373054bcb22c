"""Citations: a question, its answer and the evidence behind it, under a permanent code."""

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import Exact

from directory.models.actors import CodeIsValid


def _is_sha256(field):
    length = Func(F(field), function="octet_length", output_field=models.IntegerField())
    return Exact(length, 32)


class Citation(models.Model):
    """What was asked of one revision, and what it answered. Never changed, never deleted.

    `original` is the address as it was cited, `normal` the same question in its one form; `answer`
    the codes and values answered (of a list, how many). `result` is the SHA-256 of their canonical
    bytes, `evidence` that of the codes and digests of all records behind them, in their order,
    `ledger` the digest of the revision. `paper` is what is printed: sixteen symbols of all three.
    """

    code = models.CharField(max_length=8, unique=True)
    kind = models.TextField()
    path = models.TextField()
    original = models.TextField()
    normal = models.TextField()
    query_version = models.PositiveSmallIntegerField()
    fold_version = models.PositiveSmallIntegerField()
    revision = models.IntegerField()
    recorded_at = models.DateTimeField()
    ledger = models.BinaryField()
    result = models.BinaryField()
    evidence = models.BinaryField()
    records = models.IntegerField()
    answer = models.JSONField()
    is_demo = models.BooleanField()
    paper = models.CharField(max_length=16)
    cited_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["path", "normal", "result"], name="citation_identity"),
            models.CheckConstraint(condition=Q(CodeIsValid("code")), name="citation_code_checks"),
            *(
                models.CheckConstraint(
                    condition=_is_sha256(name), name=f"citation_{name}_is_sha256"
                )
                for name in ("ledger", "result", "evidence")
            ),
            models.CheckConstraint(condition=Q(records__gte=0), name="citation_counts_records"),
        ]

    def __str__(self):
        return self.code


class Remembered(models.Model):
    """A record, redacted since, that the words of a citation's question had found."""

    citation = models.ForeignKey(Citation, models.PROTECT, related_name="remembered")
    digest = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["citation", "digest"], name="remembered_once"),
            models.CheckConstraint(
                condition=_is_sha256("digest"), name="remembered_digest_is_sha256"
            ),
        ]

    def __str__(self):
        return f"{bytes(self.digest).hex()[:8]} of {self.citation_id}"


class Sighting(models.Model):
    """The same question answered the same at a later revision, as somebody cited it again."""

    citation = models.ForeignKey(Citation, models.PROTECT, related_name="sightings")
    revision = models.IntegerField()
    cited_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["citation", "revision"], name="sighting_once"),
        ]

    def __str__(self):
        return f"{self.citation_id} at {self.revision}"

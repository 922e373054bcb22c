"""The ledger: numbered revisions, and the canonical bytes of every record they open."""

from django.db import models
from django.db.models import F, Q


class Instance(models.Model):
    """One row: whether this register is a demonstration. Fixed when its territories are loaded."""

    demonstration = models.BooleanField()
    fixed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="instance_is_single"),
        ]

    def __str__(self):
        return "demonstration" if self.demonstration else "register"


class RevisionKind(models.TextChoices):
    PUBLISH = "publish"
    IMPORT = "import"
    CONFIRM = "confirm"
    MERGE = "merge"
    SPLIT = "split"
    RESTORE = "restore"
    WITHDRAW = "withdraw"
    REDACT = "redact"
    RECODE = "recode"
    REFERENCE = "reference"
    DEMO = "demo"
    EPOCH = "epoch"


class RevisionQuerySet(models.QuerySet):
    def head(self):
        """The last revision; revision 0 always exists."""
        return self.order_by("-number").first()

    def without_bytes(self):
        return self.defer("bytes")


class Revision(models.Model):
    """One entry of the ledger.

    `bytes` is RFC 8785 JSON of all the entry says, the digest of its predecessor included; `digest`
    is their SHA-256, checked by the database. `date` is the Moroccan date at that moment, frozen,
    since the country's clock rules change. No person and no free text is in it.
    """

    number = models.IntegerField(primary_key=True)
    recorded_at = models.DateTimeField(unique=True)
    date = models.DateField()
    kind = models.TextField(choices=RevisionKind)
    role = models.TextField()
    reason = models.TextField()
    reference_sets = models.JSONField(default=dict)
    opened_count = models.IntegerField()
    closed_count = models.IntegerField()
    redacted_count = models.IntegerField()
    previous = models.BinaryField()
    digest = models.BinaryField(unique=True)
    bytes = models.BinaryField()

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=0), name="revision_number_from_zero"),
            models.CheckConstraint(
                condition=Q(kind__in=RevisionKind.values), name="revision_kind_known"
            ),
        ]

    def __str__(self):
        return str(self.number)


class RevisionNote(models.Model):
    """Free text beside a revision, in no digest: it may be erased."""

    revision = models.OneToOneField(Revision, models.PROTECT, primary_key=True)
    text = models.TextField()

    def __str__(self):
        return f"{self.revision_id}: {self.text[:60]}"


class RecordBytes(models.Model):
    """The canonical bytes behind one record; gone once redacted, while the digest stays."""

    digest = models.BinaryField(primary_key=True)
    record = models.TextField()
    bytes = models.BinaryField(null=True)
    redacted = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(bytes=None, redacted__isnull=False)
                | Q(bytes__isnull=False, redacted=None),
                name="record_bytes_present_or_redacted",
            ),
        ]
        indexes = [
            models.Index(
                fields=["redacted"],
                name="record_bytes_redacted",
                condition=Q(redacted__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.record} {bytes(self.digest).hex()}"


class RegisterRecord(models.Model):
    """What every record has: the revision that opened it, the one that closed it, a digest."""

    opened = models.IntegerField()
    closed = models.IntegerField(null=True)
    redacted = models.IntegerField(null=True)
    digest = models.BinaryField(unique=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(closed=None) | Q(closed__gt=F("opened")),
                name="%(class)s_closes_after_it_opens",
            ),
        ]


class RecordQuerySet(models.QuerySet):
    def current(self):
        return self.filter(closed=None)

    def as_of(self, revision):
        """Rows of the register as it stood at `revision`."""
        return self.filter(Q(closed=None) | Q(closed__gt=revision), opened__lte=revision)

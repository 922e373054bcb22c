"""Files brought in: from where, how their columns read, and what became of each row."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from desk.models.people import Person
from directory.models import Revision


class ImportState(models.TextChoices):
    """How far an import is, in this order; the trigger `import_guard` lets none go back."""

    READ = "read"
    MAPPED = "mapped"
    CHECKED = "checked"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    UNDONE = "undone"


class RowOutcome(models.TextChoices):
    """What publishing makes of a row; nothing while it is not checked.

    `unsure` waits for an answer, `wrong` for another value; `same` has nothing the register lacks.
    """

    UNCHECKED = ""
    NEW = "new"
    UPDATE = "update"
    SAME = "same"
    UNSURE = "unsure"
    WRONG = "wrong"
    SKIPPED = "skipped"


class RowAnswer(models.TextChoices):
    """What somebody decided of an uncertain row."""

    NONE = ""
    SAME = "same"
    OTHER = "other"
    SKIP = "skip"


class ImportSource(models.Model):
    """Who gives files, under which licence, and how their columns were read the last time.

    `mapping` is column to field, the column's name folded.
    """

    name = models.CharField(max_length=200, unique=True)
    licence = models.CharField(max_length=60)
    mapping = models.JSONField(default=dict)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="import_source_is_named")]

    def __str__(self):
        return self.name


class Import(models.Model):
    """One file of one source.

    `digest` is the SHA-256 of the file and of how it is read: begun again, the same is taken up
    where it stood. `head` is the revision its rows were compared with. `columns` are the headers in
    order, `mapping` column to field, `options` what was said beside the file.
    """

    source = models.ForeignKey(ImportSource, models.PROTECT, related_name="imports")
    filename = models.CharField(max_length=255)
    format = models.CharField(max_length=8)
    digest = models.BinaryField()
    licence = models.CharField(max_length=60)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, choices=ImportState, default=ImportState.READ, db_default=ImportState.READ
    )
    rows = models.PositiveIntegerField(default=0)
    head = models.IntegerField(null=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField(db_default=Now())
    published_at = models.DateTimeField(null=True)
    revision = models.OneToOneField(Revision, models.PROTECT, null=True, related_name="+")
    undone_by = models.OneToOneField(Revision, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="import_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[ImportState.PUBLISHED, ImportState.UNDONE], revision__isnull=False
                )
                | ~Q(state__in=[ImportState.PUBLISHED, ImportState.UNDONE]) & Q(revision=None),
                name="import_published_names_its_revision",
            ),
            models.CheckConstraint(
                condition=Q(state=ImportState.UNDONE, undone_by__isnull=False)
                | ~Q(state=ImportState.UNDONE) & Q(undone_by=None),
                name="import_undone_names_its_revision",
            ),
            models.UniqueConstraint(
                fields=["source", "digest"],
                condition=~Q(state=ImportState.UNDONE),
                name="import_of_a_file_once",
            ),
        ]

    def __str__(self):
        return f"{self.filename} of {self.source_id}"


class ImportRow(models.Model):
    """One row as it came, and what was understood of it.

    `cells` are in the order of the import's columns. `told` maps fields (`names.fr`, `place`…) to
    what canonical bytes would hold; `figures` are [indicator, year, value]. `problems` are objects
    of column, value, problem, proposal and whether they stop the row. `candidates` are those it may
    be, likeliest first: a code (or the `row` of this file), names, score and why. `keys` is what
    two rows of a file may share. `actor` and `base` are the profile it changes and its digest; of a
    new one, the code it was published under.
    """

    parent = models.ForeignKey(Import, models.CASCADE, related_name="staged", db_index=False)
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    outcome = models.CharField(max_length=7, choices=RowOutcome, default="", db_default="")
    told = models.JSONField(default=dict)
    figures = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    candidates = models.JSONField(default=list)
    keys = ArrayField(models.TextField(), default=list)
    actor = models.CharField(max_length=8, default="", db_default="")
    base = models.BinaryField(null=True)
    answer = models.CharField(max_length=5, choices=RowAnswer, default="", db_default="")
    answer_code = models.CharField(max_length=8, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parent", "number"], name="import_row_number_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=RowOutcome.values), name="import_row_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(answer__in=RowAnswer.values), name="import_row_answer_known"
            ),
            models.CheckConstraint(
                condition=Q(answer_code="") | Q(answer=RowAnswer.SAME),
                name="import_row_same_as_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=RowOutcome.UPDATE) | ~Q(actor=""),
                name="import_row_updates_somebody",
            ),
        ]

    def __str__(self):
        return f"row {self.number}"

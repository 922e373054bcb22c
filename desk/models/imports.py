"""Files brought in: from where, how their columns read, and what became of each row."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from desk.models.people import Person
from desk.models.roles import Scope
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
    """What publishing makes of a row; nothing while it is not checked, or lacks what is said once
    for all rows.

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
    order, `mapping` column to field, `options` what was said beside the file. `scope` and
    `scope_code` are what its rows must lie in, `dated` the day the file is of, and `communes` what
    was chosen for places that several communes may be (`understanding.Row.place_key`).
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
    scope = models.CharField(
        max_length=9, choices=Scope, default=Scope.COUNTRY, db_default=Scope.COUNTRY
    )
    scope_code = models.CharField(max_length=8, default="MA", db_default="MA")
    dated = models.DateField(null=True)
    communes = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
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

    @property
    def of_members(self) -> bool:
        """Whether its new profiles join the network or the programme it is of."""
        return self.scope in (Scope.NETWORK, Scope.PROGRAMME)


class ImportRow(models.Model):
    """One row as it came, and what was understood of it.

    `cells` are in the order of the import's columns. `told` maps fields (`names.fr`, `place`…) to
    what canonical bytes would hold; `figures` are [indicator, year, value]. `problems` are objects
    of column, value, problem, proposal and whether they stop the row. `candidates` are those it may
    be, likeliest first: a code (or the `row` of this file), names, score and why. `keys` is what
    two rows of a file may share. `actor` and `base` are the profile it changes and its digest; of a
    new one, the code it was published under. `left_out` are the columns whose figure somebody did
    without.
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
    left_out = ArrayField(models.TextField(), default=list)

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


class RunState(models.TextChoices):
    WAITING = "waiting", _("waits its turn")
    RUNNING = "running", _("in progress")
    STOPPED = "stopped", _("stopped")
    FAILED = "failed", _("not done")
    DONE = "done", _("done")


class RunStep(models.TextChoices):
    """What the worker was last asked to do with a file."""

    READ = "read", _("Reading")
    CHECK = "check", _("Checking")
    PUBLISH = "publish", _("Publishing")
    UNDO = "undo", _("Taking back")


class ImportRunQuerySet(models.QuerySet):
    def within(self, scopes):
        """Those a moderator with these scopes may see: of what is hers."""
        if scopes.everything:
            return self
        return self.filter(
            Q(scope=Scope.REGION, scope_code__in=scopes.regions)
            | Q(scope=Scope.NETWORK, scope_code__in=scopes.networks)
            | Q(scope=Scope.PROGRAMME, scope_code__in=scopes.programmes)
        )


class ImportRun(models.Model):
    """A file that was sent on a page, and how far the worker is with it.

    `content` is there until it has been read. `refusal` says why something was not done: the name
    of the refusal and its words. `options` are those of the step.
    """

    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    parent = models.OneToOneField(Import, models.CASCADE, null=True, related_name="run")
    source = models.CharField(max_length=200)
    licence = models.CharField(max_length=60)
    filename = models.CharField(max_length=255)
    dated = models.DateField(null=True)
    scope = models.CharField(max_length=9, choices=Scope)
    scope_code = models.CharField(max_length=8)
    content = models.BinaryField(null=True)
    step = models.CharField(max_length=7, choices=RunStep, default=RunStep.READ)
    state = models.CharField(max_length=7, choices=RunState, default=RunState.WAITING)
    options = models.JSONField(default=dict)
    phase = models.CharField(max_length=10, default="")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    stop = models.BooleanField(default=False)
    refusal = models.JSONField(default=dict)
    begun_at = models.DateTimeField(db_default=Now())
    touched_at = models.DateTimeField(db_default=Now())

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RunState.values), name="import_run_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(step__in=RunStep.values), name="import_run_a_known_step"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=False) | Q(step=RunStep.READ),
                name="import_run_reads_first",
            ),
        ]

    def __str__(self):
        return self.filename

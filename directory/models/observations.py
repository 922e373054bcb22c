"""Observations: one figure of one actor for one year; and what actors report, derived from them."""

from django.db import models
from django.db.models import Q

from directory.models.actors import CLOSED, CURRENT, Actor
from directory.models.revisions import RecordQuerySet, RegisterRecord


class SourceKind(models.TextChoices):
    """Where a figure comes from, the most trusted first: a figure takes one, in this order."""

    VERIFIED = "verified"
    REGISTRY = "registry"
    SURVEY = "survey"
    DECLARED = "declared"
    ESTIMATE = "estimate"


class Observation(RegisterRecord):
    """What was said of one indicator for one year, and by what kind of source.

    `origin` is the code of the actor it was said of: another than the actor's own once a merger
    joined their figures. Source texts are in the canonical bytes only.
    """

    actor = models.ForeignKey(Actor, models.PROTECT, related_name="observations", db_index=False)
    origin = models.CharField(max_length=8)
    indicator = models.TextField()
    year = models.PositiveSmallIntegerField()
    source_kind = models.TextField(choices=SourceKind)
    value = models.DecimalField(max_digits=18, decimal_places=2)
    unit = models.TextField()
    is_demo = models.BooleanField()

    objects = RecordQuerySet.as_manager()

    class Meta(RegisterRecord.Meta):
        constraints = [
            *RegisterRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["actor", "indicator", "year", "source_kind", "origin"],
                condition=CURRENT,
                name="observation_one_current",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1900, year__lte=2200), name="observation_year_is_a_year"
            ),
            models.CheckConstraint(
                condition=Q(source_kind__in=SourceKind.values), name="observation_source_kind_known"
            ),
        ]
        indexes = [
            models.Index(fields=["opened", "id"], name="observation_opened"),
            models.Index(fields=["closed", "id"], name="observation_closed", condition=CLOSED),
            # Those of an actor's history; what stands is found by what is unique.
            models.Index(fields=["actor"], name="observation_past", condition=CLOSED),
        ]

    def __str__(self):
        return f"{self.actor_id} {self.indicator} {self.year}"


class Report(models.Model):
    """What an actor reports for one indicator and year between two revisions. Kept by publishing.

    The value of its best source kind; there is no row where values of that kind differ. `whole` is
    the total the indicator is a part of, where the actor reports both and the part is not above it.
    `digest` is the observation's. `next_year` is the next later year it reports the indicator for,
    0 where it is the last; `pair_next_year` the next it has a whole for. So the latest of some
    years is a condition on a row, and nothing turns at New Year.
    """

    actor = models.ForeignKey(Actor, models.PROTECT, related_name="reports", db_index=False)
    indicator = models.TextField()
    year = models.PositiveSmallIntegerField()
    next_year = models.PositiveSmallIntegerField()
    pair_next_year = models.PositiveSmallIntegerField(null=True)
    source_kind = models.TextField()
    value = models.DecimalField(max_digits=18, decimal_places=2)
    whole = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    observation = models.ForeignKey(Observation, models.PROTECT, db_index=False)
    digest = models.BinaryField()
    opened = models.IntegerField()
    closed = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "indicator", "year"],
                condition=CURRENT,
                name="report_one_current",
            ),
        ]
        indexes = [
            # Scans of one indicator and year read this alone.
            models.Index(
                fields=["indicator", "year", "actor"],
                include=["next_year", "source_kind", "value"],
                name="report_current",
                condition=CURRENT,
            ),
            models.Index(
                fields=["indicator", "year", "actor"], name="report_past", condition=CLOSED
            ),
            # Those of an actor at any revision.
            models.Index(fields=["actor", "indicator", "year"], name="report_actor"),
            models.Index(fields=["opened"], name="report_opened"),
            models.Index(fields=["closed"], name="report_closed", condition=CLOSED),
        ]

    def __str__(self):
        return f"{self.actor_id} {self.indicator} {self.year}: {self.value}"


class ReportCell(models.Model):
    """Sums of what standing actors report, in one cell.

    `axis`, `value_of_axis` and `territory` are as in the cube of counts: regions and provinces for
    all, regions by sector and audience; the country is the sum of its regions. `paired` cells hold
    those that report the whole too.
    """

    indicator = models.TextField()
    year = models.SmallIntegerField()
    next_year = models.SmallIntegerField()
    paired = models.BooleanField()
    axis = models.TextField()
    value_of_axis = models.TextField()
    territory = models.TextField()
    legal_form = models.TextField()
    kind = models.TextField()
    cooperative_type = models.TextField()
    active = models.BooleanField()
    is_demo = models.BooleanField()
    verified = models.IntegerField()
    registry = models.IntegerField()
    survey = models.IntegerField()
    declared = models.IntegerField()
    estimate = models.IntegerField()
    total = models.DecimalField(max_digits=24, decimal_places=2)
    whole = models.DecimalField(max_digits=24, decimal_places=2)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.indicator} {self.year} in {self.territory}: {self.total}"


KEY = [
    "indicator", "axis", "value_of_axis", "territory", "year", "next_year", "paired", "legal_form",
    "kind", "cooperative_type", "active", "is_demo",
]  # fmt: skip


class ReportRollup(ReportCell):
    """The cube of now."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=KEY, name="report_cell")]
        # Sums ask for one indicator, axis and some years, and tell every value of the axis.
        indexes = [
            models.Index(
                fields=["indicator", "axis", "paired", "active", "year", "territory"],
                name="report_sum",
            )
        ]


class ReportRollupDelta(ReportCell):
    """What each revision changed in it: append-only."""

    revision = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["indicator", "axis", "value_of_axis", "territory", "revision"],
                name="report_delta",
            ),
            models.Index(fields=["revision"], name="report_delta_revision"),
        ]


class ReportRollupCheckpoint(ReportCell):
    """The cube as it stood at some revisions: old ones are read from the nearest. Append-only."""

    revision = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["revision", "indicator", "axis", "value_of_axis", "territory"],
                name="report_checkpoint_slice",
            ),
        ]

"""Actors: identity, what was said of them from revision to revision, and how they left."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func, Q

from directory.models.revisions import RecordQuerySet, RegisterRecord

CURRENT = Q(closed=None)
CLOSED = Q(closed__isnull=False)


class CodeIsValid(Func):
    function = "code_is_valid"
    output_field = models.BooleanField()


class SelectionKeys(Func):
    """The SQL function `selection_keys`: what filters of a version's columns share."""

    function = "selection_keys"
    output_field = ArrayField(models.TextField())


KEYS = SelectionKeys("region", "province", "legal_form", "sectors", "audiences")


class Actor(models.Model):
    """An organisation's identity: a code that is never reused. All else is in its versions."""

    code = models.CharField(max_length=8, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(CodeIsValid("code")), name="actor_code_checks"),
        ]

    def __str__(self):
        return self.code


class DatePrecision(models.TextChoices):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class PlacePrecision(models.TextChoices):
    EXACT = "exact"
    LOCALITY = "locality"
    COMMUNE = "commune"


class ActorVersion(RegisterRecord):
    """What the register holds of an actor between two revisions, as columns to filter and count by.

    Every column is derived from the record's canonical bytes by the SQL function
    `actor_version_of`; texts stand in `ActorText`, so these rows stay thin. `point` is EPSG:4326
    and present for precision exact and locality only. Dates are the first day of the period
    their precision names.
    """

    actor = models.ForeignKey(Actor, models.PROTECT, related_name="versions", db_index=False)
    code = models.CharField(max_length=8)
    legal_form = models.TextField()
    kind = models.TextField()
    cooperative_type = models.TextField(null=True)
    sectors = ArrayField(models.TextField())
    audiences = ArrayField(models.TextField())
    region = models.TextField(null=True)
    province = models.TextField(null=True)
    prefecture_arrondissements = models.TextField(null=True)
    commune = models.TextField(null=True)
    arrondissement = models.TextField(null=True)
    locality = models.TextField(null=True)
    precision = models.TextField(null=True, choices=PlacePrecision)
    point = models.PointField(null=True, spatial_index=False)
    founded = models.DateField(null=True)
    founded_precision = models.TextField(null=True, choices=DatePrecision)
    closed_on = models.DateField(null=True)
    closed_precision = models.TextField(null=True, choices=DatePrecision)
    is_demo = models.BooleanField()
    fold = models.TextField()
    words = SearchVectorField()

    objects = RecordQuerySet.as_manager()

    class Meta(RegisterRecord.Meta):
        constraints = [
            *RegisterRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["actor"], condition=CURRENT, name="actor_version_one_current"
            ),
            models.CheckConstraint(
                condition=Q(point=None)
                | Q(precision__in=[PlacePrecision.EXACT, PlacePrecision.LOCALITY]),
                name="actor_version_point_has_precision",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None)
                | Q(founded=None)
                | Q(closed_on__gte=models.F("founded")),
                name="actor_version_closes_after_founding",
            ),
        ]
        indexes = [
            models.Index(fields=["actor", "opened"], name="av_actor"),
            models.Index(fields=["opened", "id"], name="av_opened"),
            models.Index(fields=["closed", "id"], name="av_closed", condition=CLOSED),
            models.Index(fields=["fold", "code"], name="av_fold", condition=CURRENT),
            # Who cites or verifies them all folds codes and digests in this order, reading no rows.
            models.Index(
                fields=["code", "digest"],
                include=["actor", "opened", "closed_on", "is_demo"],
                name="av_code",
                condition=CURRENT,
            ),
            models.Index(fields=["region", "fold", "code"], name="av_region", condition=CURRENT),
            models.Index(
                fields=["province", "fold", "code"], name="av_province", condition=CURRENT
            ),
            models.Index(fields=["commune", "fold", "code"], name="av_commune", condition=CURRENT),
            models.Index(fields=["legal_form", "fold", "code"], name="av_form", condition=CURRENT),
            # Networks and whoever else is few, now and before; of the usual kind are nearly all.
            models.Index(
                fields=["kind", "fold", "code"],
                include=["opened", "closed"],
                name="av_kind",
                condition=~Q(kind="operator"),
            ),
            models.Index(
                fields=["region", "legal_form", "fold", "code"],
                name="av_region_form",
                condition=CURRENT,
            ),
            models.Index(
                fields=["province", "legal_form", "fold", "code"],
                name="av_province_form",
                condition=CURRENT,
            ),
            models.Index(
                fields=["locality", "fold", "code"],
                name="av_locality",
                condition=CURRENT & Q(locality__isnull=False),
            ),
            models.Index(
                fields=["closed_on"],
                name="av_closing",
                condition=CURRENT & Q(closed_on__isnull=False),
            ),
            GinIndex(fields=["sectors"], name="av_sectors", condition=CURRENT, fastupdate=False),
            GinIndex(
                fields=["audiences"], name="av_audiences", condition=CURRENT, fastupdate=False
            ),
            GinIndex(fields=["words"], name="av_words", condition=CURRENT, fastupdate=False),
            # What combined filters share; of the past too, which has no order of names to walk.
            GinIndex(KEYS, name="av_keys", condition=CURRENT, fastupdate=False),
            GinIndex(KEYS, name="av_past_keys", condition=CLOSED, fastupdate=False),
            models.Index(fields=["fold", "code"], name="av_past_fold", condition=CLOSED),
        ]

    def __str__(self):
        return f"{self.code} since {self.opened}"


class ActorText(models.Model):
    """The texts of one version, and `summary`, the JSON object of lists, made by the database."""

    version = models.OneToOneField(
        ActorVersion, models.PROTECT, primary_key=True, related_name="text"
    )
    names = models.JSONField()
    descriptions = models.JSONField()
    products = models.JSONField()
    website = models.TextField(null=True)
    summary = models.TextField()

    def __str__(self):
        return next(iter(self.names.values()), "")


class Ending(RegisterRecord):
    """An actor that left the register: merged into an heir, or withdrawn. A split closes it."""

    class Fate(models.TextChoices):
        MERGED = "merged"
        WITHDRAWN = "withdrawn"

    actor = models.ForeignKey(Actor, models.PROTECT, related_name="endings")
    fate = models.TextField(choices=Fate)
    heir = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="inherited")

    objects = RecordQuerySet.as_manager()

    class Meta(RegisterRecord.Meta):
        constraints = [
            *RegisterRecord.Meta.constraints,
            models.UniqueConstraint(fields=["actor"], condition=CURRENT, name="ending_one_current"),
            models.CheckConstraint(
                condition=Q(fate="merged", heir__isnull=False) | Q(fate="withdrawn", heir=None),
                name="ending_merged_has_heir",
            ),
            models.CheckConstraint(
                condition=Q(heir=None) | ~Q(heir=models.F("actor")), name="ending_heir_is_another"
            ),
        ]
        indexes = [
            models.Index(fields=["opened", "id"], name="ending_opened"),
            models.Index(fields=["closed", "id"], name="ending_closed", condition=CLOSED),
        ]

    def __str__(self):
        return f"{self.actor_id} {self.fate}"


class Confirmation(RegisterRecord):
    """ "Still correct, on this day": a narrow record of its own, never a new version."""

    actor = models.ForeignKey(Actor, models.PROTECT, related_name="confirmations", db_index=False)
    confirmed_on = models.DateField()

    objects = RecordQuerySet.as_manager()

    class Meta(RegisterRecord.Meta):
        indexes = [
            models.Index(fields=["actor", "-confirmed_on"], name="confirmation_actor"),
            models.Index(fields=["opened", "id"], name="confirmation_opened"),
            models.Index(fields=["closed", "id"], name="confirmation_closed", condition=CLOSED),
        ]

    def __str__(self):
        return f"{self.actor_id} on {self.confirmed_on}"

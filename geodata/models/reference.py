"""Reference sets: one load of territories, boundaries, census…, numbered, immutable, with digest.

A row of a set says from which set to which it counts. A new load closes the rows that changed and
opens new ones; rows that stay equal simply stay, so set 1 reads for ever as it was.
"""

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _


class Series(models.TextChoices):
    TERRITORIES = "territories"
    BOUNDARIES = "boundaries"
    CENSUS = "census"
    TAXONOMIES = "taxonomies"
    INDICATORS = "indicators"
    LOCALITIES = "localities"


class ReferenceSetQuerySet(models.QuerySet):
    def of_series(self, series):
        return self.filter(series=series)

    def newest_numbers(self):
        """Series to the number of its last set: what a fresh revision has in force."""
        newest = self.values("series").annotate(newest=models.Max("number")).order_by("series")
        return dict(newest.values_list("series", "newest"))


class ReferenceSet(models.Model):
    """One immutable load of a series. `digest` is the SHA-256 of all rows that belong to it."""

    series = models.CharField(max_length=16, choices=Series)
    number = models.PositiveIntegerField()
    digest = models.BinaryField()
    source = models.TextField()
    licence = models.TextField()
    attribution = models.TextField()
    loaded_at = models.DateTimeField(db_default=TransactionNow())

    objects = ReferenceSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("reference set")
        verbose_name_plural = _("reference sets")
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="reference_set_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="reference_set_from_one"),
            models.CheckConstraint(
                condition=Exact(
                    Func(F("digest"), function="octet_length", output_field=models.IntegerField()),
                    32,
                ),
                name="reference_set_digest_is_sha256",
            ),
        ]

    def __str__(self):
        return f"{self.series} {self.number}"


class ReferenceQuerySet(models.QuerySet):
    """Words every kind of reference row understands."""

    def in_set(self, number):
        """Rows of set `number` of their series, as that set was loaded."""
        return self.filter(
            Q(last_set=None) | Q(last_set__gte=number),
            first_set__lte=number,
        )

    def newest(self):
        """Rows of the last set."""
        return self.filter(last_set=None)

    def of_sets(self, number=None):
        """Rows of set `number`, or of the last set when none is named."""
        return self.newest() if number is None else self.in_set(number)


class ReferenceRow(models.Model):
    """What all reference rows share. Inserted only; `last_set` is set once (see sql/)."""

    first_set = models.PositiveIntegerField()
    last_set = models.PositiveIntegerField(null=True, blank=True)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(last_set=None) | Q(last_set__gte=F("first_set")),
                name="%(class)s_ends_after_it_begins",
            ),
        ]


def one_open_row(model_name, *key):
    """The constraint that a key has one row in the last set."""
    return models.UniqueConstraint(
        fields=key, condition=Q(last_set=None), name=f"{model_name}_one_open_row"
    )

"""Counts kept exact inside publish(), so that a count never scans the register."""

from django.db import models


class Cell(models.Model):
    """How many actors stand in one cell.

    `axis` is `all`, or a dimension an actor may hold several values of (`sector`, `audience`), or
    `founding-year`; `value` its value, empty for none. `territory` is a code of any level from
    country to arrondissement, or `none:<level>`. Empty `cooperative_type` is none.
    """

    axis = models.TextField()
    value = models.TextField()
    territory = models.TextField()
    legal_form = models.TextField()
    kind = models.TextField()
    cooperative_type = models.TextField()
    active = models.BooleanField()
    is_demo = models.BooleanField()
    placed = models.BooleanField()
    n = models.IntegerField()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.axis} {self.value} in {self.territory}: {self.n}"


KEY = [
    "axis", "value", "territory", "legal_form", "kind", "cooperative_type", "active", "is_demo",
    "placed",
]  # fmt: skip


class Rollup(Cell):
    """The cube of now: current versions of the head revision, judged on its Moroccan date."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=KEY, name="rollup_cell", include=["n"])]
        indexes = [
            # All values of an axis in a territory, read in their order from the index alone.
            models.Index(
                fields=["axis", "territory", "active", "value"],
                include=["is_demo", "n"],
                name="rollup_territory",
            ),
        ]


class RollupDelta(Cell):
    """What each revision changed in the cube: append-only, so that old revisions can be counted."""

    revision = models.IntegerField()

    class Meta:
        indexes = [
            # What changed since a revision is added up from the index alone.
            models.Index(
                fields=["axis", "value", "territory", "revision"],
                include=["active", "is_demo", "n"],
                name="rollup_delta",
            ),
            models.Index(fields=["revision"], name="rollup_delta_revision"),
        ]


class RollupCheckpoint(Cell):
    """The cube as it stood at some revisions: old ones are read from the nearest. Append-only."""

    revision = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["revision", "axis", "value", "territory"], name="rollup_checkpoint_slice"
            ),
        ]


class Checkpoint(models.Model):
    """At which revisions a cube (`rollup`, `report`) is kept whole, and in how many cells."""

    cube = models.TextField()
    revision = models.IntegerField()
    cells = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cube", "revision"], name="checkpoint_once"),
        ]

    def __str__(self):
        return f"{self.cube} at {self.revision}"

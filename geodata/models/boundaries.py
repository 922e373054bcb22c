"""Boundaries: shapes of the territories, the lines between them, and what a map needs around.

Three details: `full` as corrected from the source, `mid` and `low` simplified as one coverage, so
that neighbours still share their borders point by point. All of it is one series of sets.
"""

from django.contrib.gis.db import models

from geodata.models.reference import ReferenceQuerySet, ReferenceRow, one_open_row
from geodata.models.territories import Level


class Detail(models.TextChoices):
    FULL = "full"
    MID = "mid"
    LOW = "low"


class BoundaryQuerySet(ReferenceQuerySet):
    def of_level(self, *levels):
        return self.filter(level__in=levels)

    def touching(self, box, detail=Detail.LOW):
        """Boundaries that meet a box (a polygon), by their shape at a detail."""
        return self.filter(**{f"{detail}__bboverlaps": box})


class Boundary(ReferenceRow):
    """The shape of a territory of any level, in three details. Always valid, multipart."""

    code = models.CharField(max_length=16)
    level = models.CharField(max_length=32, choices=Level)
    full = models.MultiPolygonField(srid=4326, spatial_index=False)
    mid = models.MultiPolygonField(srid=4326)
    low = models.MultiPolygonField(srid=4326)

    objects = BoundaryQuerySet.as_manager()

    class Meta(ReferenceRow.Meta):
        verbose_name_plural = "boundaries"
        constraints = [*ReferenceRow.Meta.constraints, one_open_row("boundary", "code")]

    def __str__(self):
        return self.code


class BoundaryPiece(ReferenceRow):
    """A leaf's full shape cut into small pieces, so that finding a point touches few corners.

    Derived from `Boundary.full` in the database when a set is stored; not part of its digest.
    """

    code = models.CharField(max_length=16)
    piece = models.GeometryField(srid=4326, spatial_index=False)

    class Meta(ReferenceRow.Meta):
        pass


class BorderRank(models.TextChoices):
    """What a line parts; where several hold, the first here wins."""

    COAST = "coast"
    FRONTIER = "frontier"
    REGION = "region"
    PROVINCE = "province"
    COMMUNE = "commune"
    ARRONDISSEMENT = "arrondissement"


class BorderLine(ReferenceRow):
    """The line between two leaves, or between a leaf and the sea or another country: once."""

    detail = models.CharField(max_length=4, choices=Detail)
    rank = models.CharField(max_length=16, choices=BorderRank)
    one = models.CharField(max_length=16)
    other = models.CharField(max_length=16, blank=True)
    line = models.MultiLineStringField(srid=4326, spatial_index=False)

    class Meta(ReferenceRow.Meta):
        constraints = [
            *ReferenceRow.Meta.constraints,
            one_open_row("borderline", "detail", "rank", "one", "other"),
        ]

    def __str__(self):
        return f"{self.rank} {self.one} {self.other}".strip()


class UrbanArea(ReferenceRow):
    """A town's ground: a municipality, or the urban centre of a rural commune (2014)."""

    code = models.CharField(max_length=24)
    kind = models.CharField(max_length=16)
    commune = models.CharField(max_length=16)
    name_ar = models.CharField(max_length=120)
    name_fr = models.CharField(max_length=120)
    area = models.MultiPolygonField(srid=4326)

    class Meta(ReferenceRow.Meta):
        constraints = [*ReferenceRow.Meta.constraints, one_open_row("urbanarea", "code")]

    def __str__(self):
        return f"{self.code} {self.name_fr}"


class ContextLand(ReferenceRow):
    """Land that is not Morocco, for the map's surroundings. No country line is in it."""

    code = models.CharField(max_length=24)
    area = models.MultiPolygonField(srid=4326)

    class Meta(ReferenceRow.Meta):
        verbose_name_plural = "lands around"
        constraints = [*ReferenceRow.Meta.constraints, one_open_row("contextland", "code")]

    def __str__(self):
        return self.code


class LabelKind(models.TextChoices):
    OCEAN = "ocean"
    SEA = "sea"
    NEIGHBOUR = "neighbour"
    REGION = "region"
    CITY = "city"
    TOWN = "town"
    COMMUNE = "commune"
    CENTRE = "centre"


class Label(ReferenceRow):
    """A name on the map: from which zoom it shows, and which gives way when two collide."""

    code = models.CharField(max_length=24)
    kind = models.CharField(max_length=16, choices=LabelKind)
    rank = models.PositiveSmallIntegerField(help_text="A smaller rank is kept, a larger dropped.")
    from_zoom = models.PositiveSmallIntegerField()
    to_zoom = models.PositiveSmallIntegerField(default=24)
    name_ar = models.CharField(max_length=120)
    name_fr = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    name_es = models.CharField(max_length=120, blank=True)
    name_zgh = models.CharField(max_length=120, blank=True)
    point = models.PointField(srid=4326)

    class Meta(ReferenceRow.Meta):
        constraints = [*ReferenceRow.Meta.constraints, one_open_row("label", "code")]

    def __str__(self):
        return self.name_fr

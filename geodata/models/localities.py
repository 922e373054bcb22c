"""Localities: neighbourhoods, villages, ksour and towns: what lies below a commune."""

from django.contrib.gis.db import models

from geodata.models.reference import ReferenceQuerySet, ReferenceRow, one_open_row


class LocalityKind(models.TextChoices):
    HAYY = "hayy"
    DOUAR = "douar"
    KSAR = "ksar"
    TOWN = "town"


class LocalityQuerySet(ReferenceQuerySet):
    def of_commune(self, code):
        """Localities of a commune or of an arrondissement."""
        return self.filter(models.Q(commune=code) | models.Q(arrondissement=code))

    def of_province(self, code):
        return self.filter(province=code)

    def of_kind(self, *kinds):
        return self.filter(kind__in=kinds)

    def placed(self):
        """Those whose own point is known; the others are known by their commune only."""
        return self.exclude(point=None)


class Locality(ReferenceRow):
    """A hayy, douar, ksar or town.

    Its code is the census bureau's thirteen digits, `gn-<geonameid>` from the gazetteer, or
    `l-<code>` for one proposed here. A missing point is unknown, never the commune's middle.
    """

    code = models.CharField(max_length=20)
    kind = models.CharField(max_length=8, choices=LocalityKind)
    name_ar = models.CharField(max_length=160, blank=True)
    name_fr = models.CharField(max_length=160, blank=True)
    name_zgh = models.CharField(max_length=160, blank=True)
    region = models.CharField(max_length=16)
    province = models.CharField(max_length=16, db_index=True)
    commune = models.CharField(max_length=16, db_index=True)
    arrondissement = models.CharField(max_length=16, null=True, blank=True, db_index=True)
    fraction = models.CharField(max_length=10, blank=True)
    fraction_ar = models.CharField(max_length=160, blank=True)
    point = models.PointField(srid=4326, null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    households = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(max_length=32)

    objects = LocalityQuerySet.as_manager()

    class Meta(ReferenceRow.Meta):
        verbose_name_plural = "localities"
        constraints = [
            *ReferenceRow.Meta.constraints,
            one_open_row("locality", "code"),
            models.CheckConstraint(
                condition=~(models.Q(name_ar="") & models.Q(name_fr="")), name="locality_is_named"
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name_fr or self.name_ar}"

    def name(self, language):
        """The name in a language, else in the other script: never empty."""
        if language == "ar":
            return self.name_ar or self.name_fr
        return (self.name_zgh if language == "zgh" else "") or self.name_fr or self.name_ar

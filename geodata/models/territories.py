"""Territories: the country, its regions, provinces, communes and arrondissements, by HCP code."""

from django.contrib.gis.db import models
from django.db.models import Case, Q, Value, When

from geodata.lookup import leaf_code_at
from geodata.models.reference import ReferenceQuerySet, ReferenceRow, one_open_row

COUNTRY = "MA"


class Level(models.TextChoices):
    COUNTRY = "country"
    REGION = "region"
    PROVINCE = "province"
    PREFECTURE_ARRONDISSEMENTS = "prefecture-arrondissements"
    COMMUNE = "commune"
    ARRONDISSEMENT = "arrondissement"


class Kind(models.TextChoices):
    """What the source calls it, where a level holds two kinds."""

    COUNTRY = "country"
    REGION = "region"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    PREFECTURE_ARRONDISSEMENTS = "prefecture-arrondissements"
    MUNICIPALITY = "municipality"
    RURAL_COMMUNE = "rural-commune"
    ARRONDISSEMENT = "arrondissement"


# The column in which a territory of that level stands as ancestor of those below it.
ANCESTOR_COLUMN = {
    Level.REGION: "region",
    Level.PROVINCE: "province",
    Level.PREFECTURE_ARRONDISSEMENTS: "prefecture_arrondissements",
    Level.COMMUNE: "commune",
}


class TerritoryQuerySet(ReferenceQuerySet):
    def of_level(self, *levels):
        return self.filter(level__in=levels)

    def children_of(self, code):
        """The level directly below; of a city both its arrondissements and their prefectures."""
        return self.filter(parent=code)

    def within(self, code):
        """Everything below a territory, at any depth, itself excluded."""
        if code == COUNTRY:
            return self.exclude(code=COUNTRY)
        return self.filter(
            Q(region=code) | Q(province=code) | Q(prefecture_arrondissements=code) | Q(commune=code)
        ).exclude(code=code)

    def leaves(self):
        """Communes, with the arrondissements in place of the six cities: they cover the country."""
        divided = self.of_level(Level.ARRONDISSEMENT).values("commune")
        return self.of_level(Level.COMMUNE, Level.ARRONDISSEMENT).exclude(
            level=Level.COMMUNE, code__in=divided
        )

    def ancestors_of(self, territory):
        """From the country down to the parent, in that order."""
        order = [COUNTRY, *(getattr(territory, column) for column in ANCESTOR_COLUMN.values())]
        codes = [code for code in order if code and code != territory.code]
        rank = Case(*(When(code=code, then=Value(at)) for at, code in enumerate(codes)))
        return self.filter(code__in=codes).order_by(rank)

    def at(self, point, set=None):
        """The leaf (arrondissement, else commune) that holds a point, or None.

        Points on a border belong to one of its sides; points up to two kilometres off the shore
        to the nearest leaf. Across a land frontier, in Sebta and in Melilia: None. `set` is the
        number of the boundaries' set to read, by default the last; the row is the newest of those
        this queryset holds.
        """
        code = leaf_code_at(point.x, point.y, set)
        return None if code is None else self.filter(code=code).order_by("-first_set").first()


class Territory(ReferenceRow):
    """A territory of one reference set. Ancestors are codes, so a row reads without a join.

    A territory carries its own code in the column of its level: everything of region 02, the
    region itself included, has `region = "02"`.
    """

    code = models.CharField(max_length=16, db_index=True)
    level = models.CharField(max_length=32, choices=Level)
    kind = models.CharField(max_length=32, choices=Kind)
    name_ar = models.CharField(max_length=120)
    name_fr = models.CharField(max_length=120)
    name_zgh = models.CharField(max_length=120, blank=True)
    iso3166_2 = models.CharField(max_length=8, blank=True)
    parent = models.CharField(max_length=16, null=True, blank=True, db_index=True)
    region = models.CharField(max_length=16, null=True, blank=True)
    province = models.CharField(max_length=16, null=True, blank=True)
    prefecture_arrondissements = models.CharField(max_length=16, null=True, blank=True)
    commune = models.CharField(max_length=16, null=True, blank=True)
    label = models.PointField(srid=4326, help_text="Inside the territory, where its name stands.")

    objects = TerritoryQuerySet.as_manager()

    class Meta(ReferenceRow.Meta):
        verbose_name_plural = "territories"
        constraints = [*ReferenceRow.Meta.constraints, one_open_row("territory", "code")]

    def __str__(self):
        return f"{self.code} {self.name_fr}"

    def name(self, language):
        """The name in a language, else in French; Arabic for Arabic, Tifinagh where it exists."""
        if language == "ar":
            return self.name_ar
        return (self.name_zgh if language == "zgh" else "") or self.name_fr

    @property
    def is_divided(self):
        """Whether arrondissements lie below it: one of the six cities."""
        return self.level == Level.COMMUNE and self.code.endswith(".0")

"""Census figures of the territories: context for what the register counts."""

from django.db import models

from geodata.models.reference import ReferenceQuerySet, ReferenceRow, one_open_row


class CensusQuerySet(ReferenceQuerySet):
    def of_year(self, year):
        return self.filter(year=year)

    def of_territory(self, code):
        return self.filter(code=code)


class Census(ReferenceRow):
    """One territory in one census. Null is "the source does not say", never zero.

    `nonprofit_establishments` counts what the bureau calls associations in premises of their own:
    neither cooperatives nor associations without premises.
    """

    code = models.CharField(max_length=16)
    level = models.CharField(max_length=32)
    year = models.PositiveSmallIntegerField()
    population = models.PositiveIntegerField(null=True)
    population_urban = models.PositiveIntegerField(null=True)
    population_rural = models.PositiveIntegerField(null=True)
    households = models.PositiveIntegerField(null=True)
    households_urban = models.PositiveIntegerField(null=True)
    households_rural = models.PositiveIntegerField(null=True)
    establishments = models.PositiveIntegerField(null=True)
    nonprofit_establishments = models.PositiveIntegerField(null=True)
    businesses = models.PositiveIntegerField(null=True)
    jobs = models.PositiveIntegerField(null=True)

    objects = CensusQuerySet.as_manager()

    class Meta(ReferenceRow.Meta):
        verbose_name_plural = "census figures"
        constraints = [*ReferenceRow.Meta.constraints, one_open_row("census", "code", "year")]

    def __str__(self):
        return f"{self.code} in {self.year}"

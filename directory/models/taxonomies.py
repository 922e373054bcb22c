"""Taxonomies: the closed vocabularies actors are described with, as reference sets."""

from django.db import models

from geodata.models.reference import ReferenceQuerySet, ReferenceRow, one_open_row


class TermQuerySet(ReferenceQuerySet):
    def of(self, taxonomy):
        """The terms of one taxonomy, in their own order."""
        return self.filter(taxonomy=taxonomy).order_by("position")


class Term(ReferenceRow):
    """One code of a taxonomy, with names and definitions per language and its mappings."""

    taxonomy = models.TextField()
    code = models.TextField()
    parent = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()
    names = models.JSONField()
    definitions = models.JSONField()
    mappings = models.JSONField()

    objects = TermQuerySet.as_manager()

    class Meta(ReferenceRow.Meta):
        constraints = [*ReferenceRow.Meta.constraints, one_open_row("term", "taxonomy", "code")]

    def __str__(self):
        return f"{self.taxonomy}: {self.code}"

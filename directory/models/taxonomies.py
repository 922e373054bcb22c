"""Taxonomies: the closed vocabularies actors are described with, as reference sets."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from geodata.models.reference import ReferenceQuerySet, ReferenceRow, one_open_row


def parents_first(terms: Iterable["Term"]) -> list["Term"]:
    """Terms of one taxonomy in their own order, each before those below it."""
    rows = sorted(terms, key=lambda one: (one.position, one.code))
    codes = {one.code for one in rows}
    return [
        each
        for wide in rows
        if wide.parent not in codes
        for each in (wide, *(one for one in rows if one.parent == wide.code))
    ]


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
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [*ReferenceRow.Meta.constraints, one_open_row("term", "taxonomy", "code")]

    def __str__(self):
        return f"{self.taxonomy}: {self.code}"

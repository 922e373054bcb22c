"""Indicators: what can be said of an actor in numbers, as reference sets."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from geodata.models.reference import ReferenceQuerySet, ReferenceRow, one_open_row


class Indicator(ReferenceRow):
    """One indicator: its unit, how values add up, the standard it follows, what it is a part of.

    `bounds` holds the least and the greatest value of one actor, and how many decimals it has.
    """

    code = models.TextField()
    position = models.PositiveSmallIntegerField()
    head = models.TextField()
    unit = models.TextField()
    aggregation = models.TextField()
    part_of = models.TextField(blank=True)
    standard = models.TextField()
    names = models.JSONField()
    definitions = models.JSONField()
    bounds = models.JSONField()

    objects = ReferenceQuerySet.as_manager()

    class Meta(ReferenceRow.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [*ReferenceRow.Meta.constraints, one_open_row("indicator", "code")]

    def __str__(self):
        return self.code

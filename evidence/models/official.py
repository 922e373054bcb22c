"""Official figures: totals that somebody else published, shown beside ours and never smoothed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.models.actors import CLOSED, CURRENT, CodeIsValid
from directory.models.revisions import RecordQuerySet, RegisterRecord


class Exactness(models.TextChoices):
    """How a total was published."""

    EXACT = "exact"
    ROUNDED = "rounded"
    MORE_THAN = "more-than"


class OfficialFigure(RegisterRecord):
    """A published total between two revisions: who counted what, where, when, and where it stands.

    `names` says what was counted, `publisher` who did, `notes` what the figure holds and leaves
    out, each by language. `question` is the normal statistic of ours that speaks of the same thing,
    without its place and moment, empty where none does; `territory` an HCP code.
    """

    code = models.CharField(max_length=8)
    names = models.JSONField()
    publisher = models.JSONField()
    notes = models.JSONField()
    value = models.DecimalField(max_digits=18, decimal_places=2)
    unit = models.TextField()
    exactness = models.TextField(choices=Exactness)
    counted_on = models.DateField()
    counted_precision = models.TextField()
    territory = models.TextField()
    question = models.TextField()
    source = models.TextField()
    source_url = models.TextField()
    is_demo = models.BooleanField()

    objects = RecordQuerySet.as_manager()

    class Meta(RegisterRecord.Meta):
        verbose_name = _("official figure")
        verbose_name_plural = _("official figures")
        constraints = [
            *RegisterRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["code"], condition=CURRENT, name="official_figure_one_current"
            ),
            models.CheckConstraint(
                condition=Q(CodeIsValid("code")), name="official_figure_code_checks"
            ),
            models.CheckConstraint(
                condition=Q(exactness__in=Exactness.values), name="official_figure_exactness_known"
            ),
            models.CheckConstraint(
                condition=~Q(source_url="") & ~Q(publisher={}) & ~Q(names={}),
                name="official_figure_has_its_source",
            ),
        ]
        indexes = [
            models.Index(fields=["opened", "id"], name="official_figure_opened"),
            models.Index(fields=["closed", "id"], name="official_figure_closed", condition=CLOSED),
            models.Index(fields=["question", "territory"], name="official_figure_question"),
        ]

    def __str__(self):
        return self.code

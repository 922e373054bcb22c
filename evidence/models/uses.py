"""Where a citation was cited: in a bill, a report, the press, an oral question."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from directory.models.actors import DatePrecision
from evidence.models.citations import Citation


class UseKind(models.TextChoices):
    BILL = "bill"
    REPORT = "report"
    PRESS = "press"
    ORAL_QUESTION = "oral-question"
    OTHER = "other"


class CitationUseQuerySet(models.QuerySet):
    def shown(self):
        """Those not hidden, the earliest first: where a figure began its way."""
        return self.filter(hidden=False).order_by("date", "pk")


class CitationUse(models.Model):
    """One place where a citation was cited. Entered once, never rewritten; only hidden.

    `who` cited it, `page` says where in it, `address` where it can be read.
    """

    citation = models.ForeignKey(Citation, models.PROTECT, related_name="uses")
    kind = models.TextField(choices=UseKind)
    title = models.TextField()
    who = models.TextField()
    date = models.DateField()
    date_precision = models.TextField(choices=DatePrecision, default=DatePrecision.DAY)
    page = models.TextField(blank=True)
    address = models.URLField(blank=True, max_length=1000)
    hidden = models.BooleanField(default=False)
    entered_at = models.DateTimeField(db_default=Now())

    objects = CitationUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of a citation")
        verbose_name_plural = _("uses of citations")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=UseKind.values), name="citation_use_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(date_precision__in=DatePrecision.values),
                name="citation_use_date_precision",
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(who=""), name="citation_use_says_what_and_who"
            ),
            models.CheckConstraint(
                condition=Q(address="")
                | Q(address__startswith="https://")
                | Q(address__startswith="http://"),
                name="citation_use_address_is_of_the_web",
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.who})"

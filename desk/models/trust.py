"""Standing trust: whose small changes of a profile are published before they are looked at."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from desk.models.people import Person
from desk.models.stewardship import Stewardship


class TrustQuerySet(models.QuerySet):
    def standing(self):
        """Neither revoked, nor of a stewardship that ended."""
        return self.filter(revoked_at=None, stewardship__revoked_at=None)


class Trust(models.Model):
    """A moderator's word for one steward on one profile, until a moderator takes it back."""

    stewardship = models.ForeignKey(Stewardship, models.PROTECT, related_name="trusts")
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    since = models.DateTimeField(db_default=Now())
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = TrustQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stewardship"], condition=Q(revoked_at=None), name="trust_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="trust_is_taken_back_by_somebody",
            ),
        ]

    def __str__(self):
        return f"trust in stewardship {self.stewardship_id}"

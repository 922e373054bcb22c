"""Seals of verification: who verified what of an actor, when, and until when that counts."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from directory.models.actors import CLOSED, CURRENT, Actor
from directory.models.revisions import RecordQuerySet, RegisterRecord


class SealScope(models.TextChoices):
    """What was verified; each is defined where it is shown."""

    IDENTITY = "identity"
    ACTIVITY = "activity"
    FIGURES = "figures"


class Seal(RegisterRecord):
    """One seal between two revisions: given by an organisation of the register, or in a role.

    It counts from `given_on` until the day before `until`; without one, until it is taken back.
    """

    actor = models.ForeignKey(Actor, models.PROTECT, related_name="seals", db_index=False)
    verifier = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="seals_given")
    role = models.TextField()
    scope = models.TextField(choices=SealScope)
    given_on = models.DateField()
    until = models.DateField(null=True)
    is_demo = models.BooleanField()

    objects = RecordQuerySet.as_manager()

    class Meta(RegisterRecord.Meta):
        constraints = [
            *RegisterRecord.Meta.constraints,
            models.UniqueConstraint(
                "actor",
                "scope",
                Coalesce("verifier", -1),
                condition=CURRENT,
                name="seal_one_current",
            ),
            models.CheckConstraint(
                condition=Q(scope__in=SealScope.values), name="seal_scope_known"
            ),
            models.CheckConstraint(
                condition=Q(verifier=None) ^ Q(role=""),
                name="seal_given_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(verifier=None) | ~Q(verifier=models.F("actor")),
                name="seal_verifier_is_another",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=models.F("given_on")),
                name="seal_ends_after_it_is_given",
            ),
        ]
        indexes = [
            models.Index(fields=["actor"], name="seal_actor"),
            models.Index(fields=["opened", "id"], name="seal_opened"),
            models.Index(fields=["closed", "id"], name="seal_closed", condition=CLOSED),
        ]

    def __str__(self):
        return f"{self.actor_id} {self.scope}"

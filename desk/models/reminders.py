"""Questions to those who keep profiles: is it still correct?"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from desk.models.people import Person
from directory.models import Actor, Revision


class AskedAs(models.TextChoices):
    """In what role somebody answers: for the profile she keeps, or for her network."""

    STEWARD = "steward"
    NETWORK = "network"


class ReminderQuerySet(models.QuerySet):
    def to_publish(self):
        """Answers that no revision tells yet."""
        return self.filter(answered_at__isnull=False, settled_at=None)


class Reminder(models.Model):
    """One mail that asked one person about one profile, and her answer.

    `since` is the day the profile was last known to be correct, which one round of asking is
    about; `turn` counts the mails of a round. `answered_at` is when she said "still correct",
    `revision` where that was published; settled without one, the profile had left meanwhile.
    """

    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    asked_as = models.CharField(max_length=7, choices=AskedAs)
    since = models.DateField()
    turn = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField(db_default=Now())
    answered_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_as__in=AskedAs.values), name="reminder_asked_as_somebody"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, settled_at=None)
                | Q(answered_at__gte=F("sent_at"), settled_at=None)
                | Q(answered_at__gte=F("sent_at"), settled_at__gte=F("answered_at")),
                name="reminder_is_sent_answered_then_settled",
            ),
            models.CheckConstraint(
                condition=Q(revision=None) | Q(settled_at__isnull=False),
                name="reminder_published_is_settled",
            ),
            models.UniqueConstraint(
                fields=["actor", "person", "since", "turn"], name="reminder_of_a_turn_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["answered_at"],
                name="reminder_to_publish",
                condition=Q(answered_at__isnull=False, settled_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.actor_id} since {self.since}, turn {self.turn}"

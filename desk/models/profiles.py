"""What moderators did with profiles that stand in the register, beside submissions: only added."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from desk.models.people import Person
from directory.models import Actor, Revision


class ProfileVerb(models.TextChoices):
    RESTORE = "restore", _("earlier version restored")
    WITHDRAW = "withdraw", _("withdrawn")
    RETURN = "return", _("brought back")
    MERGE = "merge", _("merged")
    SPLIT = "split", _("split back")
    SETTLE = "settle", _("figures settled")
    UNSETTLE = "unsettle", _("figures open again")
    SEAL = "seal", _("seal given")
    UNSEAL = "unseal", _("seal taken back")


OF_TWO = (ProfileVerb.MERGE, ProfileVerb.SPLIT)


class ProfileDecisionQuerySet(models.QuerySet):
    def on(self, code):
        """Of the profile with this code, as stored, whether it went or was the heir."""
        return self.filter(Q(actor__code=code) | Q(heir__code=code))


class ProfileDecision(models.Model):
    """Who decided what of a profile, when and why, and the revision that says so in public.

    `actor` is whom it was decided of: of a merger the one that goes, of a split the one that comes
    back; `heir` is the other. `restored` is the revision whose version stands again. `fields` are
    those taken from the one that went, the figures settled, or what a seal speaks of; `contacts`
    are numbers of those that came along, which a split takes away again. `reason` is a word of
    `desk.moderation.reasons`, the same that stands in the revision; `note` is read by moderators.
    """

    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    heir = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+", db_index=False)
    verb = models.CharField(max_length=8, choices=ProfileVerb)
    reason = models.TextField()
    note = models.TextField(blank=True, default="")
    fields = ArrayField(models.TextField(), default=list)
    contacts = ArrayField(models.BigIntegerField(), default=list)
    restored = models.IntegerField(null=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")

    objects = ProfileDecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verb__in=ProfileVerb.values), name="profile_decision_verb_is_ours"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="profile_decision_says_why"),
            models.CheckConstraint(
                condition=Q(verb__in=OF_TWO, heir__isnull=False)
                | ~Q(verb__in=OF_TWO) & Q(heir=None),
                name="profile_decision_of_two_names_both",
            ),
            models.CheckConstraint(
                condition=Q(verb=ProfileVerb.RESTORE, restored__isnull=False)
                | ~Q(verb=ProfileVerb.RESTORE) & Q(restored=None),
                name="profile_decision_restores_a_version",
            ),
        ]
        indexes = [
            models.Index(fields=["actor", "at"], name="profile_decision_of"),
            models.Index(fields=["heir", "at"], name="profile_decision_heir"),
            models.Index(fields=["-at"], name="profile_decision_last"),
        ]

    def __str__(self):
        return f"{self.verb} {self.actor_id}"

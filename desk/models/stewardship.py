"""Who keeps which profile."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from desk.models.people import Person
from directory.models import Actor


class StewardRole(models.TextChoices):
    OWNER = "owner", _("owner")
    EDITOR = "editor", _("editor")


class Revocation(models.TextChoices):
    LEFT = "left", _("laid it down")
    CHANGED = "changed", _("has another role")
    REVOKED = "revoked", _("taken away by an owner")
    MODERATED = "moderated", _("taken away by a moderator")
    ERASED = "erased", _("account erased")


class StewardshipQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(revoked_at=None)

    def of(self, person):
        return self.filter(person=person)

    def on(self, code):
        """Of the profile with this code, as stored."""
        return self.filter(actor__code=code)


class Stewardship(models.Model):
    """One person's role on one profile, from a day to another. A changed role is a new row.

    The last owner does not vanish: at commit a profile that lost an owner has another, unless a
    moderator took the role away or the account was erased.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="stewardships")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    role = models.CharField(max_length=6, choices=StewardRole)
    since = models.DateTimeField(db_default=Now())
    given_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    revocation = models.CharField(max_length=9, choices=Revocation, null=True)  # noqa: DJ001

    objects = StewardshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=StewardRole.values), name="stewardship_role_is_ours"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revocation=None, revoked_by=None)
                | Q(revoked_at__gte=F("since"), revocation__in=Revocation.values),
                name="stewardship_ends_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["person", "actor"],
                condition=Q(revoked_at=None),
                name="stewardship_one_role_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["actor"], name="stewardship_actor", condition=Q(revoked_at=None)),
        ]

    def __str__(self):
        return f"{self.role} of {self.actor_id}"

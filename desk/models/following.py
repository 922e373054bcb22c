"""Who follows what in the register, by mail."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now

from directory.models import Actor, Revision


class FollowerQuerySet(models.QuerySet):
    def due(self, before):
        """Those who follow something and were told nothing since a moment."""
        followed = Following.objects.confirmed().filter(confirmed_at__lte=before)
        return self.filter(
            Q(told_at=None) | Q(told_at__lte=before), pk__in=followed.values("follower")
        )


class Follower(models.Model):
    """An address that mails are asked for at, with or without an account, and its language.

    `told_at` is when what it follows was last looked through for it, whether or not that made a
    mail. It goes with the last thing it follows.
    """

    address = models.EmailField(unique=True)
    language = models.CharField(max_length=3, choices=settings.LANGUAGES)
    told_at = models.DateTimeField(null=True)

    objects = FollowerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(address=Lower(F("address"))), name="follower_address_in_lower_case"
            ),
        ]

    def __str__(self):
        return self.address


class FollowingQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)


class Following(models.Model):
    """One actor, or one selection by its normal form, that an address follows.

    It counts from `confirmed_at`, when a mail to the address was answered. `told` is the revision
    up to which its changes were told, `mailed` how often a link to confirm was mailed. `origin` is
    a keyed digest of where it was asked from, until it is confirmed.
    """

    follower = models.ForeignKey(Follower, models.CASCADE, related_name="followings")
    actor = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    query = models.TextField(blank=True, default="", db_default="")
    told = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(db_default=Now())
    confirmed_at = models.DateTimeField(null=True)
    mailed = models.PositiveSmallIntegerField(default=0, db_default=0)
    origin = models.CharField(max_length=64, blank=True, default="", db_default="")

    objects = FollowingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(actor=None) & ~Q(query="") | Q(actor__isnull=False, query=""),
                name="following_an_actor_or_a_selection",
            ),
            models.UniqueConstraint(
                fields=["follower", "actor", "query"],
                nulls_distinct=False,
                name="following_once",
            ),
        ]
        indexes = [
            models.Index(fields=["begun_at"], name="following_begun"),
        ]

    def __str__(self):
        return f"{self.actor_id or self.query} by {self.follower_id}"

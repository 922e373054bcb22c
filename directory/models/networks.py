"""Networks and programmes: what actors belong to, with dates."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from directory.models.actors import CLOSED, CURRENT, Actor, CodeIsValid
from directory.models.revisions import RecordQuerySet, RegisterRecord


class Programme(models.Model):
    """A programme's identity; what is said of it stands in its versions."""

    code = models.CharField(max_length=8, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(CodeIsValid("code")), name="programme_code_checks"),
        ]

    def __str__(self):
        return self.code


class ProgrammeVersion(RegisterRecord):
    """A programme between two revisions: names, dates, who funds it and through whom."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="versions")
    code = models.CharField(max_length=8)
    names = models.JSONField()
    descriptions = models.JSONField()
    since = models.DateField(null=True)
    since_precision = models.TextField(null=True)  # noqa: DJ001
    until = models.DateField(null=True)
    until_precision = models.TextField(null=True)  # noqa: DJ001
    funders = models.JSONField()
    website = models.TextField(null=True)  # noqa: DJ001
    is_demo = models.BooleanField()
    fold = models.TextField()

    objects = RecordQuerySet.as_manager()

    class Meta(RegisterRecord.Meta):
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            *RegisterRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme"], condition=CURRENT, name="programme_version_one_current"
            ),
        ]
        indexes = [
            models.Index(fields=["opened", "id"], name="programme_version_opened"),
            models.Index(
                fields=["closed", "id"], name="programme_version_closed", condition=CLOSED
            ),
        ]

    def __str__(self):
        return self.code


class MembershipQuerySet(RecordQuerySet):
    def on(self, day):
        """Those that have not ended by a day."""
        return self.filter(Q(until=None) | Q(until__gt=day))


class Membership(RegisterRecord):
    """An actor's belonging to a network (an actor of that kind) or to a programme, with dates."""

    member = models.ForeignKey(Actor, models.PROTECT, related_name="memberships")
    network = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="members")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, related_name="members")
    since = models.DateField(null=True)
    since_precision = models.TextField(null=True)  # noqa: DJ001
    until = models.DateField(null=True)
    until_precision = models.TextField(null=True)  # noqa: DJ001
    is_demo = models.BooleanField()

    objects = MembershipQuerySet.as_manager()

    class Meta(RegisterRecord.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            *RegisterRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(network=None, programme__isnull=False)
                | Q(network__isnull=False, programme=None),
                name="membership_of_network_or_programme",
            ),
            models.CheckConstraint(
                condition=Q(network=None) | ~Q(network=F("member")),
                name="membership_of_another",
            ),
            models.UniqueConstraint(
                fields=["member", "network", "since"],
                condition=CURRENT & Q(network__isnull=False),
                nulls_distinct=False,
                name="membership_of_network_once",
            ),
            models.UniqueConstraint(
                fields=["member", "programme", "since"],
                condition=CURRENT & Q(programme__isnull=False),
                nulls_distinct=False,
                name="membership_of_programme_once",
            ),
        ]
        indexes = [
            models.Index(fields=["opened", "id"], name="membership_opened"),
            models.Index(fields=["closed", "id"], name="membership_closed", condition=CLOSED),
        ]

    def __str__(self):
        return f"{self.member_id} in {self.network_id or self.programme_id}"

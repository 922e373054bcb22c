"""Who keeps which profile, on what ground; whom its owners invite; and all that was done of it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from desk.models.claims import Claim
from desk.models.people import Person
from desk.models.submissions import Submission
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


class Ground(models.TextChoices):
    CLAIM = "claim", _("a claim that was accepted")
    INVITATION = "invitation", _("an invitation")
    SUBMISSION = "submission", _("registered it")
    GRANT = "grant", _("given by an administrator")


class InvitationState(models.TextChoices):
    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


INVITED_FOR = timedelta(days=14)


class InvitationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=InvitationState.OPEN, sent_at__gt=Now() - INVITED_FOR)


class Invitation(models.Model):
    """An owner asks somebody, by an address, to keep a profile too; it grants nothing by itself.

    `hands_over`: whoever invites lays her own role down as it is accepted. The address is kept
    while it waits alone; `mark` tells one address from another after that, and is no address.
    """

    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    address = models.EmailField(blank=True, max_length=254)
    mark = models.CharField(max_length=64)
    role = models.CharField(max_length=6, choices=StewardRole)
    hands_over = models.BooleanField(default=False)
    language = models.CharField(max_length=3, choices=settings.LANGUAGES)
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=InvitationState, default=InvitationState.OPEN)
    sent_at = models.DateTimeField(db_default=Now())
    accepted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=InvitationState.values,
                    role__in=StewardRole.values,
                    language__in=[code for code, _name in settings.LANGUAGES],
                ),
                name="invitation_words_are_ours",
            ),
            models.CheckConstraint(
                condition=(Q(state="open") & ~Q(address="")) | (~Q(state="open") & Q(address="")),
                name="invitation_keeps_an_address_while_open",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", accepted_by__isnull=False)
                | (~Q(state="accepted") & Q(accepted_by=None)),
                name="invitation_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(hands_over=False) | Q(role="owner"),
                name="invitation_hands_over_to_an_owner",
            ),
            models.UniqueConstraint(
                fields=["actor", "mark"],
                condition=Q(state="open"),
                name="invitation_one_open_at_a_time",
            ),
        ]

    def __str__(self):
        return f"invitation to {self.actor_id}"


class StewardshipQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(revoked_at=None)

    def of(self, person):
        return self.filter(person=person)

    def on(self, code):
        """Of the profile with this code, as stored."""
        return self.filter(actor__code=code)


def _one_ground():
    """The ground in words, and the one row it stands on."""
    rows = ("claim", "invitation", "submission")
    return Q(ground="grant", **dict.fromkeys(rows)) | Q(
        *(Q(ground=ground, **{f"{row}__isnull": row != ground for row in rows}) for ground in rows),
        _connector=Q.OR,
    )


class Stewardship(models.Model):
    """One person's role on one profile, from a day to another. A changed role is a new row.

    It names its ground, which at commit is one that was accepted, of this person and profile; a
    grant is an administrator's. The last owner does not vanish: at commit a profile that lost an
    owner has another, unless a moderator took the role away or the account was erased.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="stewardships")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    role = models.CharField(max_length=6, choices=StewardRole)
    since = models.DateTimeField(db_default=Now())
    given_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ground = models.CharField(max_length=10, choices=Ground)
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, related_name="+")
    invitation = models.ForeignKey(Invitation, models.PROTECT, null=True, related_name="+")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="+")
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
            models.CheckConstraint(condition=_one_ground(), name="stewardship_names_its_ground"),
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


class StewardVerb(models.TextChoices):
    INVITE = "invite", _("invited")
    RESEND = "resend", _("sent again")
    WITHDRAW = "withdraw", _("invitation withdrawn")
    ACCEPT = "accept", _("invitation accepted")
    DECLINE = "decline", _("invitation declined")
    ROLE = "role", _("role changed")
    REVOKE = "revoke", _("role taken away")
    HAND_OVER = "hand-over", _("ownership handed over")
    LEAVE = "leave", _("laid it down")
    MODERATE = "moderate", _("taken away by a moderator")


class StewardAct(models.Model):
    """What was done with who keeps a profile, by whom and of whom: only ever added."""

    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=9, choices=StewardVerb)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    invitation = models.ForeignKey(Invitation, models.PROTECT, null=True, related_name="acts")
    role = models.CharField(max_length=6, choices=StewardRole, blank=True, default="")
    note = models.TextField(blank=True, default="")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["actor", "at"], name="steward_act_of_a_profile")]
        constraints = [
            models.CheckConstraint(
                condition=Q(verb__in=StewardVerb.values), name="steward_act_verb_is_ours"
            ),
            models.CheckConstraint(
                condition=~Q(verb="moderate") | ~Q(note=""), name="steward_act_says_why"
            ),
        ]

    def __str__(self):
        return f"{self.verb} {self.actor_id}"

"""Who says that a profile is hers: asked with a proof, granted only by a moderator's decision."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from desk.models.people import Person
from directory.models import Actor
from directory.models.pictures import PictureBytes


class ClaimState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    ASKED_BACK = "asked-back", _("asked back")
    ACCEPTED = "accepted", pgettext_lazy("claim", "accepted")
    REFUSED = "refused", pgettext_lazy("claim", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("claim", "withdrawn")


OPEN = (ClaimState.WAITING, ClaimState.ASKED_BACK)


class Proof(models.TextChoices):
    DOCUMENT = "document", _("A document that names me")
    CALL_BACK = "call-back", _("Call the organisation back")
    NETWORK = "network", _("A network we belong to vouches for me")
    EMAIL = "email", _("I read mails at the organisation’s own address")


class ClaimVerb(models.TextChoices):
    SEND = "send", _("sent")
    ASK_BACK = "ask-back", _("asked back")
    ANSWER = "answer", _("answered")
    ACCEPT = "accept", pgettext_lazy("claim", "accepted")
    REFUSE = "refuse", pgettext_lazy("claim", "refused")
    WITHDRAW = "withdraw", pgettext_lazy("claim", "withdrawn")
    CONFIRM = "confirm", _("confirmed from the organisation’s address")


class ClaimQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state__in=OPEN)

    def within(self, scopes):
        """Of the profiles that somebody with these scopes moderates."""
        return self.filter(scopes.condition)


class Claim(models.Model):
    """One person's claim of one profile; `contact` and `words` are read by moderators alone.

    `network` is the code of the one said to vouch; `address_confirmed_at` when she opened the link
    that was mailed to the organisation's own address.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="claims")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ClaimState, default=ClaimState.WAITING)
    proof = models.CharField(max_length=9, choices=Proof)
    contact = models.TextField(blank=True, default="")
    words = models.TextField(blank=True, default="")
    network = models.CharField(max_length=8, blank=True, default="")
    addresses_asked_at = models.DateTimeField(null=True)
    address_confirmed_at = models.DateTimeField(null=True)
    region = models.TextField(blank=True, default="")
    networks = ArrayField(models.TextField(), default=list)
    programmes = ArrayField(models.TextField(), default=list)
    sent_at = models.DateTimeField(db_default=Now())

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ClaimState.values, proof__in=Proof.values),
                name="claim_state_and_proof_are_ours",
            ),
            models.UniqueConstraint(
                fields=["person", "actor"],
                condition=Q(state__in=["waiting", "asked-back"]),
                name="claim_one_open_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["sent_at"],
                name="claim_open",
                condition=Q(state__in=["waiting", "asked-back"]),
            ),
        ]

    def __str__(self):
        return f"claim of {self.actor_id}"


class ClaimDocument(PictureBytes):
    """A picture of a document that shows somebody's part in a profile she claims, or will claim."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="claim_documents")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta(PictureBytes.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person", "actor", "digest"], name="claim_document_once"
            ),
        ]

    def __str__(self):
        return f"document {self.digest[:8]}"


class ClaimDecision(models.Model):
    """What was done with a claim, by whom, by which proof and why: only ever added."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="decisions")
    verb = models.CharField(max_length=8, choices=ClaimVerb)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    proof = models.CharField(max_length=9, choices=Proof, blank=True, default="")
    note = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(verb__in=ClaimVerb.values), name="claim_decision_verb_is_ours"
            ),
            models.CheckConstraint(
                condition=~Q(verb__in=["accept", "refuse", "ask-back"]) | ~Q(note=""),
                name="claim_decision_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(verb="accept") | ~Q(proof=""), name="claim_accepted_by_a_proof"
            ),
        ]

    def __str__(self):
        return f"{self.verb} claim {self.claim_id}"

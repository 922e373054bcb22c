"""Requests to be erased: asked by anybody who shows an address to be hers, decided, carried out."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from desk.models.people import Person


class ErasureState(models.TextChoices):
    """`accepted` waits for the server's command, which alone may rewrite what the web may not."""

    SENT = "sent", _("not confirmed by mail yet")
    WAITING = "waiting", _("waiting for a decision")
    ACCEPTED = "accepted", _("accepted; erased within a day")
    DONE = "done", _("carried out")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("taken back by who asked")


OPEN = [ErasureState.SENT, ErasureState.WAITING, ErasureState.ACCEPTED]


class ErasureQuerySet(models.QuerySet):
    def asked(self):
        """Those of people, not of accounts that their owners erased."""
        return self.filter(account=False)

    def waiting(self):
        """Those a moderator decides, the longest waiting first."""
        return self.asked().filter(state=ErasureState.WAITING).order_by("sent_at", "pk")


class Erasure(models.Model):
    """Somebody asks that what names her goes. `desk.privacy.requests` holds its verbs.

    `link` is the digest of the secret to follow it by. Who she is (`name`, `email`, `phone`), the
    codes of the `profiles` that name her and her `words` are kept until it is ended, then nothing
    of it. `naming` are keyed digests of the same: of an `account` that its owner erased there is
    nothing else. `told` counts what was erased, and what is left to be looked at.
    """

    link = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=9, choices=ErasureState, default=ErasureState.SENT)
    account = models.BooleanField(default=False)
    language = models.CharField(max_length=3)
    name = models.TextField(blank=True, default="")
    email = models.TextField(blank=True, default="")
    phone = models.TextField(blank=True, default="")
    profiles = ArrayField(models.CharField(max_length=8), default=list)
    words = models.TextField(blank=True, default="")
    naming = models.JSONField(default=dict)
    origin = models.CharField(max_length=64, blank=True, default="")
    begun_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True, default="")
    done_at = models.DateTimeField(null=True)
    told = models.JSONField(default=dict)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ErasureState.values), name="erasure_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN)
                | Q(name="", email="", phone="", profiles=[], words="", naming={}, origin=""),
                name="erasure_ended_keeps_nothing",
            ),
            models.CheckConstraint(
                condition=Q(state=ErasureState.DONE, done_at__isnull=False)
                | ~Q(state=ErasureState.DONE) & Q(done_at=None),
                name="erasure_done_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=ErasureState.REFUSED) | ~Q(answer=""),
                name="erasure_refusal_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ErasureState.SENT, ErasureState.WITHDRAWN])
                | Q(sent_at__isnull=False),
                name="erasure_confirmed_has_its_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["sent_at", "id"], name="erasure_open", condition=Q(state__in=OPEN)
            ),
            models.Index(fields=["origin", "begun_at"], name="erasure_origin"),
        ]

    def __str__(self):
        return f"erasure {self.pk}"

    def end(self, state: str, **more) -> None:
        """Nothing of her is kept once it is ended."""
        kept = dict.fromkeys(("name", "email", "phone", "words", "origin"), "")
        kept |= {"state": state, "profiles": [], "naming": {}} | more
        Erasure.objects.filter(pk=self.pk).update(**kept)

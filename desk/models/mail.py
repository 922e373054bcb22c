"""Mails on their way. What a server took is forgotten here; without a server they wait."""

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

MOST_ATTEMPTS = 12  # the last a day and a half after the first
# Nobody waits for these before a screen.
UNHURRIED = ["digest", "profile_changed", "still_correct_steward", "still_correct_network"]


class MailQuerySet(models.QuerySet):
    def due(self, moment):
        """Those to be tried at a moment, first what somebody may be waiting for."""
        unhurried = Case(When(kind__in=UNHURRIED, then=1), default=0)
        found = self.filter(attempts__lt=MOST_ATTEMPTS, due_at__lte=moment)
        return found.order_by(unhurried, "due_at", "pk")


class Mail(models.Model):
    """One mail to one address, as it will look. `kind` is the name of its template, `unsubscribe`
    the address that ends mails of its kind, where they can be ended; `due_at` when it is tried.
    """

    kind = models.CharField(max_length=60)
    to = models.EmailField(_("addressee"))
    language = models.CharField(_("language"), max_length=3, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField()
    html = models.TextField()
    unsubscribe = models.TextField(blank=True, default="", db_default="")
    queued_at = models.DateTimeField(_("written"), db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    attempts = models.IntegerField(_("attempts"), default=0, db_default=0)
    error = models.TextField(_("why it could not be sent"), blank=True, default="", db_default="")

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("outbox")
        indexes = [models.Index(fields=["-queued_at"], name="mail_queued")]

    def __str__(self):
        return self.subject


class BouncingQuerySet(models.QuerySet):
    def standing(self):
        """Those that nobody has read a mail at since."""
        return self.filter(settled_at=None)


class Bouncing(models.Model):
    """An address whose mails come back: it gets none that it did not ask for, until somebody has
    read one there again. `status` is the mail server's (RFC 3463), `asked_at` when she asked for
    such a mail.
    """

    address = models.EmailField(_("address"), unique=True)
    noted_at = models.DateTimeField(_("noted"), db_default=Now())
    status = models.CharField(_("what the server said"), max_length=300)
    asked_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(_("read again"), null=True)

    objects = BouncingQuerySet.as_manager()

    class Meta:
        verbose_name = _("address whose mails come back")
        verbose_name_plural = _("addresses whose mails come back")
        constraints = [
            models.CheckConstraint(
                condition=Q(address=Lower(F("address"))), name="bouncing_address_in_lower_case"
            ),
        ]

    def __str__(self):
        return self.address

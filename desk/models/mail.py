"""Mails on their way. What a server took is forgotten here; without a server they wait."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Mail(models.Model):
    """One mail to one address, as it will look. `kind` is the name of its template."""

    kind = models.CharField(max_length=60)
    to = models.EmailField(_("addressee"))
    language = models.CharField(_("language"), max_length=3, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField()
    html = models.TextField()
    queued_at = models.DateTimeField(_("written"), db_default=Now())
    attempts = models.IntegerField(_("attempts"), default=0, db_default=0)
    error = models.TextField(_("why it could not be sent"), blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("outbox")
        indexes = [models.Index(fields=["-queued_at"], name="mail_queued")]

    def __str__(self):
        return self.subject

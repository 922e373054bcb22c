"""What whoever runs this instance says on its pages, without a programmer."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from desk.models.people import Person


class TextKey(models.TextChoices):
    ANNOUNCEMENT = "announcement", _("Announcement on every page")
    ABOUT = "about", _("Who runs this site")
    CONTACT = "contact", _("How to reach who runs it")


class PageText(models.Model):
    """One wording, by language; the last of its key counts, and one without words says nothing.
    Only added to: who worded what, and when, stays.
    """

    key = models.CharField(_("place"), max_length=12, choices=TextKey)
    texts = models.JSONField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("since"), db_default=Now())

    class Meta:
        verbose_name = _("text of a page")
        verbose_name_plural = _("texts of pages")
        constraints = [
            models.CheckConstraint(
                condition=Q(key__in=[key.value for key in TextKey]), name="page_text_key_is_ours"
            ),
        ]
        indexes = [models.Index(fields=["key", "-id"], name="page_text_of_a_key")]

    def __str__(self):
        return f"{self.key} {self.pk}"

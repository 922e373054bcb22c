"""Who opened what is another person's: kept, so that she may know it."""

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast, Now
from django.utils.translation import gettext_lazy as _

from desk.models.people import Person

TODAY = Cast(
    Func(
        Value("Africa/Casablanca"), Now(), function="timezone", output_field=models.DateTimeField()
    ),
    models.DateField(),
)


class Looked(models.TextChoices):
    """What of somebody was opened."""

    SUBMISSION = "submission", _("a contribution")
    WRITING = "writing", _("a story, a dossier or a report of a use")
    CLAIM = "claim", _("a claim of a profile")
    ACCOUNT = "account", _("the account")
    MAIL = "mail", _("a mail in the outbox")
    ERASURE = "erasure", _("a request to be erased")


class LookedAs(models.TextChoices):
    """In what role it was opened."""

    MODERATOR = "moderator", _("moderator")
    ADMINISTRATOR = "administrator", _("administrator")


class Access(models.Model):
    """That somebody opened what is another's, once a day each: inserted, never changed by the web,
    deleted only by its age (desk/sql/forget_accesses).

    `number` is that of what was opened; `about` whose it is, none where she has no account. `at`
    and `day`, the date in Morocco, are the database's to say.
    """

    by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("by"), related_name="+")
    role = models.CharField(_("role"), max_length=13, choices=LookedAs)
    kind = models.CharField(_("what"), max_length=10, choices=Looked)
    number = models.BigIntegerField(_("number"))
    about = models.ForeignKey(
        Person, models.PROTECT, null=True, verbose_name=_("whose"), related_name="+"
    )
    at = models.DateTimeField(_("when"), db_default=Now())
    day = models.DateField(db_default=TODAY)

    class Meta:
        verbose_name = _("look at what is a person’s")
        verbose_name_plural = _("access log")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=LookedAs.values, kind__in=Looked.values),
                name="access_role_and_kind_are_ours",
            ),
            models.CheckConstraint(
                condition=Q(about=None) | ~Q(about=F("by")),
                name="access_is_to_what_is_another_s",
            ),
            models.UniqueConstraint(
                fields=["by", "kind", "number", "day"], name="access_once_a_day"
            ),
        ]
        indexes = [models.Index(fields=["at"], name="access_at")]

    def __str__(self):
        return f"{self.kind} {self.number}"

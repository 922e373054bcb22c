"""Who moderates, and where."""

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from desk.models.people import Person


class ScopeHolds(Func):
    """The SQL function `scope_holds`: whether a code is one of its kind."""

    function = "scope_holds"
    output_field = models.BooleanField()


class Scope(models.TextChoices):
    COUNTRY = "country", _("country")
    REGION = "region", _("region")
    NETWORK = "network", _("network")
    PROGRAMME = "programme", _("programme")


class ModeratorQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(dismissed_at=None)


class Moderator(models.Model):
    """A person who moderates one scope: the country (`MA`), a region, a network's actors or a
    programme's. Given and taken by `appoint` and `dismiss` (desk/roles.py), never rewritten.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="moderates", verbose_name=_("person")
    )
    scope = models.CharField(_("scope"), max_length=9, choices=Scope)
    code = models.CharField(_("code"), max_length=8)
    since = models.DateTimeField(_("since"), db_default=Now())
    given_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("given by")
    )
    dismissed_at = models.DateTimeField(_("dismissed at"), null=True)
    dismissed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = ModeratorQuerySet.as_manager()

    class Meta:
        verbose_name = _("moderator")
        verbose_name_plural = _("moderators")
        constraints = [
            models.CheckConstraint(
                condition=Q(ScopeHolds("scope", "code")), name="moderator_scope_holds"
            ),
            models.CheckConstraint(
                condition=Q(dismissed_at=None) | Q(dismissed_at__gte=F("since")),
                name="moderator_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["person", "scope", "code"],
                condition=Q(dismissed_at=None),
                name="moderator_of_a_scope_once",
            ),
        ]

    def __str__(self):
        return f"{self.scope} {self.code}"

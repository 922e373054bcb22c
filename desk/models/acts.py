"""What administrators did about people's accounts and roles."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from desk.models.people import Person


class PersonVerb(models.TextChoices):
    DEACTIVATE = "deactivate", _("account closed")
    REACTIVATE = "reactivate", _("account opened again")
    RESET_FACTOR = "reset-factor", _("second factor taken away")
    END_SESSIONS = "end-sessions", _("sessions ended")
    APPOINT = "appoint", _("appointed as a moderator")
    DISMISS = "dismiss", _("dismissed as a moderator")


class PersonAct(models.Model):
    """One act, with its reason; the scope given or taken where it is about one. Written by the
    database's own functions (sql/person_acts, sql/moderators); only its reason may be emptied, when
    the account is erased.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="acts")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=12, choices=PersonVerb)
    scope = models.CharField(max_length=9, blank=True, default="", db_default="")
    code = models.CharField(max_length=8, blank=True, default="", db_default="")
    reason = models.TextField(blank=True, default="", db_default="")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("act on an account")
        verbose_name_plural = _("acts on accounts")
        constraints = [
            models.CheckConstraint(
                condition=Q(verb__in=[verb.value for verb in PersonVerb]),
                name="person_act_verb_is_ours",
            ),
            models.CheckConstraint(
                condition=Q(verb__in=["appoint", "dismiss"]) & ~Q(scope="")
                | ~Q(verb__in=["appoint", "dismiss"]) & Q(scope="", code=""),
                name="person_act_has_a_scope_where_it_is_about_one",
            ),
        ]
        indexes = [models.Index(fields=["person", "at"], name="person_act_of_a_person")]

    def __str__(self):
        return f"{self.verb} {self.person_id}"

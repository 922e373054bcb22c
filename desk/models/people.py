"""People who have an account."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class PersonManager(BaseUserManager):
    def create_user(self, email, password=None, **more):
        person = self.model(email=self.normalize_email(email).lower(), **more)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email, password=None, **more):
        """Made on the server, by who runs it: the address needs no other proof."""
        person = self.create_user(email, password, is_staff=True, is_superuser=True, **more)
        person.emailaddress_set.create(email=person.email, verified=True, primary=True)
        return person

    def get_by_natural_key(self, email):
        return self.get(email=email.lower())


class Person(AbstractUser):
    """Somebody who may log in, by an e-mail address that is read by nobody else.

    An erased account keeps its number, so that a log still tells one hand from another, and
    nothing of the person.
    """

    username = first_name = last_name = None
    email = models.EmailField(_("e-mail address"), unique=True, null=True)  # noqa: DJ001
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(
        _("language"), max_length=3, choices=settings.LANGUAGES, default="fr", db_default="fr"
    )
    erased_at = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = PersonManager()

    class Meta(AbstractUser.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=Q(email=None) | Q(email=Lower(F("email"))),
                name="person_email_in_lower_case",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None, email__isnull=False)
                | Q(
                    erased_at__isnull=False,
                    email=None,
                    name="",
                    is_active=False,
                    is_staff=False,
                    is_superuser=False,
                ),
                name="person_erased_keeps_nothing",
            ),
            models.CheckConstraint(
                condition=Q(language__in=[code for code, _name in settings.LANGUAGES]),
                name="person_language_is_ours",
            ),
        ]

    def __str__(self):
        return self.name or self.email or f"#{self.pk}"

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

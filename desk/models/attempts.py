"""Attempts to log in that failed, as long as they count."""

from django.db import models
from django.db.models.functions import Now


class LoginAttempt(models.Model):
    """One failure. `account` and `address` are keyed digests: they tell the same from another, and
    nobody's name or address.
    """

    at = models.DateTimeField(db_default=Now())
    account = models.CharField(max_length=64)
    address = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["at"], name="login_attempt_at")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M:%S}"

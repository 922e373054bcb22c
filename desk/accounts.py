"""How allauth behaves here: our mails, our guard against guessing, secrets kept under a key."""

import base64
import logging
import time
from io import BytesIO
from typing import Any

import segno
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from desk import mail, throttle
from desk.models import Person

log = logging.getLogger(__name__)


class Accounts(DefaultAccountAdapter):
    """allauth counts its limits for each worker or in a cache; failures of passwords are counted
    by desk.throttle, one at a time, as for the administration before.
    """

    def save_user(self, request, user, form, commit=True):
        """A new account keeps the language it was made in."""
        user.language = get_language() or user.language
        return super().save_user(request, user, form, commit)

    def is_safe_url(self, url):
        """What is no address at all leads nowhere, as one elsewhere does."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    def authenticate(self, request, **credentials: Any):
        account = str(credentials.get("email") or credentials.get("username") or "")
        try:
            attempt = throttle.begin(account, request.META.get("REMOTE_ADDR", ""))
        except throttle.TooManyAttempts as error:
            raise self.validation_error("too_many_login_attempts") from error
        user = super().authenticate(request, **credentials)
        if user is not None:
            throttle.forgive(attempt)
        return user

    def pre_authenticate(self, request, **credentials):
        """Counted in `authenticate`, by us."""

    def _rollback_login_failed_rl_usage(self):
        """Nothing was counted by allauth."""

    def is_reauthentication_required(self, *, app, **more):
        """Who logged in a moment ago has just shown who she is."""
        request = context.request
        records = get_authentication_records(request, request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **more)

    def add_message(self, request, level, message_template=None, *args, **more):
        """The page of the code says where it went, to who has an account and who has none alike;
        allauth's own word comes to one of them only.
        """
        if message_template not in UNSAID:
            super().add_message(request, level, message_template, *args, **more)

    def send_mail(self, template_prefix, email, known):
        """`account/email/login_code` is our mail `login_code`, in the person's own language."""
        person = known.get("user") or Person.objects.filter(email=email.lower()).first()
        told = {name: known[name] for name in TOLD if name in known}
        mail.post(
            template_prefix.rpartition("/")[2],
            to=email,
            language=getattr(person, "language", None) or get_language(),
            context=told,
        )


UNSAID = {
    "account/messages/email_confirmation_sent.txt",
    "account/messages/login_code_sent.txt",
    "account/messages/logged_in.txt",
}
# What our mails say of what allauth knows.
TOLD = ("code", "from_email", "to_email", "deleted_email", "ip", "user_agent", "timestamp")


class SecondFactors(DefaultMFAAdapter):
    """Secrets are of no use to who reads the database without the site's key."""

    def build_totp_svg(self, url):
        """Dark on light whatever the page's theme, with the quiet zone that cameras need."""
        drawn = BytesIO()
        segno.make(url).save(drawn, kind="svg", scale=5, border=4, dark="black", light="white")
        return drawn.getvalue().decode()

    def encrypt(self, text):
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """A factor made with a key that is lost opens to no code, as a wrong code does."""
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            log.error("A second factor was made with a key that ATHAR_OLD_SECRET_KEYS lacks.")
            return generate_totp_secret()


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(Fernet(_key(secret)) for secret in secrets)


def _key(secret: str) -> bytes:
    digest = salted_hmac("desk.accounts", "second factors", secret=secret, algorithm="sha256")
    return base64.urlsafe_b64encode(digest.digest())

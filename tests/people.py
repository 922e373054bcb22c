"""People for tests: made without their forms, logged in without their codes."""

import io
import json
import time
import zipfile

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)

from desk.models import Moderator, Person, Stewardship
from directory import codes
from directory.models import Actor

NAMES = iter(range(10**9))


def person(email=None, *, password=None, superuser=False, language="fr", **more) -> Person:
    """An account whose address is confirmed."""
    email = email or f"person{next(NAMES)}@athar.example"
    if superuser:
        return Person.objects.create_superuser(email, password, language=language, **more)
    made = Person.objects.create_user(email, password, language=language, **more)
    EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    return made


def moderator(scope="country", code="MA", **more) -> Person:
    """A moderator of one scope, who has a second factor."""
    made = person(**more)
    Moderator.objects.create(person=made, scope=scope, code=code)
    second_factor(made)
    return made


def administrator(**more) -> Person:
    made = person(superuser=True, **more)
    second_factor(made)
    return made


def steward(actor_code, role="owner", **more) -> Person:
    """Who keeps a profile; its code as shown or stored."""
    made = person(**more)
    keep(made, actor_code, role)
    return made


def keep(somebody, actor_code, role="owner") -> Stewardship:
    actor = Actor.objects.get(code=codes.parse(actor_code))
    return Stewardship.objects.create(person=somebody, actor=actor, role=role, ground="grant")


def second_factor(somebody) -> str:
    """Turn it on; its secret."""
    secret = generate_totp_secret()
    TOTP.activate(somebody, secret)
    return secret


def code_of(secret, *, steps=0) -> str:
    """What the application shows now, or some steps of half a minute later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def log_in(client, somebody, *, shown=True):
    """Log in a test's client; `shown`: the second factor was shown too."""
    client.force_login(somebody)
    if shown:
        session = client.session
        session["account_authentication_methods_user"] = str(somebody.pk)
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time(), "reauthenticated": True},
            {"method": "mfa", "type": "totp", "at": time.time(), "reauthenticated": True},
        ]
        session.save()
    return client


def taken_away(client) -> dict:
    """What is kept about whoever is logged in, read from the file she takes away."""
    answer = client.get("/fr/account/data/file/")
    assert answer["Content-Disposition"] == 'attachment; filename="athar.zip"'
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as file:
        return json.loads(file.read("athar.json"))

"""Readers of the environment: each returns a typed value or refuses a wrong one aloud."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def text(name, default=None):
    """The value of `name`, or `default`; without a default the variable is required."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set.")
    return value


def flag(name, default=False):
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE:
        return True
    if value.strip().lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; 1 or 0 is accepted.")


def number(name, default, *, least=None):
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        found = int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {value!r}; a whole number is accepted.") from error
    if least is not None and found < least:
        raise ImproperlyConfigured(f"{name} is {found}; at least {least} is accepted.")
    return found


def choice(name, accepted, default):
    """One of the accepted words."""
    value = os.environ.get(name) or default
    if value not in accepted:
        raise ImproperlyConfigured(f"{name} is {value!r}; accepted: {', '.join(accepted)}.")
    return value


def address(name):
    """An http(s) address, or "" when unset."""
    value = os.environ.get(name, "")
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.netloc):
        raise ImproperlyConfigured(f"{name} is {value!r}; an https:// address is accepted.")
    return value


def mail(name):
    """A mail server from `smtp://user:password@host:587` (STARTTLS; `?plain=1` without) or
    `smtps://…`; its host is "" when unset.
    """
    value = os.environ.get(name, "")
    parts = urlsplit(value)
    if value and (parts.scheme not in {"smtp", "smtps"} or not parts.hostname):
        raise ImproperlyConfigured(f"{name}: smtp://user:password@host:port is accepted.")
    secure = parts.scheme == "smtps"
    try:
        port = parts.port or (465 if secure else 587)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: its port is no number.") from error
    return {
        "host": parts.hostname or "",
        "port": port,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "ssl": secure,
        "starttls": not secure and parts.query != "plain=1",
    }


def origins(address):
    """The origins of a tile address, for a policy: `{s}` stands for any name in its place."""
    if not address:
        return []
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"]


def words(name, default=()):
    """A list, written with commas."""
    value = os.environ.get(name)
    if value is None:
        return list(default)
    return [word.strip() for word in value.split(",") if word.strip()]


def database(url):
    """Django's settings for a `postgresql://user:password@host:port/name?host=…` address."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql", "postgis"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("A database address reads postgresql://user@host/name.")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "config.postgis",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": query.pop("port", None) or str(parts.port or ""),
        "OPTIONS": query,
    }


def bundled(package, pattern):
    """A shared library that ships inside a wheel, or None where the system's is to be used."""
    from importlib.util import find_spec

    spec = find_spec(package)
    if spec is None:
        return None
    home = Path(next(iter(spec.submodule_search_locations))).parent
    return next((str(found) for found in sorted(home.glob(pattern))), None)

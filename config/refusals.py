"""Defaults that are convenient on a private machine, refused where the public is served."""

import ipaddress

from django.core.exceptions import ImproperlyConfigured

PRIVATE_KEY = "only-for-a-private-machine"
LEAST_KEY = 50


def check(*, debug, secret_key, public_hosts, proxies):
    """Raise ImproperlyConfigured with the first unsafe setting and the way to mend it."""
    if "*" in public_hosts:
        raise ImproperlyConfigured(
            "ATHAR_HOSTS is '*': name the hosts that are served, as in ATHAR_HOSTS=athar.example."
        )
    for proxy in proxies:
        _check_proxy(proxy)
    if not public_hosts:
        return
    served = ", ".join(public_hosts)
    if debug:
        raise ImproperlyConfigured(
            f"ATHAR_DEBUG shows code and data to visitors of {served}: unset it."
        )
    if len(secret_key) < LEAST_KEY or len(set(secret_key)) < 5:
        raise ImproperlyConfigured(
            f"ATHAR_SECRET_KEY must be set to {LEAST_KEY} random characters or more to serve"
            f" {served}; python3 -c 'import secrets; print(secrets.token_urlsafe(50))' makes one."
        )


def _check_proxy(proxy):
    try:
        ipaddress.ip_network(proxy)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"ATHAR_TRUSTED_PROXIES holds {proxy!r}; addresses (127.0.0.1) and"
            " networks (10.0.0.0/8) are accepted."
        ) from error

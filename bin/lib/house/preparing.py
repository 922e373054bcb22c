"""What every command needs before its own work: packages, Python, a database, its addresses."""

import os
import secrets
from contextlib import contextmanager

from house import children, cluster, packages, wheels
from house.places import LOCAL, PYTHON
from house.steps import Trouble

SECRET = LOCAL / "secret-key"


@contextmanager
def prepared(*, tests=False):
    """Everything installed and a database running; yields the environment of manage.py."""
    own = not os.environ.get("DATABASE_URL")
    if not own and not os.environ.get("DATABASE_OWNER_URL"):
        raise Trouble(
            "DATABASE_URL is set (the web role's address) without DATABASE_OWNER_URL (the owner's,"
            " who migrates): set both, or neither for a private database"
        )
    LOCAL.mkdir(exist_ok=True)
    packages.ensure(database=own, tests=tests)
    wheels.ensure(tests=tests)
    environment = dict(os.environ)
    environment.setdefault("ATHAR_SECRET_KEY", _secret())
    if not own:
        yield environment
        return
    with cluster.in_use() as database:
        yield environment | database.environment()


def manage(*words, environment):
    """Run one of Django's commands as the database's owner; it speaks for itself."""
    owner = environment | {"ATHAR_ROLE": "owner"}
    return children.run([PYTHON, "manage.py", *words], env=owner)


def _secret():
    """The key of this machine, made once; a public site sets its own."""
    if not SECRET.exists():
        with open(os.open(SECRET, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    return SECRET.read_text()

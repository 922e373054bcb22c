"""Settings made for a private machine are refused where the public is served."""

import os
import subprocess
import sys

import pytest

from tests.house.test_rules import PRODUCTION, ROOT


def settings_with(**changes):
    """What loading the settings says: "" when all is well."""
    environment = {"PATH": os.environ["PATH"]} | PRODUCTION
    for name, value in changes.items():
        environment.pop(name, None)
        if value is not None:
            environment[name] = value
    done = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    return done.stderr.strip().splitlines()[-1] if done.returncode else ""


def test_a_public_site_with_its_own_key_starts():
    assert settings_with() == ""


def test_a_private_machine_needs_nothing():
    assert settings_with(ATHAR_HOSTS=None, ATHAR_SECRET_KEY=None) == ""


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ATHAR_SECRET_KEY": None}, "ATHAR_SECRET_KEY must be set"),
        ({"ATHAR_SECRET_KEY": "x" * 60}, "ATHAR_SECRET_KEY must be set"),
        ({"ATHAR_DEBUG": "1"}, "ATHAR_DEBUG shows code and data to visitors of athar.example"),
        ({"ATHAR_HOSTS": "*"}, "name the hosts that are served"),
        ({"ATHAR_DEBUG": "perhaps"}, "1 or 0 is accepted"),
        ({"ATHAR_STREAMS": "0"}, "at least 1"),
        ({"ATHAR_ROLE": "root"}, "accepted: web, owner"),
        ({"ATHAR_RASTER_TILES": "tiles.example/{z}"}, "an https:// address is accepted"),
        ({"ATHAR_TRUSTED_PROXIES": "the-proxy"}, "addresses (127.0.0.1) and networks"),
        ({"DATABASE_URL": "mysql://athar"}, "A database address reads postgresql://"),
    ],
)
def test_an_unsafe_or_wrong_setting_is_refused_with_the_way_to_mend_it(changes, words):
    said = settings_with(**changes)
    assert "ImproperlyConfigured" in said
    assert words in said

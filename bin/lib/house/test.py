"""bin/test: the same preparation as bin/run, then pytest, which holds every check there is."""

import os
import sys

from house import children
from house.command import main
from house.packages import chromium
from house.places import PYTHON
from house.preparing import manage, prepared
from house.steps import Trouble


def test():
    words = sys.argv[1:]
    with prepared(tests=True) as environment:
        if manage("prepare", "--texts-only", environment=environment):
            raise Trouble("the translations could not be compiled; what failed is told above")
        environment |= {
            "ATHAR_CHROMIUM": chromium(),
            "ATHAR_ROLE": "owner",
            # two checkouts, or bin/test twice, do not share a test database
            "ATHAR_TEST_DATABASE": environment.get("ATHAR_TEST_DATABASE", f"test_{os.getpid()}"),
        }
        return children.run([PYTHON, "-m", "pytest", *words], env=environment)


if __name__ == "__main__":
    main("test", test)

"""bin/test: the same preparation as bin/run, then pytest, which holds every check there is.

The whole suite runs in a process for each of two cores, a file never in both; what names tests, or
how to run them, is run as it says.
"""

import os
import sys

from house import children
from house.command import alone, main
from house.packages import chromium
from house.places import PYTHON
from house.preparing import manage, prepared
from house.steps import Trouble

WHOLE = {"-q", "-qq", "-v", "-x"}


def test():
    with alone("test", "with a test database of its own"), prepared(tests=True) as environment:
        children.end_outlived()
        if manage("prepare", "--texts-only", environment=environment):
            raise Trouble("the translations could not be compiled; what failed is told above")
        environment |= {"ATHAR_CHROMIUM": chromium(), "ATHAR_ROLE": "owner"}
        environment |= {"ATHAR_ADDRESS": "http://localhost:8000"}
        return children.run([PYTHON, "-m", "pytest", *shared(sys.argv[1:])], env=environment)


def shared(words):
    """The arguments for pytest; with those of sharing the work where all tests are meant."""
    if all(word in WHOLE for word in words) and (os.cpu_count() or 1) > 1:
        return [*words, "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    return words


if __name__ == "__main__":
    main("test", test)

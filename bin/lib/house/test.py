"""bin/test: the same preparation as bin/run, then pytest, which holds every check there is."""

import sys

from house import children
from house.command import alone, main
from house.packages import chromium
from house.places import PYTHON
from house.preparing import manage, prepared
from house.steps import Trouble


def test():
    with alone("test", "with a test database of its own"), prepared(tests=True) as environment:
        children.end_outlived()
        if manage("prepare", "--texts-only", environment=environment):
            raise Trouble("the translations could not be compiled; what failed is told above")
        environment |= {"ATHAR_CHROMIUM": chromium(), "ATHAR_ROLE": "owner"}
        return children.run([PYTHON, "-m", "pytest", *sys.argv[1:]], env=environment)


if __name__ == "__main__":
    main("test", test)

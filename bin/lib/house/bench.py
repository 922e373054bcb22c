"""bin/bench [name]: measures on a database of its own; bench/ tells what and how."""

import os
import sys

from house import children
from house.command import main
from house.places import PYTHON
from house.preparing import prepared


def bench():
    with prepared(tests=True) as environment:
        owner = environment | {"ATHAR_ROLE": "owner"}
        return children.run([PYTHON, "-m", "bench", *sys.argv[1:]], env=owner)


if __name__ == "__main__":
    os.environ.pop("ATHAR_DEBUG", None)  # debug keeps every statement: nothing to measure
    main("bench", bench)

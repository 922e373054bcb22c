"""A process that acts on a submission: `python -m tests.desk.acting VERB [NUMBER]`.

`send` prints the number of one that waits; `accept`, `refuse` and `withdraw` exit with 0 where they
did it and with 3 where somebody had acted before.
"""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from desk import submissions  # noqa: E402
from desk.models import Submission  # noqa: E402
from desk.submissions.refusals import WrongState  # noqa: E402
from tests.submissions import Sender  # noqa: E402

TOO_LATE = 3
VERBS = {
    "accept": lambda one: submissions.accept(one, by=None),
    "refuse": lambda one: submissions.refuse(one, by=None, reason="duplicate"),
    "withdraw": submissions.withdraw,
}


def main(verb, number=None):
    if verb == "send":
        sys.stdout.write(f"{Sender().register().pk}\n")
        return 0
    try:
        VERBS[verb](Submission.objects.get(pk=number))
    except WrongState:
        return TOO_LATE
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""A process that acts on a submission: `python -m tests.desk.acting VERB [WORDS]`.

`send` prints the number of one that waits; `twins` that of a change which a trusted steward has
not sent yet, the codes of its profile and of another like it, and the mark of both beside each
other. The other verbs exit with 0 where they did it and with 3 where somebody had acted before.
"""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from desk import submissions  # noqa: E402
from desk.models import Person, Submission  # noqa: E402
from desk.moderation import merging, trust  # noqa: E402
from desk.moderation.profiles import ChangedMeanwhile  # noqa: E402
from desk.submissions.refusals import WrongState  # noqa: E402
from tests import people  # noqa: E402
from tests.submissions import CONSENTS, Sender  # noqa: E402

TOO_LATE = 3
VERBS = {
    "accept": lambda one: submissions.accept(one, by=None),
    "refuse": lambda one: submissions.refuse(one, by=None, reason="duplicate"),
    "withdraw": submissions.withdraw,
    "take-up": submissions.take_up,
}


def twins():
    """Two profiles of one cooperative, the first kept by a steward who is trusted with it."""
    hind, sender = people.moderator(), Sender()
    author = people.person()
    first = submissions.adopt(sender.register(), author)
    goes = submissions.accept(first, by=hind).actor_id
    stays = submissions.accept(sender.register(), by=hind).actor_id
    change = submissions.adopt(sender.begin(goes, activity={"products_fr": "Miel"}), author)
    trust.give(change, by=hind)
    return f"{change.pk} {goes} {stays} {merging.beside(goes, stays).mark}"


def publish_at_once(number):
    sent = submissions.submit(Submission.objects.get(pk=number), consents=CONSENTS)
    return trust.publish_at_once(sent).state == "accepted"


def merge(goes, stays, mark):
    hind = Person.objects.get(moderates__isnull=False)
    told = merging.Choices()
    try:
        merging.merge(goes, stays, by=hind, reason="duplicate", seen=mark, choices=told)
    except ChangedMeanwhile:
        return False
    return True


def main(verb, *words):
    if verb == "send":
        sys.stdout.write(f"{Sender().register().pk}\n")
        return 0
    if verb == "twins":
        sys.stdout.write(f"{twins()}\n")
        return 0
    if verb in ("publish-at-once", "merge"):
        done = publish_at_once(*words) if verb == "publish-at-once" else merge(*words)
        return 0 if done else TOO_LATE
    try:
        VERBS[verb](Submission.objects.get(pk=words[0]))
    except WrongState:
        return TOO_LATE
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""Verify the register: the chain, the records, the counts, the reference sets."""

import time

from django.core.management.base import BaseCommand, CommandError

from directory.management.progress import Progress
from directory.models import Revision
from directory.publishing.verify import verify


class Command(BaseCommand):
    help = (
        "Find and name whatever in the register is not as it was published."
        " Ends with status 1 where something is."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--since",
            type=int,
            default=0,
            metavar="N",
            help="trust what revisions up to N did, and examine what came after",
        )
        parser.add_argument(
            "--expect",
            action="append",
            default=[],
            type=_known,
            metavar="N:DIGEST",
            help="a revision's digest as it is known outside (on paper, in a citation)",
        )

    def handle(self, *, since, expect, **options):
        head = Revision.objects.without_bytes().head()
        if not 0 <= since <= head.number:
            raise CommandError(f"--since {since}: the last revision is {head.number}.")
        started, found, progress = time.monotonic(), 0, Progress(self.stderr)
        for finding in verify(since=since, expected=dict(expect), tell=progress.tell):
            progress.clear()
            self.stdout.write(str(finding))
            found += 1
        progress.clear()
        if found:
            raise CommandError(f"The register does not verify: {found} findings.", returncode=1)
        took = time.monotonic() - started
        self.stdout.write(f"Verified up to revision {head.number} in {took:.1f} s: nothing wrong.")
        self.stdout.write(f"{head.number}:{bytes(head.digest).hex()}")


def _known(text):
    number, _, digest = text.partition(":")
    found = bytes.fromhex(digest)
    if len(found) != 32:
        raise ValueError(text)
    return int(number), found

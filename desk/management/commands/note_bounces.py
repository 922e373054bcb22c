"""manage.py note_bounces: read the reports of mails that came back."""

import mailbox
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from desk import bounces


class Command(BaseCommand):
    help = (
        "Read reports of mails that came back (RFC 3464): one from standard input, as a mail"
        " server pipes it, or all of an mbox file or a Maildir, which are left as they are. An"
        " address that a report says cannot be reached gets no reminders and no digests until"
        " somebody has read a mail there. Reading a report twice notes nothing twice."
    )

    def add_arguments(self, parser):
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--mbox", type=Path, help="a file of many mails")
        where.add_argument("--maildir", type=Path, help="a folder with cur, new and tmp")

    def handle(self, *, mbox, maildir, **options):
        read = noted = 0
        for raw in _mails(mbox, maildir):
            found = bounces.returned(raw)
            read += bool(found)
            noted += sum(
                bounces.note(one.address, one.status, sent_at=one.sent_at) for one in found
            )
        self.stdout.write(f"{read} reports of mails of ours, {noted} addresses noted.")


def _mails(mbox, maildir):
    """The bytes of each, the beginning of long ones."""
    if mbox is None and maildir is None:
        yield sys.stdin.buffer.read(bounces.MOST_BYTES)
        return
    if mbox is not None:
        if not mbox.is_file():
            raise CommandError(f"No file: {mbox}")
        box = mailbox.mbox(mbox, create=False)
    else:
        if not all((maildir / name).is_dir() for name in ("cur", "new")):
            raise CommandError(f"No Maildir: {maildir}")
        box = mailbox.Maildir(maildir, create=False)
    try:
        for key in box.iterkeys():
            with box.get_file(key) as file:
                yield file.read(bounces.MOST_BYTES)
    finally:
        box.close()

"""manage.py verify_citations: ask every question again, and name what does not hold."""

import signal
import time
from functools import partial

from django.core.management.base import BaseCommand, CommandError

from directory import codes
from directory.management.progress import Progress
from evidence.citations.verify import Verified, verify_all
from evidence.models import Citation


class Command(BaseCommand):
    help = (
        "Verify every citation, or some: its question asked again of its revision, its records"
        " folded anew. Names those that do not hold, and ends with status 1 where there are any."
    )

    def add_arguments(self, parser):
        parser.add_argument("codes", nargs="*", metavar="CODE", help="only these citations")
        parser.add_argument(
            "--deep", action="store_true", help="hash the bytes of every record behind them too"
        )

    def handle(self, *, deep, **options):
        wanted = self._known(options["codes"])
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        started, done, failed, redacted = time.monotonic(), 0, 0, 0
        progress = Progress(self.stderr, every=1000)
        tell = partial(progress.tell, "citations")
        try:
            for citation, told in verify_all(codes=wanted, deep=deep, tell=tell):
                done += 1
                redacted += bool(told.redacted)
                if not told.holds:
                    failed += 1
                    progress.clear()
                    self.stdout.write(f"{codes.show(citation.code)}: {_what(told)}")
        except KeyboardInterrupt as stopped:
            progress.clear()
            raise CommandError(f"Stopped after {done:,} citations; {failed} fail.") from stopped
        progress.clear()
        if failed:
            raise CommandError(f"{failed} of {done:,} citations do not hold.", returncode=1)
        took = time.monotonic() - started
        behind = f", {redacted} with redacted records" if redacted else ""
        self.stdout.write(f"{done:,} citations hold{behind} ({took:.1f} s).")

    def _known(self, given) -> list[str]:
        """The codes as stored, each of a citation."""
        try:
            wanted = [codes.parse(one) for one in given]
        except codes.CodeError as error:
            raise CommandError(f"This is no code of a citation: {error}") from error
        known = set(Citation.objects.filter(code__in=wanted).values_list("code", flat=True))
        strange = [codes.show(one) for one in wanted if one not in known]
        if strange:
            raise CommandError(f"No citation has the code {', '.join(strange)}.")
        return wanted


def _what(told: Verified) -> str:
    """The steps that fail: what was noted, what is found."""
    return "; ".join(
        f"{step.name}: noted {step.expected}, found {step.found}"
        for step in told.steps
        if not step.holds
    )

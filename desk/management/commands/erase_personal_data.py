"""manage.py erase_personal_data: erase whom accepted requests name; after a restore, all again."""

import signal

from django.core.management.base import BaseCommand, CommandError

from desk.naming import (
    NameWithoutProfile,
    NobodyNamed,
    NotAnAddress,
    NotAName,
    NotAPhone,
    UnknownKey,
    naming,
)
from desk.privacy import erasure, listed
from directory import codes
from directory.management.progress import Progress
from directory.models import Actor

WRONG = {
    NotAnAddress: "{} is no e-mail address.",
    NotAPhone: "{} is no telephone number.",
    NotAName: "{}: a name has two words at least.",
    NameWithoutProfile: "Many share a name: say by --profile which profiles name her.",
}


class Command(BaseCommand):
    help = (
        "Erase the people whom accepted requests name, each request whole or not at all, and note"
        " them in the erasure list (ATHAR_ERASURES). With --email, --phone or --name: somebody who"
        " asked on paper. With --replay, after a backup was restored: all whom the list holds,"
        " again; that may be done any number of times."
    )

    def add_arguments(self, parser):
        parser.add_argument("--replay", action="store_true", help="erase again all on the list")
        parser.add_argument("--dry-run", action="store_true", help="tell how much; erase nothing")
        parser.add_argument("--email", action="append", default=[], help="of somebody to erase")
        parser.add_argument("--phone", action="append", default=[], help="of somebody to erase")
        parser.add_argument("--name", action="append", default=[], help="as profiles have it")
        parser.add_argument(
            "--profile", action="append", default=[], metavar="CODE", help="where the name counts"
        )

    def handle(self, *, replay, dry_run, email, phone, name, profile, verbosity, **options):
        given = bool(email or phone or name or profile)
        if replay and (given or dry_run):
            raise CommandError("--replay goes alone: it erases whom the list holds.")
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        self._progress = Progress(self.stderr, quiet=True)  # it is run every day
        try:
            if replay:
                self._replay()
            elif given:
                self._one(email, phone, name, profile, dry_run)
            else:
                self._accepted(dry_run, told=verbosity > 0)
        except KeyboardInterrupt as stopped:
            self._progress.clear()
            raise CommandError("Stopped. What is told above is done, the rest is not.") from stopped
        except UnknownKey as error:
            raise CommandError(
                "Written under a key that this site does not know: put that ATHAR_SECRET_KEY among"
                " ATHAR_OLD_SECRET_KEYS."
            ) from error

    def _accepted(self, dry_run, *, told):
        done = 0
        for request in erasure.accepted():
            if dry_run:
                planned = erasure.planned_for(request, self._progress.tell)
            else:
                planned = erasure.carry_out(request, self._progress.tell)
            self._progress.clear()
            if planned is not None:
                done += 1
                self._say(f"Request {request.pk}", planned)
        if done or told:
            self.stdout.write(f"{done} requests {'wait' if dry_run else 'carried out'}.")

    def _one(self, email, phone, name, profile, dry_run):
        try:
            hers = naming(emails=email, phones=phone, names=name, profiles=self._known(profile))
        except NobodyNamed as error:
            raise CommandError("Whom? Give --email, --phone or --name.") from error
        except tuple(WRONG) as error:
            raise CommandError(WRONG[type(error)].format(error)) from error
        planned = erasure.plan(hers, tell=self._progress.tell)
        self._progress.clear()
        if not dry_run:
            erasure.erase(planned)
        self._say("Would erase" if dry_run else "Erased", planned)

    def _replay(self):
        done = 0
        try:
            for counts in erasure.replay(self._progress.tell):
                done += 1
                self._progress.clear()
                self.stdout.write(f"Line {done}: {_counted(counts)}")
        except FileNotFoundError as error:
            raise CommandError(f"There is no erasure list at {listed.path()}.") from error
        except listed.Unreadable as error:
            raise CommandError(f"Not a line of an erasure list: {error}") from error
        self.stdout.write(f"{done} lines of the erasure list done again.")

    def _known(self, given) -> list[str]:
        try:
            wanted = [codes.parse(one) for one in given]
        except codes.CodeError as error:
            raise CommandError(f"This is no code of a profile: {error}") from error
        known = set(Actor.objects.filter(code__in=wanted).values_list("code", flat=True))
        if strange := [codes.show(one) for one in wanted if one not in known]:
            raise CommandError(f"No profile has the code {', '.join(strange)}.")
        return wanted

    def _say(self, what, planned):
        self.stdout.write(f"{what}: {_counted(planned.counts())}")
        if left := planned.left_over():
            self.stdout.write(f"  Written by others, to be looked at by somebody: {_counted(left)}")


def _counted(counts) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items()) or "nothing found"

"""manage.py load_demo --actors 5000 --seed 1: fill a demonstration with invented actors."""

import signal
import time

from django.core.management.base import BaseCommand, CommandError

from directory.demonstration.places import NoTerritories
from directory.publishing.demo import AlreadyDemonstrated, Progress, load_demo
from directory.publishing.publish import PublishingError

EVERY = 1.0  # seconds between two lines of progress


class Command(BaseCommand):
    help = "Load invented, visibly fictitious actors with a past, on a demonstration only."

    def add_arguments(self, parser):
        parser.add_argument("--actors", type=int, required=True, help="how many")
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same actors")
        parser.add_argument(
            "--no-figures", action="store_true", help="actors and their past, but no yearly figures"
        )

    def handle(self, *, actors, seed, no_figures=False, **options):
        if actors < 1:
            raise CommandError("--actors is a number from 1")
        if seed < 0:
            raise CommandError("--seed is a number from 0")
        # Stopping politely undoes the transaction before the connection is gone.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        started = time.monotonic()
        try:
            loaded = load_demo(actors, seed, figures=not no_figures, tell=self._reporter(started))
        except AlreadyDemonstrated as known:
            self.stdout.write(f"Nothing to do: {known}.")
            return
        except (PublishingError, NoTerritories) as refusal:
            raise CommandError(f"No demonstration is loaded: {refusal}.") from refusal
        except KeyboardInterrupt:
            raise CommandError("Stopped; nothing was loaded.", returncode=130) from None
        self.stdout.write(
            f"{loaded.actors:,} demonstration actors ({loaded.records:,} records)"
            f" in revisions {loaded.first} to {loaded.last}, {time.monotonic() - started:.1f} s."
        )

    def _reporter(self, started):
        last = 0.0

        def tell(progress: Progress):
            nonlocal last
            now = time.monotonic()
            if progress.phase:
                self.stdout.write(f"{progress.phase} …")
            elif now - last >= EVERY:
                last = now
                rate = progress.done / (now - started)
                left = (progress.total - progress.done) / rate if rate else 0
                self.stdout.write(
                    f"{progress.done:,} of {progress.total:,} records,"
                    f" {rate:,.0f} a second, about {left:.0f} s left"
                )
            self.stdout.flush()

        return tell

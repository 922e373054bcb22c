"""manage.py load_demo_stories: invented stories of the demonstration's actors."""

from django.core.management.base import BaseCommand, CommandError

from directory.publishing.publish import PublishingError
from directory.records.validate import InvalidFacts
from evidence.stories.demo import load_demo_stories


class Command(BaseCommand):
    help = "Publish invented, visibly fictitious stories, on a demonstration only."

    def handle(self, **options):
        try:
            revision = load_demo_stories()
        except (PublishingError, InvalidFacts) as refusal:
            raise CommandError(f"No story is loaded: {refusal}.") from refusal
        if revision is None:
            self.stdout.write("The stories of the demonstration were told already.")
        else:
            self.stdout.write(
                f"Revision {revision.number} publishes {revision.opened_count} invented stories."
            )

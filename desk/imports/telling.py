"""Who keeps a profile that a file changed is told so: by the worker, since there may be thousands.

The job is in the revision's transaction: without the revision there is none, with it there is one.
"""

from procrastinate.contrib.django import app

from desk.models import Import, Person
from desk.moderation import informing
from directory.models import Revision

TASK = "desk.tasks.tell_of_import"


def ask(parent: Import, revision: Revision, by: Person | None) -> None:
    """Have the worker tell them of a revision that brought a file in or took it back."""
    app.configure_task(TASK).defer(
        parent=parent.pk, revision=revision.number, by=by.pk if by else None
    )


def tell(parent: int, revision: int, by: int | None) -> None:
    """What the worker does: all of them or, killed in between, none."""
    held = Import.objects.select_related("source").get(pk=parent)
    undone = held.undone_by_id == revision
    informing.imported(
        revision,
        held.source.name,
        undone=undone,
        by=Person.objects.filter(pk=by).first(),
    )

"""Where a figure was cited: reported by anybody, and in the public log once a moderator saw it.

An address is text: nothing here ever asks for it.
"""

from django.db import transaction

from desk.forms.use import UseForm
from desk.models import Person, SubmissionState, Writing, WritingKind, WritingVerb
from desk.submissions.sending import origin_of, too_many_from
from desk.writings.moving import accepted, decidable, log, sent
from desk.writings.refusals import TooManyBegun, Unfinished, WrongState
from evidence.models import Citation, CitationUse


@transaction.atomic
def report(
    citation: Citation,
    typed: dict,
    *,
    language: str,
    email: str = "",
    author: Person | None = None,
    address: str = "",
) -> Writing:
    """Say where a citation was cited. Raises Unfinished, TooManyBegun."""
    form = UseForm(typed)
    if not form.is_valid():
        raise Unfinished(form.errors)
    origin = origin_of(address)
    if too_many_from(origin, Writing):
        raise TooManyBegun
    made = Writing.objects.create(
        kind=WritingKind.USE,
        citation=citation,
        payload=typed,
        language=language,
        email=email,
        author=author,
        origin=origin,
    )
    sent(made, author)
    made.refresh_from_db()
    return made


@transaction.atomic
def accept(writing: Writing, *, by: Person, seen: str, note: str = "") -> Writing:
    """Put it in the public log. Raises WrongState, ChangedMeanwhile, Unfinished."""
    held = decidable(writing, seen)
    form = UseForm(held.payload)
    if not form.is_valid():  # the rules became stricter since
        raise Unfinished(form.errors)
    held.use = CitationUse.objects.create(citation=held.citation, **form.use())
    return accepted(held, by, note=note)


@transaction.atomic
def set_hidden(writing: Writing, hidden: bool, *, by: Person) -> Writing:
    """Take an accepted use from the page of its citation, or show it again. Raises WrongState."""
    held = Writing.objects.select_for_update(of=("self",)).get(pk=writing.pk)
    if held.use is None or held.state != SubmissionState.ACCEPTED:
        raise WrongState(held.state)
    held.use.hidden = hidden
    held.use.save(update_fields=["hidden"])
    log(held, WritingVerb.HIDE if hidden else WritingVerb.SHOW, by=by)
    return held

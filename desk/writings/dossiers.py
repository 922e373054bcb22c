"""Dossiers under an account: written point by point, looked at by a moderator, issued.

The words are the working copy's (evidence.models.Dossier), which nobody but its author sees. What
was typed and could not be understood stands in the payload as it was typed, under the name of its
box: nothing is lost, and nothing of it is published.
"""

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Now

from desk import roles
from desk.forms.dossier import AboutForm, PointForm
from desk.models import Person, SubmissionState, Writing, WritingKind
from desk.roles import NotAllowed
from desk.writings.moving import accepted, decidable, locked, sent
from desk.writings.refusals import AlreadyPublic, TooMany, Unfinished
from evidence.codes import fresh_code
from evidence.dossiers.publish import (
    WORDS,
    NothingChanged,
    NotReady,
    content_of,
    missing,
    publish_dossier,
)
from evidence.models import Citation, Dossier, DossierFigure, DossierPoint

MOST = 100  # dossiers of one person
MOST_POINTS = 40
WRITABLE = (
    SubmissionState.DRAFT,
    SubmissionState.ASKED_BACK,
    SubmissionState.REFUSED,
    SubmissionState.ACCEPTED,
)


# ---- writing -------------------------------------------------------------------------------------


@transaction.atomic
def begin(*, by: Person, language: str) -> Writing:
    """An empty dossier. Raises TooMany."""
    if Writing.objects.of(by).filter(kind=WritingKind.DOSSIER).count() >= MOST:
        raise TooMany
    dossier = Dossier.objects.create(code=fresh_code())
    return Writing.objects.create(
        kind=WritingKind.DOSSIER, dossier=dossier, author=by, language=language
    )


def without_author() -> QuerySet[Dossier]:
    return Dossier.objects.filter(Q(writing=None) | Q(writing__author__erased_at__isnull=False))


@transaction.atomic
def take_on(dossier: Dossier, *, by: Person, language: str) -> Writing:
    """An administrator goes on writing a dossier that has no author here, as those that come with
    Athar, or whose author erased her account. Raises NotAllowed.
    """
    dossier = without_author().select_for_update(of=("self",)).filter(pk=dossier.pk).first()
    if not roles.is_administrator(by) or dossier is None:
        raise NotAllowed
    held = Writing.objects.filter(dossier=dossier).first()
    if held is not None:
        held.author = by
        held.save(update_fields=["author"])
        return held
    return Writing.objects.create(
        kind=WritingKind.DOSSIER, dossier=dossier, author=by, language=language
    )


@transaction.atomic
def save_about(writing: Writing, typed: dict) -> AboutForm:
    """Keep what it is. Raises WrongState."""
    held = locked(writing, *WRITABLE)
    form = AboutForm(typed)
    form.is_valid()
    for name in WORDS:
        setattr(held.dossier, name, form.texts(name))
    if "date" not in form.errors:
        day = form.cleaned_data["date"]
        held.dossier.date = day and day.date
    held.dossier.save()
    _keep(held, "", form, typed)
    return form


@transaction.atomic
def save_point(writing: Writing, point: DossierPoint | None, typed: dict):
    """Keep a point, a new one last. The point and its form. Raises WrongState, TooMany."""
    held = locked(writing, *WRITABLE)
    form = PointForm(typed)
    form.is_valid()
    if point is None:
        last = held.dossier.points.aggregate(last=Max("position"))["last"] or 0
        if held.dossier.points.count() >= MOST_POINTS:
            raise TooMany
        point = held.dossier.points.create(position=last + 1)
    point.headings, point.texts = form.texts("headings"), form.texts("texts")
    if "stories" not in form.errors:
        point.stories = form.cleaned_data["stories"]
    point.save()
    if "figures" not in form.errors:
        _set_figures(point, form.cleaned_data["figures"])
    _keep(held, f"{point.pk}-", form, typed)
    return point, form


def _set_figures(point, given):
    numbers = dict(Citation.objects.filter(code__in=given).values_list("code", "pk"))
    point.figures.all().delete()
    DossierFigure.objects.bulk_create(
        DossierFigure(point=point, position=place, citation_id=numbers[code])
        for place, code in enumerate(given, 1)
    )


def _keep(held, before, form, typed):
    """In the payload: the boxes of this form that are wrong, and no others of it."""
    kept = {
        name: text for name, text in held.payload.items()
        if name.removeprefix(before) not in form.fields or not name.startswith(before)
    }  # fmt: skip
    wrong = {f"{before}{name}": typed.get(name, "") for name in form.errors if name in form.fields}
    held.payload, held.saved_at = kept | wrong, Now()
    held.save(update_fields=["payload", "saved_at"])


def about_typed(writing: Writing) -> dict:
    """What stands in the boxes of what it is."""
    dossier = writing.dossier
    typed = AboutForm.typed_of(**{name: getattr(dossier, name) for name in WORDS})
    typed["date"] = dossier.date.strftime("%d/%m/%Y") if dossier.date else ""
    return typed | {n: text for n, text in writing.payload.items() if n in AboutForm().fields}


def point_typed(writing: Writing, point: DossierPoint) -> dict:
    """What stands in the boxes of a point."""
    shown = PointForm.base_fields
    typed = PointForm.typed_of(headings=point.headings, texts=point.texts)
    listed = [one.citation.code for one in point.figures.select_related("citation")]
    typed["figures"] = shown["figures"].prepare_value(listed)
    typed["stories"] = shown["stories"].prepare_value(point.stories)
    before = f"{point.pk}-"
    return typed | {
        name.removeprefix(before): text
        for name, text in writing.payload.items()
        if name.startswith(before)
    }


@transaction.atomic
def move(writing: Writing, point: DossierPoint, by: int) -> None:
    """A place up (-1) or down (1); where there is none, it stays. Raises WrongState."""
    held = locked(writing, *WRITABLE)
    order = list(held.dossier.points.all())
    at = order.index(point)
    if 0 <= at + by < len(order):
        order[at], order[at + by] = order[at + by], order[at]
    for place, one in enumerate(order, 1):
        one.position = place
    DossierPoint.objects.bulk_update(order, ["position"])


@transaction.atomic
def remove_point(writing: Writing, point: DossierPoint) -> None:
    """Raises WrongState."""
    held = locked(writing, *WRITABLE)
    before = f"{point.pk}-"
    held.payload = {n: text for n, text in held.payload.items() if not n.startswith(before)}
    held.save(update_fields=["payload"])
    point.delete()


# ---- the public ----------------------------------------------------------------------------------


@transaction.atomic
def ask(writing: Writing, *, by: Person) -> Writing:
    """Ask for it to be public. Raises WrongState, Unfinished, NotReady, NothingChanged."""
    held = locked(writing, *WRITABLE)
    if held.payload:
        raise Unfinished(held.payload)
    content = content_of(held.dossier)
    if lacks := missing(content):
        raise NotReady(lacks)
    if is_as_issued(held.dossier, content):
        raise NothingChanged(held.dossier.code)
    sent(held, by)
    held.refresh_from_db()
    return held


def is_as_issued(dossier: Dossier, content: dict) -> bool:
    last = dossier.issues.order_by("-number").first()
    return last is not None and last.content == content


@transaction.atomic
def publish(writing: Writing, *, by: Person, seen: str, note: str = "") -> Writing:
    """Issue it as it was seen. Raises WrongState, ChangedMeanwhile, NotReady, NothingChanged."""
    held = decidable(writing, seen)
    issue = publish_dossier(held.dossier)
    return accepted(held, by, issue=issue.number, note=note)


@transaction.atomic
def discard(writing: Writing) -> None:
    """Throw away what was never public. Raises WrongState, AlreadyPublic."""
    held = locked(writing, *WRITABLE)
    dossier = held.dossier
    if dossier.issues.exists():
        raise AlreadyPublic
    held.state, held.dossier, held.payload = SubmissionState.WITHDRAWN, None, {}
    held.save(update_fields=["state", "dossier", "payload"])
    dossier.delete()

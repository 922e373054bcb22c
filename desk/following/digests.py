"""The weekly digest: what happened since the revision last told, in one mail to each address.

The register's changes are read in one snapshot; then the mail and the revision it tells are written
down in one transaction, so that whoever is killed in between has told nothing, and whoever begins
again tells nothing twice. Where nothing changed no mail is sent.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from desk import bounces, mail
from desk.following import asking, words
from desk.models import Follower, Following
from directory import codes
from directory.as_of import snapshot
from directory.selection.filterset import ActorFilterSet
from directory.selectors.actors import names_of_actors
from directory.selectors.history import actor_history
from directory.selectors.moved import CHANGED, ENTERED, LEFT, NEW, moved
from evidence.wording.dates import day, local
from evidence.wording.numbers import grouped

log = logging.getLogger(__name__)
# A little less than a week, so that a job that begins later today finds who was told last week.
EVERY = timedelta(days=6, hours=20)
SHOWN = 15  # of each kind of movement in one selection, and of one actor's history


@dataclass
class Section:
    """What happened to one thing that is followed."""

    title: str
    onward: str
    path: str
    lines: list[str] = field(default_factory=list)
    demonstration: bool = False


class ToldMeanwhile(Exception):
    """Another process told it, or it was stopped, since it was read."""


def due(*, limit: int) -> Iterator[int]:
    """Whom to look for now (keys), those longest not told first."""
    found = Follower.objects.due(now() - EVERY).filter(bounces.reachable("address"))
    yield from found.order_by("told_at", "pk").values_list("pk", flat=True)[:limit]


def send(key: int) -> bool:
    """Tell one follower what changed; whether a mail was written. Raises ToldMeanwhile."""
    with snapshot() as reading:
        follower = Follower.objects.filter(pk=key).first()
        followed = asking.followed_by(follower) if follower else []
        if not followed:
            raise ToldMeanwhile
        with override(follower.language):
            found = [section(one, reading) for one in followed]
    sections = [one for one in found if one.lines]
    with transaction.atomic():
        if not Follower.objects.filter(pk=key, told_at=follower.told_at).update(told_at=now()):
            raise ToldMeanwhile
        for one in followed:
            told = Following.objects.filter(pk=one.pk, told_id=one.told_id)
            if not told.update(told_id=reading.revision):
                raise ToldMeanwhile
        if sections:
            _post(follower, sections)
    return bool(sections)


def _post(follower, sections):
    with override(follower.language):
        link = reverse("following", args=[asking.link(follower)])
    mail.post(
        "digest",
        to=follower.address,
        language=follower.language,
        context={
            "sections": sections,
            "link": link,
            "demonstration": any(one.demonstration for one in sections),
        },
        unsubscribe=f"{settings.SITE_ADDRESS}{link}",
    )


def section(one: Following, reading) -> Section:
    """What happened since it was last told; without lines where nothing did."""
    what = words.followed(one)
    filters = words.filters_of(what)
    onward = _("See its profile") if what.actor else _("See the whole list")
    made = Section(words.title(what, filters, reading), onward, words.page_of(what))
    if one.told_id >= reading.revision:
        return made
    if what.actor:
        _history(made, what.actor, one.told_id, reading)
    else:
        _movement(made, filters, one.told_id, reading)
    return made


def _history(made, code, told, reading):
    history = actor_history(code=code, reading=reading)
    made.demonstration = any((one.after or {}).get("is_demo") for one in history)
    # What a revision did several times, as with figures, is one line.
    since = {
        (one.revision, event_words(one)): local(one.recorded_at)
        for one in reversed(history)
        if one.revision > told
    }
    for (_revision, words_), on in list(since.items())[:SHOWN]:
        made.lines.append(f"{day(on)} · {words_}")


def _movement(made, filters, told, reading):
    now_ = _selection(filters, reading)
    with snapshot(told) as past:
        then = _selection(filters, past)
        if now_ is None or then is None:
            return
        found = moved(then, now_, shown=SHOWN)
        names = names_of_actors([one.code for one in found.moved if one.how == LEFT], past)
    names |= names_of_actors([one.code for one in found.moved if one.how != LEFT], reading)
    made.demonstration = any(one.is_demo for one in found.moved)
    for how in (NEW, ENTERED, CHANGED, LEFT):
        listed = [one.code for one in found.moved if one.how == how]
        if listed:
            counted = _("%(how)s: %(n)s")
            made.lines.append(
                f"## {counted % {'how': moved_words(how), 'n': grouped(found.counts[how])}}"
            )
        for code in listed:
            path = reverse("actor", args=[codes.show(code)])
            # What left is shown as it was when it was last told.
            seen = f"{path}?as_of={told}" if how == LEFT else path
            name = words.actor_name(code, names.get(code))
            made.lines.append(f"{name} {settings.SITE_ADDRESS}{seen}")


def _selection(filters, reading):
    """The selection of a normal form; None where a filter is no more what it was then."""
    asked = ActorFilterSet(filters, reading=reading)
    if not asked.is_valid():
        log.warning("a followed selection is not understood: %s", ", ".join(asked.refused))
        return None
    return asked.selection()


def moved_words(how: str) -> str:
    return {
        NEW: _("New in the register"),
        ENTERED: _("Now among them"),
        CHANGED: _("Changed"),
        LEFT: _("No longer among them"),
    }[how]


def event_words(event) -> str:
    return {
        "entered": _("Entered the register"),
        "returned": _("Back in the register under its own code"),
        "merged": _("Merged into another"),
        "withdrawn": _("Withdrawn from the register"),
        "confirmed": _("Confirmed: still correct"),
        "absorbed": pgettext("revision", "Merger"),
        "parted": pgettext("revision", "Split"),
        "sealed": _("Verification changed"),
        "renewed": _("Verification changed"),
        "unsealed": _("Verification changed"),
        "joined": _("Memberships changed"),
        "corrected": _("Memberships changed"),
        "left": _("Memberships changed"),
        "reported": _("Figures changed"),
    }.get(event.event, _("Changed"))

"""Mails to who wrote something: what became of it. None of its words stand in them."""

from django.urls import reverse
from django.utils.translation import override

from desk import mail
from desk.models import Writing, WritingKind
from desk.writings.reasons import REASONS
from directory import codes


def tell(kind: str, held: Writing, *, reason: str = "", note: str = "") -> None:
    """In her language; nothing to who left no address."""
    author = held.author
    to = author.email if author is not None else held.email
    if not to:
        return
    language = author.language if author is not None else held.language
    with override(language):
        context = {
            "what": WritingKind(held.kind).label,
            "reason": str(REASONS.get(reason, "")),
            "note": " ".join(note.split()),
            "path": path(held),
        }
    mail.post(kind, to=to, language=language, context=context)


def path(held: Writing) -> str:
    """Where she sees it: her page of it, or where it is told if she has none."""
    if held.kind == WritingKind.STORY:
        return reverse("desk-story", args=[held.pk])
    if held.kind == WritingKind.DOSSIER:
        return reverse("desk-dossier", args=[codes.show(held.dossier.code)])
    return reverse("permanent-citation", args=[codes.show(held.citation.code)])

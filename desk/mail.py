"""Mails: one text by gettext makes both halves, in the person's language and direction.

A template `mail/<kind>.txt` has the subject on its first line, then paragraphs parted by empty
lines. In the other half a paragraph that is an address is a button, one that ends in an address of
ours a link, one that begins with `# ` or `## ` a heading, and one that is the context's `code`
stands large.
`post` writes the mail down in the caller's transaction: the outbox. After the commit it wakes the
worker, which hands what is due to the server, one mail at a time; no page waits for it. Where no
worker runs, no server is set, or it refuses, the mail stays in the outbox. A refusal for good is
noted against the address (desk.bounces), and the mail is not tried again.
Its row is held while the server takes it, so no two send the same. Killed between the server's
word and the commit, it goes out twice under one Message-ID: SMTP knows no better.
"""

import logging
import smtplib
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models.functions import Now
from django.template import Context, loader
from django.utils.timezone import now
from django.utils.translation import get_language_info, override
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from desk import bounces
from desk.models import Mail, Person
from desk.models.mail import MOST_ATTEMPTS

log = logging.getLogger(__name__)
TASK = "desk.tasks.send_waiting_mail"


def post(
    kind: str,
    *,
    to: Person | str,
    context: dict,
    language: str | None = None,
    unsubscribe: str = "",
) -> Mail | None:
    """Queue a mail; None for a person who has no address left. `unsubscribe` is the whole address
    that ends mails of its kind when it is posted to.
    """
    if isinstance(to, Person):
        to, language = to.email, language or to.language
    if not to:
        return None
    language = language or settings.LANGUAGE_CODE
    with override(language):
        subject, paragraphs = _said(kind, context)
        written = Mail.objects.create(
            kind=kind,
            to=to,
            language=language,
            subject=subject,
            text="\n\n".join(paragraphs) + "\n",
            html=_html(subject, paragraphs, context, language),
            unsubscribe=unsubscribe,
        )
    transaction.on_commit(wake, robust=True)
    return written


def again(mails) -> int:
    """Have mails of the outbox tried anew, whatever became of them before; how many."""
    count = mails.update(attempts=0, due_at=Now())
    transaction.on_commit(wake, robust=True)
    return count


def wake() -> None:
    """Have the worker see to the outbox now. After a commit: one that waits to begin will see what
    was committed before, and one at work may not have.
    """
    waiting = ProcrastinateJob.objects.filter(task_name=TASK, status="todo")
    if not settings.MAIL_SERVER["host"] or waiting.exists():
        return
    with suppress(AlreadyEnqueued), transaction.atomic():  # by another, just now
        app.configure_task(TASK).defer(timestamp=0)


def send(written: Mail) -> bool:
    """Hand one mail to the server, and forget it; what goes wrong is written beside it."""
    message = EmailMultiAlternatives(
        written.subject, written.text, to=[written.to], connection=get_connection()
    )
    message.attach_alternative(written.html, "text/html")
    message.extra_headers["Content-Language"] = written.language
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    message.extra_headers["Message-ID"] = bounces.message_id(
        written.pk, written.to, written.queued_at
    )
    if written.unsubscribe:  # RFC 8058: a button of her mail program, which posts to the address
        message.extra_headers["List-Unsubscribe"] = f"<{written.unsubscribe}>"
        message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    try:
        message.send()
    except (smtplib.SMTPException, OSError) as error:
        log.warning("mail %s not sent: %s", written.pk, type(error).__name__)
        written.attempts = MOST_ATTEMPTS if _refused(written, error) else written.attempts + 1
        written.due_at = now() + timedelta(minutes=2 ** (written.attempts - 1))
        written.error = f"{type(error).__name__}: {error}"[:500]
        written.save(update_fields=["attempts", "due_at", "error"])
        return False
    written.delete()
    return True


def _refused(written, error) -> bool:
    """Whether the server refuses the address for good; that is kept."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    for code, said in error.recipients.values():  # a mail has one addressee
        if status := bounces.refused(code, said):
            bounces.note(written.to, status, sent_at=now())
            return True
    return False


def send_waiting() -> int:
    """Hand what is due to the server, and what comes in meanwhile; how many it took. What it did
    not take comes again, ever more seldom, for a day and a half.
    """
    if not settings.MAIL_SERVER["host"]:
        return 0
    taken = 0
    while (sent := _send_next()) is not None:
        taken += sent
    return taken


def _send_next() -> bool | None:
    """Whether the server took what is due first; None where nothing is."""
    with transaction.atomic():
        held = Mail.objects.due(now()).select_for_update(skip_locked=True).first()
        return held and send(held)


def _said(kind, context):
    """The subject and the paragraphs. Plain text: nothing is escaped here."""
    template = loader.get_template(f"mail/{kind}.txt").template
    told = {"site": settings.SITE_ADDRESS, **context}
    text = template.render(Context(told, autoescape=False)).strip()
    subject, _, rest = text.partition("\n")
    paragraphs = (" ".join(part.split()) for part in rest.split("\n\n"))
    return subject.strip(), [paragraph for paragraph in paragraphs if paragraph]


def _html(subject, paragraphs, context, language):
    code = str(context.get("code", ""))
    parts = [_part(text, code) for text in paragraphs]
    told = {
        "subject": subject,
        "parts": parts,
        "language": language,
        "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "site": settings.SITE_ADDRESS,
    }
    return loader.render_to_string("mail/layout.html", told)


def _part(text, code):
    """A paragraph as the other half draws it. What leads to our own pages may be a line's link."""
    if text.startswith("# "):
        return {"kind": "heading", "text": text[2:]}
    if text.startswith("## "):
        return {"kind": "subheading", "text": text[3:]}
    words, _, address = text.rpartition(" ")
    if words and address.startswith(f"{settings.SITE_ADDRESS}/"):
        return {"kind": "linked", "text": words, "address": address}
    return {"kind": _kind(text, code), "text": text}


def _kind(text, code):
    if text.startswith(("https://", "http://")) and " " not in text:
        return "address"
    return "code" if code and text == code else "text"

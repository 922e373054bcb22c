"""Mails: one text by gettext makes both halves, in the person's language and direction.

A template `mail/<kind>.txt` has the subject on its first line, then paragraphs parted by empty
lines. In the other half a paragraph that is an address is a button, and one that is the context's
`code` stands large. `post` writes the mail down in the caller's transaction and sends it after its
commit; where no server is set, or it refuses, the mail stays in the outbox.
"""

import logging
import smtplib
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.template import Context, loader
from django.utils.timezone import now
from django.utils.translation import get_language_info, override

from desk.models import Mail, Person

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 12  # the last after 2^11 minutes


def post(kind: str, *, to: Person | str, context: dict, language: str | None = None) -> Mail | None:
    """Queue a mail; None for a person who has no address left."""
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
        )
    if settings.MAIL_SERVER["host"]:
        transaction.on_commit(partial(send, written))
    return written


def send(written: Mail) -> bool:
    """Hand one mail to the server, and forget it; what goes wrong is written beside it."""
    message = EmailMultiAlternatives(
        written.subject, written.text, to=[written.to], connection=get_connection()
    )
    message.attach_alternative(written.html, "text/html")
    message.extra_headers["Content-Language"] = written.language
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    try:
        message.send()
    except (smtplib.SMTPException, OSError) as error:
        log.warning("mail %s not sent: %s", written.pk, type(error).__name__)
        written.attempts += 1
        written.error = f"{type(error).__name__}: {error}"[:500]
        written.save(update_fields=["attempts", "error"])
        return False
    written.delete()
    return True


def send_waiting() -> int:
    """Try again what the server did not take, ever more seldom, for two days; how many it took."""
    if not settings.MAIL_SERVER["host"]:
        return 0
    waiting = Mail.objects.filter(attempts__lt=MOST_ATTEMPTS).order_by("queued_at")
    return sum(
        send(one) for one in waiting if now() >= one.queued_at + timedelta(minutes=2**one.attempts)
    )


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
    parts = [{"text": text, "kind": _kind(text, code)} for text in paragraphs]
    told = {
        "subject": subject,
        "parts": parts,
        "language": language,
        "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "site": settings.SITE_ADDRESS,
    }
    return loader.render_to_string("mail/layout.html", told)


def _kind(text, code):
    if text.startswith(("https://", "http://")) and " " not in text:
        return "address"
    return "code" if code and text == code else "text"

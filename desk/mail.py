"""Mails: one text by gettext makes both halves, in the person's language and direction.

A template `mail/<kind>.txt` has the subject on its first line, then paragraphs parted by empty
lines. In the other half a paragraph that is an address is a button, one that ends in an address of
ours a link, one that begins with `# ` or `## ` a heading, and one that is the context's `code`
stands large.
`post` writes the mail down in the caller's transaction and sends it after its commit; where no
server is set, or it refuses, the mail stays in the outbox. A refusal for good is noted against the
address (desk.bounces), and the mail is not tried again.
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

from desk import bounces
from desk.models import Mail, Person

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 12  # the last after 2^11 minutes


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
    message.extra_headers["Message-ID"] = bounces.message_id(written.pk, written.to, now())
    if written.unsubscribe:  # RFC 8058: a button of her mail program, which posts to the address
        message.extra_headers["List-Unsubscribe"] = f"<{written.unsubscribe}>"
        message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    try:
        message.send()
    except (smtplib.SMTPException, OSError) as error:
        log.warning("mail %s not sent: %s", written.pk, type(error).__name__)
        written.attempts = MOST_ATTEMPTS if _refused(written, error) else written.attempts + 1
        written.error = f"{type(error).__name__}: {error}"[:500]
        written.save(update_fields=["attempts", "error"])
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

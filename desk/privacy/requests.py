"""Requests to be erased: asked by anybody, counted once her mail was answered, decided, told.

Whoever asks is answered alike, whatever is known of her. Opening the link of the mail, as scanners
of mail do, changes nothing. Moderators of the country and administrators decide; what they accept
is carried out by the server's command (desk.privacy.erasure).
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from desk import mail, roles
from desk.models import Erasure, ErasureState, Mail, Person
from desk.naming import naming
from desk.roles import NotAllowed, Scopes
from desk.submissions import links
from desk.submissions.refusals import TooManyBegun, UnknownLink, WrongState
from desk.submissions.sending import origin_of, too_many_from

ANSWERABLE = timedelta(days=7)
MAILED_MOST = 3  # that wait at one address: a form is no way to fill a stranger's box
CONFIRM, ACCEPTED, REFUSED = "erasure_confirm", "erasure_accepted", "erasure_refused"


class MissingAnswer(Exception):
    """Whoever is refused is told why."""


def may_decide(scopes: Scopes) -> bool:
    """What somebody asks of the whole register is decided by who answers for the whole."""
    return scopes.everything


@transaction.atomic
def ask(told: dict, *, language: str, address: str = "") -> None:
    """Mail a link that confirms; nothing where the address has several to answer already. `told` is
    what `desk.forms.erasure` reads. Raises TooManyBegun, and what `naming` does.
    """
    hers = naming(
        emails=[told["email"]],
        phones=[told["phone"]],
        names=[told["name"]] if told["profiles"] else [],
        profiles=told["profiles"],
    )
    origin = origin_of(address)
    if too_many_from(origin, Erasure):
        raise TooManyBegun
    email = told["email"].lower()
    unanswered = Erasure.objects.filter(state=ErasureState.SENT, email=email)
    if unanswered.count() >= MAILED_MOST:
        return
    secret = links.mint()
    Erasure.objects.create(
        link=links.digest(secret),
        language=language,
        name=told["name"],
        email=email,
        phone=told["phone"],
        profiles=told["profiles"],
        words=told["words"],
        naming=hers.payload(),
        origin=origin,
    )
    mail.post(CONFIRM, to=email, language=language, context={"link": secret})


def find(secret: str) -> Erasure:
    """The request that a link opens. Raises UnknownLink."""
    found = links.SECRET.fullmatch(secret) and (
        Erasure.objects.asked().filter(link=links.digest(secret)).first()
    )
    if not found:
        raise UnknownLink
    return found


def _held(request: Erasure, *states: str) -> Erasure:
    """As it is now, until the transaction ends. Raises WrongState."""
    held = Erasure.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if held.state not in states:
        raise WrongState(held.state)
    return held


@transaction.atomic
def confirm(request: Erasure) -> None:
    """The address is hers: from now on it waits for a decision. Raises WrongState."""
    held = _held(request, ErasureState.SENT)
    held.state, held.sent_at, held.origin = ErasureState.WAITING, Now(), ""
    held.save(update_fields=["state", "sent_at", "origin"])


@transaction.atomic
def take_back(request: Erasure) -> None:
    """Nothing is erased, and nothing of the request is kept. Raises WrongState."""
    held = _held(request, ErasureState.SENT, ErasureState.WAITING, ErasureState.ACCEPTED)
    _forget_mails(held.email)
    held.end(ErasureState.WITHDRAWN)


def waiting(scopes: Scopes) -> QuerySet[Erasure]:
    """Those somebody with these scopes decides, the longest waiting first."""
    return Erasure.objects.waiting() if may_decide(scopes) else Erasure.objects.none()


@transaction.atomic
def accept(request: Erasure, *, by: Person) -> None:
    """The server erases whom it names with its next run. Raises NotAllowed, WrongState."""
    held = _decidable(request, by, ErasureState.WAITING)
    held.state, held.decided_by, held.decided_at = ErasureState.ACCEPTED, by, Now()
    held.save(update_fields=["state", "decided_by", "decided_at"])
    mail.post(ACCEPTED, to=held.email, language=held.language, context={})


@transaction.atomic
def reopen(request: Erasure, *, by: Person) -> None:
    """An acceptance is taken back while nothing was erased. Raises NotAllowed, WrongState."""
    held = _decidable(request, by, ErasureState.ACCEPTED)
    held.state, held.decided_by, held.decided_at = ErasureState.WAITING, None, None
    held.save(update_fields=["state", "decided_by", "decided_at"])


@transaction.atomic
def refuse(request: Erasure, *, by: Person, answer: str) -> None:
    """She is told why, and nothing else of it is kept. Raises NotAllowed, WrongState,
    MissingAnswer.
    """
    if not answer.strip():
        raise MissingAnswer
    held = _decidable(request, by, ErasureState.WAITING)
    told = {"answer": answer.strip()}
    mail.post(REFUSED, to=held.email, language=held.language, context=told)
    held.end(ErasureState.REFUSED, decided_by=by, decided_at=Now(), **told)


def _decidable(request, by, state):
    if not may_decide(roles.scopes_of(by)):
        raise NotAllowed
    return _held(request, state)


def forget_unconfirmed(before: datetime) -> int:
    """Nothing is kept of what was asked before a moment and nobody confirmed; how many."""
    late = Erasure.objects.filter(state=ErasureState.SENT, begun_at__lt=before)
    done = 0
    for one in late.order_by("pk"):
        with transaction.atomic():
            held = Erasure.objects.select_for_update(of=("self",)).get(pk=one.pk)
            if held.state == ErasureState.SENT:
                _forget_mails(held.email)
                held.end(ErasureState.WITHDRAWN)
                done += 1
    return done


def _forget_mails(email):
    """What still waits in the outbox to ask for her answer."""
    Mail.objects.filter(kind=CONFIRM, to=email).delete()

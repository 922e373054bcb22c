"""Mails to whoever sent something: that it came, and what became of it.

The secret of the link is known only when it is sent, so later mails tell what was decided in full;
authors reach what they sent by their account.
"""

from desk.mail import post
from desk.models import Submission, Verb
from desk.submissions.proposal import proposed
from desk.submissions.reasons import REASONS
from directory import codes
from evidence.wording.names import name_of

DECIDED = {
    Verb.ASK_BACK: "submission_asked_back",
    Verb.ACCEPT: "submission_accepted",
    Verb.REFUSE: "submission_refused",
}


def came(submission: Submission, secret: str) -> None:
    """It came: with the link to follow it by. Nothing that was typed goes to an address that was
    typed too: it may be a stranger's.
    """
    to = submission.author or submission.email
    if to:
        context = {"link": secret}
        post("submission_sent", to=to, context=context, language=submission.language)


def decided(submission: Submission, verb: str, *, note: str = "", reason: str = "") -> None:
    """What a moderator decided, with what she wrote."""
    more = {"note": note, "reason": REASONS.get(reason, ""), "page": "", "link": ""}
    if submission.author_id:
        more["link"] = f"my-{submission.pk}"  # opens for her account alone
    if verb == Verb.ACCEPT and submission.actor_id:
        more["page"] = codes.show(submission.actor_id)
    _post(DECIDED[verb], submission, more)


def kept(submission: Submission, secret: str, address: str) -> None:
    """The link of a draft, to the address its writer asks for."""
    post("draft_link", to=address, context={"link": secret}, language=submission.language)


def _post(kind, submission, more):
    to = submission.author or submission.email
    if to:
        context = {"about": about(submission)} | more
        post(kind, to=to, context=context, language=submission.language)


def about(submission: Submission) -> str:
    """The name of the organisation a submission is about, in its language."""
    name = name_of({"names": proposed(submission).facts.names}, submission.language)
    return name.text if name else ""

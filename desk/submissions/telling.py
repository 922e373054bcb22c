"""Mails with the secret of a link, which is known only while its page is open.

Nothing that was typed goes to an address that was typed too: it may be a stranger's. What becomes
of a submission is told by `desk.moderation`.
"""

from desk.mail import post
from desk.models import Submission


def came(submission: Submission, secret: str) -> None:
    """It came: with the link to follow it by."""
    to = submission.author or submission.email
    if to:
        post("submission_sent", to=to, context={"link": secret}, language=submission.language)


def kept(submission: Submission, secret: str, address: str) -> None:
    """The link of a draft, to the address its writer asks for."""
    post("draft_link", to=address, context={"link": secret}, language=submission.language)

"""Submissions: what is sent to the desk, how it is read, and the verbs that move it."""

from desk.submissions.deciding import (
    accept,
    accept_all,
    ask_back,
    assign,
    close_report,
    refuse,
    reopen,
)
from desk.submissions.difference import Change, differences, written
from desk.submissions.links import find
from desk.submissions.proposal import Proposal, proposed
from desk.submissions.sending import (
    adopt,
    begin,
    mail_link,
    report,
    save_step,
    submit,
    take_up,
    usual_wait,
    withdraw,
)

__all__ = [
    "Change",
    "Proposal",
    "accept",
    "accept_all",
    "adopt",
    "ask_back",
    "assign",
    "begin",
    "close_report",
    "differences",
    "find",
    "mail_link",
    "proposed",
    "refuse",
    "report",
    "reopen",
    "save_step",
    "submit",
    "take_up",
    "usual_wait",
    "withdraw",
    "written",
]

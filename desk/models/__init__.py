"""The desk's own tables, by noun. Private: no public page reads one."""

from desk.models.attempts import LoginAttempt
from desk.models.people import Person
from desk.models.submissions import (
    Consent,
    ConsentSubject,
    Decision,
    ProposedContact,
    ReportSubject,
    Submission,
    SubmissionKind,
    SubmissionState,
    Verb,
)

__all__ = [
    "Consent",
    "ConsentSubject",
    "Decision",
    "LoginAttempt",
    "Person",
    "ProposedContact",
    "ReportSubject",
    "Submission",
    "SubmissionKind",
    "SubmissionState",
    "Verb",
]

"""The desk's own tables, by noun. Private: no public page reads one."""

from desk.models.acts import PersonAct, PersonVerb
from desk.models.attempts import LoginAttempt
from desk.models.claims import Claim, ClaimDecision, ClaimDocument, ClaimState, ClaimVerb, Proof
from desk.models.erasures import Erasure, ErasureState
from desk.models.following import Follower, Following
from desk.models.imports import (
    Import,
    ImportRow,
    ImportRun,
    ImportSource,
    ImportState,
    RowAnswer,
    RowOutcome,
    RunState,
    RunStep,
)
from desk.models.looking import Access, Looked, LookedAs
from desk.models.mail import Bouncing, Mail
from desk.models.people import Person
from desk.models.pictures import PictureRemoval, ProposedPicture, ProposedPictureFile
from desk.models.profiles import ProfileDecision, ProfileVerb
from desk.models.reminders import AskedAs, Reminder
from desk.models.roles import Moderator, Scope
from desk.models.stewardship import (
    Ground,
    Invitation,
    InvitationState,
    Revocation,
    StewardAct,
    StewardRole,
    Stewardship,
    StewardVerb,
)
from desk.models.submissions import (
    Consent,
    ConsentSubject,
    Decision,
    ProposedContact,
    ReportSubject,
    Sign,
    Submission,
    SubmissionKind,
    SubmissionState,
    Verb,
)
from desk.models.texts import PageText, TextKey
from desk.models.trust import Trust
from desk.models.writings import (
    StoryConsent,
    Writing,
    WritingDecision,
    WritingKind,
    WritingVerb,
)

__all__ = [
    "Access",
    "AskedAs",
    "Bouncing",
    "Claim",
    "ClaimDecision",
    "ClaimDocument",
    "ClaimState",
    "ClaimVerb",
    "Consent",
    "ConsentSubject",
    "Decision",
    "Erasure",
    "ErasureState",
    "Follower",
    "Following",
    "Ground",
    "Import",
    "ImportRow",
    "ImportRun",
    "ImportSource",
    "ImportState",
    "Invitation",
    "InvitationState",
    "LoginAttempt",
    "Looked",
    "LookedAs",
    "Mail",
    "Moderator",
    "PageText",
    "Person",
    "PersonAct",
    "PersonVerb",
    "PictureRemoval",
    "ProfileDecision",
    "ProfileVerb",
    "Proof",
    "ProposedContact",
    "ProposedPicture",
    "ProposedPictureFile",
    "Reminder",
    "ReportSubject",
    "Revocation",
    "RowAnswer",
    "RowOutcome",
    "RunState",
    "RunStep",
    "Scope",
    "Sign",
    "StewardAct",
    "StewardRole",
    "StewardVerb",
    "Stewardship",
    "StoryConsent",
    "Submission",
    "SubmissionKind",
    "SubmissionState",
    "TextKey",
    "Trust",
    "Verb",
    "Writing",
    "WritingDecision",
    "WritingKind",
    "WritingVerb",
]

"""What verbs refuse, each named by what is wrong; the writing is then as it was."""

from desk.submissions.refusals import (
    ActorGone,
    MissingNote,
    NotPublishable,
    Refused,
    TooManyBegun,
    UnknownReason,
    WrongState,
)

__all__ = [
    "ActorGone",
    "AlreadyPublic",
    "ChangedMeanwhile",
    "MissingNote",
    "NotPublishable",
    "Refused",
    "TooMany",
    "TooManyBegun",
    "Unfinished",
    "UnknownReason",
    "WrongState",
]


class Unfinished(Refused):
    """Something lacks, or was typed and could not be understood. `fields` names them."""

    def __init__(self, fields):
        self.fields = list(fields)
        super().__init__(", ".join(self.fields))


class ChangedMeanwhile(Refused):
    """What is decided on is not what was looked at."""


class AlreadyPublic(Refused):
    """What was published is not thrown away."""


class TooMany(Refused):
    """More than anybody writes by hand."""

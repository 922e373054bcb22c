"""What verbs refuse, each named by what is wrong; the submission is then as it was."""

from collections.abc import Iterable


class Refused(Exception):
    """Nothing was done."""


class UnknownLink(Refused):
    """No submission has this link."""


class WrongState(Refused):
    """What was asked cannot be done with a submission in this state: somebody acted meanwhile."""

    def __init__(self, state: str):
        super().__init__(state)
        self.state = state


class TooManyBegun(Refused):
    """So many were begun from one address in a while that a robot must be at work."""


class ChangedUnseen(Refused):
    """Its sender, or another moderator, changed what it proposes after it was looked at."""


class Unfinished(Refused):
    """Some steps lack something, or say something that cannot be. `steps` names them."""

    def __init__(self, steps: Iterable[str]):
        self.steps = list(steps)
        super().__init__(", ".join(self.steps))


class NoConsent(Refused):
    """What was not agreed to is not sent."""


class NotPublishable(Refused):
    """The register would refuse what is proposed; `problems` says what, field by field."""

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__("; ".join(map(str, self.problems)))


class LacksFields(Refused):
    """A new profile cannot do without some of the fields that were left out."""

    def __init__(self, fields: Iterable[str]):
        self.fields = list(fields)
        super().__init__(", ".join(self.fields))


class Conflicted(Refused):
    """Fields were changed meanwhile by others; whoever accepts names them among `fields`."""

    def __init__(self, fields: Iterable[str]):
        self.fields = list(fields)
        super().__init__(", ".join(self.fields))


class NothingToAccept(Refused):
    """What is proposed, or chosen of it, is what the register says already."""


class ActorGone(Refused):
    """The profile left the register meanwhile: merged or withdrawn."""


class MissingNote(Refused):
    """Whoever is asked back is asked something."""


class UnknownReason(Refused):
    """A refusal has one of the reasons in `desk.submissions.reasons`."""

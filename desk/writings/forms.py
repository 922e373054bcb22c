"""What moderators say when they refuse a writing."""

from desk.moderation.forms import RefuseForm as RefuseContribution
from desk.writings.reasons import REASONS


class RefuseForm(RefuseContribution):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [("", "—"), *REASONS.items()]

"""What a revision says of itself, in words: its kind, in what role it was published, and why."""

from django.utils.translation import pgettext

from desk.moderation import reasons


def role_word(role: str) -> str:
    """In what role somebody published."""
    return {
        "administrator": pgettext("role", "administration"),
        "moderator": pgettext("role", "moderation"),
        "steward": pgettext("role", "the organisation itself"),
        "network": pgettext("role", "its network"),
        "system": pgettext("role", "the register itself"),
    }.get(role, role)


def kind_word(kind: str) -> str:
    """The kind of a revision."""
    return {
        "publish": pgettext("revision", "Publication"),
        "import": pgettext("revision", "Import"),
        "confirm": pgettext("revision", "Confirmation"),
        "merge": pgettext("revision", "Merger"),
        "split": pgettext("revision", "Split"),
        "restore": pgettext("revision", "Restoration"),
        "withdraw": pgettext("revision", "Withdrawal"),
        "redact": pgettext("revision", "Redaction"),
        "recode": pgettext("revision", "New codes"),
        "reference": pgettext("revision", "Reference set"),
        "demo": pgettext("revision", "Demonstration"),
        "epoch": pgettext("revision", "New epoch"),
    }.get(kind, kind)


def reason_word(reason: str) -> str:
    """Why something was published."""
    if reason in reasons.WORDS:
        return str(reasons.WORDS[reason])
    return {
        "correction": pgettext("reason", "a correction"),
        "reported": pgettext("reason", "reported by a reader"),
        "undone": pgettext("reason", "a decision taken back"),
        "import": pgettext("reason", "an import"),
        "import-undone": pgettext("reason", "an import taken back"),
        "new-profile": pgettext("reason", "new profile"),
        "yearly-update": pgettext("reason", "yearly update"),
        "renamed": pgettext("reason", "renamed"),
        "moved": pgettext("reason", "moved"),
        "closed": pgettext("reason", "closed down"),
        "withdrawn": pgettext("reason", "withdrawn"),
        "merged": pgettext("reason", "merged"),
        "yearly-figures": pgettext("reason", "figures of the year"),
        "still-correct": pgettext("reason", "still correct"),
        "new-member": pgettext("reason", "new member"),
        "member-left": pgettext("reason", "a member left"),
        "new-programme": pgettext("reason", "new programme"),
        "corrected-programme": pgettext("reason", "a programme corrected"),
        "ended-programme": pgettext("reason", "a programme ended"),
        "corrected-membership": pgettext("reason", "a membership corrected"),
        "mistaken-record": pgettext("reason", "a mistake of ours"),
        "empty-register": pgettext("reason", "the empty beginning"),
        "territories-loaded": pgettext("reason", "territories loaded"),
        "first-load": pgettext("reason", "territories loaded"),
        "localities-loaded": pgettext("reason", "localities loaded"),
        "taxonomies-loaded": pgettext("reason", "vocabularies loaded"),
        "vocabulary-edited": pgettext("reason", "a vocabulary edited"),
        "organisations-loaded": pgettext("reason", "the first organisations"),
        "official-figures-loaded": pgettext("reason", "official figures loaded"),
        "demonstration-loaded": pgettext("reason", "demonstration loaded"),
        "demonstration-ended": pgettext("reason", "demonstration ended"),
        "stories-told": pgettext("reason", "field stories of the demonstration"),
        "new-total": pgettext("reason", "a total published by others"),
        "corrected-total": pgettext("reason", "a total corrected"),
        "mistaken-total": pgettext("reason", "a mistake of ours"),
        "source-withdrawn": pgettext("reason", "withdrawn by its source"),
        "new-story": pgettext("reason", "a field story"),
        "consent-withdrawn": pgettext("reason", "consent withdrawn"),
        "erasure": pgettext("reason", "personal data erased"),
    }.get(reason, reason)

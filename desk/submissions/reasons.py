"""Why something is refused: words for the log and for the sender."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "duplicate": _("It is in the register already."),
    "not-found": _("We could not find that this organisation exists."),
    "out-of-scope": _("It is not an organisation of the social and solidarity economy."),
    "unreadable": _("What was written could not be understood."),
    "impossible-figure": _("A figure in it cannot be right."),
    "no-right": _("Whoever sent it could not speak for the organisation."),
    "advertising": _("It is advertising."),
    "already-said": _("The register says so already."),
    "not-so": _("What was reported did not turn out to be so."),
    "other": _("For another reason, told in the note."),
}
REOPENED = {
    "mistaken": _("It was decided by mistake."),
    "news": _("Something became known that was not when it was decided."),
    "objection": _("Somebody whom it concerns objected."),
    "other": _("For another reason, told in the note."),
}
WORDS = REASONS | REOPENED

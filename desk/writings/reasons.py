"""Why a writing is refused: words for the log and for who wrote it."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "no-consent": _("The consent of who tells it could not be confirmed."),
    "names-people": _("It names or shows people who did not agree to it."),
    "not-found": _("We could not find this publication."),
    "not-citing": _("This publication does not cite the figure."),
    "already-said": _("It is told here already."),
    "unreadable": _("What was written could not be understood."),
    "out-of-scope": _("It is not about the social and solidarity economy."),
    "unlawful": _("Something in it may not be published: the note says what."),
    "advertising": _("It is advertising."),
    "other": _("For another reason, told in the note."),
}

"""Why moderators act on a profile: words of revisions, public, and how they are said."""

from django.utils.translation import pgettext_lazy

from desk.models import ProfileVerb

ASKED = pgettext_lazy("reason", "asked for by itself")
SPLIT = {
    "not-a-duplicate": pgettext_lazy("reason", "no duplicate after all"),
    "mistaken-merger": pgettext_lazy("reason", "merged by mistake"),
}
REASONS = {
    ProfileVerb.RESTORE: {
        "mistaken-change": pgettext_lazy("reason", "a later change was mistaken"),
        "damaged": pgettext_lazy("reason", "a later change damaged it"),
        "asked": ASKED,
    },
    ProfileVerb.WITHDRAW: {
        "asked": ASKED,
        "not-found": pgettext_lazy("reason", "not found to exist"),
        "out-of-scope": pgettext_lazy("reason", "not of the social and solidarity economy"),
        "invented": pgettext_lazy("reason", "invented or abusive"),
    },
    ProfileVerb.RETURN: {
        "mistaken-withdrawal": pgettext_lazy("reason", "withdrawn by mistake"),
        "found-after-all": pgettext_lazy("reason", "found to exist after all"),
        "asked": ASKED,
    },
    ProfileVerb.MERGE: {
        "duplicate": pgettext_lazy("reason", "a duplicate"),
        "became-one": pgettext_lazy("reason", "two organisations became one"),
    },
    ProfileVerb.SPLIT: SPLIT,
    ProfileVerb.SETTLE: {
        "figures-settled": pgettext_lazy("reason", "figures that differed, settled"),
    },
    ProfileVerb.UNSETTLE: {
        "figures-open-again": pgettext_lazy("reason", "figures that differ, open again"),
    },
    ProfileVerb.SEAL: {
        "verified": pgettext_lazy("reason", "verified"),
    },
    ProfileVerb.UNSEAL: {
        "no-longer-so": pgettext_lazy("reason", "no longer as it was verified"),
        "mistaken-seal": pgettext_lazy("reason", "given by mistake"),
        "asked": ASKED,
    },
}
WORDS = {code: words for reasons in REASONS.values() for code, words in reasons.items()}

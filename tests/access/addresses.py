"""Every private address of the site, and what each role is answered there.

A row says what each role is answered: `page` (200, or another page of the same person's own),
`door` (led to log in), `factor` (led to show a second factor), `no` (403 or 404, telling
nothing), `gone` (410), `refused` (what was posted cannot be).
"""

from dataclasses import dataclass

from django.urls import get_resolver

from desk.middleware import PRIVATE

ROLES = [
    "nobody",
    "person",
    "other-steward",
    "editor",
    "owner",
    "moderator-elsewhere",
    "moderator",
    "moderator-unshown",
    "administrator",
]


@dataclass(frozen=True)
class Row:
    """Answers by role; `rest` for those not named. `post`: what it takes, and only posted."""

    rest: str
    named: dict
    post: dict | None = None

    def of(self, role):
        return self.named.get(role, self.rest)


def anyone(**named):
    return Row("page", named)


def people_only(**named):
    return Row("page", {"nobody": "door"} | named)


MODERATORS = {
    "nobody": "door",
    "moderator": "page",
    "moderator-elsewhere": "page",
    "moderator-unshown": "factor",
    "administrator": "page",
}


def moderators_only(*, post=None, **named):
    return Row("no", MODERATORS | named, post)


HERS = {"moderator-elsewhere": "no"}  # what stands in one region is another's business
COUNTRY_S = {"moderator-elsewhere": "no", "moderator": "no"}  # what speaks of the whole country


def owner_only(**named):
    """What one person writes: here the owner's. Nobody else has it, whatever she may."""
    return Row("no", {"nobody": "door", "owner": "page"} | named)


# A story is seen by who keeps the profile and moderates where it stands.
KEEPERS = dict.fromkeys(("editor", "moderator", "administrator"), "page")
KEEPERS |= {"moderator-unshown": "factor"}

# Addresses below /<language>/, as the site spells them.
ROWS = {
    "account/": people_only(),
    "account/data/": people_only(),
    "account/data/file/": people_only(),
    "account/data/consents/<int:given>/withdraw/": Row(
        "no",
        {"nobody": "door"},
        post={"sure": "1"},  # here of somebody without an account
    ),
    "account/erase/": people_only(),
    "account/erased/": anyone(),
    "account/login/": anyone(),
    "account/logout/": anyone(),
    "account/inactive/": anyone(),
    "account/signup/": anyone(),
    "account/reauthenticate/": people_only(),
    "account/reauthenticate/code/": people_only(),
    "account/reauthenticate/code/confirm/": people_only(),
    "account/email/": people_only(),
    "account/confirm-email/": anyone(nobody="door"),
    "account/password/change/": people_only(),
    "account/password/set/": people_only(),
    "account/password/reset/": anyone(),
    "account/password/reset/confirm/": Row("door", {}),  # a step that nobody has begun
    "account/password/reset/complete/": anyone(),
    "account/password/reset/done/": anyone(),
    "account/login/code/": anyone(),
    "account/login/code/confirm/": anyone(),
    "account/second-factor/": people_only(),
    "account/second-factor/authenticate/": anyone(nobody="door"),
    "account/second-factor/reauthenticate/": people_only(),
    "account/second-factor/totp/activate/": people_only(),
    "account/second-factor/totp/deactivate/": people_only(
        **dict.fromkeys(["person", "other-steward", "editor", "owner"], "no")
    ),
    "account/second-factor/recovery-codes/": people_only(
        **dict.fromkeys(ROLES[1:], "no")  # made with the first factor, on its own page
    ),
    "account/second-factor/recovery-codes/generate/": people_only(),
    "account/second-factor/recovery-codes/download/": people_only(**dict.fromkeys(ROLES[1:], "no")),
    "account/sessions/": people_only(),
    "account/sessions/<int:session>/end/": Row(
        "no",
        {"nobody": "door"},
        post={"sure": "1"},  # here of somebody else
    ),
    "desk/": people_only(),
    "desk/profiles/<str:key>/stewards/": owner_only(editor="page"),
    "desk/invitations/<str:token>/": Row("gone", {"nobody": "door"}),
    "desk/address/": Row("page", {"nobody": "door"}, post={"ask": "again"}),
    "desk/address/<str:token>/": Row("gone", {}),  # links from mails; here ones that are none
    "desk/following/new/": anyone(),
    "desk/following/sent/": anyone(),
    "desk/following/confirm/<str:token>/": Row("gone", {}),
    "desk/following/<str:token>/": Row("gone", {}),
    "desk/still-correct/<str:token>/": Row("gone", {}),  # a link from a mail; here one that is none
    # Whoever has a draft's link has the draft; links that open nothing are tested with its pages.
    "desk/register/": anyone(),
    "desk/register/similar/": anyone(),
    "desk/register/places/": anyone(),
    "desk/register/where/": Row("page", {}, post={"point": "34.92, -2.33"}),
    "desk/register/<str:link>/": anyone(),
    "desk/register/<str:link>/later/": anyone(),
    "desk/register/<str:link>/pictures/": anyone(),
    "desk/register/<str:link>/pictures/<str:digest>.webp": anyone(),
    "desk/register/<str:link>/preview/": anyone(),
    "desk/register/<str:link>/<slug:step>/": anyone(),
    "desk/follow/<str:link>/": anyone(),
    "desk/erasure/": anyone(),
    "desk/erasure/sent/": anyone(),
    "desk/erasure/<str:token>/": Row("no", {}),
    "desk/change/<str:key>/": anyone(),
    "desk/claim/<str:key>/": people_only(),
    "desk/claim/<str:key>/documents/<str:document>.webp": Row("no", {"nobody": "door"}),
    "desk/claim/address/<str:token>/": Row("gone", {"nobody": "door"}),
    "desk/report/<str:key>/": anyone(),
    "desk/stories/new/": people_only(),
    "desk/stories/<int:story>/": owner_only(**KEEPERS),
    "desk/stories/<int:story>/write/": owner_only(),
    "desk/stories/<int:story>/withdraw/": owner_only(**KEEPERS),
    "desk/stories/consent/<str:consent>/": anyone(),  # whoever told the story has this link
    "desk/dossiers/": people_only(),
    "desk/dossiers/<str:dossier>/": owner_only(),
    "desk/dossiers/<str:dossier>/about/": owner_only(),
    "desk/dossiers/<str:dossier>/points/new/": owner_only(),
    "desk/dossiers/<str:dossier>/points/<int:point>/": owner_only(),
    "desk/dossiers/<str:dossier>/preview/": owner_only(),
    "desk/dossiers/<str:dossier>/draft.pdf": owner_only(),
    "desk/uses/<str:code>/": anyone(),
    "desk/uses/<str:code>/sent/": anyone(),
    "moderation/writings/": moderators_only(),
    "moderation/writings/<int:writing>/": moderators_only(**HERS),
    "moderation/writings/<int:writing>/draft.pdf": moderators_only(
        **COUNTRY_S,
        administrator="no",  # a story: only dossiers are printed
    ),
    "moderation/writings/<int:writing>/decide/": moderators_only(
        post={"do": "refuse", "reason": "unreadable"}, **HERS
    ),
    "moderation/": moderators_only(),
    "moderation/imports/": moderators_only(),
    "moderation/imports/new/": moderators_only(),
    "moderation/imports/<int:run>/": moderators_only(**HERS),
    "moderation/imports/<int:run>/columns/": moderators_only(**HERS),
    "moderation/imports/<int:run>/rows/": moderators_only(**HERS),
    "moderation/imports/<int:run>/report.<str:kind>": moderators_only(**HERS),
    "moderation/imports/<int:run>/publish/": moderators_only(**HERS),
    "moderation/imports/<int:run>/undo/": moderators_only(**HERS),
    "moderation/claims/": moderators_only(),
    "moderation/claims/<int:claim>/": moderators_only(**HERS),
    "moderation/claims/<int:claim>/documents/<str:document>.webp": moderators_only(**HERS),
    "moderation/<int:pk>/place/": moderators_only(**HERS),
    "moderation/decided/": moderators_only(),
    "moderation/erasures/": moderators_only(**COUNTRY_S),
    "moderation/erasures/<int:erasure>/": moderators_only(**COUNTRY_S),
    "moderation/freshness/": moderators_only(),
    "moderation/bulk/": moderators_only(),
    "moderation/batches/<uuid:batch>/": moderators_only(**HERS),
    "moderation/actors/": moderators_only(),
    "moderation/actors/<str:key>/": moderators_only(**HERS),
    "moderation/actors/<str:key>/versions/<int:revision>/": moderators_only(**HERS),
    "moderation/actors/<str:key>/withdraw/": moderators_only(**HERS),
    "moderation/actors/<str:key>/return/": moderators_only(**HERS),
    "moderation/actors/<str:key>/figures/": moderators_only(**HERS),
    "moderation/actors/<str:key>/seals/": moderators_only(**HERS),
    "moderation/actors/<str:key>/stewards/": moderators_only(**HERS),
    "moderation/actors/<str:key>/merge/": moderators_only(**HERS),
    "moderation/<int:pk>/": moderators_only(**HERS),
    "moderation/<int:pk>/pictures/<str:digest>.webp": moderators_only(**HERS),
    "moderation/pictures/<str:key>/": moderators_only(**HERS),
    "moderation/<int:pk>/decide/": moderators_only(post={"do": "take"}, **HERS),
}


def private_addresses():
    """Every private address of one language, as it is declared."""
    found = []

    def walk(patterns, before):
        for one in patterns:
            here = before + str(one.pattern)
            if hasattr(one, "url_patterns"):
                walk(one.url_patterns, here)
            elif PRIVATE.match("/" + here) and not here.startswith("admin/"):
                found.append(here.partition("/")[2])

    walk(get_resolver().url_patterns, "")
    return found


def answered(answer, path) -> str:
    """What an answer is, in the words of the rows."""
    if answer.streaming:
        b"".join(answer.streaming_content)  # a paper is printed to its end
    where = answer.get("Location", "").partition("?")[0]
    if answer.status_code in (403, 404):
        return "no"
    if answer.status_code == 410:
        return "gone"
    if answer.status_code == 302 and where == "/en/account/login/" and where != path:
        return "door"
    if answer.status_code == 302 and "/second-factor/" in where and "/account/" not in path:
        return "factor"
    if answer.status_code in (400, 409, 422):
        return "refused"
    assert answer.status_code in (200, 302, 303), (path, answer.status_code)
    return "page"

"""Who may open what: every private address of the site, by every role. The addresses are read from
the site itself, so that a new one without a row here fails.

A row says what each role is answered: `page` (200, or another page of the same person's own),
`door` (led to log in), `factor` (led to show a second factor), `no` (403 or 404, telling
nothing), `gone` (410).
"""

import re
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver
from django.utils.timezone import now

from desk import claims, proofs
from desk.imports import running
from desk.middleware import PRIVATE
from desk.models import ClaimDocument, Erasure, ProfileDecision, Writing
from desk.pictures import written as written_picture
from desk.writings import stories
from directory import codes
from directory.models import ActorVersion, Revision
from tests import people
from tests.pictures import jpeg
from tests.submissions import AMAL, sender
from tests.writings import argued, reported
from tests.writings import told as told_story

__all__ = ["sender"]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,  # allauth's own templates name what is not there
]

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
KEEPERS = dict.fromkeys(("editor", "moderator", "moderator-unshown", "administrator"), "page")

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


def test_every_private_address_has_a_row():
    assert sorted(set(private_addresses())) == sorted(ROWS)


@pytest.fixture
def held(sender):
    """A contribution of the region 02, by somebody without an account."""
    return sender.register(name=AMAL["name"], photo=jpeg())


def claimed(code):
    """A claim of a profile, by somebody else."""
    told = {"proof": "document", "contact": "0600000000", "words": "présidente"}
    by = people.person()
    proofs.put_in(by, codes.parse(code), written_picture(jpeg(), "document")[-1])
    return claims.send(by, codes.parse(code), **told)


def asked_to_be_erased():
    return Erasure.objects.create(state="waiting", email="a@athar.example", sent_at=now())


def imported():
    """A file for the region 02, that was read."""
    by = people.moderator("region", "02")
    file = SimpleUploadedFile("exemple.csv", b"Nom,Commune\nExemple,Berkane\n")
    told = {"source": "Réseau Exemple", "licence": "CC-BY-4.0", "scope": ("region", "02")}
    run = running.send(by, file, **told)
    running.carry(run.pk)
    return run


@pytest.mark.parametrize("scope", ["region", "network", "programme"])
@pytest.mark.parametrize("holds", ["region", "network", "programme", "another"])
def test_a_file_is_seen_by_who_moderates_what_it_is_brought_into(scope, holds, register, in_force):
    network = register.actor("Réseau", kind="network")
    other = register.actor("Autre", kind="network")
    register.publish_all(network, other)
    codes_of = {
        "region": "02",
        "network": network.code,
        "programme": register.programme("P", network).code,
    }
    sender = people.moderator(scope, codes_of[scope])
    file = SimpleUploadedFile("exemple.csv", b"Nom\nExemple\n")
    into = {"source": "Exemple", "licence": "CC-BY-4.0", "scope": (scope, codes_of[scope])}
    run = running.send(sender, file, **into)
    running.carry(run.pk)
    held = ("network", other.code) if holds == "another" else (holds, codes_of[holds])
    client = Client()
    people.log_in(client, people.moderator(*held))
    pages = ["", "columns/", "rows/", "report.csv"]
    found = set()
    for page in pages:
        answer = client.get(f"/en/moderation/imports/{run.pk}/{page}")
        found.add(answer.status_code)
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert found == ({200} if holds == scope else {404})


def first_version(code):
    return ActorVersion.objects.filter(code=code).earliest("opened").opened


@pytest.fixture
def written(country):
    """A story of Amal and a dossier, for the roles to be given; and a figure."""
    by = people.steward(country.amal.code)
    story, dossier = told_story(by, country.amal.code), argued(by, asked=False)
    return SimpleNamespace(story=story, dossier=dossier, cited=reported().citation)


@pytest.fixture
def somebody(country, held):
    """A client for each role on the profile of Amal, which stands in the region 02."""

    def made(role):
        client = Client()
        who = {
            "nobody": lambda: None,
            "person": people.person,
            "other-steward": lambda: people.steward(country.imane.code),
            "editor": lambda: people.steward(country.amal.code, "editor"),
            "owner": lambda: people.steward(country.amal.code),
            "moderator-elsewhere": lambda: people.moderator("region", "04"),
            "moderator": lambda: people.moderator("region", "02"),
            "moderator-unshown": lambda: people.moderator("region", "02"),
            "administrator": people.administrator,
        }[role]()
        if who is not None:
            people.log_in(client, who, shown=role != "moderator-unshown")
        return client

    return made


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_answered_as_its_row_says(somebody, held, sender, country, written, role):
    client = somebody(role)
    if role == "owner":
        Writing.objects.filter(author__isnull=False).update(author=client.session["_auth_user_id"])
    sender.put_in(sender.begin(**AMAL), "photo", jpeg())
    places = {
        "<int:pk>": str(held.pk),
        "<int:claim>": str(claimed(country.amal.code).pk),
        "<str:document>": ClaimDocument.objects.get().digest,
        "<int:story>": str(written.story.pk),
        "<int:writing>": str(written.story.pk),
        "<str:consent>": stories.consent_link(written.story),
        "<str:dossier>": codes.show(written.dossier.dossier.code),
        "<int:point>": str(written.dossier.dossier.points.get().pk),
        "<str:code>": codes.show(written.cited.code),
        "<str:token>": "none",
        "<str:link>": sender.secret,
        "<str:digest>": held.pictures.get().key,
        "<slug:step>": "name",
        "<int:given>": str(held.consents.first().pk),
        "<int:run>": str(imported().pk),
        "<str:kind>": "csv",
        "<int:erasure>": str(asked_to_be_erased().pk),
        "<str:key>": codes.show(country.amal.code),
        "<int:revision>": str(first_version(country.amal.code)),
    }
    wrong = {}
    for address, row in ROWS.items():
        path = "/en/" + address
        for place, value in places.items():
            path = path.replace(place, value)
        if address == "account/logout/":
            continue  # asked last: it ends the session
        answer = client.post(path, row.post) if row.post else client.get(path)
        if answer.streaming:
            b"".join(answer.streaming_content)  # a paper is printed to its end
        found, wanted = told(answer, path), row.of(role)
        if found != wanted:
            wrong[address] = (found, wanted, answer.get("Location", ""))
    assert client.get("/en/account/logout/").status_code in (200, 302)
    assert wrong == {}


def told(answer, path) -> str:
    """What an answer is, in the words of the rows."""
    where = answer.get("Location", "").partition("?")[0]
    if answer.status_code in (403, 404):
        return "no"
    if answer.status_code == 410:
        return "gone"
    if answer.status_code == 302 and where == "/en/account/login/" and where != path:
        return "door"
    if answer.status_code == 302 and "/second-factor/" in where and "moderation" in path:
        return "factor"
    assert answer.status_code in (200, 302, 303), (path, answer.status_code)
    return "page"


@pytest.mark.parametrize("role", ["nobody", "person", "owner", "moderator-elsewhere"])
def test_nothing_is_decided_by_who_may_not(somebody, held, role):
    client = somebody(role)
    for act in ("accept", "refuse", "ask-back", "take", "leave", "undo"):
        given = {"do": act, "reason": "duplicate", "note": "?"}
        client.post(f"/en/moderation/{held.pk}/decide/", given)
        client.post("/en/moderation/bulk/", given | {"id": [held.pk]})
    held.refresh_from_db()
    assert (held.state, held.assigned) == ("waiting", None)
    assert held.decisions.count() == 1


ON_A_PROFILE = ("withdraw", "return", "figures", "versions/{first}", "merge", "seals")


@pytest.mark.parametrize("role", ["nobody", "person", "owner", "moderator-elsewhere"])
def test_nothing_becomes_of_a_profile_by_who_may_not(somebody, country, role):
    client, code = somebody(role), country.amal.code
    head = Revision.objects.head().number
    seen = bytes(ActorVersion.objects.current().get(code=code).digest).hex()
    for act in ON_A_PROFILE:
        address = act.format(first=first_version(code))
        given = {"reason": "asked", "seen": seen, "merge": "1"}
        other = codes.show(country.imane.code)
        client.post(f"/en/moderation/actors/{codes.show(code)}/{address}/?with={other}", given)
    assert Revision.objects.head().number == head
    assert not ProfileDecision.objects.exists()


def test_what_a_moderator_may_not_see_looks_like_what_is_not_there(somebody, held):
    client = somebody("moderator-elsewhere")
    hidden = client.get(f"/en/moderation/{held.pk}/")
    missing = client.get("/en/moderation/999999/")
    bare = [re.sub(rb"moderation/\d+/", b"", one.content) for one in (hidden, missing)]
    assert bare[0] == bare[1]

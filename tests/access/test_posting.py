"""Who may post what. To every private address that takes it and is not for everybody, what does
something there is posted by every role: who may not is answered as on opening it, and nothing is
written in the register or at the desk.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from desk import submissions
from desk.forms.dates import years_after
from desk.imports import running
from desk.models import Stewardship
from desk.moderation import merging, sealing, settling
from desk.moderation.forms import MergeForm
from desk.moderation.profiles import ending_of
from desk.writings import moving, stories
from directory import codes
from directory.models import Actor, ActorVersion
from directory.records.validate import moroccan_today
from directory.selectors.pictures import pictures_of
from tests.access.addresses import KEEPERS, MODERATORS, ROLES, ROWS, Row, answered, owner_only
from tests.access.tables import changed, standing
from tests.access.world import World
from tests.pictures import jpeg
from tests.submissions import sender
from tests.writings import STORY

__all__ = ["sender"]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,  # allauth's own templates name what is not there
]

WORDS = "another quiet word"


class Prepared(World):
    """A world in which whatever is posted does something for who may."""

    @cached_property
    def places(self):
        before = {"<str:gone>": codes.show(self.gone.code), "<int:begun>": self.begun.pk}
        return (
            before
            | super().places
            | {
                "<int:checked>": self.file_at("Contrôlé", "check").pk,
                "<int:published>": self.file_at("Publié", "check", "publish").pk,
                "<int:moved>": self.sender.report(self.profile.code, "moved", "Plus loin.").pk,
                "<str:other>": codes.show(self.other.code),
            }
        )

    @cached_property
    def gone(self):
        """Merged into the profile, with another figure of the same year; and a public picture."""
        register = self.country.register
        gone = register.publish("Coop Amal", legal_form="cooperative", place=self.profile.place)
        register.report(self.profile, jobs=9)
        register.report(gone, jobs=12)
        register.merge(gone, self.profile)
        submissions.accept(self.sender.send(self.profile.code, photo=jpeg()), by=None)
        return gone

    @cached_property
    def begun(self):
        """A story that is not sent yet."""
        actor = Actor.objects.get(code=self.profile.code)
        return stories.begin(actor, STORY, by=self.written.by, language="fr")

    def file_at(self, name, *steps):
        """A file of one new cooperative, carried through some steps."""
        run = self.brought(f"Nom,Forme juridique,Commune\n{name},Coopérative,Berkane\n")
        for step in steps:
            running.ask(run, step, by=run.by)
            running.carry(run.pk)
            run.refresh_from_db()
        return run

    @property
    def seen(self):
        """What a page of the profile says stood when it was drawn."""
        found = ActorVersion.objects.current().get(code=self.profile.code)
        return bytes(found.digest).hex()

    def sealed(self):
        today = moroccan_today()
        return {
            "scope": "identity",
            "given_on": f"{today:%d/%m/%Y}",
            "until": f"{years_after(today, 1):%d/%m/%Y}",
            "seen": sealing.mark_of(self.profile.code),
        }

    def merger(self):
        beside = merging.beside(self.profile.code, self.other.code)
        form = MergeForm(beside=beside)
        fields = {name: form[name].value() for name in form.fields if form[name].value()}
        return {"merge": "1"} | fields


@dataclass(frozen=True)
class Post:
    """What is posted to an address, and by whom it does something there; by nobody, where that
    needs what only its own tests prepare. `path` and `row`: where they are not those of opening it.
    `idle` roles are answered by a page, and yet may change nothing of this region.
    """

    by: str = ""
    given: dict | Callable[[Prepared], dict] | None = None
    path: str = ""
    row: Row | None = None
    idle: tuple = ()

    def body(self, world):
        if isinstance(self.given, dict):
            return self.given
        return self.given(world) if self.given else {}


POSTS = {
    "account/": Post("person", {"name": "Amal", "language": "ar"}),
    "account/data/consents/<int:given>/withdraw/": Post(),  # here of somebody without an account
    "account/erase/": Post("person", {"sure": "on"}),
    "account/reauthenticate/": Post(),
    "account/reauthenticate/code/": Post(),
    "account/reauthenticate/code/confirm/": Post(),
    "account/email/": Post("person", {"email": "new@athar.example", "action_add": "1"}),
    "account/confirm-email/": Post(),
    "account/password/change/": Post(),
    "account/password/set/": Post("person", {"password1": WORDS, "password2": WORDS}),
    "account/password/reset/confirm/": Post(),
    "account/second-factor/authenticate/": Post(),
    "account/second-factor/reauthenticate/": Post(),
    "account/second-factor/totp/activate/": Post(),
    "account/second-factor/totp/deactivate/": Post("administrator"),
    "account/second-factor/recovery-codes/generate/": Post("administrator"),
    "account/sessions/": Post(),
    "account/sessions/<int:session>/end/": Post(),
    "desk/profiles/<str:key>/stewards/": Post(
        "owner",
        {"do": "invite", "address": "yto@athar.example", "role": "editor", "language": "fr"},
        row=owner_only(),
    ),
    "desk/invitations/<str:token>/": Post(),
    "desk/address/": Post(),
    "desk/claim/<str:key>/": Post(
        "person", {"proof": "call-back", "contact": "0600000000", "words": "présidente"}
    ),
    "desk/claim/address/<str:token>/": Post(),
    "desk/erasure/<str:token>/": Post(given={"confirm": "1"}),
    "desk/address/<str:token>/": Post(),
    "desk/following/confirm/<str:token>/": Post(),
    "desk/following/<str:token>/": Post(given={"stop": "all"}),
    "desk/still-correct/<str:token>/": Post(),
    "desk/stories/new/": Post(
        "owner", STORY, "desk/stories/new/?actor=<str:key>", owner_only(**KEEPERS)
    ),
    "desk/stories/<int:story>/": Post(
        "owner", {"do": "take-back"}, row=owner_only(**{"moderator-unshown": "factor"})
    ),
    "desk/stories/<int:story>/write/": Post(
        "owner", STORY | {"title_fr": "Autrement"}, "desk/stories/<int:begun>/write/"
    ),
    "desk/stories/<int:story>/withdraw/": Post("owner"),
    "desk/dossiers/": Post("person"),
    "desk/dossiers/<str:dossier>/": Post("owner", {"do": "ask"}),
    "desk/dossiers/<str:dossier>/about/": Post("owner", {"titles_fr": "Autrement"}),
    "desk/dossiers/<str:dossier>/points/new/": Post("owner", {"texts_fr": "Un point."}),
    "desk/dossiers/<str:dossier>/points/<int:point>/": Post("owner", {"texts_fr": "Autrement."}),
    "moderation/writings/<int:writing>/decide/": Post(
        "moderator", lambda world: {"do": "accept", "seen": moving.mark(world.written.story)}
    ),
    "moderation/imports/new/": Post(
        "moderator",
        lambda _world: {
            "file": SimpleUploadedFile("exemple.csv", b"Nom\nAutre\n"),
            "source": "Un autre",
            "licence": "CC0-1.0",
            "scope": "region:02",
        },
        row=Row("no", MODERATORS | {"moderator-elsewhere": "refused"}),
    ),
    "moderation/imports/<int:run>/": Post("moderator", {"do": "drop"}),
    "moderation/imports/<int:run>/columns/": Post(
        "moderator", {"c0": "names.fr", "c1": "commune", "source_kind": "declared"}
    ),
    "moderation/imports/<int:run>/rows/": Post(
        "moderator", lambda world: {f"answer-{world.run.parent.staged.get().pk}": "skip"}
    ),
    "moderation/imports/<int:run>/publish/": Post(
        "moderator",
        {"seen_new": "1", "seen_update": "0"},
        "moderation/imports/<int:checked>/publish/",
    ),
    "moderation/imports/<int:run>/undo/": Post(
        "moderator", path="moderation/imports/<int:published>/undo/"
    ),
    "moderation/claims/<int:claim>/": Post("moderator", {"do": "refuse", "note": "Non."}),
    "moderation/<int:pk>/place/": Post(
        "moderator",
        {"place": "02.381.01.05", "precision": "commune"},
        "moderation/<int:moved>/place/",
    ),
    "moderation/erasures/<int:erasure>/": Post("administrator", {"do": "accept"}),
    "moderation/bulk/": Post(
        "moderator",
        lambda world: {"id": world.held.pk, "do": "refuse", "reason": "duplicate"},
        idle=("moderator-elsewhere",),
    ),
    "moderation/batches/<uuid:batch>/": Post(
        "moderator", lambda world: {"id": world.refused.pk, "reason": "mistaken"}
    ),
    "moderation/actors/<str:key>/versions/<int:revision>/": Post(
        "moderator", lambda world: {"reason": "damaged", "seen": world.seen}
    ),
    "moderation/actors/<str:key>/withdraw/": Post(
        "moderator", lambda world: {"reason": "asked", "seen": world.seen}
    ),
    "moderation/actors/<str:key>/return/": Post(
        "moderator",
        lambda world: {
            "reason": "not-a-duplicate",
            "seen": bytes(ending_of(world.gone.code).digest).hex(),
        },
        "moderation/actors/<str:gone>/return/",
    ),
    "moderation/actors/<str:key>/figures/": Post(
        "moderator",
        lambda world: {
            "figure:jobs-2023-declared": world.gone.code,
            "seen": settling.mark_of(world.profile.code),
        },
    ),
    "moderation/actors/<str:key>/seals/": Post("moderator", Prepared.sealed),
    "moderation/actors/<str:key>/stewards/": Post(
        "moderator",
        lambda world: {
            "steward": Stewardship.objects.get(person=world.written.by).pk,
            "note": "Elle est partie.",
        },
    ),
    "moderation/actors/<str:key>/merge/": Post(
        "moderator", Prepared.merger, "moderation/actors/<str:key>/merge/?with=<str:other>"
    ),
    "moderation/pictures/<str:key>/": Post(
        "moderator",
        lambda world: {"picture": pictures_of(world.profile.code)[0].key, "reason": "rights"},
    ),
    "moderation/<int:pk>/decide/": Post("moderator", {"do": "accept"}),
}

LOOKED = {"desk_access"}  # that a moderator opened it
GUARDED = [one for one, row in ROWS.items() if any(row.of(role) != "page" for role in ROLES)]


@pytest.fixture
def world(country, sender):
    made = Prepared(country, sender)
    assert made.places  # all of it stands before anybody asks
    return made


def posted(client, world, address):
    """The answer to what is posted to an address."""
    post = POSTS[address]
    return client.post(world.path(post.path or address), post.body(world))


def test_whatever_takes_a_post_and_is_not_for_everybody_is_posted_here(world):
    clients = {role: world.client(role) for role in ("person", "owner", "administrator")}
    takes = set()
    for address in GUARDED:
        for client in clients.values():
            with transaction.atomic():
                if client.post(world.path(address)).status_code not in (403, 404, 405):
                    takes.add(address)
                transaction.set_rollback(True)
    assert takes - set(POSTS) == set()
    assert set(POSTS) - set(GUARDED) == set()


@pytest.mark.parametrize("role", ["person", "owner", "moderator", "administrator"])
def test_what_is_posted_does_something_for_who_may(world, role):
    idle = {}
    for address in (one for one, post in POSTS.items() if post.by == role):
        with transaction.atomic():
            client = world.client(role)
            before = standing()
            answer = posted(client, world, address)
            if not changed(before) - LOOKED:
                idle[address] = answer.status_code
            transaction.set_rollback(True)
    assert idle == {}


@pytest.mark.parametrize("role", ROLES)
def test_who_may_not_changes_nothing_by_posting(world, role):
    client, wrong = world.client(role), {}
    for address, post in POSTS.items():
        wanted = (post.row or ROWS[address]).of(role)
        if wanted == "page" and role not in post.idle:
            continue
        before = standing()
        answer = posted(client, world, address)
        found = answered(answer, world.path(address))
        written = changed(before)
        if ROWS[address].of(role) == "page":
            written -= LOOKED
        if found != wanted or written:
            wrong[address] = (found, wanted, written)
    assert wrong == {}

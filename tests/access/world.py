"""What stands in one region, for each role to be tried on: a profile, and all that hangs on it."""

from functools import cached_property
from types import SimpleNamespace
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now

from desk import claims, proofs, submissions
from desk.imports import running
from desk.models import Erasure, Writing
from desk.pictures import written
from desk.writings import stories
from directory import codes
from directory.models import ActorVersion
from tests import people
from tests.pictures import jpeg
from tests.submissions import AMAL
from tests.writings import argued, reported
from tests.writings import told as told_story

COMMUNES = {"02": ("02.113.01.09", "Berkane"), "04": ("04.421.01.0", "Rabat")}
ELSEWHERE = {"02": "04", "04": "02"}


class World:
    """A region of the country with everything an address may name; made as it is asked for."""

    def __init__(self, country, sender, region="02"):
        self.country, self.sender, self.region = country, sender, region
        self.profile = {"02": country.amal, "04": country.union}[region]
        self.other = {"02": country.imane, "04": country.mutual}[region]

    @cached_property
    def held(self):
        """A contribution of the region, by somebody without an account."""
        code, name = COMMUNES[self.region]
        place = AMAL["place"] | {"place": code, "place_q": name}
        return self.sender.register(name=AMAL["name"], place=place, photo=jpeg())

    @cached_property
    def link(self):
        """Of a draft with a picture."""
        drafts = type(self.sender)()
        drafts.put_in(drafts.begin(**AMAL), "photo", jpeg())
        return drafts.secret

    @cached_property
    def written(self):
        """A story of the profile and a dossier, for the roles to be given; and a figure."""
        by = people.steward(self.profile.code)
        story, dossier = told_story(by, self.profile.code), argued(by, asked=False)
        return SimpleNamespace(by=by, story=story, dossier=dossier, cited=reported().citation)

    @cached_property
    def claim(self):
        """Of the profile, by somebody else, with a picture of a document."""
        told = {"proof": "document", "contact": "0600000000", "words": "présidente"}
        by, code = people.person(), codes.parse(self.profile.code)
        proofs.put_in(by, code, written(jpeg(), "document")[-1])
        return claims.send(by, code, **told)

    @cached_property
    def erasure(self):
        told = {"link": self.region, "email": "a@athar.example"}
        return Erasure.objects.create(state="waiting", sent_at=now(), **told)

    @cached_property
    def session(self):
        """Of somebody who has logged in."""
        told = {"ip": "192.0.2.7", "session_key": f"of{self.region}"}
        return people.person().usersession_set.create(**told)

    @cached_property
    def run(self):
        """A file for the region, that was read."""
        return self.brought(f"Nom,Commune\nExemple,{COMMUNES[self.region][1]}\n")

    def brought(self, words):
        by = people.moderator("region", self.region)
        file = SimpleUploadedFile("exemple.csv", words.encode())
        told = {"source": "Réseau Exemple", "licence": "CC-BY-4.0"}
        run = running.send(by, file, scope=("region", self.region), **told)
        running.carry(run.pk)
        run.refresh_from_db()
        return run

    def client(self, role):
        """Logged in as that role on the profile of this region."""
        client = Client()
        who = {
            "nobody": lambda: None,
            "person": people.person,
            "other-steward": lambda: people.steward(self.other.code),
            "editor": lambda: people.steward(self.profile.code, "editor"),
            "owner": lambda: people.steward(self.profile.code),
            "moderator-elsewhere": lambda: people.moderator("region", ELSEWHERE[self.region]),
            "moderator": lambda: people.moderator("region", self.region),
            "moderator-unshown": lambda: people.moderator("region", self.region),
            "administrator": people.administrator,
        }[role]()
        if role == "owner":
            Writing.objects.filter(author=self.written.by).update(author=who)
        if who is not None:
            people.log_in(client, who, shown=role != "moderator-unshown")
        return client

    @cached_property
    def places(self) -> dict:
        """What stands in an address for each name in pointed brackets."""
        return {
            "<int:pk>": self.held.pk,
            "<int:claim>": self.claim.pk,
            "<str:document>": proofs.documents_of(self.claim.person, self.profile.code)
            .get()
            .digest,
            "<int:story>": self.written.story.pk,
            "<int:writing>": self.written.story.pk,
            "<str:consent>": stories.consent_link(self.written.story),
            "<str:dossier>": codes.show(self.written.dossier.dossier.code),
            "<int:point>": self.written.dossier.dossier.points.get().pk,
            "<str:code>": codes.show(self.written.cited.code),
            "<str:token>": "none",
            "<str:link>": self.link,
            "<str:digest>": self.held.pictures.get().key,
            "<slug:step>": "name",
            "<int:given>": self.held.consents.first().pk,
            "<int:run>": self.run.pk,
            "<str:kind>": "csv",
            "<int:erasure>": self.erasure.pk,
            "<str:key>": codes.show(self.profile.code),
            "<int:revision>": self.first_version,
            "<int:session>": self.session.pk,
            "<uuid:batch>": self.refused.batch,
        }

    @cached_property
    def refused(self):
        """A decision on a contribution of the region, made together with others."""
        held = self.sender.report(self.profile.code, "wrong", "Le nom.")
        held = submissions.refuse(held, by=None, reason="not-so", batch=uuid4())
        return held.decisions.latest("pk")

    @cached_property
    def first_version(self):
        return ActorVersion.objects.filter(code=self.profile.code).earliest("opened").opened

    def path(self, address):
        """An address in English, with what stands here in its brackets."""
        path = "/en/" + address
        for place, value in self.places.items():
            path = path.replace(place, str(value))
        return path

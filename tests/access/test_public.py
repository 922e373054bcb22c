"""What anybody may read: every address that is not private, by a stranger and by whoever has all
rights. Both read the same. Nothing is written there but citations, by either. The addresses are
read from the site itself, so that a new one without a row fails.
"""

import re

import pytest
from django.test import Client
from django.urls import get_resolver

from desk import submissions
from desk.middleware import PRIVATE
from directory import codes
from directory.models import ActorVersion
from directory.selectors.pictures import pictures_of
from evidence.citations.store import cite
from evidence.dossiers.publish import publish_dossier
from evidence.editions.publish import publish_edition
from evidence.models import OfficialFigure
from evidence.official.publish import load_official_figures
from tests import people
from tests.access.tables import changed, standing
from tests.dossiers import story_told, written
from tests.pictures import jpeg
from tests.submissions import sender

__all__ = ["sender"]

pytestmark = pytest.mark.django_db

READ = 200
# What stands in the brackets of each address, in turn, and what reading it answers.
API = {
    "actors/": (),
    "actors/<str:code>/": ("actor",),
    "actors/<str:code>/history/": ("actor",),
    "territories/": (),
    "territories/<str:code>/": ("territory",),
    "legal-forms/": (),
    "kinds/": (),
    "cooperative-types/": (),
    "sectors/": (),
    "audiences/": (),
    "indicators/": (),
    "observations/": (),
    "statistics/": (),
    "citations/": (405,),
    "citations/<str:code>/": ("citation",),
    "citations/<str:code>/verify/": ("citation",),
    "citations/<str:code>/records/": ("citation",),
    "networks/": (),
    "networks/<str:code>/": ("network",),
    "programmes/": (),
    "programmes/<str:code>/": ("programme",),
    "suggest/": (400,),  # asks for words
    "changes/": (),
    "revisions/": (),
    "revisions/<str:number>/": ("number",),
    "records/<str:digest>/": ("record",),
    "dossiers/": (),
    "dossiers/<str:code>/": ("dossier",),
    "editions/": (),
    "editions/<str:number>/": ("number",),
    "official-figures/": (),
    "official-figures/<str:code>/": ("official",),
    "stories/": (),
    "stories/<str:code>/": ("story",),
    "schema/": (),
    "docs/": (),
    "": (404,),
}
PAGES = {
    "": (),
    "map.svg": (),
    "ground.svg": (),
    "suggest/": (),
    "actors/": (),
    "actors.atom": (),
    "actors/<str:key>/": ("actor", 302),  # on to the name in its address
    "actors/<str:key>/feed.atom": ("actor",),
    "territories/": (),
    "territories/<str:code>/": ("territory",),
    "territories/<str:code>/brief.pdf": ("territory",),
    "territories/<str:code>/sectors/<str:sector>/brief.pdf": ("territory", "sector"),
    "networks/": (),
    "programmes/": (),
    "programmes/<str:key>/": ("programme", 302),
    "programmes/<str:key>/brief.pdf": ("programme",),
    "figures/": (),
    "figures/official/": (),
    "stories/": (),
    "stories/<str:key>/": ("story", 302),
    "cite/": (405,),
    "citations/": (),
    "citations/<str:code>/": ("citation",),
    "dossiers/": (),
    "dossiers/<str:key>/": ("dossier", 302),
    "dossiers/<str:key>/brief.pdf": ("dossier",),
    "register/": (),
    "register/<int:number>/": ("number",),
    "data/": (),
    "data/editions/<int:number>/": ("number",),
    "about/": (),
    "about/method/": (),
    "about/privacy/": (),
    "style/": (),
    "style/map/": (),
}
ROWS = {
    "healthz": (),
    "readyz": (),
    **{f"api/v1/{address}": row for address, row in API.items()},
    "tiles/actors/<int:z>/<int:x>/<int:y>.mvt": ("six", "x", "y"),
    "tiles/territories/<int:z>/<int:x>/<int:y>.mvt": ("six", "x", "y"),
    "tiles/": (404,),
    "": (302,),
    "a/<str:code>": ("actor", 303),
    "a/<str:code>/": ("actor", 303),
    "c/": (302,),
    "c/<str:code>": ("citation", 303),
    "c/<str:code>/": ("citation", 303),
    "d/<str:code>": ("dossier", 303),
    "d/<str:code>/": ("dossier", 303),
    "s/<str:code>": ("story", 303),
    "s/<str:code>/": ("story", 303),
    "r/<int:number>": ("number", 303),
    "e/<int:number>": ("number", 303),
    "e/<int:number>.zip": ("number",),
    "pictures/<str:digest>.webp": ("picture",),
    "verify_citation.py": (),
    "robots.txt": (),
    "sitemap.xml": (),
    "sitemaps/pages.xml": (),
    "sitemaps/actors-<str:code>.xml": ("actor",),
    "favicon.ico": (302,),
    **{f"en/{address}": row for address, row in PAGES.items()},
}
QUERY = "/api/v1/actors/?legal_form=association"
TAKES = {  # what is posted where anybody may write, and that it is kept
    "api/v1/citations/": ({"query": QUERY}, "application/json", 201),
    "en/cite/": ({"query": QUERY}, None, 303),
}
WRITING = ["post", "put", "patch", "delete"]


def public_addresses():
    """Every address that is not private and not the administration's, in one language."""
    found = []

    def walk(patterns, before):
        for one in patterns:
            here = before + str(one.pattern)
            if hasattr(one, "url_patterns"):
                walk(one.url_patterns, here)
            elif not PRIVATE.match("/" + here):
                found.append(here)

    walk(get_resolver().url_patterns, "")
    return found


def test_every_public_address_has_a_row():
    assert sorted(set(public_addresses())) == sorted(ROWS)


@pytest.fixture
def known(country, sender, settings, tmp_path):
    """What stands in brackets, by what it is of."""
    settings.EDITIONS = tmp_path
    amal = country.amal.code
    submissions.accept(sender.send(amal, photo=jpeg()), by=None)
    load_official_figures()
    story, issue = story_told(country.imane), publish_dossier(written())
    publish_edition()
    return {
        "actor": codes.show(amal),
        "network": codes.show(country.rif.code),
        "programme": codes.show(country.taghyir.code),
        "citation": codes.show(cite("/api/v1/actors/?region=02").citation.code),
        "dossier": codes.show(issue.code),
        "story": codes.show(story),
        "official": codes.show(OfficialFigure.objects.first().code),
        "record": bytes(ActorVersion.objects.current().get(code=amal).digest).hex(),
        "picture": pictures_of(amal)[0].key,
        "territory": "02.113",
        "sector": "argan",
        "number": "1",
        "six": "6",
        "x": "31",
        "y": "25",
    }


@pytest.fixture
def clients(known):
    """A stranger, and an administrator who has shown her second factor."""
    return [Client(), people.log_in(Client(), people.administrator())]


def path_of(address, known):
    """The address with what its row names in its brackets, and what reading it answers."""
    names = [one for one in ROWS[address] if isinstance(one, str)]
    parts = iter(names)
    path = re.sub(r"<\w+:\w+>", lambda _bracket: known[next(parts)], "/" + address)
    assert "<" not in path
    return path, next((one for one in ROWS[address] if isinstance(one, int)), READ)


def told(answer):
    """Its status, whether it is the same for whoever asks, and its bytes, to the end."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, not (answer.cookies or "Cookie" in answer.get("Vary", "")), body


def test_anybody_reads_and_an_administrator_reads_the_same(clients, known):
    wrong = {}
    for address in ROWS:
        path, read = path_of(address, known)
        stranger, administrator = (told(one.get(path)) for one in clients)
        if stranger != administrator or stranger[:2] != (read, True):
            wrong[address] = stranger[:2], administrator[:2]
    assert wrong == {}


def test_nobody_writes_there(clients, known):
    wrong = {}
    before = standing()
    for address in ROWS:
        path, _read = path_of(address, known)
        verbs = [verb for verb in WRITING if verb != "post" or address not in TAKES]
        found = {getattr(one, verb)(path).status_code for one in clients for verb in verbs}
        if found != {405} or changed(before):
            wrong[address] = found, changed(before)
    assert wrong == {}


@pytest.mark.parametrize("address", TAKES)
def test_anybody_may_cite_and_writes_nothing_else(clients, known, address):
    given, content_type, status = TAKES[address]
    form = {"content_type": content_type} if content_type else {}
    before = standing()
    answers = [one.post("/" + address, given, **form) for one in clients]
    assert answers[0].status_code == status
    assert answers[0]["Location"] == answers[1]["Location"]
    assert changed(before) <= {"evidence_citation", "evidence_sighting", "evidence_remembered"}
    assert "evidence_citation" in changed(before)

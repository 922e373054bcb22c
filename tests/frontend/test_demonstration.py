"""A demonstration says so: on every page, of each thing that is invented, and in every answer."""

import re

import pytest
from django.core.management import call_command
from django.urls import URLPattern

from directory import codes
from directory.models import Membership, ProgrammeVersion, Revision
from evidence.citations.store import cite
from evidence.dossiers.publish import publish_dossier
from evidence.editions.publish import publish_edition
from evidence.models import Story
from evidence.stories.demo import load_demo_stories
from frontend.urls import pages
from tests.dossiers import written

pytestmark = pytest.mark.django_db

NOTICE = "organisations marked as examples are invented"
BADGE = '<span class="tag tag--demo">'
PRIVATE = re.compile(r"(desk|moderation|account|style)\b")
# Answers that are no pages: drawings, feeds, printed briefs, a fragment, and a form that is sent.
NO_PAGES = re.compile(r"\.(svg|atom|pdf)$|^suggest/$|^cite/$")


@pytest.fixture
def invented(demonstration, settings, tmp_path):
    """One of each thing that a demonstration shows: what addresses and answers are asked with."""
    settings.EDITIONS = tmp_path
    load_demo_stories()
    publish_edition()
    joined = Membership.objects.current().filter(network__isnull=False).first()
    figure = cite("/api/v1/statistics/?measure=members&year=2023").citation
    issue = publish_dossier(written("/api/v1/actors/?legal_form=cooperative"))
    return {
        "actor": joined.member.code,
        "network": joined.network.code,
        "programme": ProgrammeVersion.objects.current().first().code,
        "story": Story.objects.current().first().code,
        "citation": figure.code,
        "dossier": issue.code,
    }


@pytest.fixture
def read(client):
    """A page, by way of the address with its name."""

    def ask(address):
        answer = client.get(f"/en/{address}", follow=True)
        return answer.status_code, answer.content.decode()

    return ask


def addresses(invented):
    """Every public page by the pattern of its address, each with one thing to show."""
    given = {
        "actors/": codes.show(invented["actor"]),
        "programmes/": codes.show(invented["programme"]),
        "stories/": codes.show(invented["story"]),
        "citations/": codes.show(invented["citation"]),
        "dossiers/": codes.show(invented["dossier"]),
        "territories/": "02.113",
        "register/": "3",
        "data/editions/": "1",
    }
    for pattern in pages:
        route = str(pattern.pattern)
        if not isinstance(pattern, URLPattern) or PRIVATE.match(route) or NO_PAGES.search(route):
            continue
        room, _, rest = route.partition("<")
        yield room + (given[room] + rest.partition(">")[2] if rest else "")


def test_every_public_page_of_a_demonstration_says_that_it_is_one(read, invented):
    answers = {address: read(address) for address in addresses(invented)}
    assert len(answers) > 20
    assert [address for address, (status, _) in answers.items() if status != 200] == []
    assert [address for address, (_, page) in answers.items() if page.count(NOTICE) != 1] == []


@pytest.mark.parametrize("kind", ["actor", "network", "programme", "story", "citation", "dossier"])
def test_what_is_invented_is_marked_so_on_its_page(read, invented, kind):
    place = {"network": "actors", "story": "stories"}.get(kind, f"{kind}s")
    _, page = read(f"{place}/{codes.show(invented[kind])}/")
    assert BADGE in page.partition("<main")[2].partition("</header>")[0]


@pytest.mark.parametrize(
    ("address", "begins", "named"),
    [
        ("", "<li ", "actors__name"),
        ("actors/", "<li ", "actors__name"),
        ("networks/", "<li>", "actors__name"),
        ("programmes/", "<li>", "actors__name"),
        ("stories/", '<blockquote class="story">', "story__words"),
    ],
)
def test_what_is_invented_is_marked_so_in_lists(read, invented, address, begins, named):
    _, page = read(address)
    listed = [one for one in page.partition("<main")[2].split(begins) if named in one]
    assert listed
    assert [one for one in listed if BADGE not in one] == []


def test_withdrawing_a_demonstration_leaves_no_example_but_in_the_past(read, invented):
    head = Revision.objects.head().number
    call_command("withdraw_demo", verbosity=0)

    for address in ("", "actors/", "networks/", "programmes/", "stories/", "territories/02.113/"):
        status, page = read(address)
        assert (status, BADGE in page, "Exemple ·" in page) == (200, False, False), address
    gone = (("actors", "actor", 410), ("actors", "network", 410), ("programmes", "programme", 404))
    for place, kind, becomes in gone:
        address = f"{place}/{codes.show(invented[kind])}/"
        assert read(address)[0] == becomes, kind
        status, page = read(f"{address}?as_of={head}")
        assert (status, NOTICE in page, BADGE in page) == (200, True, True), kind
    assert BADGE in read(f"actors/?as_of={head}")[1]

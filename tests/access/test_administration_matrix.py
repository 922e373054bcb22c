"""Who may open what in the administration: every address it has, asked and posted to, by every
role. The addresses are read from the site itself, so that a new one without a row here fails.

A row says what an administrator is answered; nobody else comes further than the door. `page` (200),
`on` (led to another page), `no` (403 or 404), `never` (405).
"""

from dataclasses import dataclass

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import get_resolver
from procrastinate.contrib.django.models import ProcrastinateJob

from desk import looking, mail, tasks
from desk.models import Access, Bouncing, Mail, Moderator, PageText, Person, PersonAct
from desk.writings import moving, uses
from directory.models import Indicator, Membership, ProgrammeVersion, Revision, Term
from evidence.editions.publish import publish_edition
from evidence.models import CitationUse, Dossier, OfficialFigure
from evidence.official.publish import publish_official
from geodata.models import ReferenceSet
from tests import people
from tests.dossiers import written
from tests.evidence.test_official import FACTS
from tests.writings import reported

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,  # Django's own templates name what is not there
]

OTHERS = ["nobody", "steward", "moderator", "administrator-without-factor", "administrator-unshown"]


@dataclass(frozen=True)
class Row:
    """What an administrator is answered who asks, and who posts nothing at all."""

    get: str
    post: str


PAGE = Row("page", "page")
READ = Row("page", "never")
ON = Row("on", "on")
NO = Row("no", "no")


def of(model, **own):
    """The addresses Django gives a model that is only looked at, and those of its own; a name with
    `_` for `/` below the model's.
    """
    rows = {
        "": PAGE,
        "add/": NO,
        "<path:object_id>/": ON,
        "<path:object_id>/change/": Row("page", "no"),
        "<path:object_id>/delete/": NO,
        "<path:object_id>/history/": PAGE,
    } | own
    return {f"{model}/{address}": row for address, row in rows.items()}


def published(model):
    """What is changed by a revision alone."""
    acts = dict.fromkeys(("new/", "<str:code>/correct/", "<str:code>/withdraw/"), PAGE)
    return of(model, **acts)


ROWS = {
    "": PAGE,
    "language/": ON,
    "login/": ON,
    "logout/": ON,
    "password_change/": ON,
    "password_change/done/": READ,
    "autocomplete/": Row("no", "never"),
    "jsi18n/": READ,
    "r/<path:content_type_id>/<path:object_id>/": NO,
    "^(?P<app_label>evidence|procrastinate|desk|directory|geodata)/$": PAGE,
    "(?P<url>.*)$": NO,
    **of("evidence/dossier"),
    **of("evidence/edition", **{"make/": Row("never", "on")}),
    **of("evidence/citationuse"),
    **published("evidence/officialfigure"),
    **published("directory/programmeversion"),
    **published("directory/membership"),
    **of(
        "directory/term",
        **{"new/<slug:taxonomy>/": PAGE, "<slug:taxonomy>/<slug:code>/correct/": PAGE},
    ),
    **of("directory/indicator", **{"new/": PAGE, "<slug:code>/correct/": PAGE}),
    **of("geodata/referenceset"),
    **of("procrastinate/procrastinatejob"),
    **of("desk/access"),
    **of("desk/bouncing"),
    **of(
        "desk/mail",
        **{"<path:object_id>/delete/": PAGE, "<int:pk>/look/": PAGE},
    ),
    **of("desk/pagetext", **{"put/<slug:key>/": PAGE}),
    **of("desk/person", **{"<int:pk>/act/<slug:verb>/": PAGE}),
    **of("desk/moderator", **{"add/": PAGE, "<int:pk>/dismiss/": PAGE}),
}
# Open to whoever comes: choosing a language, the ways in and out.
OPEN = {"language/", "login/", "logout/"}


def addresses():
    found = []

    def walk(patterns, before):
        for one in patterns:
            here = before + str(one.pattern)
            if hasattr(one, "url_patterns"):
                walk(one.url_patterns, here)
            elif here.startswith("admin/"):
                found.append(here.removeprefix("admin/"))

    walk(get_resolver().url_patterns, "")
    return found


def test_every_address_of_the_administration_has_a_row():
    assert sorted(set(addresses())) == sorted(ROWS)


@pytest.fixture
def standing(country, settings, tmp_path):
    """One of everything that has a page, and the way to each by the name of its model."""
    publish_official([FACTS], role="administrator", reason="new-total")
    use = reported()
    uses.accept(use, by=people.moderator(), seen=moving.mark(use))
    written()
    moderator, somebody = people.moderator("region", "02"), people.person()
    mail.post("account_erased", to=somebody, context={})
    looking.note(people.administrator(), somebody)
    Bouncing.objects.create(address="back@athar.example", status="5.1.1")
    tasks.forget_old.defer(timestamp=0)
    settings.EDITIONS = tmp_path
    return {
        "evidence/dossier": Dossier.objects.get().pk,
        "evidence/edition": publish_edition().edition.pk,
        "evidence/citationuse": CitationUse.objects.get().pk,
        "evidence/officialfigure": OfficialFigure.objects.current().get(),
        "directory/programmeversion": ProgrammeVersion.objects.current().get(),
        "directory/membership": Membership.objects.current().first(),
        "directory/term": Term.objects.newest().get(taxonomy="sectors", code="argan"),
        "directory/indicator": Indicator.objects.newest().get(code="jobs"),
        "geodata/referenceset": ReferenceSet.objects.filter(series="taxonomies").get().pk,
        "procrastinate/procrastinatejob": ProcrastinateJob.objects.latest("id").pk,
        "desk/access": Access.objects.get().pk,
        "desk/bouncing": Bouncing.objects.get().pk,
        "desk/mail": Mail.objects.latest("pk").pk,
        "desk/pagetext": PageText.objects.create(
            key="about", texts={"fr": "Une association."}, by=people.administrator()
        ).pk,
        "desk/person": somebody.pk,
        "desk/moderator": moderator.moderates.get().pk,
    }


def way(address, standing):
    """An address with what it names."""
    model = "/".join(address.split("/")[:2])
    one = standing.get(model)
    key = getattr(one, "pk", one)
    places = {
        "<path:object_id>": str(key),
        "<int:pk>": str(key),
        "<slug:code>": getattr(one, "code", ""),
        "<slug:taxonomy>": "sectors",
        "<str:code>": getattr(one, "code", str(key)),
        "<slug:verb>": "end-sessions",
        "<slug:key>": "about",
        "<path:content_type_id>": "1",
        "^(?P<app_label>evidence|procrastinate|desk|directory|geodata)/$": "desk/",
        "(?P<url>.*)$": "nowhere/",
    }
    for place, value in places.items():
        address = address.replace(place, value)
    return "/admin/" + address


def told(answer):
    if answer.status_code in (403, 404):
        return "no"
    return {200: "page", 302: "on", 405: "never"}[answer.status_code]


def test_an_administrator_is_answered_as_its_row_says(standing):
    client = people.log_in(Client(), people.administrator())
    wrong = {}
    for address, row in ROWS.items():
        path = way(address, standing)
        found = Row(told(client.get(path)), told(client.post(path)))
        if found != row:
            wrong[address] = found
    assert wrong == {}


def client_of(role, country):
    client = Client()
    if role == "nobody":
        return client
    who = {
        "steward": lambda: people.steward(country.amal.code),
        "moderator": people.moderator,
        "administrator-without-factor": lambda: people.person(superuser=True),
        "administrator-unshown": people.administrator,
    }[role]()
    return people.log_in(client, who, shown=role != "administrator-unshown")


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_comes_further_than_the_door(standing, country, role):
    client = client_of(role, country)
    before = everything()
    wrong = {}
    for address in ROWS.keys() - OPEN:
        path = way(address, standing)
        for answer in (client.get(path), client.post(path, ACTS)):
            where = answer.get("Location", "")
            if answer.status_code != 302 or not where.startswith("/admin/login/"):
                wrong[address] = (answer.status_code, where)
    assert wrong == {}
    assert everything() == before


# What some page or other of the administration would take.
ACTS = {
    "post": "yes",
    "publish": "1",
    "reason": "x",
    "action": "send_again",
    "email": "x@y.example",
}


def everything():
    """What an address that answered somebody else might have touched."""
    counted = (Person, Moderator, PersonAct, Mail, LogEntry, Authenticator, OfficialFigure)
    return [Revision.objects.head().number, *(model.objects.count() for model in counted)]


@pytest.mark.parametrize(
    ("role", "onward"),
    [
        ("nobody", "/account/login/"),
        ("steward", None),
        ("moderator", None),
        ("administrator-without-factor", "/account/second-factor/totp/activate/"),
        ("administrator-unshown", "/account/second-factor/reauthenticate/"),
    ],
)
def test_the_door_leads_each_to_what_is_missing(country, role, onward):
    answer = client_of(role, country).get("/admin/login/?next=/admin/")
    if onward is None:
        assert answer.status_code == 403
    else:
        assert onward in answer["Location"]


def test_nothing_is_posted_without_its_token(standing):
    client = people.log_in(Client(enforce_csrf_checks=True), people.administrator())
    before = everything()
    for address in ROWS.keys() - {"login/", "logout/", "password_change/"}:
        assert client.post(way(address, standing), ACTS).status_code == 403, address
    assert everything() == before

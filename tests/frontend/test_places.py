"""A place as it is chosen, looked at and published: never nearer than she wished."""

import io
import math
import re
import struct
import zipfile

import mapbox_vector_tile
import pytest

from desk import submissions
from desk.moderation import queue
from directory import codes
from directory.models import ActorVersion, Revision
from evidence.editions.publish import publish_edition
from tests import people
from tests.submissions import AMAL, sender

__all__ = ["sender"]

pytestmark = pytest.mark.django_db

LAT, LON = "34.923719", "-2.331846"  # in Berkane, where nobody shall be sent to
BERKANE = {"place": "02.113.01.09", "place_q": "Berkane", "point": f"{LAT}, {LON}"}
DOUAR = {"locality_fr": "Douar Exemple", "locality_ar": "دوار المثال"}
SPOKEN = ("34.9237", "2.3318")  # some ten metres
BYTES = [struct.pack(order + "d", float(axis)) for order in "<>" for axis in (LAT, LON)]
EXTENT = 4096


@pytest.fixture(autouse=True)
def editions(settings, tmp_path):
    settings.EDITIONS = tmp_path


def registered(sender, **place):
    return sender.register(place=BERKANE | place)


def public_addresses(code, revision):
    """Wherever the place of a profile is told, in every format."""
    shown = codes.show(code)
    version = ActorVersion.objects.current().get(code=code)
    yield from (f"/api/v1/actors/?format={one}" for one in ("json", "geojson", "csv", "xlsx"))
    yield from (f"/api/v1/actors/{shown}/?format={one}" for one in ("json", "geojson"))
    yield f"/api/v1/actors/{shown}/history/"
    yield f"/api/v1/changes/?since={revision - 1}"
    yield f"/api/v1/records/{bytes(version.digest).hex()}/"
    yield f"/fr/actors/{shown}-cooperative-al-amal/"
    yield f"/fr/actors/{shown}/feed.atom"
    yield from ("/fr/", "/fr/actors/", "/fr/map.svg", f"/fr/register/{revision}/")
    yield "/fr/territories/02.113.01.09/"
    yield f"/e/{publish_edition().edition.number}.zip"


def read(client, address):
    """All bytes of an answer; of a packed file those of its parts."""
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return b"".join(archive.read(one) for one in archive.namelist())
    return body


def tells(body) -> bool:
    return any(one.encode() in body for one in SPOKEN) or any(one in body for one in BYTES)


def metres_of_the_nearest(client, zoom):
    """From the exact point to whatever is drawn in its tile."""
    at = [(float(LON) + 180) / 360 * 2**zoom, world_y(float(LAT)) * 2**zoom]
    x, y = map(int, at)
    answer = client.get(f"/tiles/actors/{zoom}/{x}/{y}.mvt")
    tile = mapbox_vector_tile.decode(answer.content, default_options={"y_coord_down": True})
    found = [one for layer in tile.values() for one in layer["features"]]
    size = 40_075_016 * math.cos(math.radians(float(LAT))) / 2**zoom / EXTENT
    mine = [(part - int(part)) * EXTENT for part in at]
    distances = [math.dist(mine, one["geometry"]["coordinates"]) * size for one in found]
    return min(distances, default=math.inf)


def world_y(lat):
    tall = math.asinh(math.tan(math.radians(lat)))
    return (1 - tall / math.pi) / 2


@pytest.mark.parametrize(
    "place",
    [{"precision": "commune"}, {"precision": "locality"}, {"precision": "locality"} | DOUAR],
)
def test_a_point_shown_by_its_village_or_commune_is_told_nowhere(client, sender, place):
    held = submissions.accept(registered(sender, **place), by=None)
    revision = held.revision.number
    addresses = list(public_addresses(held.actor_id, revision))
    assert [one for one in addresses if tells(read(client, one))] == []
    assert min(metres_of_the_nearest(client, zoom) for zoom in (12, 14, 16)) > 100


def test_an_exact_point_is_told_where_it_is_wished(client, sender):
    held = submissions.accept(registered(sender, precision="exact"), by=None)
    addresses = list(public_addresses(held.actor_id, held.revision.number))
    telling = {one for one in addresses if tells(read(client, one))}
    assert addresses[-1] in telling
    assert {one for one in addresses if "/actors/?" in one and "/api/" in one} <= telling
    assert metres_of_the_nearest(client, 16) < 5


def test_a_place_that_is_made_less_exact_says_so_from_then_on(client, sender):
    code = submissions.accept(registered(sender, precision="exact"), by=None).actor_id
    held = sender.send(code, place=BERKANE | {"precision": "commune"})
    submissions.accept(held, by=None)
    shown = codes.show(code)
    for address in (f"/api/v1/actors/{shown}/", "/api/v1/actors/?format=csv", "/fr/map.svg"):
        assert not tells(read(client, address))
    assert metres_of_the_nearest(client, 16) > 100


# ---- a village nobody knew -----------------------------------------------------------------------


@pytest.fixture
def hind(client, in_force):
    made = people.moderator("region", "02", name="Hind")
    people.log_in(client, made)
    return made


def review(client, held):
    return client.get(f"/fr/moderation/{held.pk}/").content.decode()


def test_a_proposed_village_is_seen_by_the_moderator_and_by_nobody_else(client, hind, sender):
    held = registered(sender, precision="locality", **DOUAR)
    page = review(client, held)
    assert "Douar Exemple" in page
    assert "دوار المثال" in page
    for address in ("/fr/actors/?q=douar+exemple", "/fr/suggest/?q=douar+exem", "/fr/"):
        assert "Douar Exemple" not in client.get(address).content.decode()
    assert client.get("/api/v1/actors/?q=exemple").json()["count"] == 0


def test_an_accepted_village_is_named_and_found(client, hind, sender):
    held = registered(sender, precision="locality", **DOUAR)
    submissions.accept(held, by=hind)
    held.refresh_from_db()
    page = client.get(f"/fr/actors/{codes.show(held.actor_id)}/", follow=True).content.decode()
    assert "Douar Exemple" in page
    assert client.get("/api/v1/actors/?q=exemple").json()["count"] == 1


def test_a_refused_village_leaves_the_place_as_it_was(client, hind, sender):
    code = submissions.accept(sender.register(), by=None).actor_id
    held = sender.send(
        code,
        place=BERKANE | {"precision": "locality"} | DOUAR,
        form=AMAL["form"] | {"founded_year": "2017"},
    )
    given = {"do": "accept", "chosen": "1", "field": ["founded"]}
    assert client.post(f"/fr/moderation/{held.pk}/decide/", given).status_code == 302
    told = client.get(f"/api/v1/actors/{codes.show(code)}/").json()
    assert "2017" in str(told)
    assert "Exemple" not in str(told)
    assert client.get("/api/v1/actors/?q=exemple").json()["count"] == 0


# ---- what the moderator sees beside --------------------------------------------------------------


def maps(page):
    return page.count('class="inset-map__frame"')


def test_the_map_shows_a_place_before_and_after_where_it_changes(client, hind, sender):
    new = registered(sender, precision="exact")
    assert maps(review(client, new)) == 1
    code = submissions.accept(new, by=None).actor_id
    moved = sender.send(code, place={"place": "02.381.01.05", "precision": "commune"})
    page = review(client, moved)
    assert maps(page) == 2
    before, after = re.findall(r'class="inset-map__frame">(.*?)</svg>', page, re.DOTALL)
    assert before != after
    renamed = sender.send(code, name=AMAL["name"] | {"name_fr": "Autre"})
    assert maps(review(client, renamed)) == 0


def test_the_review_tells_what_became_of_what_she_sent_before(client, hind, sender):
    fatima, stranger = people.person(), sender.register(name={"name_fr": "Nulle part"})
    first, second, third, last = (
        submissions.adopt(sender.register(name={"name_fr": f"Exemple {n}"}), fatima)
        for n in range(4)
    )
    submissions.accept(first, by=None)
    submissions.refuse(second, by=None, reason="duplicate")
    submissions.accept(third, by=None)
    sender.begin(**AMAL)  # a draft tells nothing
    assert queue.history_of(last) == {"accepted": 2, "refused": 1}
    page = review(client, last)
    assert "Avant celle-ci" in page
    assert 'acceptée <bdi class="n">2</bdi>, refusée <bdi class="n">1</bdi>' in page
    assert queue.history_of(stranger) == {}
    assert "Avant celle-ci" not in review(client, stranger)


# ---- the preview ---------------------------------------------------------------------------------


def facts_of(page):
    [block] = re.findall(r'<dl class="facts">(.*?)</dl>', page, re.DOTALL)
    rows = re.findall(r"<dt.*?>(.*?)</dt>\s*<dd.*?>(.*?)</dd>", block, re.DOTALL)
    return [tuple(" ".join(re.sub("<[^>]+>", " ", part).split()) for part in row) for row in rows]


def test_the_page_says_what_the_preview_said(client, sender):
    activity = {"sectors": ["honey"], "audiences": ["women-led"], "products_fr": "Miel"}
    form = AMAL["form"] | {"ice": "001561191000066"}
    sender.begin(**AMAL | {"form": form, "activity": activity, "place": BERKANE | DOUAR})
    preview = client.get(f"/fr/desk/register/{sender.secret}/preview/").content.decode()
    held = submissions.find(sender.secret)
    held = submissions.submit(held, consents={"licence": "J’accepte."})
    code = submissions.accept(held, by=None).actor_id
    page = client.get(f"/fr/actors/{codes.show(code)}/", follow=True).content.decode()
    code_of_it, *told, confirmed = facts_of(page)  # what it has only once it stands
    assert told == facts_of(preview)
    assert ("Lieu", "Douar Exemple") in told
    assert code_of_it[1] == codes.show(code)
    assert confirmed[1] == "jamais encore"


# ---- a report that it is abusive -----------------------------------------------------------------


def test_what_is_reported_as_abusive_is_withdrawn_by_the_moderator_and_by_no_report(
    client, hind, sender
):
    code = submissions.accept(sender.register(), by=None).actor_id
    held = sender.report(code, "abusive", "Personne ne la connaît ici.")
    page = review(client, held)
    assert "Personne ne la connaît ici." in page
    assert f'href="/fr/moderation/actors/{codes.show(code)}/"' in page  # where it is withdrawn
    head = Revision.objects.head().number
    answer = client.post(f"/fr/moderation/{held.pk}/decide/", {"do": "accept"})
    assert answer.status_code == 302
    held.refresh_from_db()
    assert (held.state, held.revision) == ("accepted", None)
    assert Revision.objects.head().number == head
    assert client.get("/api/v1/actors/").json()["count"] == 1  # the report withdrew nothing
    seen = bytes(ActorVersion.objects.current().get(code=code).digest).hex()
    given = {"reason": "invented", "seen": seen}
    client.post(f"/fr/moderation/actors/{codes.show(code)}/withdraw/", given)
    assert client.get("/api/v1/actors/").json()["count"] == 0
    assert client.get(f"/fr/moderation/{held.pk}/").status_code == 200

"""docker/proxy.conf keeps what the web lets be kept, and asks for all else with its conditions."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from desk.imports.running import GREATEST_UPLOAD
from frontend.pictures import MOST_SENT

CONF = (settings.BASE / "docker" / "proxy.conf").read_text()
KEPT = [re.compile(each) for each in re.findall(r'^ +"~(\S+)" athar;$', CONF, re.MULTILINE)]

MIB = 2**20
USUAL = int(re.search(r"^    client_max_body_size (\d+)m;$", CONF, re.MULTILINE)[1]) * MIB
LARGER = re.search(r"location ~ (\S+) \{\s+client_max_body_size (\d+)m;", CONF)


def is_kept(address):
    return any(pattern.search(address) for pattern in KEPT)


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/actors/?as_of=1",
        "/api/v1/actors/?limit=5&as_of=1&format=csv",
        "/api/v1/revisions/1/",
        "/fr/actors/?as_of=1",
        "/tiles/actors/5/15/12.mvt?as_of=1",
    ],
)
def test_what_a_revision_has_settled_is_kept(client, register, address):
    register.publish("Amal")
    answer = client.get(address)
    assert answer.status_code == 200
    assert "max-age=86400" in answer["Cache-Control"]
    assert is_kept(address)


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/actors/",
        "/api/v1/actors/?as_of=2020-01-01",
        "/api/v1/revisions/",
        "/fr/",
        "/fr/actors/?q=as_of=1",
        "/tiles/actors/5/15/12.mvt",
    ],
)
def test_what_is_asked_anew_each_time_reaches_the_web_with_its_conditions(
    client, register, address
):
    register.publish("Amal")
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-cache"
    assert not is_kept(address)
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_files_named_by_their_digest_are_kept():
    assert is_kept("/static/athar/css/athar.0123456789ab.css")


# Beside the file a request holds what parts it: names, lines between, the fields.
@pytest.mark.parametrize(
    ("address", "most"),
    [
        (reverse("register-pictures", args=["a-link_of-it:1.2"]), MOST_SENT),
        (reverse("claim", args=["7KQ2-M9XY"]), MOST_SENT),
        (reverse("moderation-import-new"), GREATEST_UPLOAD + MIB),
    ],
)
def test_files_that_a_page_takes_come_through(address, most):
    pattern, size = LARGER.groups()
    assert re.search(pattern, address)
    assert int(size) * MIB > most


def test_what_else_is_sent_stays_small():
    assert USUAL <= MIB
    assert not re.search(LARGER[1], reverse("register-hub", args=["a-link"]))

"""docker/proxy.conf keeps what the web lets be kept, and asks for all else with its conditions."""

import re

import pytest
from django.conf import settings

CONF = (settings.BASE / "docker" / "proxy.conf").read_text()
KEPT = [re.compile(each) for each in re.findall(r'^ +"~(\S+)" athar;$', CONF, re.MULTILINE)]


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

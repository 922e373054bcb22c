"""How pages travel: packed as the browser takes it, their modules named before they are missed."""

import gzip
import re

import brotli
import pytest


def test_a_page_is_packed_by_brotli_for_a_browser_that_takes_it(country, client):
    bare = client.get("/fr/")
    packed = client.get("/fr/", headers={"Accept-Encoding": "gzip, deflate, br, zstd"})

    assert packed["Content-Encoding"] == "br"
    assert int(packed["Content-Length"]) == len(packed.content)
    assert brotli.decompress(packed.content) == bare.content
    assert packed["ETag"] == bare["ETag"]


def test_a_page_is_packed_by_gzip_for_one_that_does_not(country, client):
    packed = client.get("/fr/", headers={"Accept-Encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == client.get("/fr/").content


def test_a_settled_answer_has_nothing_to_pack(country, client):
    known = client.get("/fr/")["ETag"]
    again = client.get("/fr/", headers={"If-None-Match": known, "Accept-Encoding": "br"})

    assert again.status_code == 304
    assert "Content-Encoding" not in again
    assert "Accept-Encoding" in again["Vary"]


@pytest.mark.parametrize(
    ("page", "near", "far"),
    [
        ("/fr/about/", "js/ui/suggest.js", "js/request.js"),
        ("/fr/", "js/map/actors-layer.js", "js/vendor/vector-tile.js"),
    ],
)
def test_a_page_names_all_its_modules_at_once(country, get, page, near, far):
    preloaded = re.findall(r'rel="modulepreload" href="([^"]+)"', get(page).text)

    assert {f"/static/athar/{near}", f"/static/athar/{far}"} <= set(preloaded)
    assert len(preloaded) == len(set(preloaded))

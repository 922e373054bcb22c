"""What a first visit costs on a slow network, and whom it asks."""

import gzip

import pytest

pytestmark = pytest.mark.pages

MOST = 150 * 1024
PACKED = (".woff2", ".png")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_first_view_weighs_under_150_kib_compressed_and_asks_no_other_host(
    server, page, country, language
):
    weights = {}

    def weigh(response):
        address = response.url
        assert address.startswith(server.url), address
        if "/tiles/" not in address and address not in weights:
            body = response.body()
            weights[address] = len(body if address.endswith(PACKED) else gzip.compress(body))

    page.on("requestfinished", lambda request: weigh(request.response()))
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{server.url}/{language}/")
    page.wait_for_load_state("networkidle")
    assert any(address.endswith("leaflet.js") for address in weights)
    assert sum(weights.values()) < MOST

"""What a first visit costs on a slow network, and whom it asks."""

import brotli
import pytest

pytestmark = pytest.mark.pages

MOST = 150 * 1024
PACKED = (".woff2", ".png")


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_first_view_weighs_under_150_kib_compressed_and_asks_no_other_host(
    server, page, country, language, width
):
    """As it travels, headers too. Static files are packed as WhiteNoise serves them: the server of
    tests does not.
    """
    weights = {}

    def weigh(request):
        address = request.url
        assert address.startswith((server.url, "data:")), address
        if not address.startswith(server.url) or "/tiles/" in address or address in weights:
            return
        sizes = request.sizes()
        body = sizes["responseBodySize"]
        if "/static/" in address and not address.endswith(PACKED):
            body = len(brotli.compress(request.response().body()))
        weights[address] = body + sizes["responseHeadersSize"]

    page.on("requestfinished", weigh)
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"{server.url}/{language}/")
    page.wait_for_load_state("networkidle")
    assert any(address.endswith("leaflet.js") for address in weights)
    assert sum(weights.values()) < MOST

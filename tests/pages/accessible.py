"""What is wrong with a page as it stands in the browser: rules of accessibility, width, policy."""

import json
from contextlib import contextmanager

from axe_playwright_python.base import AXE_SCRIPT

FEWEST = {"resultTypes": ["violations"]}
COLOURS = FEWEST | {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
RUN = """axe.run(%s).then(found => found.violations.map(
    each => [each.id, each.nodes.slice(0, 3).map(node => node.target)]))"""
# A theme changes nothing but colours, and colours not with the width.
LOOKS = ((360, "light", FEWEST), (360, "dark", COLOURS), (1280, "light", FEWEST))


@contextmanager
def watched(page):
    """A function to call at any address: what is wrong there, as (width, theme, what) each."""
    said = []

    def on_error(error):
        said.append(str(error))

    def on_console(message):
        if "Content Security" in message.text:
            said.append(message.text)

    page.on("pageerror", on_error)
    page.on("console", on_console)

    def wrong_at(address) -> list:
        page.set_viewport_size({"width": LOOKS[0][0], "height": 800})
        page.goto(address, wait_until="load")
        page.evaluate(AXE_SCRIPT)
        found = []
        for width, theme, rules in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            wide = page.evaluate("document.documentElement.scrollWidth")
            broken = page.evaluate(RUN % json.dumps(rules))
            told = [*broken, *said, *([f"{wide} wide"] if wide > width else [])]
            found += [(width, theme, each) for each in told]
            said.clear()
        return found

    try:
        yield wrong_at
    finally:
        page.remove_listener("pageerror", on_error)
        page.remove_listener("console", on_console)


def wrong_with(page, addresses) -> dict:
    """Each address with something wrong, and what."""
    with watched(page) as wrong_at:
        found = {address: wrong_at(address) for address in addresses}
    return {address: wrong for address, wrong in found.items() if wrong}

"""What is wrong with a page as it stands in the browser: rules of accessibility, width, policy."""

from contextlib import contextmanager
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT

RUN = """rules => axe.run({resultTypes: ['violations'], rules}).then(found => found.violations.map(
    each => [each.id, each.nodes.slice(0, 3).map(node => node.target)]))"""
# Every two of language, width and theme are seen together; all eight would take twice as long.
LOOKS = {"ar": ((360, "light"), (1280, "dark")), "other": ((1280, "light"), (360, "dark"))}
# Contrast takes longer than all other rules together, and Arabic has no colours of its own.
WITHOUT_CONTRAST = {"color-contrast": {"enabled": False}}


@contextmanager
def watched(page):
    """A function to call at any address: what is wrong there, as (width, theme, what) each; it
    looks twice, or `most` times. Without an address, at the page that stands.
    """
    said = []

    def on_error(error):
        said.append(str(error))

    def on_console(message):
        if "Content Security" in message.text:
            said.append(message.text)

    page.on("pageerror", on_error)
    page.on("console", on_console)

    def wrong_at(address=None, most=None) -> list:
        language = urlsplit(address or page.url).path.split("/")[1]
        looks = LOOKS.get(language, LOOKS["other"])[:most]
        rules = WITHOUT_CONTRAST if language in LOOKS else {}
        page.set_viewport_size({"width": looks[0][0], "height": 800})
        if address:
            page.goto(address, wait_until="load")
        page.evaluate(AXE_SCRIPT)
        found = []
        for width, theme in looks:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            wide = page.evaluate("document.documentElement.scrollWidth")
            broken = page.evaluate(RUN, rules)
            told = [*broken, *said, *([f"{wide} wide"] if wide > width else [])]
            found += [(width, theme, each) for each in told]
            said.clear()
        return found

    try:
        yield wrong_at
    finally:
        page.remove_listener("pageerror", on_error)
        page.remove_listener("console", on_console)


def wrong_with(page, addresses, *, most=None) -> dict:
    """Each address with something wrong, and what."""
    with watched(page) as wrong_at:
        found = {address: wrong_at(address, most) for address in addresses}
    return {address: wrong for address, wrong in found.items() if wrong}

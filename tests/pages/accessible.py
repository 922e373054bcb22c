"""What axe finds wrong with a page as it stands in the browser."""

import json

from axe_playwright_python.base import AXE_SCRIPT

FEWEST = {"resultTypes": ["violations"]}
COLOURS = FEWEST | {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
RUN = """axe.run(%s).then(found => found.violations.map(
    each => [each.id, each.nodes.slice(0, 3).map(node => node.target)]))"""


def faults(page, *, colours_only=False) -> list:
    """[rule, where] of each fault. A theme changes nothing but colours, and needs no more asked."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN % json.dumps(COLOURS if colours_only else FEWEST))

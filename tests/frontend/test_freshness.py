"""How fresh the register is, as moderators see it by region."""

import re
from datetime import date, timedelta
from html import unescape

from directory.models import Revision
from frontend.freshness import years_before
from tests import people


def test_each_region_tells_how_many_profiles_are_fresh_and_lists_them(country, client):
    today = Revision.objects.head().date
    country.register.confirm(country.imane, on=today - timedelta(days=500))
    client = people.log_in(client, people.moderator())
    page = client.get("/fr/moderation/freshness/").content.decode()
    head = Revision.objects.head().number
    rows = {
        region: re.findall(r'href="([^"]+)">(?:<bdi[^>]*>)?(\d+)<', row)
        for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
        for region in re.findall(r"region=([\w.]+)", row)[:1]
    }
    assert len(rows) == 13  # twelve, and where none is known
    for region, cells in rows.items():
        assert len(cells) == 3
        for link, n in cells:
            link = unescape(link)
            assert f"region={region}" in link
            assert f"as_of={head}" in link
            answer = client.get(link.replace("/fr/actors/", "/api/v1/actors/"))
            assert answer.json()["count"] == int(n), link
    # Al Amal in October 2025; Al Imane too, before the year began.
    years = years_before(today, 1), years_before(today, 2)
    within = [
        sum(on >= day for on in (date(2025, 10, 4), today - timedelta(days=500))) for day in years
    ]
    assert [int(n) for _link, n in rows["02"][1:]] == within

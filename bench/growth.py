"""Growth: the same questions of a smaller register and of this one, in turns.

The smaller one is another database of the same cluster, named by --smaller.
"""

import json
import os
from urllib.parse import urlsplit, urlunsplit

from bench.pairs import in_turns
from bench.questions import ROUNDS, Questions
from bench.report import Report
from bench.server import Client, Server

MOST = 1.5


def run(server, raw, smaller: str) -> Report:
    report = Report("Growth")
    asked = Questions(raw)
    with Server(DATABASE_URL=beside(os.environ["DATABASE_URL"], smaller)) as lesser:
        many, few = Client(server), Client(lesser)
        ratio = held(many) / held(few)
        for work, paths in questions(asked):
            greater, less = in_turns(
                lambda turn, paths=paths: many.get(paths[turn]),
                lambda turn, paths=paths: few.get(paths[turn]),
                rounds=ROUNDS,
            )
            report.add(
                f"{work}, of {ratio:.1f} × as many actors",
                f"{greater.p50:.2f} (p95 {greater.p95:.2f}) ms",
                f"smaller {less.p50:.2f} (p95 {less.p95:.2f}) ms",
                f"{MOST:g} ×",
                "yes" if greater.p50 <= MOST * less.p50 else "no",
            )
    return report


def beside(url, database):
    """The address of another database of the same cluster, for the same role."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def held(client) -> int:
    return json.loads(client.get("/api/v1/actors/?status=any&limit=1"))["count"]


def questions(asked):
    """Lists, tiles and statistics, a path for each round."""
    rounds = range(ROUNDS + 5)
    filters = [asked.three_filters() for _ in rounds]
    yield (
        "list of 50, three filters",
        [f"/api/v1/actors/?region={r}&legal_form={f}&sector={s}&limit=50" for r, f, s in filters],
    )
    for zoom in (6, 10, 14):
        tiles = ["/".join(map(str, asked.tile(zoom))) for _ in rounds]
        yield f"tile at zoom {zoom}", [f"/tiles/actors/{tile}.mvt" for tile in tiles]
    sectors = [asked.random.choice(asked.sectors) for _ in rounds]
    path = "/api/v1/statistics/?group_by="
    yield "actors by province, a sector", [f"{path}province&sector={one}" for one in sectors]
    members = "&measure=members&year=latest:3"
    yield "members by province", [f"{path}province{members}" for _ in rounds]
    yield "members by region and sector", [f"{path}region,sector{members}" for _ in rounds]

"""What is asked: drawn from the register itself with one seed, so that every run asks the same."""

import random

from directory.tiles import unit

ROUNDS = 60


class Questions:
    """Filters, boxes, words and tiles that hold something."""

    def __init__(self, raw, seed=7):
        self.random = random.Random(seed)
        self.raw = raw
        self.regions = [f"{n:02d}" for n in range(1, 13)]
        self.sectors = [
            code
            for (code,) in raw.rows(
                "select value from directory_rollup where axis = 'sector' and territory = 'MA'"
                " and value <> '' group by value order by sum(n) desc limit 12"
            )
        ]
        self.points = raw.rows(
            "select st_x(point), st_y(point) from directory_actorversion"
            " tablesample system (0.5) repeatable (7)"
            " where closed is null and point is not null limit 500"
        )
        self.head = raw.rows("select max(number) from directory_revision")[0][0]
        self.day = raw.rows("select date from directory_revision where number = %s", [self.head])[
            0
        ][0]

    def three_filters(self):
        """(region, legal form, sector), the common ones first as people ask for them."""
        return (
            self.random.choice(self.regions),
            self.random.choice(["cooperative", "association"]),
            self.random.choice(self.sectors),
        )

    def box(self, wanted=500):
        """A box around some actor that holds about so many points."""
        while True:
            lon, lat = self.random.choice(self.points)
            half = 0.01
            while half < 2:
                found = self.raw.rows(
                    "select count(*) from directory_actorversion where closed is null and point &&"
                    " st_makeenvelope(%s, %s, %s, %s, 4326)",
                    [lon - half, lat - half, lon + half, lat + half],
                )[0][0]
                if found > wanted * 1.3:
                    break
                if found > wanted * 0.7:
                    return tuple(
                        round(x, 6) for x in (lon - half, lat - half, lon + half, lat + half)
                    )
                half *= 1.25

    def tile(self, zoom):
        """A tile of a zoom that holds an actor."""
        lon, lat = self.random.choice(self.points)
        x, y = unit(lon, lat)
        return zoom, int(x * 2**zoom), int(y * 2**zoom)

    def words(self, rare: bool):
        """Two word beginnings of one actor's name: rare (at most 1,000 found) or common."""
        while True:
            column = self.random.choice(["fr", "ar"])
            found = self.raw.rows(
                "select fold_text(names->>%s) from directory_actortext"
                " tablesample bernoulli (0.01) repeatable (%s) where names ? %s limit 1",
                [column, self.random.randrange(2**20), column],
            )
            name = found[0][0] if found else ""
            parts = [part for part in name.split(" ") if len(part) > 3]
            if len(parts) < 2:
                continue
            asked = " ".join(
                part[: self.random.randint(3, len(part))]
                for part in self.random.sample(parts, 2 if rare else 1)
            )
            ((matching,),) = self.raw.rows(
                "select count(*) from directory_actorversion where closed is null"
                " and words @@ search_query(%s)",
                [asked],
            )
            if (0 < matching <= 1000) if rare else matching > 20_000:
                return asked

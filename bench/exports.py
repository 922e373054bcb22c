"""Everything downloaded: CSV and GeoJSON beside COPY, memory, and pages while others download."""

import threading
from functools import partial

from django.http import QueryDict

from bench.pairs import Timing, in_turns, timed
from bench.report import Report
from bench.server import Client, Peak
from directory.as_of import snapshot
from directory.selection.filterset import ActorFilterSet
from directory.selection.selection import Selection
from evidence.formats.csv import actors_csv
from evidence.formats.geojson import actors_geojson


class Told(Selection):
    """A selection that keeps the COPY it would have streamed."""

    def copy(self, columns, **how):
        self.statement = self.copy_statement(columns, **how)
        return iter(())


def copies():
    """Format to the very COPY our answer streams, for a bare connection to run."""
    with snapshot() as reading:
        filters = ActorFilterSet(QueryDict(""), reading=reading)
        assert filters.is_valid()
        found = {}
        for name, write in (
            ("csv", lambda told: list(actors_csv(told))),
            ("geojson", lambda told: list(actors_geojson(told, b""))),
        ):
            told = Told(filters.selection().query)
            write(told)
            found[name] = told.statement
        return found


def run(server, raw) -> Report:
    report = Report("Downloads of everything")
    client = Client(server)
    client.get("/api/v1/actors/?limit=1")
    statements = copies()
    for name, factor in (("csv", 1.1), ("geojson", 1.3)):
        before = sum(server.resident().values())
        peak = Peak(server)
        with peak:
            first, size = client.stream(f"/api/v1/actors/?format={name}")
            read = partial(client.stream, f"/api/v1/actors/?format={name}")
            runs = [timed(read) for _ in range(2)]
        theirs = [timed(partial(raw.copy, statements[name])) for _ in range(3)]
        mine, copied = Timing.of(runs), Timing.of(theirs)
        met = "yes" if mine.p50 <= factor * copied.p50 else "no"
        report.add(
            f"{name.upper()} of all ({size / 2**20:.0f} MiB, first byte {first * 1000:.0f} ms)",
            f"{mine.p50 / 1000:.2f} s", f"COPY {copied.p50 / 1000:.2f} s", f"{factor} × COPY", met,
        )  # fmt: skip
        more = peak.most - before
        met = "yes" if more <= 10 else "no"
        report.add(f"memory while {name.upper()} streams", f"+{more:.1f} MiB", "–", "10 MiB", met)
    _pages_meanwhile(server, report)
    total = sum(server.resident().values())
    report.add(
        "two workers and their parent, after all this", f"{total:.0f} MiB", "–", "300 MiB",
        "yes" if total <= 300 else "no",
    )  # fmt: skip
    return report


def _pages_meanwhile(server, report):
    """Two visitors read everything slowly; a third opens lists."""
    visitor = Client(server)

    def listing(turn):
        return visitor.get("/api/v1/actors/?region=02&limit=50")

    (alone,) = in_turns(listing, rounds=200)
    stop, begun = threading.Event(), threading.Barrier(3)

    def slow():
        client = Client(server)
        client.connection.request("GET", "/api/v1/actors/?format=geojson", headers=client.headers)
        answer = client.connection.getresponse()
        begun.wait()
        while not stop.wait(0.05) and answer.read(1 << 15):
            pass
        client.connection.close()

    threads = [threading.Thread(target=slow, daemon=True) for _ in range(2)]
    for thread in threads:
        thread.start()
    begun.wait()
    (crowded,) = in_turns(listing, rounds=200)
    stop.set()
    for thread in threads:
        thread.join()
    report.add(
        "a list while two slow clients download everything",
        f"{crowded.p50:.2f} (p95 {crowded.p95:.2f}) ms", f"alone {alone.p50:.2f} ms",
        "as fast", "yes" if crowded.p50 <= alone.p50 * 1.5 + 1 else "no",
    )  # fmt: skip

"""What a run found, as one table a benchmark."""

import os
import platform
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bench.pairs import Timing


@dataclass
class Report:
    """Rows of (work, ours, raw SQL, aim); printed as they come, written at the end."""

    title: str
    rows: list[tuple] = field(default_factory=list)

    def pair(self, work, ours: Timing, raw: Timing, aim=3.0):
        """A read beside its raw SQL; `aim` is the milliseconds allowed above it."""
        met = "yes" if ours.p50 <= raw.p50 + aim else "no"
        self.add(
            work,
            f"{ours.p50:.2f} (p95 {ours.p95:.2f}) ms",
            f"{raw.p50:.2f} (p95 {raw.p95:.2f}) ms",
            f"raw + {aim:g} ms",
            met,
        )

    def add(self, work, ours, raw, aim, met):
        self.rows.append((work, ours, raw, aim, met))
        print(f"  {work:<52} {ours:<28} raw {raw:<28} {aim}: {met}", flush=True)

    def markdown(self):
        lines = [
            f"## {self.title}",
            "",
            "| work | ours | raw SQL or peer | aim | met |",
            "| --- | --- | --- | --- | --- |",
        ]
        lines += ["| " + " | ".join(map(str, row)) + " |" for row in self.rows]
        return "\n".join(lines)


def heading(actors, versions):
    """What the numbers were measured on; no name of a machine."""
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d}: {actors:,} current actors,"
        f" {versions:,} versions, {os.cpu_count()} cores shared by client, server and"
        f" database, Python {platform.python_version()}."
        " p50 and p95 of one client; both ways in turns."
    )

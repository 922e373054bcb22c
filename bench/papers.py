"""A brief from address to bytes, and an edition of everything: time, and the memory they take."""

import resource
import tempfile
import time
from contextlib import closing
from pathlib import Path

from django.utils.translation import override

from bench.report import Report
from directory.as_of import snapshot
from directory.selectors import reference
from directory.vocabulary import is_demonstration
from evidence.briefs import compose, paper
from evidence.citations.store import cite_all
from evidence.editions.build import Plan, build

MOST_SECONDS, MOST_MIB = 3, 300


def run(raw) -> Report:
    report = Report("Papers")
    for code in ("MA", largest_region()):
        took, actors, size = brief(code)
        met = "yes" if took <= MOST_SECONDS and printer_mib() <= MOST_MIB else "no"
        report.add(
            f"brief of {code} ({actors:,} actors, {size / 1024:.0f} KiB), printer"
            f" {printer_mib():.0f} MiB",
            f"{took:.2f} s", "–", f"{MOST_SECONDS} s, {MOST_MIB} MiB", met,
        )  # fmt: skip
    took, made, grown = edition()
    report.add(
        f"edition of {made.actors:,} actors ({made.size / 2**20:.0f} MiB), process grown by"
        f" {grown:.0f} MiB",
        f"{took:.1f} s", "–", f"{MOST_MIB} MiB", "yes" if grown <= MOST_MIB else "no",
    )  # fmt: skip
    return report


def largest_region() -> str:
    with snapshot() as reading:
        known = reference.territories(reading).values()
        regions = [one.code for one in known if one.level == "region"]
        return max(regions, key=lambda code: compose.selected(reading, territory=code).total)


def brief(code):
    """Seconds, actors and bytes of a brief in Arabic, its figures cited; the second time."""
    for _turn in range(2):
        with override("ar"):
            started = time.perf_counter()
            with snapshot() as reading:
                made = compose.territory_brief(code, reading)
            citations = [one.citation for one in cite_all(one.address for one in made.figures)]
            printed = paper.brief_pdf(made, citations, site="https://athar.example")
            with closing(printed) as printing:
                pdf = b"".join(printing)
            took = time.perf_counter() - started
            with snapshot() as reading:
                actors = compose.selected(reading, territory=code).total
    return took, actors, len(pdf)


def printer_mib() -> float:
    """The most that any child process held."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def edition():
    """Seconds, what was made, and by how many MiB this process grew."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder, snapshot() as reading:
        started = time.perf_counter()
        plan = Plan(1, reading, 0, "", is_demonstration())
        made = build(plan, Path(folder) / "edition.zip", say=lambda line: None)
        took = time.perf_counter() - started
    return took, made, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024

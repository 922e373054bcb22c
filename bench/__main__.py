"""python -m bench [lists tiles as_of figures exports publishing imports papers peers growth
duplicates queue bulk pages] [--write]
"""

import argparse
import os
from pathlib import Path

import django

# Publishing is measured as the owner; the server of a benchmark is always the web role.
os.environ |= {"ATHAR_ROLE": "owner", "DJANGO_SETTINGS_MODULE": "config.settings"}
django.setup()

from bench.database import Raw  # noqa: E402
from bench.report import heading  # noqa: E402
from bench.server import Client, Server  # noqa: E402

HOME = Path(__file__).resolve().parent.parent
NAMES = (
    "lists", "tiles", "as_of", "figures", "exports", "publishing", "imports", "papers", "peers",
    "growth", "duplicates", "queue", "bulk", "pages",
)  # fmt: skip


def main():
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument(
        "name", nargs="*", choices=[*NAMES, []], help="which; all when none is named"
    )
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    parser.add_argument("--smaller", help="for growth: a database beside, with fewer actors")
    options = parser.parse_args()
    wanted = options.name or [name for name in NAMES if name != "growth" or options.smaller]
    if "growth" in wanted and not options.smaller:
        parser.error("growth compares with a smaller register: --smaller DATABASE")

    raw = Raw()
    actors, versions = raw.rows(
        "select count(*) filter (where closed is null), count(*) from directory_actorversion"
    )[0]
    if actors < 1000:
        parser.error("the register is almost empty: manage.py load_demo --actors 1000000")
    told = heading(actors, versions)
    print(told)
    reports = [report(name, raw, options) for name in NAMES if name in wanted]
    if options.write:
        page = HOME / "docs" / "benchmarks.md"
        body = "\n\n".join(each.markdown() for each in reports)
        page.write_text(f"{PREFACE}\n{told}\n\n{body}\n", encoding="utf-8")


def report(name, raw, options):
    """Run one benchmark with a server of its own."""
    print(f"{name}:", flush=True)
    if name == "publishing":
        from bench import publishing

        return publishing.run(raw)
    if name == "imports":
        from bench import imports

        return imports.run(raw)
    if name == "papers":
        from bench import papers

        return papers.run(raw)
    if name == "peers":
        from bench import peers

        return peers.run(raw)
    if name == "bulk":
        from bench import bulk

        return bulk.run(raw)
    # Tiles are made anew for each question; what a cached one costs has a server of its own.
    os.environ["ATHAR_TILE_CACHE"] = "0"
    with Server() as server:
        if name == "growth":
            from bench import growth

            return growth.run(server, raw, options.smaller)
        if name in ("exports", "figures"):
            return __import__(f"bench.{name}", fromlist=["run"]).run(server, raw)
        module = __import__(f"bench.{name}", fromlist=["run"])
        return module.run(Client(server), raw)


PREFACE = """# Benchmarks

Made by `bin/bench --write` on a demonstration register (`manage.py load_demo --actors N`; the line
below says how many). The aims are those for 1,000,000 actors. Each way is asked the same questions
in turns; answers are compared before anything is timed; an aim that was not met says no.
"""

if __name__ == "__main__":
    main()

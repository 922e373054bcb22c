"""The same lists and tiles from what others would use, on the same rows and machine.

Plain DRF-GIS and tipg read a table with an index for each column (plain.sql), made for the run and
dropped after it; tipg has an environment of its own (requirements/peers.txt), under .local/peers.
"""

import gzip
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

from bench.database import Raw, connect
from bench.pairs import in_turns
from bench.questions import Questions
from bench.report import Report
from bench.server import Client, Server, free_port, until_it_answers

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE.parent / ".local" / "peers"
LOCK = HERE.parent / "requirements" / "peers.txt"


def run(raw: Raw) -> Report:
    report = Report("Peers")
    asked = Questions(raw)
    with plain_table(), Server(ATHAR_TILE_CACHE="0") as mine:
        with Server("bench.plain:application") as theirs:
            _lists(Client(mine), Client(theirs), asked, report)
        with tipg() as theirs:
            _tiles(Client(mine), Client(theirs), asked, report)
    return report


@contextmanager
def plain_table():
    owner = connect("DATABASE_OWNER_URL")
    owner.execute((HERE / "plain.sql").read_text())
    try:
        yield
    finally:
        owner.execute("drop schema plain cascade")


def _lists(ours, plain, asked, report):
    questions = [asked.three_filters() for _ in range(30)]

    def query(turn):
        region, form, sector = questions[turn]
        return f"?region={region}&legal_form={form}&sector={sector}&limit=50"

    answers = (
        json.loads(ours.get(f"/api/v1/actors/{query(0)}&status=any"))["results"],
        json.loads(plain.get(f"/plain/{query(0)}"))["results"]["features"],
    )
    assert [one["code"] for one in answers[0]] == [one["properties"]["code"] for one in answers[1]]
    fast, slow = in_turns(
        lambda turn: ours.get(f"/api/v1/actors/{query(turn)}&status=any"),
        lambda turn: plain.get(f"/plain/{query(turn)}"),
        rounds=20,
    )
    times = slow.p50 / fast.p50
    report.add(
        "list of 50, three filters, count: plain DRF-GIS", f"{fast.p50:.2f} ms",
        f"{slow.p50:.0f} ms", "100 × faster", f"{times:.0f} ×",
    )  # fmt: skip


def _tiles(ours, theirs, asked, report):
    tiles = [asked.tile(14) for _ in range(60)]

    def mine(turn):
        z, x, y = tiles[turn]
        return ours.get(f"/tiles/actors/{z}/{x}/{y}.mvt?status=any")

    def tipgs(turn):
        z, x, y = tiles[turn]
        return theirs.get(f"/collections/plain.actor/tiles/WebMercatorQuad/{z}/{x}/{y}")

    sizes = [sum(len(gzip.compress(ask(turn))) for turn in range(10)) for ask in (mine, tipgs)]
    fast, slow = in_turns(mine, tipgs, rounds=50)
    report.add(
        "tile at zoom 14, made anew: tipg", f"{fast.p50:.2f} (p95 {fast.p95:.2f}) ms",
        f"{slow.p50:.2f} (p95 {slow.p95:.2f}) ms", "5 × faster", f"{slow.p50 / fast.p50:.1f} ×",
    )  # fmt: skip
    report.add(
        "ten such tiles, gzipped", f"{sizes[0] / 1024:.0f} KiB", f"{sizes[1] / 1024:.0f} KiB",
        "–", "–",
    )  # fmt: skip


@contextmanager
def tipg():
    """tipg on two workers, as ours, reading the plain table by the same socket."""
    _install()
    port = free_port()
    environment = os.environ | {
        "TIPG_DB_SCHEMAS": '["plain"]',
        "TIPG_DB_SPATIAL_EXTENT": "FALSE",
        "TIPG_DB_DATETIME_EXTENT": "FALSE",
        "DATABASE_URL": _address(os.environ["DATABASE_URL"]),
    }
    command = [
        ENVIRONMENT / "bin" / "python", "-m", "uvicorn", "tipg.main:app", "--port", str(port),
        "--workers", "2", "--log-level", "error",
    ]  # fmt: skip
    # Not from here: Python would take our queue.py for its own.
    process = subprocess.Popen(command, env=environment, cwd=ENVIRONMENT, start_new_session=True)
    try:
        until_it_answers(process, port, "/healthz")
        yield type("Peer", (), {"port": port})
    finally:
        process.terminate()
        process.wait(15)


def _address(url):
    """The database's address with its socket where tipg looks for a host."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    host = quote(query.get("host") or parts.hostname, safe="")
    port = query.get("port") or parts.port or 5432
    return f"postgresql://{parts.username}:{parts.password or 'none'}@{host}:{port}{parts.path}"


def _install():
    stamp = ENVIRONMENT / "lock.txt"
    if stamp.exists() and stamp.read_bytes() == LOCK.read_bytes():
        return
    subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
    pip = [ENVIRONMENT / "bin" / "python", "-m", "pip", "install", "--quiet", "--require-hashes"]
    subprocess.run([*pip, "-r", LOCK], check=True)
    stamp.write_bytes(LOCK.read_bytes())

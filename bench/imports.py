"""Importing 100,000 rows: how long, in how much memory, how long the lock is held.

The file is made here, visibly fictitious: names in both scripts, communes, a point in one row of
three, two figures a row. The command runs in a process of its own, then takes it back.
"""

import csv
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.report import Report
from directory.models import Revision
from geodata.models import Territory

ROWS = 100_000
WORDS = 3_000
SECONDS, MEBIBYTES, LOCKED = 300, 500, 30
HEADER = [
    "Nom", "الاسم", "Forme juridique", "Secteur", "Commune", "Province", "Latitude", "Longitude",
    "Date de création", "Membres 2023", "Femmes 2023",
]  # fmt: skip
FORMS = ("Coopérative", "Association", "تعاونية", "GIE")
SECTORS = ("Argan", "Agriculture", "Apiculture et miel", "الصناعة التقليدية", "Artisanat; Textile")


def run(raw, count=ROWS) -> Report:
    report = Report("Importing")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "exemple.csv"
        write(path, count)
        head = Revision.objects.without_bytes().head().number
        told, spent, peak = command(
            str(path), "--source", f"Exemple · banc d’essai {head}", "--licence", "CC-BY-4.0",
            "--publish", "--skip-wrong", "--skip-unsure",
        )  # fmt: skip
        done = re.search(
            r"([\d,]+) new profiles.*lock held for ([\d.]+) s.*--undo (\d+)", told, re.S
        )
        held = float(done[2])
        report.add(
            f"import of {count:,} rows ({done[1]} published)", f"{spent:.0f} s", "–",
            f"{SECONDS} s", met(spent <= SECONDS),
        )  # fmt: skip
        report.add("its memory", f"{peak:.0f} MiB", "–", f"{MEBIBYTES} MiB", met(peak <= MEBIBYTES))
        report.add("the lock held", f"{held:.1f} s", "–", f"{LOCKED} s", met(held <= LOCKED))
        _told, spent, peak = command("--undo", done[3])
        report.add("taking it back", f"{spent:.0f} s, {peak:.0f} MiB", "–", "–", "–")
    return report


def met(yes) -> str:
    return "yes" if yes else "no"


def command(*words) -> tuple[str, float, float]:
    """What the command said, its seconds, and the MiB it held at most."""
    measured = (
        "import resource, runpy, sys, time;"
        "started = time.monotonic(); sys.argv = ['manage.py', 'import_actors', *sys.argv[1:]]\n"
        "try:\n runpy.run_path('manage.py', run_name='__main__')\n"
        "finally:\n"
        " print('spent', time.monotonic() - started,"
        " resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", measured, *words], capture_output=True, text=True, env=os.environ
    )
    if done.returncode:
        raise RuntimeError(done.stdout[-2_000:] + done.stderr[-2_000:])
    _word, spent, peak = done.stdout.splitlines()[-1].split()
    return done.stdout, float(spent), float(peak)


def write(path: Path, count: int) -> None:
    """A file of so many rows, the same each time."""
    chance = random.Random(1)
    # Words of names repeat, as they do in every country.
    words = [word(chance) for _ in range(WORDS)]
    arabic = [word(chance, "بتدرزسفقكلمن", "اوي") for _ in range(WORDS)]
    communes = list(
        Territory.objects.newest()
        .of_level("commune")
        .order_by("code")
        .values_list("name_fr", "province", "label")
    )
    provinces = dict(Territory.objects.newest().of_level("province").values_list("code", "name_fr"))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for at in range(count):
            commune, province, label = chance.choice(communes)
            members = chance.randint(5, 300)
            pointed = at % 3 == 0
            writer.writerow([
                f"Exemple {' '.join(chance.sample(words, 3))}",
                f"مثال {' '.join(chance.sample(arabic, 3))}",
                chance.choice(FORMS),
                chance.choice(SECTORS),
                commune,
                provinces[province],
                f"{label.y:.5f}".replace(".", ",") if pointed else "",
                f"{label.x:.5f}".replace(".", ",") if pointed else "",
f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/{chance.randint(1990, 2024)}",
                members,
                chance.randint(0, members),
            ])  # fmt: skip


def word(chance, consonants="bcdfglmnrstz", vowels="aeiou") -> str:
    return "".join(chance.choice(consonants) + chance.choice(vowels) for _ in range(3))

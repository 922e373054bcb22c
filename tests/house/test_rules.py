"""Style, doors between rooms, migrations, deployment: the rules that programs can check."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "ATHAR_HOSTS": "athar.example",
    "ATHAR_SECRET_KEY": "ZmYxOTk3NDEtMWM0Ny00ZjE5LTk0YjItZTE3Y2QyNmU4ZmEy-0a9s8d7f",
    "ATHAR_ROLE": "web",
    "ATHAR_DEBUG": "0",
}


def passes(*words, environment=None):
    """Run a program of the virtual environment; its findings are the failure."""
    program = Path(sys.executable).parent / words[0]
    done = subprocess.run(
        [program, *words[1:]],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}{done.stderr}"


def test_python_is_clean():
    passes("ruff", "check", ".")


def test_python_is_formatted():
    passes("ruff", "format", "--check", ".")


def test_templates_are_clean():
    rooms = [str(each) for each in ROOT.glob("*/templates")]
    assert rooms
    passes("djlint", "--lint", "--quiet", *rooms)


def test_imports_point_down_only():
    passes("lint-imports", "--no-cache")


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_production_settings_pass_the_deployment_checks():
    words = ("python", "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    passes(*words, environment={"PATH": os.environ["PATH"]} | PRODUCTION)


def test_the_compose_file_fits_its_specification():
    passes("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml")


def test_what_is_mounted_over_a_folder_of_the_image_belongs_to_who_runs_there():
    """Else it has the owner of that folder, and the image's user writes nothing into it."""
    told = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    mounts = [one for each in told["services"].values() for one in each.get("tmpfs", ())]
    assert [one for one in mounts if one != "/tmp" and "uid=" not in one] == []

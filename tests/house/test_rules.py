"""Style, doors between rooms, migrations, deployment: the rules that programs can check."""

import os
import re
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


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def test_every_service_that_stays_up_is_asked_whether_it_is_well(services):
    up = {name: one for name, one in services.items() if one["restart"] == "unless-stopped"}
    assert set(up) == {"database", "web", "worker", "proxy"}
    assert [name for name, one in up.items() if not one.get("healthcheck", {}).get("test")] == []


def test_nobody_in_a_container_is_root_but_who_makes_the_database(services):
    image = (ROOT / "docker/Dockerfile").read_text().rpartition("\nFROM ")[2]
    (user,) = re.findall(r"^USER (\S+)$", image, re.MULTILINE)
    assert user not in ("root", "0")
    ours = {name for name, one in services.items() if one["image"] == "athar"}
    others = {name: one["image"] for name, one in services.items() if name not in ours}
    assert others.pop("proxy").startswith("nginxinc/nginx-unprivileged:")
    assert list(others) == ["database"]  # its image gives root up itself
    for name in [*ours, "proxy"]:
        one = services[name]
        assert (one.get("user"), one.get("privileged")) == (None, None), name
        assert one["cap_drop"] == ["ALL"], name
        assert one["security_opt"] == ["no-new-privileges:true"], name


SECRET = re.compile(r"SECRET|PASSWORD|KEY|TOKEN")
REQUIRED = re.compile(r"\$\{[A-Z_]+:\?[^}]*\}")


def test_no_secret_is_written_in_the_compose_file_nor_has_a_default(services):
    values = [item for one in services.values() for item in one.get("environment", {}).items()]
    secret = [value for name, value in values if SECRET.search(name)]
    assert secret
    assert [value for value in secret if not REQUIRED.fullmatch(value)] == []
    addresses = [value for _, value in values if re.search(r"://\w+:", str(value))]
    assert addresses
    for value in addresses:
        assert REQUIRED.fullmatch(re.search(r"://\w+:(.*)@", value)[1]), value


def test_what_is_mounted_over_a_folder_of_the_image_belongs_to_who_runs_there(services):
    """Else it has the owner of that folder, and the image's user writes nothing into it."""
    mounts = [one for each in services.values() for one in each.get("tmpfs", ())]
    assert [one for one in mounts if one != "/tmp" and "uid=" not in one] == []

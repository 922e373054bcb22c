"""Third-party files are those the manifest names: nobody edited them by hand."""

import hashlib
import json
from pathlib import Path

import pytest

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"
MANIFEST = json.loads((FRONTEND / "vendor" / "manifest.json").read_text())
LOCK = json.loads((FRONTEND / "vendor" / "package-lock.json").read_text())["packages"]


@pytest.mark.parametrize("path", MANIFEST["files"])
def test_a_vendored_file_has_the_checksum_of_the_manifest(path):
    content = (FRONTEND / "static" / path).read_bytes()

    assert hashlib.sha256(content).hexdigest() == MANIFEST["files"][path]["sha256"]


def test_every_font_and_bundle_in_the_static_folder_is_in_the_manifest():
    static = FRONTEND / "static"
    folders = ["leaflet", "athar/fonts", "athar/css/vendor", "athar/js/vendor"]
    found = {
        str(path.relative_to(static))
        for folder in folders
        for path in (static / folder).rglob("*")
        if path.is_file()
    }

    assert found <= set(MANIFEST["files"])


@pytest.mark.parametrize("name", MANIFEST["packages"])
def test_a_package_is_at_the_version_of_the_lock_and_carries_its_licence(name):
    package = MANIFEST["packages"][name]

    assert LOCK[f"node_modules/{name}"]["version"] == package["version"]
    assert (FRONTEND / "vendor" / package["text"]).read_text().strip()


def test_the_lock_names_no_address():
    assert not [name for name, package in LOCK.items() if "resolved" in package]

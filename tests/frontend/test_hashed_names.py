"""Served files carry a digest in their names, and whatever names them uses that name."""

import json
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

from config.preparation import UNUSED_STATIC
from config.storage import HashedFiles
from directory import codes

OURS = "athar/js/"
# Whatever a script, sheet, page or manifest may quote as the address of a file.
QUOTED = re.compile(
    r"""["'(=]\s*([\w./-]+\.(?:js|mjs|css|svg|png|woff2|json|webmanifest))(?:#[\w-]+)?["')\s>]"""
)
TEXTS = ["css", "js", "json", "map", "md", "mjs", "svg", "txt", "webmanifest"]
PAGES = ["", "actors/", "territories/", "territories/02.113/", "networks/", "programmes/"]
PAGES += ["register/", "register/2/", "about/", "about/method/", "data/", "style/", "nowhere/"]


@pytest.fixture(scope="module")
def hashed(tmp_path_factory):
    """All static files as a served site has them; the storage's own names for them."""
    served = {"staticfiles": {"BACKEND": f"{HashedFiles.__module__}.{HashedFiles.__name__}"}}
    with override_settings(
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        STORAGES=served,
        WHITENOISE_SKIP_COMPRESS_EXTENSIONS=TEXTS,  # their names alone are looked at
    ):
        call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=UNUSED_STATIC)
        manifest = json.loads(staticfiles_storage.read_manifest())
        yield {name: staticfiles_storage.path(path) for name, path in manifest["paths"].items()}


def quoted(text):
    """The files that a text names; other words, such as a key `count.json`, are no addresses."""
    return {name for name in QUOTED.findall(text) if "/" in name}


def test_every_file_is_served_under_a_name_with_its_digest(hashed):
    assert OURS + "site.js" in hashed
    for name, path in hashed.items():
        assert re.search(r"\.[0-9a-f]{12}(\.\w+)?$", path) or name.endswith(".md"), name
        assert Path(path).exists(), name


def test_our_scripts_and_sheets_name_other_files_by_their_digests_only(hashed):
    files = set(hashed.values())
    named = 0
    for name, path in hashed.items():
        if name.startswith("athar/") and name.endswith((".js", ".css")):
            for other in quoted(Path(path).read_text("utf-8")):
                assert urljoin(path, other) in files, f"{name} names {other}"
                named += 1
    assert named > 20


@pytest.mark.django_db
def test_every_page_names_files_by_their_digests_only(hashed, country, client):
    known = {staticfiles_storage.url(name) for name in hashed}
    details = [f"actors/{codes.show(country.amal.code)}/"]
    details += [f"programmes/{codes.show(country.taghyir.code)}/"]
    for page in [*PAGES, *details]:
        html = client.get(f"/fr/{page}", follow=True).content.decode()
        found = {each for each in quoted(html) if each.startswith("/static/")}
        assert found, page
        assert found <= known, page

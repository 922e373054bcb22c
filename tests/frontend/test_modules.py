"""Our JavaScript modules, served as they are: what Django's hashing of names asks of them."""

import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

JS = Path(__file__).resolve().parents[2] / "frontend" / "static" / "athar" / "js"
OURS = sorted(path for path in JS.rglob("*.js") if "vendor" not in path.parts)
IMPORT = re.compile(r"""^(?:import\b|export\s*[{*])[^;"']*["']([^"'\n]+)["'](;?)""", re.MULTILINE)


def imports(path):
    return IMPORT.findall(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(JS)))
def test_imports_are_relative_exist_and_end_with_a_semicolon(path):
    for name, semicolon in imports(path):
        assert name.startswith("."), name
        assert (path.parent / name).resolve().is_file(), name
        assert semicolon, name


def test_no_module_imports_itself_in_a_circle():
    graph = {path: {(path.parent / name).resolve() for name, _ in imports(path)} for path in OURS}

    assert list(TopologicalSorter(graph).static_order())


def test_only_one_module_knows_where_leaflet_comes_from():
    knowing = [path.name for path in OURS if "vendor/leaflet" in path.read_text(encoding="utf-8")]

    assert knowing == ["leaflet.js"]


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(JS)))
def test_no_text_of_the_interface_stands_in_a_script(path):
    code = re.sub(r"//.*|/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert not re.findall(r"[\u0600-\u06ff]+", code)
    assert not re.findall(r"textContent = [\"'`]\w", code)

"""The style sheets, and what a strict policy and phones of 2023 ask of them."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from frontend import sheets

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"
TEMPLATES = sorted((FRONTEND / "templates").rglob("*.html"))
SHEETS = sorted(
    path
    for path in (FRONTEND / "static" / "athar" / "css").rglob("*.css")
    if "vendor" not in path.parts
)
PHYSICAL = re.compile(
    r"(?:^|[\s;{])((?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|width|"
    r"height|(?:min|max)-(?:width|height)|text-align:\s*(?:left|right)|float)\s*:"
)
ALLOWED_IN_THE_MAP = {"left", "right"}
DATA = re.escape('type="application/ld+json"')  # not run, so no policy speaks of it


def test_the_joined_sheet_is_found_as_a_static_file_and_holds_every_component():
    made = Path(finders.find(sheets.SHEET)).read_text(encoding="utf-8")

    for path in sheets.sources():
        if path.name != "dark.css":
            assert sheets.without_comments(path.read_text(encoding="utf-8")) in made


def test_the_dark_palette_stands_under_the_system_s_condition_and_the_reader_s():
    made = sheets.joined()

    assert made.count("--page: #0e1514") == 2
    assert (
        '@media screen and (prefers-color-scheme: dark) {\n:root:not([data-theme="light"])' in made
    )
    assert '@media screen {\n[data-theme="dark"] {' in made


def test_dark_and_light_name_the_same_colours():
    names = {
        name: set(re.findall(r"(--[\w-]+): (?:#|rgb)", (sheets.SOURCES / name).read_text()))
        for name in ("tokens.css", "dark.css")
    }

    assert names["tokens.css"] == names["dark.css"]


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_a_sheet_uses_logical_properties_and_no_colour_of_its_own(path):
    css = sheets.without_comments(path.read_text(encoding="utf-8"))
    rules = re.sub(r"@media[^{]*", "", css)
    physical = set(PHYSICAL.findall(rules))
    if path.name in ("map.css", "home.css", "legend.css", "timeline.css"):
        physical -= ALLOWED_IN_THE_MAP

    assert not physical
    assert "light-dark(" not in css
    assert ":dir(" not in css
    if path.name not in ("tokens.css", "dark.css", "print.css"):
        assert not re.findall(r"#[0-9a-f]{3,8}\b", css)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FRONTEND)))
def test_a_template_has_neither_inline_style_nor_inline_script(path):
    html = path.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle=", html)
    assert not re.search(r"<style\b", html)
    assert not re.search(r"\son\w+=", html)
    assert not re.search(rf"<script(?![^>]*(?:\bsrc=|{DATA}))", html)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FRONTEND)))
def test_a_template_uses_classes_that_some_sheet_knows(path):
    html = re.sub(r"{%.*?%}", " ", path.read_text(encoding="utf-8"))
    html = re.sub(r"{#.*?#}|{{.*?}}", "�", html)
    used = {name for names in re.findall(r'class="([^"]*)"', html) for name in names.split()}
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", "".join(p.read_text() for p in SHEETS)))

    assert {name for name in used if "�" not in name and name not in known} <= MARKERS


# Names that only say what a part is, for scripts, tests or paper.
MARKERS = {"figure", "map__notes", "revisions", "timeline__run"}


def test_a_class_is_laid_out_by_one_sheet():
    """The sheets are joined: two that lay out one name overrule each other on all pages."""
    laid_out = [
        (name, path.name)
        for path in sheets.sources()
        for name, rules in re.findall(
            r"^\.([\w-]+) {([^}]*)}", path.read_text(encoding="utf-8"), re.MULTILINE
        )
        if re.search(r"^\s*display:", rules, re.MULTILINE)
    ]
    by_sheet = Counter(name for name, _sheet in set(laid_out))

    assert [each for each in laid_out if by_sheet[each[0]] > 1] == []

"""SQL that migrations install: a folder per idea, numbered; the last number is the living one."""

from pathlib import Path

HERE = Path(__file__).parent


def read(name, version):
    """The text of one version, e.g. `read("reference_rows", 1)`."""
    return (HERE / name / f"{version}.sql").read_text("utf8")

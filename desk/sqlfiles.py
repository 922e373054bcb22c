"""SQL functions of the desk, in folders as the register's are (directory/sqlfiles.py)."""

from pathlib import Path

FOLDER = Path(__file__).parent / "sql"


def read(name: str, number: int) -> str:
    """The file that puts version `number` of a function in place."""
    return (FOLDER / name / f"{number}.sql").read_text(encoding="utf-8")

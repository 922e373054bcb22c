"""Where things are in this checkout."""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LOCAL = ROOT / ".local"
LOGS = LOCAL / "log"
STAMPS = LOCAL / "stamps"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
KEY = hashlib.sha256(str(LOCAL).encode()).hexdigest()[:10]


def digest(*files):
    """One digest of the contents of files, whatever their names."""
    found = hashlib.sha256()
    for file in files:
        content = Path(file).read_bytes()
        found.update(len(content).to_bytes(8) + content)
    return found.hexdigest()

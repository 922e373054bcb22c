#!/bin/sh
# A program of the virtual environment, which is made first where it lacks: for pre-commit's hooks.
here=$(cd "$(dirname "$0")/.." && pwd -P)
tools=$(dirname "$here")/.venv/bin
program=$1
shift
[ -x "$tools/$program" ] || {
    . "$here/lib/python.sh"
    PYTHONPATH="$here/lib" PYTHONDONTWRITEBYTECODE=1 "$PYTHON" -c '
from house.command import main
from house.wheels import ensure

main("tool", lambda: ensure(tests=True))' || exit 1
}
exec "$tools/$program" "$@"

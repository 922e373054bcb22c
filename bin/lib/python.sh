# Sourced by the commands of bin/: sets PYTHON to one of 3.11 or newer that can make virtual
# environments, installing Debian's where there is none. The rest is Python (bin/lib/house).

can_serve() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for candidate in python3 /usr/bin/python3 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null && can_serve "$candidate"; then
            PYTHON=$(command -v "$candidate")
            return 0
        fi
    done
    return 1
}

# In the background and waited for, so that a signal ends it at once instead of after it.
interruptible() {
    "$@" &
    child=$!
    trap 'kill "$child" 2>/dev/null; wait "$child"; exit 130' INT TERM HUP
    wait "$child"
    status=$?
    trap - INT TERM HUP
    return $status
}

install_python() {
    command -v apt-get >/dev/null || {
        echo "error: Python 3.11 or newer with its venv module is needed; install it with your system's packages." >&2
        exit 1
    }
    sudo=""
    if [ "$(id -u)" != 0 ]; then
        sudo="sudo -n"
        command -v sudo >/dev/null && { sudo -n true 2>/dev/null || sudo -v; } || {
            echo "error: Python is missing and this user may not install it. As root: apt-get install python3 python3-venv" >&2
            exit 1
        }
    fi
    echo "Python: installing python3 and python3-venv …"
    interruptible $sudo env DEBIAN_FRONTEND=noninteractive sh -c \
        'apt-get -q update && apt-get -yq install --no-install-recommends python3 python3-venv' \
        >/dev/null || {
        echo "error: Python could not be installed (no network?). As root: apt-get update && apt-get install python3 python3-venv" >&2
        exit 1
    }
}

find_python || { install_python && find_python; } || {
    echo "error: this system's Python is older than 3.11; Debian 12 and Ubuntu 24.04 have it." >&2
    exit 1
}

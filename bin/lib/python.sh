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

refuse() {
    echo "error: $1" >&2
    exit 1
}

# The words that make a command root's; a password is asked for only at a terminal.
rights() {
    [ "$(id -u)" = 0 ] && return 0
    sudo="sudo -n"
    command -v sudo >/dev/null && { $sudo true 2>/dev/null || { [ -t 0 ] && sudo -v; }; }
}

end_install() {
    kill "$child" 2>/dev/null
    wait "$child"
    echo "Stopped; nothing is left running."
    exit "$1"
}

install_python() {
    needed="python3 python3-venv"
    command -v apt-get >/dev/null ||
        refuse "Python 3.11 or newer with its venv module is needed; install it with your system's packages."
    sudo=""
    rights || # what the next steps would miss is asked for in one go
        refuse "Python is missing and this user may not install it; ask for, as root: apt-get update && apt-get install $needed postgresql postgresql-postgis gettext"
    echo "Python: installing $needed …"
    began=$(date +%s)
    log=$(dirname "$here")/.local/log/apt.log
    mkdir -p "$(dirname "$log")" && : >"$log" || refuse "$log may not be written."
    # In the background and waited for, so that a signal ends it at once instead of after it.
    $sudo sh "$here/lib/apt.sh" $needed >"$log" 2>&1 &
    child=$!
    trap 'end_install 130' INT
    trap 'end_install 143' TERM
    trap 'end_install 129' HUP
    wait "$child"
    status=$?
    trap - INT TERM HUP
    if [ "$status" != 0 ]; then
        cause="see .local/log/apt.log"
        grep -q "resolving\|resolve\|Failed to fetch" "$log" && cause="no network, or the package mirror did not answer"
        grep -qi "No space left\|enough free space" "$log" && cause="the disk is full"
        grep -q "get lock" "$log" && cause="another package manager is at work; try again when it has ended"
        refuse "Python could not be installed: $cause. By hand, as root: apt-get update && apt-get install $needed"
    fi
    echo "Python: installed $needed ($(($(date +%s) - began)) s)"
}

find_python || { install_python && find_python; } ||
    refuse "this system's Python is older than 3.11; Debian 12 and Ubuntu 24.04 have it."

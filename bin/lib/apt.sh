# Run as root with the names of packages: Debian's apt installs them, also where an earlier install
# was cut short. A signal ends all of it.
set -u
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8

case " $* " in *" postgresql "*) # Debian would make a system-wide cluster beside ours
    mkdir -p /etc/postgresql-common/createcluster.d
    echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.d/athar.conf ;;
esac

# In a group of its own, for sudo passes a signal to us alone and apt passes none on to dpkg.
run() {
    setsid "$@" &
    group=$!
    wait "$group"
}
stop() {
    trap "" INT TERM HUP
    kill -TERM "-$group"
    wait "$group"
    until ! kill -0 "-$group" || [ "$((waited += 1))" -gt 100 ]; do sleep 0.1; done
    exit 143
} 2>/dev/null
group=0 waited=0
trap stop INT TERM HUP

install() { # a new machine is often at its own updates, which are waited for; a pty leaves the group
    run apt-get -yq -o DPkg::Lock::Timeout=180 -o Dpkg::Use-Pty=0 install --no-install-recommends "$@"
}

run apt-get -q update # a source that does not answer need not be the one that is needed
install "$@" || { [ -n "$(ls /var/lib/dpkg/updates)" ] && run dpkg --configure -a && install "$@"; }

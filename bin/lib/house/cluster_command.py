"""bin/cluster: the private database by hand, for development; one started so is left running."""

import os
import sys

from house.cluster import OURS, Cluster
from house.command import main
from house.preparing import SECRET
from house.steps import Trouble, say

USAGE = "usage: bin/cluster start|stop|status|env|psql [arguments]|destroy"


def act():
    word, *rest = sys.argv[1:] or [""]
    cluster = Cluster()
    if word == "start":
        cluster.start()
        OURS.unlink(missing_ok=True)
        say(f"running, socket {cluster.socket}")
    elif word == "stop":
        cluster.stop()
    elif word == "status":
        running = cluster.running()
        say(f"running, socket {cluster.socket}" if running else "stopped")
        return 0 if running else 3
    elif word == "env":
        # What the site signed or keyed (links, the erasure list) reads so in commands by hand, too.
        key = {"ATHAR_SECRET_KEY": SECRET.read_text()} if SECRET.exists() else {}
        for name, value in (cluster.environment() | key).items():
            say(f"export {name}='{value}'")
    elif word == "psql":
        address = cluster.environment()["DATABASE_OWNER_URL"]
        os.execv(cluster.programs / "psql", ["psql", address, *rest])
    elif word == "destroy":
        sys.stdout.write("This deletes every actor and revision in it. Type yes to delete: ")
        sys.stdout.flush()
        if sys.stdin.readline().strip() != "yes":
            raise Trouble("nothing was deleted")
        cluster.destroy()
    else:
        raise Trouble(USAGE)
    return 0


if __name__ == "__main__":
    main("cluster", act)

"""How often one reader may ask for what costs: GCRA, one number a client, counted in this process.

A table shared by all workers would cost a write a request (0.12 ms, and a connection that may
write); the limit is there to stop a runaway script, not to meter people, so each worker counts for
itself and N workers together let through up to N times as much. Clients of this very machine are
not limited: behind a proxy nobody declared (ATHAR_TRUSTED_PROXIES) everybody looks local, and one
visitor must not exhaust what all share.
"""

import ipaddress
import math
import threading
import time
from functools import lru_cache

MOST_CLIENTS = 50_000


class TooOften(Exception):
    """Somebody asks too often; `wait` is how many seconds to leave it be."""

    def __init__(self, wait: int):
        super().__init__(f"again in {wait} seconds")
        self.wait = wait


@lru_cache(maxsize=4096)
def client(address: str) -> str | None:
    """Who counts as one client: an IPv4 address, an IPv6 network of 64 bits; None for this host."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return None
    if found.version == 6 and found.ipv4_mapped:
        found = found.ipv4_mapped
    if found.is_loopback:
        return None
    if found.version == 6:
        return str(ipaddress.ip_network((found, 64), strict=False).network_address)
    return str(found)


class Throttle:
    """Generic cell rate: for each client, the moment its next request would be in rhythm."""

    def __init__(self, per_minute: int, burst: int, clock=time.monotonic):
        self.interval, self.burst, self.clock = 60 / per_minute, burst, clock
        self.due: dict[str, float] = {}
        self.lock = threading.Lock()

    def take(self, address: str, cost: float = 1.0) -> int:
        """Count one request; return how many more may follow at once. Raises TooOften."""
        who = client(address)
        if who is None:
            return self.burst
        now = self.clock()
        with self.lock:
            due = max(self.due.get(who, now), now) + self.interval * cost
            ahead = due - now
            if ahead > self.burst * self.interval:
                raise TooOften(max(1, math.ceil(ahead - self.burst * self.interval - 1e-6)))
            if who not in self.due and len(self.due) >= MOST_CLIENTS:
                self.due = {one: at for one, at in self.due.items() if at > now}
            self.due[who] = due
        return int(self.burst - ahead / self.interval)


# Citations that pages make: a button pressed, or each figure of a brief that is printed.
citing = Throttle(per_minute=120, burst=120)

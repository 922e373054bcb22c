"""A generous limit for anonymous readers of the API, told in its headers."""

from evidence.limits import Throttle

PER_MINUTE = 1200
BURST = 300  # how many may come at once

POLICY = f'"anonymous";q={PER_MINUTE};w=60'

throttle = Throttle(PER_MINUTE, BURST)

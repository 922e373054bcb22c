"""The one door into the register, and the verbs that use it."""

from directory.publishing.ahead import write_ahead
from directory.publishing.endings import merge, split, withdraw
from directory.publishing.figures import SETTLED, NothingToSettle, settle, settle_all
from directory.publishing.publish import (
    WITNESSES,
    Ahead,
    ClockRefused,
    HeadMoved,
    NothingToPublish,
    PublishingError,
    StaleRecord,
    publish,
    store,
)
from directory.publishing.redact import redact, redact_actor

__all__ = [
    "SETTLED",
    "WITNESSES",
    "Ahead",
    "ClockRefused",
    "HeadMoved",
    "NothingToPublish",
    "NothingToSettle",
    "PublishingError",
    "StaleRecord",
    "merge",
    "publish",
    "redact",
    "redact_actor",
    "settle",
    "settle_all",
    "split",
    "store",
    "withdraw",
    "write_ahead",
]

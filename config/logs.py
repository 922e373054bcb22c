"""Logs as one JSON object a line, each naming the request it was written for."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


class WithRequest(logging.Filter):
    """Adds the id of the request being answered, None outside of one."""

    def filter(self, record):
        record.request_id = request_id.get()
        return True


class JSONLines(logging.Formatter):
    """`time`, `level`, `logger`, `message`, `request` and what the caller gave as `extra=facts`."""

    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": getattr(record, "request_id", None),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)

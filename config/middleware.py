"""What every request gets first: an id, one line in the log, and in debug its timings."""

import logging
import re
import time
from secrets import token_hex

from django.conf import settings
from django.db import connection

from config.logs import request_id

log = logging.getLogger("athar.requests")
GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestRecord:
    """Gives the request an id, told in the logs and in the answer's `X-Request-ID`.

    A trusted proxy's id is kept. With ATHAR_LOG_REQUESTS each answer is one line: method, path
    without its query (people search for names), status, milliseconds. In debug `Server-Timing`
    tells how much of the time the database took.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        started = time.perf_counter()
        identity = self._identity(request)
        token = request_id.set(identity)
        try:
            response = self.get_response(request)
            spent = (time.perf_counter() - started) * 1000
            response["X-Request-ID"] = identity
            if settings.DEBUG:
                response["Server-Timing"] = _timings(spent)
            if settings.LOG_REQUESTS:
                _write(request, response, spent)
            return response
        finally:
            request_id.reset(token)

    def _identity(self, request):
        if settings.TRUSTED_PROXIES:
            given = request.META.get("HTTP_X_REQUEST_ID", "")
            if GIVEN_ID.fullmatch(given):
                return given
        return token_hex(8)


def _write(request, response, spent):
    facts = {
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "ms": round(spent, 1),
    }
    log.info("%s %s", request.method, request.path, extra={"facts": facts})


def _timings(spent):
    """Django keeps its statements only while DEBUG is on, and forgets them at the next request."""
    asked = connection.queries_log
    database = sum(float(query["time"]) for query in asked) * 1000
    return f'total;dur={spent:.1f}, db;dur={database:.1f};desc="{len(asked)} statements"'

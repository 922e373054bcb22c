"""Pages one at a time, streams beside them: what a worker's threads may do at once.

A worker has a few threads (see docs/decisions/0008-streams-on-threads.md). Pages and short answers
take turns: threads that share one interpreter only slow each other down. A stream (an export)
takes its turn to begin and then leaves it, so a visitor who downloads slowly holds one thread and
nobody else's page.
"""

import json
import sys
import threading

from django.http import FileResponse

# A stream at full speed holds the interpreter in small pieces, so a page waits less for its turn.
SWITCH_INTERVAL = 0.0005


class TurnTaking:
    """A WSGI application around Django's; at most `streams` answers are streamed at once."""

    def __init__(self, django, *, streams):
        self.django = django
        self.turn = threading.Lock()
        self.slots = threading.BoundedSemaphore(streams)
        sys.setswitchinterval(SWITCH_INTERVAL)

    def __call__(self, environ, start_response):
        with self.turn:
            response = self.django(environ, start_response)
            if not response.streaming:
                body = [response.content]
                response.close()
                return body
        if isinstance(response, FileResponse):  # static files: short, and many to a page
            return response
        if self.slots.acquire(blocking=False):
            return Stream(response, self.slots.release)
        response.close()
        return _too_many(start_response)


class Stream:
    """The chunks of one answer; its slot is free again when it ends, breaks off or is dropped."""

    def __init__(self, response, release):
        self._response = response
        self._release = release

    def __iter__(self):
        return iter(self._response)

    def close(self):
        release, self._release = self._release, None
        if release:
            try:
                self._response.close()
            finally:
                release()

    __del__ = close


def _too_many(start_response):
    problem = {
        "type": "about:blank",
        "title": "Too many downloads at once",
        "status": 503,
        "detail": "Every place for a long download is taken; try again in half a minute.",
    }
    headers = [("Content-Type", "application/problem+json"), ("Retry-After", "30")]
    start_response("503 Service Unavailable", headers)
    return [json.dumps(problem).encode()]

"""A mail server of a test's own, and a worker that sends by it: `-m tests.desk.smtp PORT`."""

import socketserver
import sys
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy

from django.conf import settings
from django.core.management import call_command


class Session(socketserver.StreamRequestHandler):
    """Takes whatever comes; says so once its server answers."""

    def handle(self):
        self.say("220 here")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"QUIT":
                break
            if word == b"DATA":
                self.say("354 go on")
                self.server.take(b"".join(iter(self.rfile.readline, b".\r\n")))
            self.say("250 fine")

    def say(self, words):
        self.wfile.write(words.encode() + b"\r\n")


class Server(socketserver.ThreadingTCPServer):
    """`taken` are the mails it has; while it does not answer, whoever brought one waits."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Session)
        self.taken = []
        self.arrived = threading.Semaphore(0)
        self.answers = threading.Event()
        self.answers.set()

    @property
    def port(self):
        return self.server_address[1]

    def take(self, raw):
        self.taken.append(message_from_bytes(raw, policy=policy.default))
        self.arrived.release()
        self.answers.wait(60)

    def handle_error(self, request, client_address):
        """Whoever brought a mail was killed before it was told."""


@contextmanager
def server():
    with Server() as one:
        thread = threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield one
        finally:
            one.answers.set()
            one.shutdown()
            thread.join()


def sends_by(port, settings=settings):
    """Mails go to this server from now on."""
    settings.MAIL_SERVER = settings.MAIL_SERVER | {"host": "127.0.0.1"}
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False


if __name__ == "__main__":
    sends_by(int(sys.argv[1]))
    call_command("work", once=True)

"""The outbox and a mail server that really listens: no page waits for it, no mail is lost to it."""

import pytest

from desk import mail
from desk.models import Mail
from tests.desk import smtp

WRITTEN = """
insert into desk_mail (kind, "to", language, subject, text, html, queued_at)
values ('login_code', 'amal@athar.example', 'fr', 'Votre code', 'K7QP', '<p>K7QP</p>',
    date_trunc('second', now()) - interval '1 day')
returning extract(epoch from queued_at)::bigint::text"""
LEFT = "select attempts from desk_mail"
WAKE = """
insert into procrastinate_jobs (queue_name, task_name, args)
values ('default', 'desk.tasks.send_waiting_mail', '{"timestamp": 0}') returning id"""


@pytest.fixture
def server():
    with smtp.server() as one:
        yield one


@pytest.fixture
def worker(committed_database, server):
    """A worker that sends by the server, until nothing waits."""
    made = []

    def start():
        committed_database.ask(WAKE)
        words = ("-m", "tests.desk.smtp", str(server.port))
        made.append(committed_database.start(*words, role="web"))
        return made[-1]

    yield start
    for one in made:
        one.kill()


def test_a_page_does_not_wait_for_a_server_that_says_nothing(
    db, server, client, settings, django_capture_on_commit_callbacks
):
    smtp.sends_by(server.port, settings)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    server.answers.clear()
    with django_capture_on_commit_callbacks(execute=True):
        asked = client.post("/fr/account/login/code/", {"email": "amal@athar.example"})
    assert asked.status_code == 302
    assert Mail.objects.get().to == "amal@athar.example"
    assert server.taken == []
    server.answers.set()
    assert mail.send_waiting() == 1
    assert server.taken[0]["To"] == "amal@athar.example"


def test_what_waited_for_a_worker_is_sent_once_when_it_comes_back(
    committed_database, server, worker
):
    committed_database.ask(WRITTEN)
    for _ in range(2):
        code, told = worker().ended()
        assert code == 0, told
    assert [one["To"] for one in server.taken] == ["amal@athar.example"]
    assert committed_database.ask(LEFT) == []


def test_a_mail_that_one_worker_sends_is_sent_by_no_other(committed_database, server, worker):
    committed_database.ask(WRITTEN)
    server.answers.clear()
    first = worker()
    assert server.arrived.acquire(timeout=60)
    code, told = worker().ended()
    assert code == 0, told
    server.answers.set()
    assert first.ended()[0] == 0
    assert len(server.taken) == 1
    assert committed_database.ask(LEFT) == []


def test_a_mail_of_a_worker_that_is_killed_while_sending_is_sent_under_its_one_name(
    committed_database, server, worker
):
    """Whether the server had it nobody knows: it may come twice, and programs of mail see that."""
    [(written,)] = committed_database.ask(WRITTEN)
    server.answers.clear()
    first = worker()
    assert server.arrived.acquire(timeout=60)
    first.kill()
    first.ended()
    server.answers.set()
    code, told = worker().ended()
    assert code == 0, told
    assert committed_database.ask(LEFT) == []
    once, again = server.taken
    assert once["Message-ID"] == again["Message-ID"]
    assert f".{written}." in once["Message-ID"]  # when it was written, not when it is sent

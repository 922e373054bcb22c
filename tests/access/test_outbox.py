"""The outbox: without a mail server the operator reads there what waits; it is sent later."""

import pytest
from django.core import mail as sent
from procrastinate.contrib.django.models import ProcrastinateJob

from desk import mail
from desk.models import Mail
from desk.models.mail import MOST_ATTEMPTS

pytestmark = pytest.mark.ignore_template_errors  # Django's own templates name what is not there

LIST = "/admin/desk/mail/"


@pytest.fixture
def waiting(desk):
    return mail.post("login_code", to="amal@athar.example", language="ar", context={"code": "K7QP"})


def test_what_waits_is_listed_and_shown_as_it_looks(desk, waiting):
    listed = desk.get(LIST).content.decode()
    assert "amal@athar.example" in listed
    assert waiting.subject in listed
    look = f"{LIST}{waiting.pk}/look/"
    assert look in listed
    shown = desk.get(look)
    assert "K7QP" in shown.content.decode()
    assert 'dir="rtl"' in shown.content.decode()
    assert "sandbox" in shown["Content-Security-Policy"]


def test_it_is_tried_again_by_the_worker_once_there_is_a_server(
    desk, waiting, settings, django_capture_on_commit_callbacks
):
    Mail.objects.filter(pk=waiting.pk).update(attempts=MOST_ATTEMPTS)
    settings.MAIL_SERVER = settings.MAIL_SERVER | {"host": "mail.athar.example"}
    asked = {"action": "send_again", "_selected_action": [waiting.pk]}
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(LIST, asked, follow=True)
    assert answer.status_code == 200
    assert ProcrastinateJob.objects.get().task_name == mail.TASK
    assert sent.outbox == []  # the page waits for no server
    assert mail.send_waiting() == 1
    [taken] = sent.outbox
    assert taken.to == ["amal@athar.example"]
    assert not Mail.objects.filter(pk=waiting.pk).exists()

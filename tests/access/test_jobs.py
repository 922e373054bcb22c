"""Jobs in the administration: seen, and never written there."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from desk.tasks import forget_old

pytestmark = pytest.mark.ignore_template_errors  # Django's own templates name what is not there

LIST = "/admin/procrastinate/procrastinatejob/"


def test_an_administrator_sees_what_waits_and_cannot_change_it(desk):
    forget_old.defer(timestamp=0)
    job = ProcrastinateJob.objects.get()
    assert "desk.tasks.forget_old" in desk.get(LIST).content.decode()
    assert desk.get(f"{LIST}{job.pk}/change/").status_code == 200
    assert desk.get(f"{LIST}add/").status_code == 403
    assert desk.post(f"{LIST}{job.pk}/delete/", {"post": "yes"}).status_code == 403

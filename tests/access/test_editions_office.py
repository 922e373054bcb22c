"""Editions in the administration: asked for there, made by the worker with the web's rights."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from desk.tasks import make_edition
from directory.models import Revision
from evidence.editions.publish import of_file, publish_edition
from evidence.models import Edition
from tests.web import _as_web as as_web

pytestmark = pytest.mark.ignore_template_errors  # Django's own templates name what is not there

LIST = "/admin/evidence/edition/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EDITIONS = tmp_path / "editions"


def ask(desk):
    return [str(one) for one in desk.post(f"{LIST}make/", follow=True).context["messages"]]


def test_an_edition_that_is_asked_for_is_made_by_the_worker(country, desk):
    head = Revision.objects.head().number
    assert f"Make an edition of revision {head}" in desk.get(LIST).content.decode()
    assert ask(desk) == [f"Asked for: the edition of revision {head}."]
    assert not Edition.objects.exists()
    assert "Waiting" in desk.get(LIST).content.decode()

    [job] = ProcrastinateJob.objects.filter(task_name=make_edition.name)
    with as_web():
        make_edition(**job.args)

    made = Edition.objects.get()
    assert (made.number, made.revision) == (1, head)
    assert of_file(made).exists()


def test_where_nobody_said_where_the_site_stands_none_is_asked_for(country, desk, settings):
    settings.NAMED_ADDRESS = ""
    assert "ATHAR_HOSTS" in ask(desk)[0]
    assert not ProcrastinateJob.objects.filter(task_name=make_edition.name).exists()


def test_what_is_asked_for_twice_waits_once(country, desk):
    ask(desk)
    assert "already" in ask(desk)[0]
    assert ProcrastinateJob.objects.filter(task_name=make_edition.name).count() == 1


def test_an_edition_is_made_again_from_its_own_revision(country, desk):
    made = publish_edition().edition
    country.register.publish("Une de plus")
    desk.post(LIST, {"action": "make_again", "_selected_action": [made.pk]})
    job = ProcrastinateJob.objects.get(task_name=make_edition.name)
    assert job.args == {"revision": made.revision}
    make_edition(**job.args)
    assert Edition.objects.get() == made


def test_nobody_is_asked_to_make_one_by_a_link(country, desk):
    assert desk.get(f"{LIST}make/").status_code == 405
    assert not ProcrastinateJob.objects.filter(task_name=make_edition.name).exists()

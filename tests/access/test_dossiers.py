"""Dossiers in the administration: whose they are; they are written and published elsewhere."""

import pytest

from desk.forms.codes import typed
from directory import codes
from evidence.dossiers.publish import publish_dossier
from evidence.models import Dossier
from tests import people
from tests.dossiers import written
from tests.writings import argued

pytestmark = pytest.mark.ignore_template_errors  # Django's own templates name what is not there

LIST = "/admin/evidence/dossier/"


@pytest.mark.parametrize(
    "text",
    ["7KQ2-M9XY 8AB3-C0DE", "7KQ2-M9XY,8AB3-C0DE", "7KQ2-M9XY\n8AB3-C0DE", "7KQ2M9XY 8AB3C0DE"],
)
def test_codes_are_parted_by_what_people_part_them_with(text):
    assert [one.replace("-", "") for one in typed(text)] == ["7KQ2M9XY", "8AB3C0DE"]


def test_what_is_not_issued_is_not_read_here(desk, country):
    held = argued(people.person("amina@athar.example"), asked=False, titles_fr="Un secret")
    for path in (LIST, f"{LIST}{held.dossier.pk}/change/"):
        page = desk.get(path).content.decode()
        assert codes.show(held.dossier.code) in page
        assert "amina@athar.example" in page
        assert "Un secret" not in page


def test_what_is_issued_leads_to_its_page(desk, country):
    dossier = written()
    publish_dossier(dossier)
    page = desk.get(LIST).content.decode()
    assert f'href="/d/{codes.show(dossier.code)}"' in page


def test_nothing_is_written_published_or_deleted_here(desk, country):
    dossier = written()
    assert desk.get(f"{LIST}add/").status_code == 403
    for path in ("change/", "delete/"):
        assert desk.post(f"{LIST}{dossier.pk}/{path}", {"post": "yes"}).status_code == 403
    assert not dossier.issues.exists()
    assert Dossier.objects.exists()


@pytest.mark.parametrize("path", ["", "{}/change/"])
def test_who_is_not_logged_in_sees_none_of_it(country, client, path):
    answer = client.get(LIST + path.format(written().pk))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")

"""The back office: what administrators change of the register, and that it is published and no
other way.
"""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry

from directory import codes
from directory.models import Revision
from directory.models.revisions import RegisterRecord
from evidence.models import OfficialFigure
from evidence.official.publish import publish_official
from tests import people
from tests.evidence.test_official import FACTS

pytestmark = pytest.mark.ignore_template_errors  # Django's own templates name what is not there

LIST = "/admin/evidence/officialfigure/"
TYPED = {
    "names_fr": "Coopératives agréées",
    "names_ar": "تعاونيات معتمدة",
    "publisher_fr": "Un office",
    "value": "65315",
    "unit": "cooperatives",
    "exactness": "exact",
    "counted": "11/2023",
    "territory": "MA",
    "source": "Un rapport",
    "source_url": "https://example.org/report",
    "question": "legal_form=cooperative&measure=actors",
}


@pytest.fixture
def official(in_force):
    publish_official([FACTS], role="administrator", reason="new-total")
    return OfficialFigure.objects.current().get()


def typed(client, address, **changed):
    """The form of an address, filled in: what a person would post."""
    form = client.get(address).context["form"]
    held = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in held.items() if value is not None} | changed


@pytest.fixture
def told(client):
    def ask(path):
        return client.get(f"/api/v1/{path}").json()

    return ask


def head():
    return Revision.objects.latest("number")


def test_the_register_is_nowhere_editable_by_the_administration(desk):
    request = desk.get("/admin/").wsgi_request
    for model, held in admin.site._registry.items():
        if issubclass(model, RegisterRecord) or model._meta.app_label in ("directory", "evidence"):
            assert not held.has_add_permission(request), model
            assert not held.has_change_permission(request), model
            assert not held.has_delete_permission(request), model


def test_an_official_figure_is_seen_before_it_is_published(desk, in_force, told):
    given = typed(desk, LIST + "new/", **TYPED)
    before = head().number
    shown = desk.post(LIST + "new/", given)
    assert 'name="publish"' in shown.content.decode()
    assert "تعاونيات معتمدة" in shown.content.decode()
    assert head().number == before
    assert desk.post(LIST + "new/", given | {"publish": "1"}).status_code == 302
    assert (head().role, head().reason) == ("administrator", "new-total")
    one = told(f"official-figures/{codes.show(codes.parse(given['code']))}/")["official_figure"]
    assert (one["value"], one["counted"]["precision"]) == (65315, "month")
    assert LogEntry.objects.get().change_message == f"Revision {head().number}: new-total."


def test_a_form_sent_twice_publishes_once(desk, in_force):
    given = typed(desk, LIST + "new/", **TYPED) | {"publish": "1"}
    desk.post(LIST + "new/", given)
    again = desk.post(LIST + "new/", given)
    assert again.status_code == 200
    assert OfficialFigure.objects.count() == 1


def test_a_correction_is_a_new_record_and_the_old_one_stays(desk, official, told):
    address = f"{LIST}{official.code}/correct/"
    before = head().number
    given = typed(desk, address, value="41", reason="corrected-total")
    assert "41" in desk.post(address, given).content.decode()
    assert desk.post(address, given | {"publish": "1"}).status_code == 302
    path = f"official-figures/{codes.show(official.code)}/"
    assert told(path)["official_figure"]["value"] == 41
    assert told(f"{path}?as_of={before}")["official_figure"]["value"] == 40


def test_what_somebody_else_corrected_meanwhile_is_not_overwritten(desk, official):
    address = f"{LIST}{official.code}/correct/"
    mine = typed(desk, address, value="41", reason="corrected-total", publish="1")
    theirs = typed(desk, address, value="42", reason="corrected-total", publish="1")
    desk.post(address, theirs)
    answer = desk.post(address, mine)
    assert answer.status_code == 200
    assert OfficialFigure.objects.current().get().value == 42


def test_nothing_changed_publishes_nothing(desk, official):
    address = f"{LIST}{official.code}/correct/"
    before = head().number
    desk.post(address, typed(desk, address, reason="corrected-total", publish="1"))
    assert head().number == before


def test_an_official_figure_is_withdrawn_and_stays_readable_as_of_before(desk, official, told):
    address = f"{LIST}{official.code}/withdraw/"
    before = head().number
    assert desk.get(address).status_code == 200
    answer = desk.post(address, typed(desk, address, reason="mistaken-total"))
    assert answer.status_code == 302
    assert not OfficialFigure.objects.current().exists()
    path = f"official-figures/{codes.show(official.code)}/?as_of={before}"
    assert told(path)["official_figure"]["value"] == 40


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("territory", "99"),
        ("question", "measure=nothing"),
        ("counted", "2123"),
        ("value", "-1"),
        ("source_url", "javascript:1"),
        ("code", "2222-2222"),
        ("seen", "zz"),
    ],
)
def test_what_cannot_be_true_is_refused_beside_its_field(desk, in_force, field, value):
    given = typed(desk, LIST + "new/", **TYPED) | {field: value, "publish": "1"}
    before = head().number
    answer = desk.post(LIST + "new/", given)
    assert answer.status_code == 200
    assert answer.context["form"].errors.get(field), answer.context["form"].errors
    assert head().number == before


@pytest.mark.parametrize("verb", ["", "new/", "{}/correct/", "{}/withdraw/"])
def test_a_moderator_of_the_country_enters_no_back_office(client, official, verb):
    people.log_in(client, people.moderator("country", "MA"))
    address = LIST + verb.format(official.code)
    assert client.get(address).status_code == 302
    assert client.post(address, TYPED).status_code == 302
    assert OfficialFigure.objects.count() == 1


def test_the_list_asks_no_more_for_more_figures(desk, official, django_assert_max_num_queries):
    from dataclasses import replace

    more = [replace(FACTS, code=codes.mint()) for _ in range(20)]
    publish_official(more, role="administrator", reason="new-total")
    with django_assert_max_num_queries(12):
        assert desk.get(LIST).status_code == 200

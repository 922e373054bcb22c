"""Vocabularies and indicators in the back office: seen, then published as a new set."""

import pytest
from django.contrib.admin.models import LogEntry

from directory.models import Indicator, Term
from geodata.models import ReferenceSet
from tests.access.test_office import head
from tests.directory.test_edited_vocabularies import WEAVING

pytestmark = pytest.mark.ignore_template_errors

TERMS = "/admin/directory/term/"
INDICATORS = "/admin/directory/indicator/"
SETS = "/admin/geodata/referenceset/"


def typed(client, address, **changed):
    """The form of an address, filled in as a person would post it."""
    form = client.get(address).context["form"]
    held = {field.html_name: field.value() for field in form}
    return {name: value for name, value in held.items() if value not in (None, False)} | changed


def test_a_sector_is_seen_before_it_is_published_and_its_set_tells_what_changed(desk, in_force):
    address = f"{TERMS}sectors/argan/correct/"
    given = typed(desk, address, names_fr="Arganeraie")
    before = head().number
    shown = desk.post(address, given).content.decode()
    assert "Arganeraie" in shown
    assert 'name="publish"' in shown
    assert head().number == before
    assert desk.post(address, given | {"publish": "1"}).status_code == 302
    assert (head().kind, head().reason) == ("reference", "vocabulary-edited")
    assert LogEntry.objects.get().change_message == f"Revision {head().number}: vocabulary-edited."
    newest = ReferenceSet.objects.filter(series="taxonomies").latest("number")
    told = desk.get(f"{SETS}{newest.pk}/change/").content.decode()
    assert '<ins dir="auto">Arganeraie</ins>' in told
    assert bytes(newest.digest).hex() in told
    again = desk.post(address, given | {"publish": "1"})
    assert "Arganeraie" in again.content.decode()  # what was typed is kept
    assert head().number == before + 1


def test_a_sector_is_added_and_its_code_is_never_taken_again(desk, in_force):
    address = f"{TERMS}new/sectors/"
    given = typed(desk, address, code="carpets", parent="handicrafts", isic4="1393", icon="yarn")
    for name in ("names", "definitions"):
        given |= {f"{name}_{language}": text for language, text in WEAVING[name].items()}
    assert desk.post(address, given | {"publish": "1"}).status_code == 302
    made = Term.objects.newest().get(taxonomy="sectors", code="carpets")
    assert (made.parent, made.mappings["isic4"]) == ("handicrafts", ["1393"])
    given = typed(desk, address, **{name: given[name] for name in given if name != "seen"})
    refused = desk.post(address, given | {"publish": "1"})
    assert refused.status_code == 200
    assert "code" in refused.context["form"].errors


def test_an_indicator_is_worded_anew_and_retired(desk, in_force):
    address = f"{INDICATORS}jobs/correct/"
    given = typed(desk, address, names_fr="Postes de travail", retired="on")
    assert desk.post(address, given | {"publish": "1"}).status_code == 302
    made = Indicator.objects.newest().get(code="jobs")
    assert (made.names["fr"], made.bounds["retired"]) == ("Postes de travail", True)


def test_an_indicator_says_whether_it_is_asked_and_only_where_that_is_not_so_by_itself(
    desk, in_force
):
    before = Indicator.objects.newest().get(code="jobs").bounds
    for asked, told in (({}, {"asked_at_registration": False}), ({"asked": "on"}, {})):
        address = f"{INDICATORS}jobs/correct/"
        given = typed(desk, address)
        given.pop("asked", None)
        assert desk.post(address, given | asked | {"publish": "1"}).status_code == 302
        assert Indicator.objects.newest().get(code="jobs").bounds == before | told


@pytest.mark.parametrize(
    "path", [f"{TERMS}new/nothing/", f"{TERMS}sectors/nothing/correct/", f"{INDICATORS}x/correct/"]
)
def test_what_is_not_there_is_not_found(desk, in_force, path):
    assert desk.get(path).status_code == 404


def test_nothing_is_published_of_what_is_not_changed(desk, in_force):
    address = f"{TERMS}kinds/network/correct/"
    before = head().number
    answer = desk.post(address, typed(desk, address) | {"publish": "1"})
    assert answer.context["form"].non_field_errors()
    assert head().number == before

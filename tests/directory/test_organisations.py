"""The organisations this project began with."""

import pytest
from django.core.management import CommandError, call_command

from directory import organisations
from directory.models import ActorVersion, Membership, ProgrammeVersion, Revision
from directory.publishing import withdraw
from directory.publishing.organisations import load_organisations

pytestmark = pytest.mark.django_db


def test_they_are_published_under_the_codes_of_the_file(territories):
    revision = load_organisations()

    codes = set(ActorVersion.objects.current().values_list("code", flat=True))
    codes |= set(ProgrammeVersion.objects.current().values_list("code", flat=True))
    assert codes == organisations.codes()
    assert (revision.kind, revision.role) == ("import", "administrator")
    assert not ActorVersion.objects.filter(is_demo=True).exists()


def test_each_field_says_its_source(territories):
    for facts in organisations.read().actors:
        told = {"names", "legal_form", "place"}
        told |= {name for name in ("founded", "website", "sectors") if getattr(facts, name)}
        assert told <= set(facts.provenance), facts.names


def test_taghyir_links_them(territories):
    load_organisations()

    programme = ProgrammeVersion.objects.get()
    assert programme.names["fr"] == "Taghyir"
    assert (programme.since.isoformat(), programme.since_precision) == ("2023-02-01", "month")
    assert (programme.until.isoformat(), programme.until_precision) == ("2027-03-01", "month")
    members = Membership.objects.current().filter(programme__code=programme.code)
    assert members.count() == len(organisations.read().actors)


def test_a_place_is_frozen_as_far_as_it_is_known(territories):
    load_organisations()

    for version in ActorVersion.objects.current():
        assert version.precision == "commune"
        assert version.point is None
        assert version.commune.startswith(version.province)
        assert version.province.startswith(version.region)


def test_loading_them_again_does_nothing(territories):
    load_organisations()
    head = Revision.objects.head()

    assert load_organisations() is None
    assert Revision.objects.head() == head


def test_one_that_was_withdrawn_does_not_come_back(territories):
    load_organisations()
    code = organisations.read().actors[0].code
    withdraw([code], role="moderator", reason="asked")

    assert load_organisations() is None
    assert not ActorVersion.objects.current().filter(code=code).exists()


def test_without_territories_the_command_says_what_to_do_first(db, monkeypatch):
    monkeypatch.setattr("directory.organisations.Territory.objects", _Nowhere())

    with pytest.raises(CommandError, match="run load_territories first"):
        call_command("load_organisations")
    assert not ActorVersion.objects.exists()


class _Nowhere:
    def newest(self):
        return self

    def of_level(self, *levels):
        return self

    def filter(self, **conditions):
        return self

    def first(self):
        return None

"""Who keeps a profile is told what others decided of it."""

import pytest

from desk import submissions
from desk.models import Mail
from desk.moderation import deciding, merging, profiles, trust, undoing
from directory.models import ActorVersion
from tests import people
from tests.submissions import sender

__all__ = ["sender"]

AMAL_NAMES = {"fr": "Coopérative Al Amal", "ar": "تعاونية الأمل"}
HONEY = {"activity": {"description_fr": "Du miel."}}


def told(kind="profile_changed"):
    return list(Mail.objects.filter(kind=kind).order_by("pk"))


def digest(code):
    return bytes(ActorVersion.objects.current().get(code=code).digest)


def by_person(held, person):
    held.author = person
    held.save()
    return held


@pytest.fixture
def code(register):
    return register.publish(AMAL_NAMES, legal_form="cooperative").code


@pytest.fixture
def amal(code):
    """Keeps it, and reads Arabic."""
    return people.steward(code, email="amal@athar.example", language="ar")


def test_a_withdrawn_profile_s_steward_reads_why_and_how_to_object_in_her_language(code, amal):
    by = people.administrator()
    people.keep(by, code, "editor")  # she who decides knows
    profiles.withdraw(code, by=by, reason="not-found", seen=digest(code), note="Called twice.")
    (mail,) = told()
    assert (mail.to, mail.language) == ("amal@athar.example", "ar")
    assert "تعاونية الأمل" in mail.subject
    assert "سُحبت من السجل" in mail.text
    assert "السبب" in mail.text
    assert "Called twice" not in mail.text  # what moderators note is for moderators
    assert "/ar/about/privacy/" in mail.text or "/ar/privacy/" in mail.text


def test_a_report_that_closes_it_says_so(code, amal, sender):
    held = sender.report(code, "closed", year="2024")
    deciding.accept(held, by=people.moderator())
    (mail,) = told()
    assert "ما تغير: التوقف" in mail.text
    assert "السبب: " in mail.text


def test_a_change_by_a_reader_names_what_changed(code, amal, sender):
    held = sender.send(code, email="reader@athar.example", **HONEY)
    deciding.accept(held, by=people.moderator())
    (mail,) = told()
    assert mail.to == "amal@athar.example"
    assert "الوصف" in mail.text
    assert "/ar/desk/change/" in mail.text


def test_she_is_not_told_twice_of_what_she_sent_herself(code, amal, sender):
    held = by_person(sender.send(code, **HONEY), amal)
    deciding.accept_all([held], by=people.moderator())
    assert told() == []
    assert len(told("contribution_accepted")) == 1


def test_another_steward_s_change_is_told_though_it_was_public_at_once(code, amal, sender):
    nour = people.steward(code, role="editor", email="nour@athar.example")
    held = by_person(sender.send(code, **HONEY), nour)
    trust.give(held, by=people.moderator())
    trust.publish_at_once(held)
    (mail,) = told()
    assert mail.to == "amal@athar.example"


def test_what_is_taken_back_is_told_with_its_reason(code, amal, sender):
    by = people.moderator()
    done = submissions.accept(sender.send(code, **HONEY), by=by)
    undoing.undo(done, by=by, reason="mistaken")
    (mail,) = told()
    assert "عادت إلى ما كانت تقوله" in mail.text


def test_an_earlier_version_put_back_names_what_is_otherwise(code, amal, sender):
    by = people.moderator()
    first = ActorVersion.objects.get(code=code).opened
    submissions.accept(sender.send(code, **HONEY), by=by)
    profiles.restore(code, first, by=by, reason="damaged", seen=digest(code))
    (mail,) = told()
    assert "الوصف" in mail.text


def test_both_sides_of_a_merger_are_told_and_of_its_end(code, amal, register):
    other = register.publish("Coopérative Amal", legal_form="cooperative").code
    people.steward(other, email="lina@athar.example", language="fr")
    by = people.moderator()
    seen = merging.beside(other, code).mark
    merging.merge(other, code, by=by, reason="duplicate", seen=seen, choices=merging.Choices())
    of = {one.to: one.text for one in told()}
    assert "Elle a été fusionnée dans une autre fiche" in of["lina@athar.example"]
    assert "أُدمجت فيها صفحة أخرى" in of["amal@athar.example"]
    ending = profiles.ending_of(other)
    profiles.bring_back(other, by=by, reason="mistaken-merger", seen=bytes(ending.digest))
    assert len(told()) == 4

"""Stories, dossiers and uses of citations: what each verb does, refuses, and writes in the log."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from desk import roles
from desk.erasing import erase
from desk.forms.dates import read
from desk.models import Mail, Writing, WritingDecision
from desk.submissions.sending import FROM_ONE_ADDRESS
from desk.writings import dossiers, moving, queue, refusals, stories, uses
from directory.models import Actor, Revision
from evidence.citations.store import cite
from evidence.dossiers.publish import NothingChanged, NotReady
from evidence.models import CitationUse, Dossier, DossierIssue, Story
from tests import people
from tests.dossiers import written
from tests.writings import STORY, USE, argued, reported, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward(country):
    return people.steward(country.amal.code)


@pytest.fixture
def hind():
    return people.moderator("region", "02", name="Hind")


@pytest.fixture
def nation():
    return people.moderator(name="Nadia")


def verbs_of(held):
    return list(held.decisions.order_by("pk").values_list("verb", "by"))


# ---- stories -------------------------------------------------------------------------------------


def test_a_story_is_sent_with_its_consent_and_published_with_it(country, steward, hind):
    held = told(steward, country.amal.code)
    assert not Story.objects.exists()
    [consent] = held.consents.all()
    assert (consent.recorded_by, consent.form, consent.given_on) == (
        steward,
        "written",
        date(2024, 5, 12),
    )
    stories.publish(held, by=hind, seen=moving.mark(held))
    [story] = Story.objects.all()
    assert (story.actor.code, story.texts["fr"], story.consent_to) == (
        country.amal.code,
        "Nous étions douze.",
        "Coopérative Al Amal",
    )
    assert (str(story.told_on), story.told_precision) == ("2024-05-01", "month")
    assert verbs_of(held) == [("submit", steward.pk), ("accept", hind.pk)]
    assert Mail.objects.get().to == steward.email


def test_who_wants_no_name_has_none(country, steward, hind):
    held = told(steward, country.amal.code, teller_fr="")
    stories.publish(held, by=hind, seen=moving.mark(held))
    assert Story.objects.get().teller == {}


@pytest.mark.parametrize(
    "lacking", ["knows", "consent_form", "consent_on", "consent_words", "told"]
)
def test_without_consent_told_whole_nothing_is_sent(country, steward, lacking):
    with pytest.raises(refusals.Unfinished, match=lacking):
        told(steward, country.amal.code, **{lacking: ""})
    assert Writing.objects.get().payload[lacking] == ""  # what was typed is kept


def test_only_who_keeps_the_profile_or_moderates_there_writes_its_stories(country, steward, hind):
    for stranger in (people.person(), people.moderator("region", "04")):
        with pytest.raises(roles.NotAllowed):
            told(stranger, country.amal.code)
    assert told(hind, country.amal.code).state == "waiting"


def test_who_keeps_the_profile_no_more_sends_no_more_of_its_stories(country, steward):
    actor = Actor.objects.get(code=country.amal.code)
    held = stories.begin(actor, STORY, by=steward, language="fr")
    roles.Stewardship.objects.all().delete()
    with pytest.raises(roles.NotAllowed):
        stories.send(held, by=steward)


def test_a_consent_withdrawn_takes_the_words_out_of_register_and_desk(country, steward, hind):
    held = told(steward, country.amal.code)
    stories.publish(held, by=hind, seen=moving.mark(held))
    stories.withdraw_consent(held, by=steward)
    held.refresh_from_db()
    assert (held.payload, held.state) == ({}, "withdrawn")
    story = Story.objects.get()
    assert (story.titles, story.texts, story.teller) == ({}, {}, {})
    assert Revision.objects.head().kind == "redact"
    assert held.consents.get().withdrawn_by == steward
    assert "douze" not in str(list(WritingDecision.objects.values()))
    with pytest.raises(refusals.WrongState):
        stories.withdraw_consent(held)


def test_whoever_told_it_withdraws_it_by_her_link(country, steward):
    held = told(steward, country.amal.code)
    link = stories.consent_link(held)
    assert stories.of_consent_link(link) == held
    with pytest.raises(refusals.Refused):
        stories.of_consent_link(link[:-1] + ("a" if link[-1] != "a" else "b"))
    stories.withdraw_consent(held)
    assert held.decisions.get(verb="withdraw-consent").by is None


def test_what_was_not_looked_at_is_not_published(country, steward, hind):
    held = told(steward, country.amal.code)
    seen = moving.mark(held)
    held = moving.take_back(held, by=steward)
    held = stories.send(stories.save(held, STORY | {"text_fr": "Nous étions treize."}), by=steward)
    with pytest.raises(refusals.ChangedMeanwhile):
        stories.publish(held, by=hind, seen=seen)
    assert not Story.objects.exists()


def test_asked_back_it_is_changed_and_sent_again(country, steward, hind):
    held = told(steward, country.amal.code)
    with pytest.raises(refusals.MissingNote):
        moving.ask_back(held, by=hind, note=" ")
    held = moving.ask_back(held, by=hind, note="Qui l’a dit ?")
    assert "Qui l’a dit ?" in Mail.objects.get().text
    assert stories.send(stories.save(held, STORY), by=steward).state == "waiting"


# ---- dossiers ------------------------------------------------------------------------------------


@pytest.fixture
def amina(country):
    return people.person("amina@athar.example")


def test_a_dossier_is_asked_for_looked_at_and_issued(amina, nation):
    held = argued(amina)
    assert not DossierIssue.objects.exists()
    dossiers.publish(held, by=nation, seen=moving.mark(held))
    [issue] = DossierIssue.objects.all()
    assert issue.content["titles"] == {"fr": "Pour une loi"}
    assert held.decisions.get(verb="accept").issue == 1


def test_what_is_changed_later_waits_again_and_the_last_issue_stands(amina, nation):
    held = argued(amina)
    held = dossiers.publish(held, by=nation, seen=moving.mark(held))
    with pytest.raises(NothingChanged):
        dossiers.ask(held, by=amina)
    dossiers.save_about(held, dossiers.about_typed(held) | {"titles_fr": "Pour une autre loi"})
    held = dossiers.ask(held, by=amina)
    assert DossierIssue.objects.count() == 1
    dossiers.publish(held, by=nation, seen=moving.mark(held))
    assert list(DossierIssue.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_what_waits_is_not_written_until_it_is_taken_back(amina):
    held = argued(amina)
    for write in (
        lambda: dossiers.save_about(held, {}),
        lambda: dossiers.save_point(held, None, {}),
        lambda: dossiers.move(held, held.dossier.points.get(), 1),
        lambda: dossiers.remove_point(held, held.dossier.points.get()),
        lambda: dossiers.discard(held),
    ):
        with pytest.raises(refusals.WrongState):
            write()
    dossiers.save_about(moving.take_back(held, by=amina), {"titles_fr": "Autre"})
    held.dossier.refresh_from_db()
    assert held.dossier.titles == {"fr": "Autre"}


def test_points_move_one_place_and_stop_at_the_ends(amina):
    held = argued(amina, asked=False)
    for words in ("Deux.", "Trois."):
        dossiers.save_point(held, None, {"texts_fr": words})

    def order():
        return [one.texts["fr"][:4] for one in held.dossier.points.all()]

    third = held.dossier.points.last()
    dossiers.move(held, third, -1)
    dossiers.move(held, third, -1)
    dossiers.move(held, third, -1)
    assert order() == ["Troi", "Elle", "Deux"]
    dossiers.remove_point(held, third)
    assert order() == ["Elle", "Deux"]


def test_what_was_typed_wrong_is_kept_as_typed_and_not_published(amina):
    held = argued(amina, asked=False)
    [point] = held.dossier.points.all()
    given = {"texts_fr": "Changé.", "figures": "7KQ2-M9XX"}
    _point, form = dossiers.save_point(held, point, given)
    assert "figures" in form.errors
    held.refresh_from_db()
    point.refresh_from_db()
    assert dossiers.point_typed(held, point) == {
        "texts_fr": "Changé.",
        "figures": "7KQ2-M9XX",
        "stories": "",
    }
    with pytest.raises(refusals.Unfinished):
        dossiers.ask(held, by=amina)
    dossiers.save_point(held, point, given | {"figures": ""})
    held.refresh_from_db()
    assert dossiers.ask(held, by=amina).state == "waiting"


def test_a_day_that_is_none_is_kept_as_typed(amina):
    held = argued(amina, asked=False)
    dossiers.save_about(held, {"titles_fr": "Pour une loi", "date": "demain"})
    held.refresh_from_db()
    assert dossiers.about_typed(held)["date"] == "demain"
    assert held.dossier.date == date(2025, 7, 10)


def test_an_empty_dossier_is_not_asked_for(amina):
    with pytest.raises(NotReady):
        dossiers.ask(dossiers.begin(by=amina, language="ar"), by=amina)


def test_a_draft_is_thrown_away_and_what_was_public_is_not(amina, nation):
    dossiers.discard(argued(amina, asked=False))
    assert not Dossier.objects.exists()
    held = argued(amina)
    held = dossiers.publish(held, by=nation, seen=moving.mark(held))
    with pytest.raises(refusals.AlreadyPublic):
        dossiers.discard(held)


def test_one_without_an_author_is_taken_on_by_an_administrator_alone(country, amina):
    dossier = written()
    for stranger in (amina, people.moderator()):
        with pytest.raises(roles.NotAllowed):
            dossiers.take_on(dossier, by=stranger, language="fr")
    held = dossiers.take_on(dossier, by=people.administrator(), language="fr")
    with pytest.raises(roles.NotAllowed):
        dossiers.take_on(dossier, by=people.administrator(), language="fr")
    assert held.dossier == dossier


def test_who_erases_her_account_takes_what_was_never_public_with_her(amina, nation, country):
    public = argued(amina)
    public = dossiers.publish(public, by=nation, seen=moving.mark(public))
    argued(amina, asked=False)
    people.keep(amina, country.amal.code)
    told(amina, country.amal.code)
    erase(amina)
    assert Dossier.objects.get() == public.dossier
    assert Writing.objects.get(kind="story").payload == {}
    held = dossiers.take_on(public.dossier, by=people.administrator(), language="fr")
    assert held.author.is_superuser


# ---- uses ----------------------------------------------------------------------------------------


def test_a_reported_use_is_in_the_public_log_once_it_is_accepted(country, nation):
    held = reported()
    assert not CitationUse.objects.exists()
    uses.accept(held, by=nation, seen=moving.mark(held))
    [use] = CitationUse.objects.all()
    assert (use.title, use.date, use.address) == (USE["title"], date(2025, 1, 14), USE["address"])
    uses.set_hidden(held, True, by=nation)
    assert not CitationUse.objects.shown().exists()
    uses.set_hidden(held, False, by=nation)
    assert [verb for verb, _by in verbs_of(held)] == ["submit", "accept", "hide", "show"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "song"},
        {"title": ""},
        {"date": "31/02/2025"},
        {"date": "2999"},
        {"address": "javascript:alert(1)"},
        {"address": "ftp://example.org"},
        {"address": "https://[::1"},
    ],
)
def test_a_use_that_cannot_be_is_refused_by_its_field(country, wrong):
    with pytest.raises(refusals.Unfinished, match=next(iter(wrong))):
        reported(**wrong)


def test_so_many_uses_from_one_address_are_paused(country):
    citation = cite("/api/v1/actors/").citation
    for _ in range(FROM_ONE_ADDRESS):
        uses.report(citation, USE, language="fr", address="192.0.2.1")
    with pytest.raises(refusals.TooManyBegun):
        uses.report(citation, USE, language="fr", address="192.0.2.1")
    assert uses.report(citation, USE, language="fr", address="192.0.2.2").state == "waiting"


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("12/05/2024", ("2024-05-12", "day")),
        ("٢٠٢٤-٠٥-١٢", ("2024-05-12", "day")),
        ("5/2024", ("2024-05-01", "month")),
        ("2024", ("2024-01-01", "year")),
    ],
)
def test_days_are_read_as_people_type_them(typed, read_as):
    found = read(typed)
    assert (found.date.isoformat(), found.precision) == read_as


# ---- whose they are ------------------------------------------------------------------------------


def test_stories_are_those_of_their_region_and_the_rest_is_the_country_s(
    country, steward, hind, nation
):
    waiting = [told(steward, country.amal.code), argued(steward), reported()]
    elsewhere = people.moderator("region", "04")
    for person, kinds in (
        (hind, {"story"}),
        (elsewhere, set()),
        (nation, {"story", "dossier", "use"}),
    ):
        scopes = roles.scopes_of(person)
        assert {one.kind for one in queue.waiting(scopes)} == kinds
        assert {one.kind for one in waiting if queue.covers(scopes, one)} == kinds
        assert sum(queue.counts(scopes).values()) == len(kinds)


def test_nobody_decides_on_what_she_wrote_herself(country, hind):
    held = told(hind, country.amal.code)
    assert not queue.may_decide(hind, roles.scopes_of(hind), held)


# ---- what the database refuses -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("desk_writingdecision", "update desk_writingdecision set note = 'x'"),
        ("desk_writingdecision", "delete from desk_writingdecision"),
        ("desk_storyconsent", "update desk_storyconsent set words = 'x'"),
        ("desk_storyconsent", "delete from desk_storyconsent"),
    ],
)
def test_the_web_rewrites_neither_the_log_nor_a_consent(country, steward, settings, table, change):
    told(steward, country.amal.code)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"set local role {settings.WEB_ROLE}")
        with pytest.raises(ProgrammingError, match=f"permission denied for table {table}"):
            cursor.execute(change)
        transaction.set_rollback(True)


def test_nothing_withdrawn_comes_back(country, steward):
    held = stories.withdraw_consent(told(steward, country.amal.code))
    held.state = "waiting"
    with pytest.raises(IntegrityError, match="writing_goes_its_ways"), transaction.atomic():
        held.save()

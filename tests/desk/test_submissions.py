"""Submissions: from the first letter to the register, and what the database holds them to."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now

from desk import submissions
from desk.models import Consent, Decision, Submission
from desk.submissions import refusals
from directory.as_of import snapshot
from directory.models import Actor, Contact, Revision
from directory.publishing import endings, redact_actor
from directory.selectors.actors import actor_state
from directory.selectors.observations import figures_of
from tests.submissions import AMAL, CONSENTS

FIGURES = {"year": "2025", "members": "40", "members-women": "25"}
PERSON = {
    "name_0": "Fatima",
    "phone_0": "0612345678",
    "public_phone_0": "on",
    "public_email_0": "on",
    "email_0": "",
}


def facts_now(code):
    with snapshot() as reading:
        return actor_state(code, reading).facts


# --- from draft to register -----------------------------------------------------------------------


def test_a_profile_that_is_accepted_is_in_the_register(sender):
    waiting = sender.register()
    head = Revision.objects.head().number

    accepted = submissions.accept(waiting, by=None)

    assert accepted.state == "accepted"
    assert accepted.revision.number == head + 1
    facts = facts_now(accepted.actor_id)
    assert facts["names"] == {"ar": "تعاونية الأمل", "fr": "Coopérative Al Amal"}
    assert facts["legal_form"] == "cooperative"
    assert facts["founded"] == {"date": "2016-01-01", "precision": "year"}
    assert (facts["place"]["region"], facts["place"]["commune"]) == ("02", "02.113.01.09")
    assert facts["provenance"]["*"]["source"] == "Declared by who registered it"


def test_nothing_is_public_before_it_is_accepted(sender):
    head, actors = Revision.objects.head().number, Actor.objects.count()
    sender.register()
    assert (Revision.objects.head().number, Actor.objects.count()) == (head, actors)


def test_figures_given_are_published_as_declared(sender):
    accepted = submissions.accept(sender.register(figures=FIGURES), by=None)
    with snapshot() as reading:
        told = {
            one["indicator"].code: one["reported"] for one in figures_of(accepted.actor_id, reading)
        }
    assert {code: reported[0]["value"] for code, reported in told.items()} == {
        "members": Decimal(40),
        "members-women": Decimal(25),
    }
    assert told["members"][0]["source_kind"] == "declared"


def test_contacts_are_public_or_private_one_by_one(sender):
    people = PERSON | {"name_1": "Zahra", "email_1": "zahra@example.org"}
    accepted = submissions.accept(sender.register(contacts=people), by=None)
    told = Contact.objects.filter(actor__code=accepted.actor_id).order_by("pk")
    assert list(told.values_list("name", "phone", "email", "is_public")) == [
        ("Fatima", "0612345678", "", True),
        ("Zahra", "", "zahra@example.org", False),
    ]


def test_an_address_is_public_while_the_telephone_beside_it_is_not(sender):
    fatima = {"name_0": "Fatima", "phone_0": "0612345678", "email_0": "fatima@example.org"}
    accepted = submissions.accept(
        sender.register(contacts=fatima | {"public_email_0": "on"}), by=None
    )
    told = Contact.objects.filter(actor__code=accepted.actor_id).order_by("pk")
    assert list(told.values_list("name", "phone", "email", "is_public")) == [
        ("Fatima", "", "fatima@example.org", True),
        ("Fatima", "0612345678", "", False),
    ]


def test_a_change_that_names_nobody_leaves_the_contacts_unless_it_says_so(sender):
    code = submissions.accept(sender.register(contacts=PERSON), by=None).actor_id
    website = sender.send(code, contacts={"website": "https://amal.example.org"})
    assert [one.field for one in submissions.differences(website)] == ["website"]
    submissions.accept(website, by=None)
    assert Contact.objects.filter(actor__code=code).count() == 1
    submissions.accept(sender.send(code, contacts={"nobody": "on"}), by=None)
    assert not Contact.objects.filter(actor__code=code).exists()


def test_several_are_accepted_in_one_revision(sender):
    waiting = [sender.register(name={"name_fr": f"Coopérative {n}"}) for n in range(3)]
    accepted = submissions.accept_all(waiting, by=None)
    assert len({one.revision_id for one in accepted}) == 1
    assert len({one.actor_id for one in accepted}) == 3


def test_what_was_typed_is_kept_as_typed(sender):
    typed = {"founded_year": "two thousand", "ice": "12 34", "legal_form": "guild"}
    draft = sender.begin(form=typed)
    assert Submission.objects.get(pk=draft.pk).payload["form"] == typed


def test_a_link_opens_its_submission_alone(sender):
    draft = sender.begin(**AMAL)
    assert submissions.find(sender.secret) == draft
    for wrong in ("", sender.secret[:-1], "x" * 32, draft.link):
        with pytest.raises(refusals.UnknownLink):
            submissions.find(wrong)
    assert sender.secret not in str(Submission.objects.filter(pk=draft.pk).values())


# --- what is refused ------------------------------------------------------------------------------


def test_an_unfinished_profile_names_its_steps(sender):
    draft = sender.begin(name=AMAL["name"], form={"legal_form": ""})
    with pytest.raises(refusals.Unfinished) as refused:
        submissions.submit(draft, consents=CONSENTS)
    assert refused.value.steps == ["form", "place"]


@pytest.mark.parametrize(
    ("consents", "lacking"), [({}, "licence"), ({"licence": "Yes."}, "contacts")]
)
def test_nothing_is_sent_without_consent(sender, consents, lacking):
    draft = sender.begin(**AMAL, contacts=PERSON)
    with pytest.raises(refusals.NoConsent, match=lacking):
        submissions.submit(draft, consents=consents)


def test_consent_is_kept_in_its_words(sender):
    sent = sender.register(contacts=PERSON)
    told = Consent.objects.filter(submission=sent).order_by("subject")
    assert dict(told.values_list("subject", "words")) == CONSENTS


def test_a_change_that_changes_nothing_is_not_sent(sender):
    code = submissions.accept(sender.register(), by=None).actor_id
    with pytest.raises(refusals.NothingToAccept):
        sender.send(code, name=AMAL["name"])


def test_one_address_begins_only_so_many(in_force, monkeypatch):
    monkeypatch.setattr("desk.submissions.sending.FROM_ONE_ADDRESS", 2)
    for _ in range(2):
        submissions.begin("new-profile", language="ar", address="192.0.2.1")
    with pytest.raises(refusals.TooManyBegun):
        submissions.begin("new-profile", language="ar", address="192.0.2.1")
    submissions.begin("new-profile", language="ar", address="192.0.2.2")


@pytest.mark.parametrize("verb", ["accept", "refuse", "ask_back"])
def test_a_decision_is_made_once(sender, verb):
    waiting = sender.register()
    submissions.accept(waiting, by=None)
    more = {"refuse": {"reason": "duplicate"}, "ask_back": {"note": "Where?"}}.get(verb, {})
    with pytest.raises(refusals.WrongState) as refused:
        getattr(submissions, verb)(waiting, by=None, **more)
    assert refused.value.state == "accepted"


def test_what_is_sent_is_written_no_more(sender):
    waiting = sender.register()
    with pytest.raises(refusals.WrongState):
        submissions.save_step(waiting, "name", {"name_fr": "Autre"})


# --- asked back, taken back, opened again ---------------------------------------------------------


def test_what_is_asked_back_is_mended_and_sent_again(sender):
    waiting = sender.register()
    asked = submissions.ask_back(waiting, by=None, note="En quelle année ?")
    submissions.save_step(asked, "form", AMAL["form"] | {"founded_year": "2017"})
    again = submissions.submit(asked, consents=CONSENTS)
    accepted = submissions.accept(again, by=None)
    assert facts_now(accepted.actor_id)["founded"]["date"] == "2017-01-01"
    assert list(accepted.decisions.order_by("pk").values_list("verb", flat=True)) == [
        "submit",
        "ask-back",
        "submit",
        "accept",
    ]


def test_a_sender_takes_back_what_nobody_decided(sender):
    waiting = sender.register()
    assert submissions.withdraw(waiting).state == "withdrawn"
    with pytest.raises(refusals.WrongState):
        submissions.accept(waiting, by=None)


def test_a_refusal_has_a_reason_and_can_be_opened_again(sender):
    waiting = sender.register()
    with pytest.raises(refusals.UnknownReason):
        submissions.refuse(waiting, by=None, reason="dislike")
    assert submissions.refuse(waiting, by=None, reason="duplicate").decided_at
    assert submissions.reopen(waiting, by=None, reason="mistaken").state == "waiting"
    assert submissions.accept(waiting, by=None).state == "accepted"


# --- changes and conflicts ------------------------------------------------------------------------


@pytest.fixture
def amal(sender):
    return submissions.accept(sender.register(), by=None).actor_id


def test_a_change_changes_what_it_says_and_nothing_else(sender, amal):
    change = sender.send(amal, name=AMAL["name"] | {"name_fr": "Coopérative Amal"})
    assert [one.field for one in submissions.differences(change)] == ["names.fr"]
    submissions.accept(change, by=None)
    facts = facts_now(amal)
    assert facts["names"] == {"ar": "تعاونية الأمل", "fr": "Coopérative Amal"}
    assert facts["founded"] == {"date": "2016-01-01", "precision": "year"}


def test_fields_are_accepted_one_by_one(sender, amal):
    change = sender.send(
        amal,
        name=AMAL["name"] | {"name_fr": "Coopérative Amal"},
        form=AMAL["form"] | {"founded_year": "2015"},
    )
    accepted = submissions.accept(change, by=None, fields=["founded"])
    facts = facts_now(amal)
    assert facts["founded"]["date"] == "2015-01-01"
    assert facts["names"]["fr"] == "Coopérative Al Amal"
    assert Decision.objects.filter(submission=accepted).latest("pk").fields == ["founded"]


def test_what_others_changed_meanwhile_is_not_overwritten_unseen(sender, amal):
    name = AMAL["name"]
    first = sender.send(amal, name=name | {"name_fr": "Coopérative Amal"})
    second = sender.send(amal, name=name | {"name_fr": "Amal d’Aklim"})
    submissions.accept(first, by=None)

    [change] = submissions.differences(second)
    assert change.conflicted
    assert (change.begun, change.today, change.proposed) == (
        "Coopérative Al Amal",
        "Coopérative Amal",
        "Amal d’Aklim",
    )
    with pytest.raises(refusals.Conflicted) as refused:
        submissions.accept(second, by=None)
    assert refused.value.fields == ["names.fr"]

    submissions.accept(second, by=None, fields=["names.fr"])
    assert facts_now(amal)["names"]["fr"] == "Amal d’Aklim"


def test_changes_of_different_fields_do_not_meet(sender, amal):
    first = sender.send(amal, name=AMAL["name"] | {"name_fr": "Coopérative Amal"})
    second = sender.send(amal, form=AMAL["form"] | {"founded_year": "2015"})
    submissions.accept(first, by=None)
    submissions.accept(second, by=None)
    facts = facts_now(amal)
    assert (facts["names"]["fr"], facts["founded"]["date"]) == ("Coopérative Amal", "2015-01-01")


def test_a_figure_left_empty_is_taken_back(sender, amal):
    submissions.accept(sender.send(amal, figures=FIGURES), by=None)
    change = sender.send(amal, figures={"year": "2025", "members": "41", "members-women": ""})
    submissions.accept(change, by=None)
    with snapshot() as reading:
        told = figures_of(amal, reading)
    assert [(one["indicator"].code, one["reported"][0]["value"]) for one in told] == [
        ("members", Decimal(41))
    ]


def test_a_profile_that_left_meanwhile_takes_no_change(sender, amal):
    change = sender.send(amal, name=AMAL["name"] | {"name_fr": "Autre"})
    endings.withdraw([amal], role="moderator", reason="asked")
    with pytest.raises(refusals.ActorGone):
        submissions.accept(change, by=None)


# --- where a redaction left no name ---------------------------------------------------------------


@pytest.fixture
def nameless(amal):
    redact_actor(amal, role="administrator", reason="personal-data")
    return amal


def test_what_a_redaction_left_nameless_is_named_anew(sender, nameless):
    change = sender.send(nameless, name={"name_fr": "Coopérative Nouvelle Aube"})
    assert [(one.field, one.today) for one in submissions.differences(change)] == [
        ("names.fr", None)
    ]
    submissions.accept(change, by=None)
    facts = facts_now(nameless)
    assert facts["names"] == {"fr": "Coopérative Nouvelle Aube"}
    assert facts["founded"] == {"date": "2016-01-01", "precision": "year"}
    assert (facts["legal_form"], facts["place"]["commune"]) == ("cooperative", "02.113.01.09")


def test_whoever_changes_what_is_nameless_names_it(sender, nameless):
    with pytest.raises(refusals.Unfinished) as refused:
        sender.send(nameless, form=AMAL["form"] | {"founded_year": "2015"})
    assert refused.value.steps == ["name"]


def test_a_name_is_not_left_out_where_nothing_else_names_it(sender, nameless):
    change = sender.send(
        nameless, name={"name_fr": "Aube"}, form=AMAL["form"] | {"founded_year": "2015"}
    )
    with pytest.raises(refusals.NotPublishable):
        submissions.accept(change, by=None, fields=["founded"])


def test_a_change_begun_before_a_redaction_goes_on_after_it(sender, amal):
    change = sender.send(amal, form=AMAL["form"] | {"founded_year": "2015"})
    redact_actor(amal, role="administrator", reason="personal-data")
    with pytest.raises(refusals.NotPublishable):
        submissions.accept(change, by=None)
    submissions.accept(sender.send(amal, name={"name_fr": "Aube"}), by=None)
    submissions.accept(change, by=None)
    facts = facts_now(amal)
    assert (facts["names"], facts["founded"]["date"]) == ({"fr": "Aube"}, "2015-01-01")


def test_nothing_is_reported_of_what_is_nameless(sender, nameless):
    with pytest.raises(refusals.ActorGone):
        sender.report(nameless, "wrong")


def test_a_report_that_it_closed_closes_it(sender, amal):
    report = sender.report(amal, "closed", "Fermée depuis la sécheresse.", year="2023")
    submissions.accept(report, by=None)
    assert facts_now(amal)["closed"] == {"date": "2023-01-01", "precision": "year"}


def test_a_report_of_something_else_is_closed_without_a_revision(sender, amal):
    report = sender.report(amal, "wrong", "Ce n’est pas son téléphone.")
    closed = submissions.close_report(report, by=None, note="Corrigé.")
    assert (closed.state, closed.revision) == ("accepted", None)


# --- what the database holds them to --------------------------------------------------------------


def refused_by(name):
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"kind": "poem"}, "known_kind|about_a_profile"),
        ({"state": "lost"}, "known_state"),
        ({"kind": "report"}, "report_has_its_subject|about_a_profile"),
        ({"subject": "closed"}, "report_has_its_subject"),
        ({"kind": "change"}, "change_has_its_base|about_a_profile"),
        ({"state": "waiting"}, "sent_has"),
        ({"state": "refused", "submitted_at": Now(), "consented_at": Now()}, "decided_has"),
        (
            {
                "state": "accepted",
                "submitted_at": Now(),
                "consented_at": Now(),
                "decided_at": Now(),
            },
            "accepted_names_its_revision",
        ),
        ({"decided_at": Now()}, "decided_has_its_time"),
    ],
)
def test_no_submission_is_half_of_something(db, wrong, constraint):
    told = {"kind": "new-profile", "link": "0" * 64, "language": "fr"} | wrong
    with refused_by(constraint), transaction.atomic():
        Submission.objects.create(**told)


def test_no_state_is_left_out(sender):
    draft = sender.begin(**AMAL)
    with refused_by("does not go from draft to refused"), transaction.atomic():
        Submission.objects.filter(pk=draft.pk).update(
            state="refused", submitted_at=Now(), consented_at=Now(), decided_at=Now()
        )


def test_the_web_adds_to_the_logs_and_rewrites_nothing(sender, settings):
    sender.register()
    with connection.cursor() as cursor:
        for table in ("desk_decision", "desk_consent"):
            cursor.execute(
                "select has_table_privilege(%s, %s, 'update')"
                " or has_table_privilege(%s, %s, 'delete')",
                [settings.WEB_ROLE, table, settings.WEB_ROLE, table],
            )
            assert cursor.fetchone() == (False,)


def test_the_web_has_the_rights_it_needs(sender, web_role, settings):
    with connection.cursor() as cursor:
        cursor.execute(f"set local role {settings.WEB_ROLE}")
    accepted = submissions.accept(sender.register(contacts=PERSON, figures=FIGURES), by=None)
    assert accepted.state == "accepted"

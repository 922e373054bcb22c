"""Dossiers: what is published stays as it was, and nothing else is public."""

from contextlib import suppress
from random import Random

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError

from directory import codes
from directory.as_of import snapshot
from evidence.citations import answers
from evidence.citations.store import cite
from evidence.codes import fresh_code
from evidence.dossiers import selectors
from evidence.dossiers.difference import Change
from evidence.dossiers.figures import Now, asked_now, figures
from evidence.dossiers.load import load_dossiers, shipped
from evidence.dossiers.publish import NothingChanged, NotReady, publish_dossier
from evidence.models import Dossier, DossierIssue, DossierPoint
from tests.dossiers import written


@pytest.fixture
def dossier(country):
    return written()


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def do(*statements):
    """Some statements of SQL, all or nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


# ---- publishing ----------------------------------------------------------------------------------


def test_a_draft_is_published_by_nobody_but_publishing(dossier):
    assert selectors.dossiers() == []
    with pytest.raises(selectors.UnknownDossier):
        selectors.dossier(dossier.code)


def test_publishing_issues_what_is_written(dossier):
    issue = publish_dossier(dossier)
    assert (issue.number, issue.content["titles"]) == (1, dossier.titles)
    assert [point["figures"] for point in issue.content["points"]] == [issue.figures, []]
    assert selectors.dossiers() == [issue]


def test_what_is_written_afterwards_is_public_only_in_the_next_issue(dossier):
    first = publish_dossier(dossier)
    dossier.titles = {"fr": "Un autre titre"}
    dossier.save()
    assert selectors.dossier(dossier.code).issue.content["titles"] == first.content["titles"]
    second = publish_dossier(dossier)
    assert selectors.dossier(dossier.code).issue == second
    assert selectors.dossier(dossier.code, 1).issue == first


def test_what_did_not_change_is_not_issued_again(dossier):
    publish_dossier(dossier)
    with pytest.raises(NothingChanged):
        publish_dossier(dossier)


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        (lambda one: Dossier.objects.update(titles={}), "titles"),
        (lambda one: one.points.all().delete(), "points"),
        (lambda one: one.points.update(texts={}), "texts"),
    ],
)
def test_what_lacks_its_words_is_not_published(dossier, changed, missing):
    changed(dossier)
    with pytest.raises(NotReady) as error:
        publish_dossier(dossier)
    assert error.value.missing == [missing]


def test_issues_are_chained_by_their_digests(dossier):
    first = publish_dossier(dossier)
    dossier.points.first().delete()
    second = publish_dossier(dossier)
    assert bytes(first.digest) != bytes(second.digest)
    assert len(bytes(second.digest)) == 32


def test_each_issue_tells_what_it_changed_of_the_one_before(dossier):
    publish_dossier(dossier)
    first, second = dossier.points.all()
    first.headings = {"fr": "Plus nombreuses"}
    first.position = 3
    first.save()
    dossier.points.create(position=4, texts={"fr": "De plus."})
    dossier.introductions = {}
    dossier.save()
    publish_dossier(dossier)
    second.delete()
    publish_dossier(dossier)

    third, second, first = selectors.dossier(dossier.code).history
    assert first[1] == []
    assert second[1] == [
        Change("introductions"), Change("headings", 2), Change("added", 3), Change("order")
    ]  # fmt: skip
    assert third[1] == [Change("removed", 1)]


def test_a_code_is_new_and_checks(country):
    assert codes.checks(fresh_code())


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_written_the_public_sees_what_was_issued_last(country, client, seed):
    """Random work on two dossiers: drafts never show, and issues stay as they were."""
    choose, issued = Random(seed), {}
    drafts = [written(), written()]
    for step in range(12):
        one = choose.choice(drafts)
        act = choose.choice(["title", "point", "remove", "order", "publish"])
        if act == "title":
            Dossier.objects.filter(pk=one.pk).update(titles={"fr": f"Titre {step}"})
        elif act == "point":
            one.points.create(position=step, texts={"ar": f"نقطة {step}"})
        elif act == "remove" and one.points.count() > 1:
            choose.choice(list(one.points.all())).delete()
        elif act == "order":
            one.points.filter(pk=one.points.first().pk).update(position=choose.randrange(9))
        elif act == "publish":
            with suppress(NothingChanged):
                issue = publish_dossier(one)
                issued.setdefault(one.code, []).append(issue.content)
        for draft in drafts:
            found = client.get(f"/api/v1/dossiers/{draft.code}/")
            assert found.status_code == (200 if draft.code in issued else 404)
        assert {one.code for one in selectors.dossiers()} == set(issued)
        for code, contents in issued.items():
            stands = [one.content for one in reversed(selectors.dossier(code).issues)]
            assert stands == contents


# ---- what the database holds, whoever writes -----------------------------------------------------


def issued(dossier, number=1, **content):
    told = {"titles": {"fr": "T"}, "points": [{"texts": {"fr": "P"}, "figures": []}]} | content
    return DossierIssue.objects.create(
        dossier=dossier, number=number, content=told, digest=bytes(32)
    )


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ({"points": []}, "dossier_issue_has_points"),
        ({"points": {}}, "dossier_issue_has_points"),
        ({"titles": {}}, "dossier_issue_has_points"),
        ({"points": [{"texts": {}, "figures": []}]}, "dossier_issue_points_have_texts"),
        ({"points": [{"texts": {"fr": " "}, "figures": []}]}, "dossier_issue_points_have_texts"),
        (
            {"points": [{"texts": {"fr": "P"}, "figures": ["00000000"]}]},
            "dossier_issue_cites",
        ),
    ],
)
def test_an_issue_has_points_with_words_and_figures_that_stand(dossier, content, name):
    with refused(name), transaction.atomic():
        issued(dossier, **content)


def test_issues_are_numbered_without_a_gap(dossier):
    with refused("dossier_issue_follows"), transaction.atomic():
        issued(dossier, 2)


@pytest.mark.parametrize("statement", ["update {} set number = 9", "delete from {}", "truncate {}"])
def test_an_issue_is_never_changed(dossier, statement):
    publish_dossier(dossier)
    with pytest.raises(DatabaseError, match="append-only|never"):
        do("set constraints all immediate", statement.format("evidence_dossierissue"))


def test_a_published_dossier_is_not_deleted_and_its_draft_kept(dossier):
    publish_dossier(dossier)
    with pytest.raises(ProtectedError):
        dossier.delete()
    with pytest.raises(IntegrityError, match="evidence_dossierissue"):
        do(
            "delete from evidence_dossierfigure",
            "delete from evidence_dossierpoint",
            "delete from evidence_dossier",
            "set constraints all immediate",
        )


@pytest.mark.parametrize(
    ("model", "field", "value"),
    [
        (Dossier, "titles", {"de": "Titel"}),
        (Dossier, "titles", {"fr": "  "}),
        (Dossier, "introductions", {"fr": 3}),
        (Dossier, "occasions", ["fr"]),
        (DossierPoint, "texts", {"zgh": "…"}),
        (DossierPoint, "stories", ["7KQ2M9XX"]),
    ],
)
def test_texts_are_by_language_and_stories_by_code(dossier, model, field, value):
    with refused(f"dossier_.*{field}"), transaction.atomic():
        model.objects.update(**{field: value})


def test_a_dossier_keeps_its_code(dossier):
    with refused("dossier_keeps_its_code"), transaction.atomic():
        Dossier.objects.update(code=codes.mint())


def test_a_figure_stands_once_in_a_point(dossier):
    figure = dossier.points.first().figures.first()
    with refused("dossier_figure_once"), transaction.atomic():
        figure.point.figures.create(citation=figure.citation)


@pytest.mark.parametrize(
    "statement",
    [
        "update evidence_dossierissue set number = 2",
        "delete from evidence_dossierissue",
        "truncate evidence_dossier cascade",
    ],
)
def test_the_web_role_appends_issues_and_rewrites_none(dossier, statement):
    publish_dossier(dossier)
    with pytest.raises(DatabaseError, match="permission denied"):
        do(f"set local role {settings.WEB_ROLE}", statement)


def test_one_citation_may_serve_many_points(dossier):
    citation = cite("/api/v1/actors/?legal_form=cooperative").citation
    second = dossier.points.last()
    second.figures.create(citation=citation)
    assert publish_dossier(dossier).figures == [citation.code]


# ---- its figures ---------------------------------------------------------------------------------


def test_a_figure_is_asked_again_of_the_register_as_it_is(dossier, country):
    issue = publish_dossier(dossier)
    [citation] = selectors.citations_of(issue).values()
    with snapshot() as reading:
        assert asked_now(citation, reading) == Now(answers.number(citation.answer), same=True)
    country.register.publish("Coopérative nouvelle", legal_form="cooperative")
    with snapshot() as reading:
        now = asked_now(citation, reading)
    assert (now.number.value, now.same) == (2, False)


def test_what_has_no_answer_any_more_is_told_so(country):
    issue = publish_dossier(written(f"/api/v1/actors/{country.mutual.code}/"))
    country.register.withdraw(country.mutual)
    [citation] = selectors.citations_of(issue).values()
    with snapshot() as reading:
        assert asked_now(citation, reading).gone


def test_figures_are_worded_as_they_stood_when_they_were_cited(country):
    issue = publish_dossier(written("/api/v1/statistics/?measure=actors&group_by=region"))
    country.register.withdraw(country.rif)
    told = figures(selectors.citations_of(issue).values(), "fr")[issue.figures[0]]
    assert "Athar" in told.sentence.text
    assert told.number.value == 6
    assert sum(cell.value for _names, cell in told.cells) == 6


# ---- those that come with Athar ------------------------------------------------------------------


def test_what_comes_with_athar_is_cited_and_published_once(in_force):
    call_command("load_official_figures", verbosity=0)
    [issue] = load_dossiers()
    assert issue.number == 1
    assert {one.kind for one in selectors.citations_of(issue).values()} == {
        "official-figure", "statistics"
    }  # fmt: skip
    assert load_dossiers() == []
    assert DossierIssue.objects.count() == 1


def test_what_was_changed_since_is_not_overruled(in_force):
    call_command("load_official_figures", verbosity=0)
    [issue] = load_dossiers()
    issue.dossier.points.last().delete()
    publish_dossier(issue.dossier)
    call_command("load_dossiers", verbosity=0)
    assert DossierIssue.objects.last().number == 2


def test_what_comes_with_athar_rests_on_nothing_invented(in_force):
    call_command("load_official_figures", verbosity=0)
    [issue] = load_dossiers()
    assert not any(one.is_demo for one in selectors.citations_of(issue).values())


def test_where_a_figure_cannot_be_cited_nothing_is_published(in_force):
    with pytest.raises(CommandError, match="Nothing was published"):
        call_command("load_dossiers", verbosity=0)
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("language", ["ar", "fr", "en", "es"])
def test_what_comes_with_athar_says_every_word_in_four_languages(language):
    for one in shipped():
        assert all(language in one[name] for name in ("titles", "introductions", "occasions"))
        assert all(
            language in point[name] for point in one["points"] for name in ("texts", "headings")
        )


def test_its_texts_state_no_number_of_their_own():
    """A number in a text would have no citation; the ten thousand of a rate is its unit."""
    for one in shipped():
        said = [one["introductions"], one["titles"], *(point["texts"] for point in one["points"])]
        words = " ".join(text for texts in said for text in texts.values())
        bare = words.replace("10\u00a0000", "").replace("10,000", "")
        assert not any(letter.isdigit() for letter in bare)

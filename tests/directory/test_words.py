"""What a search for one word finds is counted as it is published, and never guessed."""

import pytest
from django.db import connection
from django.http import QueryDict

from directory.as_of import snapshot
from directory.models import Beginning
from directory.publishing import redact_actor
from directory.records.facts import Place
from directory.selection.filterset import ActorFilterSet
from directory.selection.totals import totals
from directory.selection.words import counted, expected
from directory.selectors.counts import counts


def selection(query, reading):
    filters = ActorFilterSet(QueryDict(query), reading=reading)
    assert filters.is_valid(), filters.refused
    return filters.selection()


def kept(beginning):
    found = Beginning.objects.filter(beginning=beginning)
    return {one.ended: one.n for one in found}


@pytest.fixture
def argans(register):
    """Three that hold argan (one closed, one that will close), and one that does not."""
    register.publish("Argan Tiznit")
    register.publish("Argane d'Agadir", founded="2001", closed="2009")
    register.publish("Coopérative argan", founded="2001", closed="2099")
    register.publish("Miel de Tiznit")
    return register


def test_a_version_counts_once_for_each_beginning_of_its_words(argans):
    assert kept("argan") == {False: 1, True: 2}
    assert kept("argane") == {True: 1}
    assert kept("t") == {False: 2}
    assert kept("cooperative") == {True: 1}


def test_two_words_that_begin_alike_count_their_actor_once(register):
    register.publish("Argan arganier arganeraie")
    assert kept("argan") == {False: 1}
    assert kept("argani") == {False: 1}


def test_no_beginning_is_longer_than_twelve_letters(register):
    register.publish("Développementalement")
    assert kept("developpemen") == {False: 1}
    assert kept("developpement") == {}


def test_what_changes_leaves_or_is_redacted_is_counted_out(register):
    first, second = register.publish("Argan Tiznit"), register.publish("Argan Agadir")
    register.change(first, names={"fr": "Amandes Tiznit"})
    assert (kept("arga"), kept("aman")) == ({False: 1}, {False: 1})
    register.withdraw(second)
    assert kept("arga") == {}
    redact_actor(first.code, role="administrator", reason="personal-data")
    assert not Beginning.objects.exists()


@pytest.mark.parametrize("status", ["active", "closed", "any"])
@pytest.mark.parametrize("word", ["argan", "tiznit", "a", "zzz"])
def test_one_word_is_counted_without_a_scan_as_a_scan_counts_it(argans, word, status):
    with snapshot() as reading:
        asked = selection(f"q={word}&status={status}", reading)
        assert counted(asked.query) == asked._scan_count()


@pytest.mark.parametrize(
    "query",
    ["q=argan tiznit", "q=argan&legal_form=association", "q=developpements", "status=any"],
)
def test_other_questions_are_not_answered_by_beginnings(argans, query):
    with snapshot() as reading:
        assert counted(selection(query, reading).query) is None


def test_the_past_is_not_answered_by_beginnings(argans):
    with snapshot(1) as reading:
        assert counted(selection("q=argan", reading).query) is None
        assert selection("q=argan", reading).total == 1


def test_no_more_are_found_than_hold_the_rarest_word(argans):
    with snapshot() as reading:
        assert expected(selection("q=argan tiznit", reading).query) == 2
        assert expected(selection("q=argan zzz", reading).query) == 0


def test_a_page_of_a_scan_tells_the_total_without_counting_again(argans, django_assert_num_queries):
    with snapshot() as reading:
        asked = selection("q=argan tiz", reading)
        with django_assert_num_queries(2):  # what is expected, and the page with its count
            page = asked.page(limit=1)
            assert (len(page.rows), asked.total) == (1, 1)
        again = selection("q=argan tiz", reading)
        with django_assert_num_queries(0):
            assert again.total == 1


@pytest.mark.parametrize(
    "query",
    [
        "q=argan tiz",
        "q=argan&legal_form=association&status=any",
        "q=argan&legal_form=cooperative,mutual&status=any",
        "q=zzz zzz",
    ],
)
def test_counts_by_form_tell_the_total_without_counting_again(
    argans, query, django_assert_num_queries
):
    argans.publish("Argan de Tiznit", legal_form="cooperative")
    with snapshot() as reading:
        asked = selection(query, reading)
        counted_anew = asked._scan_count()
        asked.facets(["legal_form", "sector"])
        with django_assert_num_queries(0):
            assert asked.total == counted_anew
            asked.facets(["legal_form", "sector"])


def test_a_total_is_kept_for_its_revision_only(argans):
    with snapshot() as reading:
        assert selection("q=argan tiznit&status=any", reading).total == 1
    argans.publish("Argan de Tiznit")
    with snapshot() as reading:
        assert selection("q=argan tiznit&status=any", reading).total == 2


def test_counts_beside_filters_are_kept_for_their_revision_only(argans, django_assert_num_queries):
    query = "q=argan tiznit&status=any"
    with snapshot() as reading:
        assert selection(query, reading).facets(["kind"]) == {"kind": [("operator", 1)]}
        again = selection(query, reading)
        with django_assert_num_queries(0):
            again.facets(["kind"])
        assert counts(selection(query, reading), "region", ["02", "04"]) == {}
    argans.publish("Argan de Tiznit", place=Place("04", precision="commune"))
    with snapshot() as reading:
        assert selection(query, reading).facets(["kind"]) == {"kind": [("operator", 2)]}
        found = counts(selection(query, reading), "region", ["02", "04"])
        assert {code: sum(forms.values()) for code, forms in found.items()} == {"04": 1}


def test_a_redaction_is_felt_by_totals_of_the_past(register):
    named = register.publish("Argan de Fatima")
    with snapshot(1) as reading:
        assert selection("q=fatima argan", reading).total == 1
    redact_actor(named.code, role="administrator", reason="personal-data")
    with snapshot(1) as reading:
        assert selection("q=fatima argan", reading).total == 0


def test_totals_forget_the_least_asked(monkeypatch, register):
    monkeypatch.setattr(totals, "most", 2)
    with snapshot() as reading:
        queries = [selection(f"q={word} x", reading).query for word in ("one", "two", "three")]
    totals.keep(queries[0], 1)
    totals.keep(queries[1], 2)
    assert totals.get(queries[0]) == 1
    totals.keep(queries[2], 3)
    assert [totals.get(query) for query in queries] == [1, None, 3]


def test_the_web_role_keeps_the_count_and_may_not_write_it(db, settings):
    with connection.cursor() as cursor:
        cursor.execute(
            "select has_table_privilege(%(role)s, 'directory_beginning', 'select'),"
            " has_table_privilege(%(role)s, 'directory_beginning', 'insert, update, delete')",
            {"role": settings.WEB_ROLE},
        )
        assert cursor.fetchone() == (True, False)

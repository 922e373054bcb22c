"""What a search field answers while somebody types."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.as_of import snapshot
from directory.records.facts import Place
from directory.selectors.suggest import highlight, suggest

BERKANE = Place(region="02", province="02.113", commune="02.113.01.09", precision="commune")


@pytest.fixture
def ask(in_force):
    def ask(text, as_of=None, **options):
        with snapshot(as_of) as reading:
            return suggest(text, reading=reading, **options)

    return ask


def labels(found):
    return [(each.type, each.names.get("fr") or each.names["ar"]) for each in found]


@pytest.mark.parametrize("typed", ["Berkane", "berkane", "بركان", "BERKÂNE"])
def test_a_place_is_found_by_its_name_in_either_script(ask, typed):
    first = ask(typed)[0]
    assert (first.type, first.level, first.code) == ("territory", "province", "02.113")
    assert first.match == "exact"
    assert first.within == {"code": "02", "names": {"ar": "الشرق", "fr": "Oriental"}}


def test_wider_places_come_before_those_within(ask):
    levels = [each.level for each in ask("Berkane")]
    assert levels[:2] == ["province", "commune"]


def test_exact_names_come_before_those_that_begin_so_before_typos(ask, register):
    register.publish("Nadoria Exemple")
    register.publish("Nador")
    matches = [each.match for each in ask("nador")]
    assert matches == sorted(matches, key=["exact", "prefix", "fuzzy"].index)
    assert ("actor", "Nador") in labels([each for each in ask("nador") if each.match == "exact"])


@pytest.mark.parametrize("typed", ["naodr", "nadro", "ndor", "الناظور"])
def test_a_slip_of_the_finger_is_forgiven_in_a_place(ask, typed):
    first = ask(typed)[0]
    assert (first.names["fr"], first.match) == ("Nador", "fuzzy")


def test_a_place_of_two_words_is_found_by_their_beginnings_in_any_order(ask):
    assert ("territory", "Sidi Ifni") in labels(ask("sid ifn"))
    assert ("territory", "Sidi Ifni") in labels(ask("ifni sidi"))


def test_a_locality_says_the_commune_it_lies_in(ask):
    found = next(each for each in ask("أويزغت تريفة") if each.type == "locality")
    assert found.level == "douar"
    assert found.within["code"] == "02.113.05.05"


@pytest.mark.parametrize("typed", ["agriculture", "الفلاحة", "agricultura", "Agriculture"])
def test_a_sector_is_found_in_every_language(ask, typed):
    sectors = [each for each in ask(typed) if each.type == "sector"]
    assert sectors[0].code == "agriculture"
    assert sectors[0].match == "exact"


def test_a_misspelt_sector_is_found(ask):
    assert ("sector", "Agriculture") in labels(ask("agricultre"))


def test_an_actor_is_found_by_beginnings_of_words_in_both_scripts(ask, register):
    amal = register.publish(
        {"fr": "Coopérative Exemple Al Amal d’huile d’argan", "ar": "تعاونية مثال الأمل للأركان"},
        legal_form="cooperative",
        place=BERKANE,
    )
    for typed in ("amal coop", "Huile d'argan", "تعاونيه الامل", "مثال للأركان"):
        found = [each for each in ask(typed) if each.type == "actor"]
        assert [each.code for each in found] == [amal.code], typed
        assert found[0].match == "prefix"
    assert found[0].legal_form == "cooperative"
    assert found[0].within["names"]["fr"] == "Berkane"


def test_an_actor_is_found_by_its_products(ask, register):
    made = register.publish("Exemple 7", products=({"fr": "amlou d’amande", "ar": "أملو اللوز"},))
    assert [each.code for each in ask("amlou")] == [made.code]


@pytest.mark.parametrize("typed", ["coperative tafsout", "cooperative tafsuot", "اركان", "زيت"])
def test_slips_and_arabic_articles_are_forgiven_in_actors(ask, register, typed):
    made = register.publish(
        {"fr": "Coopérative Exemple Tafsout", "ar": "تعاونية مثال لزيت الأركان"}
    )
    found = [each for each in ask(typed) if each.type == "actor"]
    assert [(each.code, each.match) for each in found] == [(made.code, "fuzzy")]


def test_all_words_typed_are_wanted(ask, register):
    register.publish("Exemple Miel Azilal")
    assert ask("miel zaouia") == []


def test_the_register_is_searched_as_it_was(ask, register):
    made = register.publish("Exemple Tafsout")
    then = latest_revision()
    register.change(made, names={"fr": "Exemple Tilila"})
    assert labels(ask("tafsout")) == []
    assert labels(ask("tilila")) == [("actor", "Exemple Tilila")]
    assert labels(ask("tafsout", as_of=then)) == [("actor", "Exemple Tafsout")]
    assert labels(ask("tilila", as_of=then)) == []


def latest_revision():
    with snapshot() as reading:
        return reading.revision


def test_demonstration_rows_are_shown_only_when_asked(ask, register):
    register.publish("Exemple Tafsout", is_demo=True)
    assert ask("tafsout") == []
    found = ask("tafsout", demo=True)
    assert [each.is_demo for each in found] == [True]


def test_a_programme_is_found(ask, register):
    register.programme("Taghyir")
    assert ("programme", "Taghyir") in labels(ask("tagh"))
    assert labels(ask("taghyir")) == [("programme", "Taghyir")]


def test_no_type_crowds_the_others_out(ask, register):
    register.publish_all(*(register.actor(f"Sidi Exemple {n}") for n in range(30)))
    found = ask("sidi", limit=10)
    assert len(found) == 10
    types = [each.type for each in found]
    assert types.count("territory") == 3
    assert types.count("actor") >= 5


def test_common_words_are_answered_by_reading_rows(ask, register, monkeypatch):
    """Where every word is common, the same actors come without the index of words."""
    register.publish_all(*(register.actor(f"Coopérative Exemple {n:02}") for n in range(20)))
    rare = labels(ask("cooperative exem"))
    monkeypatch.setattr("directory.selectors.suggest.actors.COMMON", 0)
    assert labels(ask("cooperative exem")) == rare
    monkeypatch.setattr("directory.selectors.suggest.actors.READ_ROWS", 1)
    assert labels(ask("cooperative exem")) == rare


@pytest.mark.parametrize("typed", ["", "  ", "…", "%", "_", "\\", "'", "e", "\u0640"])
def test_anything_may_be_typed(ask, typed):
    assert isinstance(ask(typed), list)


def test_of_an_endless_text_only_the_beginning_is_read(ask):
    assert ask("a" * 5000) == []
    assert ask("و " * 3000) is not None


def test_a_suggestion_takes_few_questions(ask, register):
    register.publish("Exemple Tafsout")
    ask("tafsout")
    with CaptureQueriesContext(connection) as queries:
        ask("tafsout")
    assert len(queries) <= 10


@pytest.mark.parametrize(
    ("name", "typed", "parts"),
    [
        ("Berkane", "berka", ("", "Berka", "ne")),
        ("Province de Berkane", "BERKA", ("Province de ", "Berka", "ne")),
        ("Coopérative Féminine", "femi", ("Coopérative ", "Fémi", "nine")),
        ("d’huile d’argan", "argan", ("d’huile d’", "argan", "")),
        ("تَعاونية مثال", "تعا", ("", "تَعا", "ونية مثال")),
        ("Nador", "oujda", ("Nador", "", "")),
        ("Nador", "", ("Nador", "", "")),
    ],
)
def test_what_was_typed_is_shown_in_the_name(name, typed, parts):
    assert highlight(name, typed) == parts
    assert "".join(parts) == name

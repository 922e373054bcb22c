"""Which slips are forgiven, and that words are counted as the current register has them."""

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from directory import spelling
from directory.models import Word
from directory.publishing.redact import redact_actor

letters = st.text("argnتعون", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("typed", "word", "slips"),
    [
        ("nador", "nador", 0),
        ("nad", "nador", 0),
        ("ndor", "nador", 1),
        ("naador", "nador", 1),
        ("nator", "nador", 1),
        ("naodr", "nador", 1),
        ("nadro", "nador", 1),
        ("الناظور", "الناضور", 1),
        ("تعونيه", "تعاونيه", 1),
        ("oujda", "nador", 9),
    ],
)
def test_slips_are_counted_up_to_the_beginning_typed(typed, word, slips):
    assert spelling.typos(typed, word, most=9) == min(slips, spelling.typos(typed, word, most=9))
    assert (spelling.typos(typed, word, most=1) == slips) == (slips <= 1)


@given(letters, letters)
def test_what_is_typed_so_far_is_no_slip(typed, rest):
    assert spelling.typos(typed, typed + rest, most=3) == 0


@given(letters, letters)
def test_counting_may_stop_early_but_never_lies(typed, word):
    full = spelling.typos(typed, word, most=99)
    for most in range(4):
        assert (spelling.typos(typed, word, most=most) <= most) == (full <= most)


def test_short_words_are_taken_at_their_word():
    assert spelling.allowed_typos("fe") == 0
    assert spelling.allowed_typos("nador") == 1
    assert spelling.allowed_typos("casablanca") == 2
    assert spelling.away("ab", ["ac"]) is None
    assert spelling.away("casablnca", ["casablanca", "sale"]) == 1
    assert spelling.away("الناظور", ["nador", "الناضور"]) == 1


def test_arabic_words_are_heard_with_and_without_their_article():
    assert "اركان" in spelling.joined_forms("الاركان")
    assert "الاركان" in spelling.joined_forms("اركان")
    assert "لزيت" in spelling.joined_forms("زيت")
    assert "زيت" in spelling.joined_forms("للزيت") + spelling.joined_forms("الزيت")
    assert spelling.joined_forms("argan") == []


def recounted():
    with connection.cursor() as cursor:
        cursor.execute(
            "select word, ndoc from ts_stat("
            "'select words from directory_actorversion where closed is null')"
        )
        return dict(cursor.fetchall())


def counted():
    return dict(Word.objects.values_list("word", "n"))


def test_words_are_counted_as_versions_open_and_close(register):
    argan = register.publish({"fr": "Exemple Argan Tiznit", "ar": "مثال أركان تيزنيت"})
    register.publish("Exemple Argan Agadir")
    assert counted() == recounted()
    assert counted()["argan"] == 2

    register.change(argan, names={"fr": "Exemple Amandes Tiznit"})
    assert counted() == recounted()
    assert counted()["argan"] == 1
    assert "اركان" not in counted()

    register.withdraw(argan)
    assert counted() == recounted()
    assert "tiznit" not in counted()


def test_an_import_counts_all_its_words_at_once(register):
    many = [register.actor(f"Exemple Miel {word}") for word in ("Zaouia", "Azilal", "Zaouia")]
    register.publish_all(*many)
    assert counted() == recounted()
    assert counted()["zaouia"] == 2


def test_words_of_a_merged_actor_leave(register):
    gone, heir = register.publish("Exemple Safran Taliouine"), register.publish("Exemple Crocus")
    register.merge(gone, heir)
    assert counted() == recounted()
    assert "taliouine" not in counted()


def test_redacting_takes_the_words_away(register):
    named = register.publish("Exemple Fatiha")
    redact_actor(named.code, role="administrator", reason="personal-data")
    assert counted() == recounted()
    assert "fatiha" not in counted()
    assert spelling.did_you_mean("fatlha") is None


def test_the_web_role_reads_the_words_and_changes_none(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "select has_table_privilege(%(role)s, 'directory_word', 'select'),"
            " has_table_privilege(%(role)s, 'directory_word', 'insert, update, delete, truncate')",
            {"role": settings.WEB_ROLE},
        )
        assert cursor.fetchone() == (True, False)


def test_the_words_are_counted_when_the_web_role_publishes(register, web_role):
    with connection.cursor() as cursor:
        cursor.execute(f'set role "{settings.WEB_ROLE}"')
        register.publish("Exemple Argan")
        cursor.execute("reset role")
    assert counted() == recounted() == {"exemple": 1, "argan": 1}


def test_did_you_mean_mends_what_begins_no_word(register):
    register.publish("Exemple Coopérative Argan Tiznit")
    assert spelling.did_you_mean("coperative argann") == "cooperative argan"
    assert spelling.did_you_mean("Coopérative argan") is None
    assert spelling.did_you_mean("coop arg") is None
    assert spelling.did_you_mean("zzzzzz") is None
    assert spelling.did_you_mean("…") is None


def test_of_two_words_as_near_the_commoner_was_meant(register):
    register.publish_all(*(register.actor(f"Exemple Safi {n}") for n in range(3)))
    register.publish("Exemple Sati")
    assert spelling.did_you_mean("sabi") == "safi"

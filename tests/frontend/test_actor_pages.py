"""The page of one actor: what the register holds of it, where it went, how it was."""

import re
from datetime import date
from decimal import Decimal

import pytest

from directory import codes
from directory.models import ActorVersion, Contact, Revision
from directory.publishing import publish, redact
from directory.records.facts import ObservationFacts, PartialDate, Place
from evidence.stories.publish import withdraw_story
from tests.dossiers import story_told


def page_of(actor, language="fr"):
    return f"/{language}/actors/{codes.show(actor.code)}/"


@pytest.fixture
def read(client):
    def follow(path, **headers):
        answer = client.get(path, follow=True, headers=headers)
        answer.text = answer.content.decode()
        return answer

    return follow


def test_it_shows_names_facts_sources_and_history(country, read):
    answer = read(page_of(country.amal))
    assert "Coopérative Amal d’Aklim" in answer.text
    assert '<bdi lang="ar" dir="rtl">تعاونية الأمل</bdi>' in answer.text
    assert codes.show(country.amal.code) in answer.text
    assert 'href="https://example.org/statuts"' in answer.text
    assert 'dir="auto">Coopérative Al Amal</del>' in answer.text
    assert 'dir="auto">Coopérative Amal d’Aklim</ins>' in answer.text
    assert "Taghyir" in answer.text
    assert "Réseau du Rif" in answer.text


def test_each_figure_names_its_source_of_earlier_years_too(country, read):
    amal = country.amal.code
    address = "https://example.org/fichier"
    for year, source in ((2023, "Fichier du réseau"), (2024, "Declared by its steward")):
        said = ObservationFacts(
            amal, "members", year, Decimal(9), "memberships", source=source, source_url=address
        )
        publish(kind="import", role="moderator", reason="import", opened=[said])
    table = read(page_of(country.amal)).text.partition('id="figures"')[2].partition("</table>")[0]
    assert f'<a href="{address}" rel="nofollow"><bdi>Fichier du réseau</bdi></a>' in table
    assert "><bdi>Déclaré par le responsable de la fiche</bdi>" in table


@pytest.mark.parametrize(
    ("point", "note"),
    [
        ({"precision": "commune"}, "The middle of its commune: the exact place is not known"),
        (
            {"precision": "exact", "lon": Decimal("-2.44"), "lat": Decimal("34.99")},
            "Where its address is",
        ),
    ],
)
def test_a_small_map_shows_where_it_stands_and_how_exactly(country, read, register, point, note):
    aklim = Place("02", "02.113", None, "02.113.01.07", **point)
    made = register.publish("Association d’Aklim", place=aklim, legal_form="association")
    drawn = read(page_of(made, "en")).text.split('<figure class="inset-map">')[1]
    drawn = drawn.partition("</figure>")[0]
    assert 'role="img" aria-label="Map: Aklim"' in drawn
    assert drawn.count('class="drawn__point form-association"') == 1
    assert f"{note}</figcaption>" in drawn


def test_one_without_a_place_has_no_map(country, read):
    answer = read(page_of(country.unplaced, "en"))
    assert answer.status_code == 200
    assert "inset-map" not in answer.text


def test_it_says_which_revision_it_is_of_and_asks_for_an_earlier_day(country, read):
    head = Revision.objects.head()
    for asked, number in (("", head.number), ("?as_of=2", 2)):
        said = read(page_of(country.amal, "en") + asked).text.split('<div class="as-of')[1]
        assert f'revision <bdi class="n">{number}</bdi>' in said
        assert 'type="date"' in said
        assert f'max="{head.date}"' in said
        assert ("Back to today" in said) == bool(asked)


@pytest.mark.parametrize(
    ("language", "direction"),
    [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr"), ("es", "ltr"), ("zgh", "ltr")],
)
def test_what_was_withdrawn_is_said_in_the_language_of_its_address(
    country, read, register, language, direction
):
    register.withdraw(country.mutual)
    answer = read(page_of(country.mutual, language))
    assert (answer.status_code, answer["Content-Language"]) == (410, language)
    assert f'<html lang="{language}" dir="{direction}"' in answer.text
    withdrawn = {"ar": "سُحب", "fr": "retirée", "es": "retirada"}.get(language)
    assert withdrawn is None or withdrawn in answer.text.partition("</h1>")[0]


def test_another_slug_leads_to_the_right_one(country, client):
    answer = client.get(f"/fr/actors/{country.amal.code.lower()}-wrong/?as_of=5")
    assert answer.status_code == 302
    assert answer["Location"] == (
        f"/fr/actors/{codes.show(country.amal.code)}-cooperative-al-amal/?as_of=5"
    )


def test_as_of_an_earlier_revision_it_is_as_it_was(country, read):
    answer = read(f"{page_of(country.amal, 'en')}?as_of=2")
    assert "Coopérative Al Amal" in answer.text
    assert "Amal d’Aklim" not in answer.text
    assert "You are reading the past" in answer.text


def test_before_it_was_published_there_is_no_page(country, client):
    assert client.get(f"{page_of(country.imane)}?as_of=2").status_code == 404


def test_a_merged_actor_leads_to_its_heir_and_nobody_keeps_that(country, client, register):
    register.merge(country.mutual, country.union)
    answer = client.get(page_of(country.mutual))
    assert answer.status_code == 307
    assert codes.show(country.union.code) in answer["Location"]
    assert answer["Cache-Control"] == "no-store"


def test_a_withdrawn_actor_leaves_a_tombstone_and_its_past(country, read, register):
    register.withdraw(country.mutual)
    answer = read(page_of(country.mutual))
    assert answer.status_code == 410
    assert "Mutuelle de Rabat" not in answer.text
    before = read(f"{page_of(country.mutual)}?as_of=6")
    assert before.status_code == 200
    assert "Mutuelle de Rabat" in before.text


@pytest.mark.parametrize("leave", ["withdraw", "merge"])
def test_its_history_tells_that_it_left_and_came_back(country, read, register, leave):
    heirs = [country.union] if leave == "merge" else []
    getattr(register, leave)(country.mutual, *heirs)
    register.split(country.mutual)
    told = read(page_of(country.mutual, "en")).text
    left = {"withdraw": "Withdrawn from the register", "merge": "Merged into another"}[leave]
    assert told.index("Back in the register") < told.index(left) < told.index("Entered")


def test_what_follows_a_redacted_version_is_no_first_one(country, read):
    first = ActorVersion.objects.get(code=country.amal.code, opened=2)
    redact([first.digest], role="moderator", reason="asked")
    told = read(page_of(country.amal, "en")).text
    assert "This version was redacted" in told
    assert "Entered the register" not in told


@pytest.mark.parametrize("code", ["00000001", "ZZZZ", "ABCDEFGH", "7KQ2-M9X"])
def test_a_code_mistyped_is_told_from_one_unknown(country, client, code):
    answer = client.get(f"/en/actors/{code}/")
    assert answer.status_code == 404
    assert "mistyped" in answer.content.decode() or "no code" in answer.content.decode()


def test_contacts_show_only_where_they_are_public_and_only_of_now(country, read):
    actor = country.amal.code
    from directory.models import Actor

    found = Actor.objects.get(code=actor)
    Contact.objects.create(actor=found, phone="0500000000", is_public=False)
    assert "0500000000" not in read(page_of(country.amal)).text
    Contact.objects.create(actor=found, phone="0511111111", is_public=True)
    assert "0511111111" in read(page_of(country.amal)).text
    assert "0511111111" not in read(f"{page_of(country.amal)}?as_of=2").text


def test_a_network_shows_its_members(country, read):
    answer = read(page_of(country.rif))
    assert "Coopérative Amal d’Aklim" in answer.text


def test_it_asks_the_database_a_bounded_number_of_times(
    country, read, django_assert_max_num_queries
):
    read(page_of(country.rif))
    with django_assert_max_num_queries(24):
        read(page_of(country.rif))


def test_a_page_whose_name_is_only_arabic_is_reached_in_one_step(country, get):
    short = get(f"/ar/actors/{codes.show(country.imane.code)}/")
    assert short.status_code == 302
    assert get(short["Location"]).status_code == 200


# ---- its stories ---------------------------------------------------------------------------------


def stories(text):
    """The stories of a page, as text; nothing where it has none."""
    section = re.search(r'aria-labelledby="stories">(.*?)</section>', text, re.S)
    found = re.findall(
        r'<blockquote class="story">(.*?)</blockquote>', section[1] if section else "", re.S
    )
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in found]


def test_its_stories_stand_on_its_page_with_who_told_them_and_when(country, read):
    told = story_told(country.amal)
    story_told(country.imane, titles={"fr": "D’une autre"})
    text = read(page_of(country.amal)).text
    assert stories(text) == [
        "La première récolte Nous étions douze. une adhérente · Coopérative Amal d’Aklim · mai 2024"
    ]
    [link] = re.findall(rf'href="(/fr/stories/{codes.show(told)}[^"]*)"', text)
    assert "Nous étions douze." in read(link).text


def test_a_story_is_shown_in_the_language_it_was_told_in(country, read):
    story_told(
        country.amal,
        titles={"fr": "La première récolte", "ar": "أول محصول"},
        texts={"fr": "Nous étions douze.", "ar": "كنا اثنتي عشرة."},
    )
    assert 'lang="ar" dir="rtl">كنا اثنتي عشرة.' in read(page_of(country.amal, "ar")).text
    assert 'lang="fr" dir="ltr">Nous étions douze.' in read(page_of(country.amal, "en")).text


def test_the_last_three_are_shown_and_a_link_to_the_others(country, read):
    for year in (2021, 2024, 2022):
        told = PartialDate(date(year, 1, 1), "year")
        story_told(country.amal, titles={"fr": f"De {year}"}, told=told)
    text = read(page_of(country.amal)).text
    assert [one[:7] for one in stories(text)] == ["De 2024", "De 2022", "De 2021"]
    assert "Tous les récits" not in text

    story_told(country.amal, titles={"fr": "De 2023"}, told=PartialDate(date(2023, 1, 1), "year"))
    text = read(page_of(country.amal)).text
    assert [one[:7] for one in stories(text)] == ["De 2024", "De 2023", "De 2022"]
    assert re.search(r'<a href="/fr/stories/">Tous les récits</a>', text)


def test_one_that_has_none_says_nothing_of_stories(country, read):
    assert stories(read(page_of(country.imane)).text) == []
    assert "Récits de terrain</h2>" not in read(page_of(country.imane)).text


def test_a_story_taken_back_stands_on_the_page_as_it_was_only(country, read):
    told = story_told(country.amal)
    before = Revision.objects.head().number
    withdraw_story(told, role="moderator", reason="consent-withdrawn")
    assert stories(read(page_of(country.amal)).text) == []
    assert len(stories(read(f"{page_of(country.amal)}?as_of={before}").text)) == 1
    assert stories(read(f"{page_of(country.amal)}?as_of={before - 1}").text) == []


def test_the_licence_of_what_is_said_stands_with_its_sources(country, read):
    shared = country.register.change(country.amal, licence="CC-BY-SA-4.0")
    assert 'Licence\u00a0: <bdi class="mono">CC-BY-SA-4.0</bdi>' in read(page_of(shared)).text
    assert "CC-BY-4.0</bdi>" in read(page_of(country.imane)).text


def test_whose_it_is_finds_the_way_to_claim_it_once_at_its_head_and_only_now(country, read):
    page, claim = page_of(country.amal), f"/desk/claim/{codes.show(country.amal.code)}/"
    now = read(page).text
    assert now.count(claim) == 1
    assert claim in now.partition("<h1")[2].partition("</header>")[0]
    assert claim not in read(f"{page}?as_of=2").text

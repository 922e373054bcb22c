"""Registering, changing and reporting: what is typed is kept, judged, shown and sent."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk import office, robots, roles, submissions, waits
from desk.models import Mail, Submission
from directory import codes
from directory.as_of import snapshot
from directory.models import Indicator, Term
from directory.records.facts import Place
from directory.selectors.actors import actor_state
from geodata.models import ReferenceSet
from tests import people
from tests.directory.test_edited_vocabularies import worded
from tests.submissions import AMAL, sender

__all__ = ["sender"]

START = "/fr/desk/register/"
BOUNDS = {"minimum": 0, "maximum": 10_000_000, "decimals": 0}


@pytest.fixture
def waited(monkeypatch):
    """Whoever sends a form took her time."""
    monkeypatch.setattr(robots, "SOONEST", -1)
    return {"stamp": robots.stamp()}


@pytest.fixture
def type_in(client, in_force, waited):
    """POST a form as a browser without scripts does; the answer has its text."""

    def send(path, *, ours=True, **typed):
        answer = client.post(path, (waited if ours else {}) | typed)
        answer.text = answer.content.decode()
        return answer

    return send


@pytest.fixture
def draft(type_in):
    """The address of a draft with a name."""
    answer = type_in(START, **AMAL["name"])
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].removesuffix("form/")


def finished(type_in, draft):
    for step in ("form", "place"):
        assert type_in(f"{draft}{step}/", **AMAL[step]).status_code == 303
    return draft


def link_of(path):
    return path.rstrip("/").split("/")[-1]


# --- the walk -------------------------------------------------------------------------------------


def test_a_name_begins_a_draft_under_a_secret_address(draft):
    [kept] = Submission.objects.all()
    assert submissions.find(link_of(draft)) == kept
    assert kept.payload["name"] == AMAL["name"]
    assert kept.state == "draft"


def test_from_name_to_the_register(type_in, draft, get):
    finished(type_in, draft)
    type_in(f"{draft}contacts/", phone_0="06 12 34 56 78", public_phone_0="on")
    type_in(f"{draft}figures/", year="2025", members="40")
    preview = get(f"{draft}preview/")
    for words in ("Coopérative Al Amal", "تعاونية الأمل", "Berkane", "06 12 34 56 78"):
        assert words in preview.text

    sent = type_in(f"{draft}preview/", licence="1", contacts="1", email="a@example.org")
    assert sent.status_code == 303
    [waiting] = Submission.objects.waiting()
    assert (waiting.region, waiting.province, waiting.email) == ("02", "02.113", "a@example.org")
    assert "en attente" in get(sent.headers["Location"]).text

    accepted = submissions.accept(waiting, by=None)
    page = get(f"/fr/actors/{codes.show(accepted.actor_id)}/")
    page = get(page.headers["Location"])
    assert page.status_code == 200
    for words in ("Coopérative Al Amal", "06 12 34 56 78", "Déclaré par qui l’a inscrite"):
        assert words in page.text
    assert "Accepté" in get(sent.headers["Location"]).text


def test_each_step_leads_to_the_next_and_back(type_in, draft):
    assert type_in(f"{draft}form/", **AMAL["form"]).headers["Location"] == f"{draft}place/"
    assert type_in(f"{draft}form/", go="back").headers["Location"] == f"{draft}name/"
    assert type_in(f"{draft}place/", go="later").headers["Location"] == f"{draft}later/"


def test_a_step_gone_back_from_blames_nobody_when_it_is_opened_again(type_in, draft, get):
    type_in(f"{draft}place/", go="back", point="far away")
    again = get(f"{draft}place/")
    assert 'value="far away"' in again.text
    assert "field__error" not in again.text
    assert "field__error" in get(f"{draft}place/?then=preview").text
    typed = {"sectors": "argan", "description_fr": "x" * 3000}
    assert type_in(f"{draft}activity/", **typed).status_code == 422
    assert re.search(r'value="argan"[^>]* checked', get(f"{draft}activity/").text)


def test_each_step_of_a_new_profile_says_what_of_it_is_needed(draft, get):
    assert "Seule la commune est nécessaire" in get(f"{draft}place/").text
    assert "Tout ceci peut rester vide" in get(f"{draft}figures/").text


def test_what_lacks_before_sending_is_said_at_the_head_of_the_page(type_in, draft):
    finished(type_in, draft)
    answer = type_in(f"{draft}preview/")
    assert answer.status_code == 422
    head = answer.text.partition('id="preview-title"')[0]
    assert "Ce n’est pas encore envoyé" in head
    assert f'action="{draft}preview/"' in answer.text  # no part of the page stays in its address


def test_who_waits_reads_how_long_others_waited_once_that_is_known(
    type_in, draft, get, sender, monkeypatch
):
    monkeypatch.setattr(waits, "FEWEST", 3)
    finished(type_in, draft)
    follow = type_in(f"{draft}preview/", licence="1", email="a@example.org").headers["Location"]
    assert "Dernièrement" not in get(follow).text
    for days in (1, 5, 40):
        other = sender.register(name={"name_fr": f"Autre {days}"})
        moved = now() - timedelta(days=days, hours=-1)
        Submission.objects.filter(pk=other.pk).update(submitted_at=moved)
        submissions.refuse(other, by=None, reason="duplicate")
    assert "tranchés en 5 jours" in get(follow).text


def test_the_door_knows_the_address_that_was_just_typed(client, type_in, draft, get):
    finished(type_in, draft)
    for way, field in (("signup", "email"), ("login", "login")):
        typed = {"account": way, "email": "amal@example.org"}
        door = client.post(f"{draft}preview/", typed, headers={"Origin": "http://testserver"})
        box = re.search(rf'<input[^>]* name="{field}"[^>]*>', get(door.headers["Location"]).text)
        assert 'value="amal@example.org"' in box[0]


def test_the_door_knows_the_address_under_which_it_was_sent(client, type_in, draft, get):
    finished(type_in, draft)
    sent = type_in(f"{draft}preview/", licence="1", email="amal@example.org").headers["Location"]
    door = client.post(sent, {"account": "signup"}, headers={"Origin": "http://testserver"})
    assert 'value="amal@example.org"' in get(door.headers["Location"]).text


def test_what_is_needed_to_send_is_said_at_the_start_to_who_has_no_account(
    client, type_in, draft, get
):
    assert "Une adresse électronique l’est, à la dernière page" in get(START).text
    assert "à la dernière page" not in get(f"{draft}form/").text
    finished(type_in, draft)
    assert "L’adresse électronique manque" in type_in(f"{draft}preview/", licence="1").text
    people.log_in(client, people.person())
    assert "à la dernière page" not in get(START).text


def test_whether_a_name_is_published_is_said_once_where_it_is_asked(type_in, draft, get):
    page = get(f"{draft}contacts/").text
    assert page.count("Ni le nom ni la fonction ne sont publiés") == 1
    finished(type_in, draft)
    told = {"name_0": "Fatima Zahra", "role_0": "Présidente", "phone_0": "0612345678"}
    type_in(f"{draft}contacts/", **told, public_phone_0="on")
    preview = get(f"{draft}preview/").text
    assert "0612345678" in preview
    assert "Fatima" not in preview
    assert "Présidente" not in preview


def test_all_who_lead_it_are_shown_though_one_implies_the_other(type_in, draft, get):
    finished(type_in, draft)
    type_in(f"{draft}activity/", audiences=["women-led", "women-only"])
    fact = get(f"{draft}preview/").text.partition("Qui la porte, et pour qui</dt>")[2]
    fact = fact.partition("</dd>")[0]
    assert "Dirigée par des femmes" in fact
    assert "Composée uniquement de femmes" in fact


def test_what_is_taken_up_again_says_that_it_waits_no_more(type_in, draft, get):
    finished(type_in, draft)
    sent = type_in(f"{draft}preview/", licence="1", email="a@example.org").headers["Location"]
    assert "ne le faites que si vous voulez changer" in get(sent).text
    assert type_in(sent, take_up="1").status_code == 303
    assert "il n’attend plus" in get(f"{draft}preview/").text


def test_what_cannot_be_is_said_beside_its_field_and_kept(type_in, draft, get):
    answer = type_in(f"{draft}form/", legal_form="cooperative", ice="123", founded_year="soon")
    assert answer.status_code == 422
    assert "Vous avez saisi 3 chiffres" in answer.text
    assert 'value="123"' in answer.text
    assert 'value="soon"' in get(f"{draft}form/").text


def test_an_ice_whose_digits_do_not_fit_is_told_so(type_in, draft):
    wrong = type_in(f"{draft}form/", legal_form="cooperative", ice="001561191000067")
    assert "les deux derniers ne vont pas avec les autres" in wrong.text
    right = type_in(f"{draft}form/", legal_form="cooperative", ice="٠٠١٥٦١١٩١٠٠٠٠٦٦")
    assert right.status_code == 303


def test_an_ice_that_does_not_fit_is_left_empty_by_one_button_and_the_step_goes_on(type_in, draft):
    wrong = {"legal_form": "cooperative", "ice": "001561191000067"}
    asked = type_in(f"{draft}form/", **wrong)
    assert asked.status_code == 422
    assert 'name="left" value="ice"' in asked.text
    on = type_in(f"{draft}form/", **wrong, left="ice")
    assert (on.status_code, on.headers["Location"]) == (303, f"{draft}place/")
    assert Submission.objects.get().payload["form"]["ice"] == ""


def test_an_ice_mistyped_in_a_change_is_left_as_the_register_has_it(type_in, sender):
    told = AMAL["form"] | {"ice": "001561191000066"}
    code = submissions.accept(sender.register(form=told), by=None).actor_id
    hub = type_in(f"/fr/desk/change/{codes.show(code)}/").headers["Location"]
    wrong = told | {"ice": "001561191000067"}
    assert "tel qu’il figure sur la fiche" in type_in(f"{hub}form/", **wrong).text
    assert type_in(f"{hub}form/", **wrong, left="ice").status_code == 303
    change = Submission.objects.get(kind="change")
    assert change.payload["form"]["ice"] == "001561191000066"


def test_numbers_of_registers_are_said_to_be_public_where_they_are_asked(draft, get):
    page = get(f"{draft}form/").text
    for field in ("ice", "registration"):
        hint = page.partition(f'id="{field}_helptext">')[2].partition("</p>")[0]
        assert "public" in hint


def test_several_places_of_one_name_are_offered_to_choose_from(type_in, draft):
    answer = type_in(f"{draft}place/", place_q="Aklim", precision="commune")
    assert answer.status_code == 422
    assert 'name="chosen" value="02.113.01.07"' in answer.text
    chosen = type_in(f"{draft}place/", place_q="Aklim", chosen="02.113.01.07")
    assert chosen.status_code == 303
    typed = Submission.objects.get().payload["place"]
    assert (typed["place"], typed["place_q"]) == ("02.113.01.07", "Aklim")


def test_other_words_than_those_of_the_place_chosen_before_are_searched_anew(type_in, draft):
    type_in(f"{draft}place/", place="02.113.01.09", place_q="Berkane")
    type_in(f"{draft}place/", place="02.113.01.09", place_q="Tafoughalt")
    assert Submission.objects.get().payload["place"]["place_q"] == "Tafoughalt"


@pytest.mark.parametrize(
    ("point", "words"),
    [
        ("48.85, 2.35", "pas au Maroc"),
        ("34.79, -2.32", "est à "),
        ("33.57, -7.59", "km de"),
        ("near the well", "Latitude et longitude"),
    ],
)
def test_a_point_is_in_its_commune(type_in, draft, point, words):
    answer = type_in(
        f"{draft}place/", place="02.113.01.09", place_q="Berkane", precision="exact", point=point
    )
    assert answer.status_code == 422
    assert words in answer.text


@pytest.mark.parametrize(
    ("place", "point", "words"),
    [
        ("", "34.9237, -2.3318", ["dans la commune de", "Berkane", "Est-ce juste"]),
        ("02.113.01.09", "34.9237, -2.3318", ["dans la commune de", "Berkane"]),
        ("02.113.01.09", "33.57, -7.59", ["Ce point est à", "km de Berkane"]),
        ("02.113.01.09", "48.85, 2.35", ["n’est pas au Maroc"]),
        ("", "nowhere", ["Latitude et longitude"]),
    ],
)
def test_where_a_point_lies_is_told_as_the_step_judges_it(type_in, draft, place, point, words):
    told = type_in("/fr/desk/register/where/", point=point, place=place).text
    assert [one for one in words if one not in told] == []
    assert ("Est-ce juste" in told) == ("Est-ce juste" in words)
    judged = type_in(f"{draft}place/", point=point, place=place, precision="exact")
    assert (judged.status_code == 303) == ("dans la commune" in told)
    assert judged.status_code == 303 or words[0] in judged.text


def test_a_point_elsewhere_than_the_commune_just_chosen_is_taken_out(type_in):
    far = {"place": "02.113.01.09", "point": "33.57, -7.59", "drops": "1"}
    assert "data-put-back" in type_in("/fr/desk/register/where/", **far).text
    inside = far | {"point": "34.9237, -2.3318"}
    assert "data-put-back" not in type_in("/fr/desk/register/where/", **inside).text


def test_a_point_is_never_asked_about_in_an_address(client):
    answer = client.get("/fr/desk/register/where/?point=34.92,-2.33")
    assert answer.status_code == 405


@pytest.mark.parametrize(
    ("settle", "commune", "point", "precision"),
    [
        ("point", "06.141", "33.570000, -7.590000", "exact"),
        ("place", "02.113.01.09", "", "commune"),
    ],
)
def test_whether_the_point_or_the_commune_is_right_she_says(
    type_in, draft, settle, commune, point, precision
):
    far = {"place": "02.113.01.09", "place_q": "Berkane", "precision": "exact"}
    far["point"] = "33.570000, -7.590000"
    asked = type_in(f"{draft}place/", **far).text
    assert 'name="settle" value="point"' in asked
    assert 'name="settle" value="place"' in asked
    assert type_in(f"{draft}place/", **far, settle=settle).status_code == 303
    kept = Submission.objects.get().payload["place"]
    assert kept["place"].startswith(commune)
    assert (kept["point"], kept["precision"]) == (point, precision)


def test_figures_that_cannot_be_are_errors_and_doubtful_ones_are_asked_about(type_in, draft):
    parted = type_in(f"{draft}figures/", year="2025", members="20", **{"members-women": "25"})
    assert "Plus que le total" in parted.text
    doubtful = type_in(f"{draft}figures/", year="2025", members="90 000")
    assert doubtful.status_code == 422
    assert "bien plus que la plupart" in doubtful.text
    sure = type_in(f"{draft}figures/", year="2025", members="90 000", sure="1")
    assert sure.status_code == 303


# --- what is folded, and when it stands open ------------------------------------------------------


def opened(page, summary):
    """Whether what is folded under some words stands open."""
    found = re.search(rf'<details class="more"( open)?>\s*<summary>{summary}</summary>', page.text)
    assert found, summary
    return bool(found[1])


def test_every_sector_stands_once_under_a_heading(draft, get):
    field = get(f"{draft}activity/").text.partition('id="sectors-field"')[2]
    field = field.partition("</fieldset>")[0]
    headings = re.findall(r"<summary>([^<]+)</summary>", field)
    assert headings[0] == "Agriculture, forêt et mer"
    assert len(headings) == 5
    under = [set(re.findall(r'value="([a-z-]+)"', part)) for part in field.split("<details")[1:]]
    assert {"agriculture", "argan", "fishing"} <= under[0]
    assert {"handicrafts", "textiles", "water"} <= under[1]
    assert sorted(code for part in under for code in part) == sorted(
        Term.objects.newest().filter(taxonomy="sectors").values_list("code", flat=True)
    )
    assert 'data-known-as="الأركان Argan ' in field


def test_no_two_fields_of_a_step_have_one_id(draft, get, register):
    register.publish_all(register.actor("Réseau du Rif", kind="network"))
    page = get(f"{draft}activity/").text
    ids = re.findall(r' id="([^"]*)"', page.partition("<main")[2])
    assert "networks-field" in ids
    assert len(ids) == len(set(ids))


def test_a_heading_stands_open_where_something_under_it_is_chosen(type_in, draft, get):
    assert not opened(get(f"{draft}activity/"), "Agriculture, forêt et mer")
    type_in(f"{draft}activity/", sectors="argan")
    again = get(f"{draft}activity/")
    assert opened(again, "Agriculture, forêt et mer")
    assert not opened(again, "Éducation, santé et action sociale")


def test_what_it_makes_is_asked_in_the_page_s_language_first(type_in, draft, get):
    page = get(f"{draft}activity/")
    assert page.text.index('name="products_fr"') < page.text.index('name="products_ar"')
    assert not opened(page, "Dans l’autre langue aussi")
    type_in(f"{draft}activity/", products_ar="عسل")
    assert opened(get(f"{draft}activity/"), "Dans l’autre langue aussi")
    arabic = get(f"{draft}activity/".replace("/fr/", "/ar/"))
    assert arabic.text.index('name="products_ar"') < arabic.text.index('name="products_fr"')


def test_coordinates_are_folded_unless_there_are_some_or_they_lack(type_in, draft, get):
    place, words = f"{draft}place/", "Par ses coordonnées"
    assert not opened(get(place), words)
    type_in(place, **AMAL["place"])
    assert not opened(get(place), words)
    assert opened(type_in(place, **AMAL["place"] | {"precision": "exact"}), words)
    type_in(place, **AMAL["place"] | {"point": "34.92, -2.32"})
    assert opened(get(place), words)


def test_few_figures_are_asked_and_the_others_stand_open_where_something_is_there(
    type_in, draft, get
):
    figures, words = f"{draft}figures/", "D’autres chiffres, si vous les connaissez"
    form = get(figures).text.partition('class="steps-form"')[2]
    first, _fold, more = form.partition('<details class="more"')
    asked = re.findall(r'<input[^>]* name="([a-z-]+)"', first)
    assert asked == ["members", "members-women", "members-youth", "jobs"]
    assert 'name="turnover"' in more
    assert "publié avec le nom" in first
    assert not opened(get(figures), words)
    assert not opened(type_in(figures, year="2025", members="many"), words)
    assert opened(type_in(figures, year="2025", turnover="much"), words)
    doubted = type_in(figures, year="2025", turnover="9000000000")
    assert "field__doubt" in doubted.text
    assert opened(doubted, words)


def test_what_was_reported_before_stands_open(type_in, get, sender):
    told = {"year": "2022", "turnover": "90000"}
    code = submissions.accept(sender.register(figures=told), by=None).actor_id
    hub = type_in(f"/fr/desk/change/{codes.show(code)}/").headers["Location"]
    assert opened(get(f"{hub}figures/"), "D’autres chiffres, si vous les connaissez")


def test_what_kind_it_is_is_asked_of_networks_and_social_enterprises(type_in, draft, get):
    form, words = f"{draft}form/", "Est-ce un réseau, ou une entreprise sociale\u00a0\\?"
    page = get(form)
    assert not opened(page, words)
    assert "<b>Réseau</b><small>Ses membres sont d’autres" in page.text
    type_in(form, **AMAL["form"])
    assert not opened(get(form), words)
    type_in(form, **AMAL["form"] | {"kind": "network"})
    assert opened(get(form), words)


def test_the_keyboard_of_a_phone_has_digits_alone_for_what_is_counted(draft, get):
    page = get(f"{draft}figures/").text
    assert 'inputmode="numeric"' in re.search(r'<input[^>]* name="members"[^>]*>', page)[0]
    turnover = re.search(r'<input[^>]* name="turnover"[^>]*>', page)[0]
    assert 'inputmode="decimal"' in turnover


def test_the_address_among_her_contacts_is_offered_for_the_answer(type_in, draft, get):
    finished(type_in, draft)
    type_in(f"{draft}contacts/", phone_0="0612345678", email_1="fatima@example.org")
    assert 'value="fatima@example.org"' in get(f"{draft}preview/").text
    emptied = type_in(f"{draft}preview/", licence="1", email="")
    assert emptied.status_code == 422
    assert 'value="fatima@example.org"' not in emptied.text


def test_who_changes_a_profile_is_not_taken_for_its_contact(type_in, amal, get):
    hub = type_in(f"/fr/desk/change/{codes.show(amal)}/").headers["Location"]
    type_in(f"{hub}contacts/", email_0="bureau@example.org")
    box = re.search(r'<input[^>]* name="email"[^>]*>', get(f"{hub}preview/").text)[0]
    assert 'value=""' in box


def test_a_place_found_says_in_which_commune_it_lies(in_force, get):
    found = get(f"{START}places/?q=aklim").text
    assert 'data-code="02.113.01.07"' in found
    leaves = dict(re.findall(r'data-code="([^"]+)".*? data-leaf="([^"]+)"', found))
    assert leaves["02.113.01.07"] == "02.113.01.07"
    assert all(leaf.startswith("02.113.") for leaf in leaves.values())


# --- figures --------------------------------------------------------------------------------------


TRAINED = {
    "code": "interns",
    "head": "work",
    "unit": "people",
    "aggregation": "sum",
    "part_of": "",
    "standard": "Athar",
    "names": {"ar": "المتدربون", "fr": "Stagiaires", "en": "Interns", "es": "Becarios"},
    "definitions": dict.fromkeys(("ar", "fr", "en", "es"), "Accueillis pendant l'année."),
    "bounds": {"minimum": 0, "maximum": 900, "decimals": 0, "asked_at_registration": True},
}


def test_figures_are_asked_that_the_set_in_force_asks(type_in, draft, get):
    by = people.administrator()

    def put(entry, *, new=False):
        seen = ReferenceSet.objects.newest_numbers()["indicators"]
        office.put_indicator(entry, new=new, by=by, seen=seen)

    put(TRAINED, new=True)
    unasked = {"asked_at_registration": False}
    put(worded("volunteers", model=Indicator, names={"fr": "Aides"}, bounds=BOUNDS | unasked))
    put(worded("members", model=Indicator, names={"fr": "Sociétaires"}))
    page = get(f"{draft}figures/").text
    labels = re.findall(r'<label for="([a-z-]+)">([^<]+)</label>', page)
    assert labels[1:3] == [("members", "Nombre de membres"), ("members-women", "Dont femmes")]
    assert "Sociétaires\u00a0: Nombre de membres" in page
    assert labels[-1] == ("interns", "Stagiaires")
    assert "Accueillis pendant l&#x27;année." in page
    assert "volunteers" not in dict(labels)
    far = type_in(f"{draft}figures/", year="2025", interns="901")
    assert "De 0 à 900." in far.text
    assert type_in(f"{draft}figures/", year="2025", interns="9").status_code == 303


def test_who_may_be_there_already_is_asked_before_going_on(type_in, register, get):
    register.publish(AMAL["name"] | {"fr": "Coopérative Al Amal"}, legal_form="cooperative")
    answer = type_in(START, name_fr="Cooperative al amal")
    assert answer.headers["Location"].endswith("/name/")
    page = get(answer.headers["Location"])
    assert "Coopérative Al Amal" in page.text
    again = type_in(answer.headers["Location"], name_fr="Cooperative al amal")
    assert again.status_code == 422
    none = type_in(answer.headers["Location"], name_fr="Cooperative al amal", sure="1")
    assert none.status_code == 303


def test_before_it_is_sent_she_sees_who_has_its_number_and_may_claim_it(
    type_in, draft, get, register
):
    there = register.publish("Une tout autre chose", registry={"ice": "001561191000066"})
    finished(type_in, draft)
    assert "Une tout autre chose" not in get(f"{draft}preview/").text
    type_in(f"{draft}form/", **AMAL["form"], ice="001561191000066")
    preview = get(f"{draft}preview/").text
    assert "Une tout autre chose" in preview
    assert "le même numéro" in preview
    assert f'href="/fr/desk/claim/{codes.show(there.code)}/"' in preview


def test_before_it_is_sent_she_sees_who_has_nearly_its_name_near_its_place(
    type_in, draft, get, register
):
    near = AMAL["place"]["place"]
    place = Place("02", "02.113", commune=near, precision="commune")
    register.publish("Coopérative Al Amel d’Aklim", place=place)
    finished(type_in, draft)
    assert "Coopérative Al Amel d’Aklim" in get(f"{draft}preview/").text


def test_similar_names_are_a_fragment(in_force, register, get):
    register.publish("Coopérative Al Amal", legal_form="cooperative")
    assert "Coopérative Al Amal" in get(f"{START}similar/?name_fr=Coop%C3%A9rative+al+amal").text
    assert "Al Amal" not in get(f"{START}similar/?name_fr=xyzzy").text


def test_an_unfinished_profile_is_not_sent_and_says_where(type_in, draft):
    answer = type_in(f"{draft}preview/", licence="1", email="a@example.org")
    assert answer.status_code == 422
    assert f"{draft}form/?then=preview" in answer.text
    assert not Submission.objects.waiting()


@pytest.mark.parametrize("lacking", ["licence", "email"])
def test_nothing_is_sent_without_consent_and_an_address(type_in, draft, lacking):
    finished(type_in, draft)
    given = {"licence": "1", "email": "a@example.org"}
    del given[lacking]
    assert type_in(f"{draft}preview/", **given).status_code == 422
    assert not Submission.objects.waiting()


def test_what_was_sent_is_written_no_more_and_taken_back_by_its_link(type_in, draft):
    finished(type_in, draft)
    follow = type_in(f"{draft}preview/", licence="1", email="a@example.org").headers["Location"]
    assert type_in(f"{draft}name/", name_fr="Autre").headers["Location"] == follow
    type_in(follow, withdraw="1")
    assert Submission.objects.get().state == "withdrawn"


def test_what_was_sent_is_read_by_its_link_and_changed_while_it_waits(type_in, draft, get):
    finished(type_in, draft)
    follow = type_in(f"{draft}preview/", licence="1", email="a@example.org").headers["Location"]
    assert "Coopérative Al Amal" in get(follow).text
    assert type_in(follow, take_up="1").headers["Location"] == draft
    assert not Submission.objects.waiting().exists()
    assert "Vous l’avez repris" in get(follow).text
    type_in(f"{draft}name/", **AMAL["name"] | {"name_fr": "Coopérative Amal"})
    assert type_in(f"{draft}preview/", licence="1").status_code == 303
    accepted = submissions.accept(Submission.objects.waiting().get(), by=None)
    assert "Coopérative Amal</ins>" in get(follow).text
    assert type_in(follow, take_up="1").headers["Location"] == follow
    accepted.refresh_from_db()
    assert accepted.state == "accepted"


# --- robots, strangers ----------------------------------------------------------------------------


def test_a_robot_gets_its_form_back_with_what_it_typed(type_in, monkeypatch):
    filled = type_in(START, name_fr="Rue du Robot", subject_line="cheap pills")
    assert filled.status_code == 422
    unsigned = type_in(START, ours=False, name_fr="Rue du Robot", stamp="x")
    assert 'value="Rue du Robot"' in unsigned.text
    monkeypatch.setattr(robots, "SOONEST", 2)
    at_once = type_in(START, name_fr="Rue du Robot")
    assert at_once.status_code == 422
    assert not Submission.objects.exists()


def test_a_stamp_of_something_else_is_no_stamp(in_force):
    other = signing.TimestampSigner(salt="other").sign("form")
    with pytest.raises(robots.LooksLikeARobot):
        robots.check({"stamp": other})


@pytest.mark.parametrize("path", ["", "name/", "preview/", "later/"])
def test_no_link_opens_nothing(get, in_force, path):
    assert get(f"{START}{'x' * 32}/{path}").status_code == 404
    assert get(f"/fr/desk/follow/{'x' * 32}/").status_code == 404


def test_pages_of_a_draft_are_kept_by_nobody_and_listed_nowhere(get, draft):
    for path in (draft + "name/", draft + "preview/"):
        answer = get(path)
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["X-Robots-Tag"] == "noindex"


# --- changes and reports --------------------------------------------------------------------------


@pytest.fixture
def amal(sender):
    return submissions.accept(sender.register(), by=None).actor_id


def test_anybody_changes_a_profile_by_its_page(type_in, amal, get):
    page = get(get(f"/fr/actors/{codes.show(amal)}/").headers["Location"])
    assert f"/fr/desk/change/{codes.show(amal)}/" in page.text
    hub = type_in(f"/fr/desk/change/{codes.show(amal)}/").headers["Location"]
    assert "Coopérative Al Amal" in get(hub).text
    assert 'value="Coopérative Al Amal"' in get(f"{hub}name/").text
    type_in(f"{hub}name/", **AMAL["name"] | {"name_fr": "Coopérative Amal"})
    preview = get(f"{hub}preview/")
    assert "<del" in preview.text
    assert "Coopérative Amal</ins>" in preview.text
    sent = type_in(f"{hub}preview/", licence="1")
    assert sent.status_code == 303
    submissions.accept(Submission.objects.waiting().get(), by=None)
    with snapshot() as reading:
        facts = actor_state(amal, reading).facts
    assert facts["names"]["fr"] == "Coopérative Amal"
    assert facts["provenance"]["names"]["source"].startswith("Suggested by a reader")


def test_a_change_that_changes_nothing_is_told_so(type_in, amal):
    hub = type_in(f"/fr/desk/change/{codes.show(amal)}/").headers["Location"]
    type_in(f"{hub}name/", **AMAL["name"])
    answer = type_in(f"{hub}preview/", licence="1")
    assert answer.status_code == 422
    assert "la fiche le dit déjà" in answer.text


def test_a_report_is_followed_by_its_link(type_in, amal, get):
    path = f"/fr/desk/report/{codes.show(amal)}/"
    wrong = type_in(path, words="Fermée", twin="7KQ2-M9XX")
    assert wrong.status_code == 422
    assert "Fermée" in wrong.text
    sent = type_in(path, subject="closed", year="2023", words="La porte est close.")
    follow = get(sent.headers["Location"])
    assert "en attente" in follow.text
    report = Submission.objects.waiting().get()
    submissions.refuse(report, by=None, reason="not-so", note="Elle travaille encore.")
    told = get(sent.headers["Location"]).text
    assert "Elle travaille encore." in told
    assert "ne s’est pas vérifié" in told


def test_who_is_logged_in_is_not_asked_where_to_answer_a_report(client, type_in, amal, get):
    path = f"/fr/desk/report/{codes.show(amal)}/"
    assert 'name="email"' in get(path).text
    person = people.person()
    people.log_in(client, person)
    assert 'name="email"' not in get(path).text
    typed = {"subject": "closed", "stamp": robots.stamp()}
    assert client.post(path, typed, headers={"Origin": "http://testserver"}).status_code == 303
    assert Submission.objects.waiting().get().author == person


def test_a_report_is_mended_by_its_link_and_a_question_answered(type_in, amal, get):
    path = f"/fr/desk/report/{codes.show(amal)}/"
    follow = type_in(path, subject="closed", words="La porte est close.").headers["Location"]
    assert "La porte est close." in get(follow).text
    report = Submission.objects.waiting().get()
    submissions.ask_back(report, by=None, note="Depuis quand ?")
    assert type_in(follow, words="Close.", year="jadis").status_code == 422
    assert type_in(follow, words="Close.", year="2024").status_code == 303
    report.refresh_from_db()
    assert (report.state, report.payload["report"]["year"]) == ("waiting", "2024")
    assert type_in(follow, words="Autre chose.").status_code == 200
    report.refresh_from_db()
    assert report.payload["report"]["words"] == "Close."


def test_a_report_that_comes_twice_is_one(type_in, amal):
    path = f"/fr/desk/report/{codes.show(amal)}/"
    told = {"subject": "closed", "words": "La porte est close."}
    first, again = (type_in(path, **told).headers["Location"] for _ in "12")
    assert first == again
    assert Submission.objects.waiting().count() == 1
    other = type_in(path, **told | {"words": "Close depuis mars."}).headers["Location"]
    assert other != first
    assert Submission.objects.waiting().count() == 2


def test_two_forms_drawn_at_once_send_two_reports(type_in, amal):
    path = f"/fr/desk/report/{codes.show(amal)}/"
    stamps = [robots.stamp() for _ in "12"]
    links = {type_in(path, stamp=one, subject="closed").headers["Location"] for one in stamps}
    assert len(links) == 2


def test_a_page_that_stays_is_told_where_to_go_on(client, type_in, amal, waited):
    path = f"/fr/desk/report/{codes.show(amal)}/"
    told = waited | {"subject": "closed"}
    answer = client.post(path, told, headers={"X-Page-Stays": "1"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Location"] == type_in(path, subject="closed").headers["Location"]
    wrong = client.post(path, waited, headers={"X-Page-Stays": "1"})
    assert (wrong.status_code, wrong.headers.get("Location")) == (422, None)


def test_no_profile_no_report(type_in, in_force, get):
    for place in ("change", "report"):
        assert get(f"/fr/desk/{place}/7KQ2-M9XX/").status_code == 404
        assert get(f"/fr/desk/{place}/{codes.show(codes.mint())}/").status_code == 404


# --- whatever is typed ----------------------------------------------------------------------------

FIELDS = {
    "name": ["name_ar", "name_fr", "name_zgh"],
    "form": ["legal_form", "cooperative_type", "kind", "founded_year", "founded_month",
             "founded_day", "ice", "registration"],
    "place": ["place_q", "place", "chosen", "locality_ar", "point", "precision"],
    "activity": ["sectors", "audiences", "products_ar", "products_fr", "description_fr",
                 "networks", "programmes", "shown"],
    "contacts": ["website", "name_0", "phone_0", "email_0", "public_phone_0", "public_email_0",
                 "nobody", "email_2"],
    "figures": ["year", "members", "members-women", "turnover", "jobs"],
}  # fmt: skip
TYPED = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", "0", "-1", "1e9", "٢٠٢٥", "2025", "9" * 40, "\x00", "\ud800", "[", "https://[", "a@b",
         "34.9, -2.3", "91, 181", "nan", "inf", "cooperative", "02.113.01.09", "MA", "06.141.01.0",
         "exact", "locality", "x" * 5000, "'; drop", "<b>", "\u202e", "²", "٣٫٥", "1,200.5"]
    ),
)  # fmt: skip


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_nothing_typed_is_an_error_of_ours_and_nothing_is_lost(client, draft, data):
    for step, names in FIELDS.items():
        typed = {name: data.draw(TYPED, label=name) for name in names}
        sent = {name: value.encode("utf-8", "replace").decode() for name, value in typed.items()}
        answer = client.post(f"{draft}{step}/", sent | {"sure": "1"})
        assert answer.status_code in (303, 422), (step, sent)
        assert client.get(f"{draft}{step}/").status_code == 200
        kept = Submission.objects.get().payload[step]
        for name, value in sent.items():
            if name in kept and name not in ("place", "place_q", "chosen"):
                assert kept[name] == value.replace("\x00", ""), (step, name)
    assert client.get(f"{draft}preview/").status_code == 200
    email = data.draw(st.sampled_from(["", "a", "a@b.ma", "@", "x" * 400]), label="email")
    assert client.post(f"{draft}preview/", {"email": email}).status_code == 422


# --- accounts and mails ---------------------------------------------------------------------------


def mails():
    return {one.kind: one for one in Mail.objects.order_by("pk")}


def test_a_mail_holds_the_link_and_nothing_that_was_typed(type_in, draft):
    finished(type_in, draft)
    follow = type_in(f"{draft}preview/", licence="1", email="a@example.org").headers["Location"]
    came = mails()["submission_sent"]
    assert (came.to, came.language) == ("a@example.org", "fr")
    assert follow in came.text
    assert "Al Amal" not in came.text


def test_the_link_of_a_draft_is_mailed_a_few_times(type_in, draft):
    for _ in range(3):
        assert type_in(f"{draft}later/", email="a@example.org").status_code == 200
    assert type_in(f"{draft}later/", email="b@example.org").status_code == 422
    assert draft in mails()["draft_link"].text
    assert Mail.objects.count() == 3


@pytest.fixture
def fatima(client):
    somebody = people.person("fatima@example.org")
    people.log_in(client, somebody)
    return somebody


def from_our_page(client, path, **typed):
    return client.post(path, typed, headers={"Origin": "http://testserver"})


def test_who_has_an_account_is_the_author_and_keeps_it(type_in, draft, fatima, client, get):
    finished(type_in, draft)
    follow = from_our_page(client, f"{draft}preview/", licence="1").headers["Location"]
    waiting = Submission.objects.waiting().get()
    assert waiting.author == fatima
    assert "Al Amal" in get("/fr/desk/").text
    accepted = submissions.accept(waiting, by=None)
    assert roles.role_on(fatima, accepted.actor_id) == "owner"
    assert "Accepté" in get(follow).text


def test_another_site_makes_nobody_an_author(type_in, draft, fatima, client):
    finished(type_in, draft)
    client.post(
        f"{draft}preview/",
        {"licence": "1", "email": "a@example.org"},
        headers={"Origin": "https://elsewhere.example"},
    )
    assert Submission.objects.waiting().get().author is None


def test_what_was_sent_without_an_account_is_kept_under_one(type_in, draft, client):
    finished(type_in, draft)
    follow = type_in(f"{draft}preview/", licence="1", email="a@example.org").headers["Location"]
    zahra = people.person("zahra@example.org")
    people.log_in(client, zahra)
    from_our_page(client, follow, adopt="1")
    assert Submission.objects.get().author == zahra


def test_who_goes_to_the_door_from_it_and_comes_back_keeps_it(type_in, draft, client, get):
    finished(type_in, draft)
    follow = type_in(f"{draft}preview/", licence="1", email="a@example.org").headers["Location"]
    door = from_our_page(client, follow, account="signup").headers["Location"]
    assert door.startswith("/fr/account/signup/?next=%2Ffr%2Fdesk%2Ffollow%2F")
    zahra = people.person("zahra@example.org")
    client.force_login(zahra)
    assert Submission.objects.get().author is None
    assert "gardé dans votre compte" in get(follow).text
    assert Submission.objects.get().author == zahra


def test_a_draft_is_kept_under_the_account_that_was_opened_from_its_preview(
    type_in, draft, client, get
):
    finished(type_in, draft)
    door = from_our_page(client, f"{draft}preview/", account="signup").headers["Location"]
    assert door.endswith("preview%2F")
    client.force_login(people.person("zahra@example.org"))
    assert "gardé dans votre compte" in get(f"{draft}preview/").text
    assert Submission.objects.get().author.email == "zahra@example.org"


def test_another_site_s_door_makes_nobody_an_author(type_in, draft, client, get):
    finished(type_in, draft)
    follow = type_in(f"{draft}preview/", licence="1", email="a@example.org").headers["Location"]
    client.post(follow, {"account": "signup"}, headers={"Origin": "https://elsewhere.example"})
    client.force_login(people.person("zahra@example.org"))
    get(follow)
    assert Submission.objects.get().author is None

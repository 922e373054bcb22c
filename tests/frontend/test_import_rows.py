"""What a moderator reads of the rows of a file before she decides, and what she decides of them."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from desk.imports import running
from desk.imports.wording import OUTCOMES
from desk.models import ClaimState, Import, ImportRow, ImportRun, SubmissionState, Writing
from directory import codes
from directory.records.facts import PartialDate
from frontend.views.private.imported import OUTCOMES as WORDS_OF_LISTS
from frontend.views.private.written import state_word
from tests.desk.imports.files import LICENCE, SOURCE, files

__all__ = ["files"]

pytestmark = pytest.mark.django_db

BERKANE, BNI_DRAR, EL_AIOUN = "02.113.01.09", "02.411.01.11", "02.533.01.15"
NAMED = ["Nom", "Forme juridique"]
AMAL = ["Coopérative Exemple Amal", "Coopérative"]


@pytest.fixture
def amal(files, register):
    return register.publish(
        {"fr": "Coopérative Exemple Amal"},
        founded=PartialDate(date(2007, 10, 15)),
        place=files.place(BERKANE),
    )


@pytest.fixture
def sent(files, hind):
    """A file that was read and checked; the address of its page."""

    def ask(header, *rows, scope=("country", "MA"), **said):
        parent = files.checked(files.csv(header, *rows), **said)
        parent.scope, parent.scope_code = scope
        parent.save(update_fields=["scope", "scope_code"])
        run = ImportRun.objects.create(
            by=hind, parent=parent, source=SOURCE, licence=LICENCE, filename=parent.filename,
            scope=scope[0], scope_code=scope[1], state="done",
        )  # fmt: skip
        return f"/fr/moderation/imports/{run.pk}/"

    return ask


@pytest.fixture
def read(client):
    """The words of a page, and its markup."""

    def ask(address):
        answer = client.get(address)
        assert answer.status_code == 200
        return words(answer), answer.content.decode()

    return ask


@pytest.mark.parametrize("page", ["rows/", "publish/"])
def test_a_row_shows_before_and_after_of_the_profile_it_changes(sent, read, amal, register, page):
    register.report(amal, 2023, members=40)
    path = sent(
        ["Code Athar", "Date de création", "Site web", "Membres 2023"],
        [amal.code, "2017", "https://exemple.test/", "1250"],
    )
    said, markup = read(path + page)
    assert f"Coopérative Exemple Amal {codes.show(amal.code)}" in said
    assert ("15 octobre 2007", "2017") in sides(markup)
    assert ("", "https://exemple.test/") in sides(markup)
    assert ("40", "1 250") in sides(markup)
    (doubt,) = re.findall(r'<p class="diff__doubt">.*?</p>', markup, re.DOTALL)
    assert "moins précis que ce que dit le registre" in doubt
    assert "déclarés par les organisations" in said


@pytest.mark.parametrize("page", ["rows/", "publish/"])
def test_a_row_of_a_new_profile_shows_all_that_becomes_public(sent, read, page):
    path = sent(
        [*NAMED, "Commune", "Date de création", "Date de fermeture", "Site web", "Produits",
         "Membres 2023", "Téléphone"],
        [*AMAL, "Berkane", "12 mars 2015", "2020", "https://exemple.test/", "Miel; Huile d’argan",
         "40", "0612345678"],
    )  # fmt: skip
    said, _markup = read(path + page)
    for one in ("Coopérative Exemple Amal", "12 mars 2015", "2020", "https://exemple.test/",
                "Miel, Huile d’argan", "Berkane"):  # fmt: skip
        assert one in said
    assert re.search(r", 2023 40\b", said)
    assert "0612345678" not in said


def test_a_new_profile_of_a_networks_file_joins_it(sent, read, register, in_force):
    network = register.actor("Réseau Exemple Nord", kind="network")
    register.publish_all(network)
    path = sent([*NAMED, "Commune"], [*AMAL, "Berkane"], scope=("network", network.code))
    said, _markup = read(path + "publish/")
    assert "Réseau Réseau Exemple Nord" in said


def test_after_publishing_the_result_alone_is_told(sent, client, amal, register):
    register.report(amal, 2023, members=40)
    header = ["Code Athar", *NAMED, "Membres 2023"]
    path = sent(
        header, [amal.code, "", "", "40"], [amal.code, "", "", "40"],
        ["", "Association Exemple Nour", "Association", "12"],
    )  # fmt: skip
    before = words(client.get(path + "publish/"))
    assert "1 nouvelle fiche 0 fiche à modifier 1 nouveau chiffre" in before
    client.post(path + "publish/", {"seen_new": "1", "seen_update": "0", "skip_unsure": "on"})
    running.carry(ImportRun.objects.get().pk)
    after = words(client.get(path))
    assert "Nouvelles fiches : 1 . Modifiées : 0 . Chiffres : 1 ." in after.replace("\u00a0", " ")
    assert "à modifier" not in after
    assert "Ce que chaque ligne est devenue" in after


def test_rows_that_lose_something_are_counted_before_publishing(sent, read, amal):
    path = sent(["Code Athar", "Date de création"], [amal.code, "2017"])
    said, markup = read(path + "publish/")
    assert "1 ligne moins précise que le registre" in said
    assert 'rows/?problem=vaguer"' in markup


def test_rows_cost_the_same_statements_however_many_they_are(sent, client, register, files):
    known = [register.publish({"fr": f"Structure {n}"}, products=()) for n in range(6)]
    header = ["Code Athar", "Nom", "Site web", "Membres 2023", "Emplois 2023"]
    lines = []
    for n, one in enumerate(known):
        lines.append([one.code, "", f"https://{n}.exemple.test/", "4", "2"])
        lines.append(["", f"Coopérative Autre {n}", "https://exemple.test/", "", ""])
    path = sent(header, *lines)
    two, all_of_them = (statements(client, f"{path}rows/?after={n}") for n in (11, 0))
    assert two == all_of_them


def test_a_commune_is_found_by_the_words_typed(sent, client):
    path = sent([*NAMED, "Commune"], [*AMAL, "Xyzq"])
    row = ImportRow.objects.get()
    assert f'name="find-{row.pk}"' in client.get(path + "rows/").content.decode()
    client.post(path + "rows/", {f"find-{row.pk}": "bni drar"})
    assert settled().told["place"]["commune"] == BNI_DRAR


def test_a_commune_chosen_among_those_suggested_is_taken(sent, client):
    path = sent([*NAMED, "Commune"], [*AMAL, "Xyzq"])
    row = ImportRow.objects.get()
    client.post(path + "rows/", {f"find-{row.pk}": "Ajdir", f"found-{row.pk}": "01.051.01.09"})
    assert settled().told["place"]["commune"] == "01.051.01.09"


def test_words_that_several_places_share_are_asked_back(sent, client):
    path = sent([*NAMED, "Commune"], [*AMAL, "Xyzq"])
    row = ImportRow.objects.get()
    answer = client.post(path + "rows/", {f"find-{row.pk}": "ajdir"})
    assert answer.status_code == 400
    assert "Plusieurs lieux portent ce nom" in words(answer)
    assert f'name="which-{row.pk}" value="03.561.03.01"' in answer.content.decode()
    client.post(path + "rows/", {f"find-{row.pk}": "ajdir", f"which-{row.pk}": "03.561.03.01"})
    assert settled().told["place"]["commune"] == "03.561.03.01"


def test_words_that_name_no_place_say_so_and_stay(sent, client):
    path = sent([*NAMED, "Commune"], [*AMAL, "Xyzq"])
    row = ImportRow.objects.get()
    answer = client.post(path + "rows/", {f"find-{row.pk}": "wxwxwx"})
    assert answer.status_code == 400
    assert "Aucun lieu que nous connaissons ne porte ce nom" in words(answer)
    assert 'value="wxwxwx"' in answer.content.decode()
    assert settled().outcome == "wrong"


def test_a_commune_outside_of_what_she_moderates_is_put_right_on_the_page(sent, client):
    path = sent([*NAMED, "Commune"], [*AMAL, "Laayoune"], scope=("region", "02"))
    ImportRow.objects.update(outcome="")
    row = settled()
    shown = client.get(path + "rows/")
    assert "hors de ce que vous modérez" in words(shown)
    assert "Qui est-ce ?" not in words(shown)
    offered = re.findall(rf'name="place-{row.pk}">.*?</select>', shown.content.decode())[0]
    assert re.findall(r'value="([^"]+)"', offered)[0] == EL_AIOUN
    assert f'name="find-{row.pk}"' in shown.content.decode()
    assert f'name="answer-{row.pk}" value="skip"' in shown.content.decode()
    client.post(path + "rows/", {f"place-{row.pk}": EL_AIOUN})
    assert settled().told["place"]["commune"] == EL_AIOUN


def test_one_figure_that_cannot_be_read_is_left_out_on_the_page(sent, client):
    path = sent([*NAMED, "Commune", "Membres 2023"], [*AMAL, "Berkane", "quarante"])
    row = ImportRow.objects.get()
    shown = client.get(path + "rows/")
    assert "Laisser ce chiffre de côté Membres 2023 · quarante" in words(shown)
    client.post(path + "rows/", {f"figure-{row.pk}": "Membres 2023"})
    assert settled().outcome == "new"


def test_only_a_figure_that_stops_its_row_is_left_out(sent, client):
    path = sent([*NAMED, "Commune", "Membres 2023"], [*AMAL, "Berkane", "1.250"])
    row = ImportRow.objects.get()
    client.post(path + "rows/", {f"figure-{row.pk}": "Membres 2023"})
    assert settled().figures == [["members", 2023, "1250"]]


def test_all_figures_of_a_column_are_left_out_on_the_page_and_read_again(sent, client):
    said = [[f"{AMAL[0]} {n}", AMAL[1], "Berkane", "quarante"] for n in ("Un", "Deux", "Trois")]
    path = sent([*NAMED, "Commune", "Membres 2023"], *said, [*AMAL, "Berkane", "-5"]) + "rows/"
    asked = path + "?problem=unreadable-number"
    shown = words(client.get(asked))
    assert "Membres 2023 nombre illisible Laisser 3 chiffres de côté" in shown
    assert "Laisser 1 chiffre de côté" not in shown
    assert "Laisser 1 chiffre de côté" in words(client.get(path))

    given = {"do": "leave-out", "column": "Membres 2023", "problem": "unreadable-number"}
    decided = words(client.post(asked, given, follow=True))
    assert "3 lignes décidées" in decided
    assert "3 chiffres sont laissés de côté Relire 3 chiffres" in decided
    assert sorted(ImportRow.objects.values_list("outcome", flat=True)) == ["", "", "", "wrong"]

    client.post(path, {"do": "read-again", "column": "Membres 2023"})
    assert "chiffres sont laissés de côté" not in words(client.get(path))
    assert not ImportRow.objects.exclude(left_out=[]).exists()


def test_a_column_that_holds_no_figures_is_refused_on_the_page(sent, client):
    path = sent([*NAMED, "Membres 2023"], [*AMAL, "quarante"]) + "rows/"
    refused = client.post(path, {"do": "leave-out", "column": "Nom"})
    assert refused.status_code == 409
    assert "Il n’y a pas de chiffres dans" in words(refused)
    strange = {"do": "leave-out", "column": "Membres 2023", "problem": "\0"}
    assert client.post(path, strange).status_code == 404


def test_what_is_to_be_said_once_for_all_rows_leads_first(sent, client):
    path = sent(["Nom", "Commune", "Membres"], ["Exemple Amal", "Berkane", "40"])
    shown = client.get(path)
    assert "À dire d’abord, une fois pour toutes les lignes" in words(shown)
    assert f'href="{path}columns/#id_legal_form"' in shown.content.decode()
    assert "1 ligne encore à vérifier" in words(shown)
    assert "fausse" not in words(shown)
    assert primary(client, path) == ["Lecture de ses colonnes"]
    ImportRow.objects.update(outcome="", problems=[])
    Import.objects.update(state="mapped")  # read, and nothing of it checked
    assert primary(client, path) == ["Lecture de ses colonnes"]
    said = {"legal_form": "cooperative", "year": "2024", "source_kind": "declared"}
    columns = {"c0": "name", "c1": "commune", "c2": "figures.members"}
    client.post(path + "columns/", said | columns)
    running.carry(ImportRun.objects.get().pk)
    assert primary(client, path) == ["Voir ce qui sera public"]


def test_rows_that_lack_a_setting_are_left_out_only_by_agreeing(sent, client):
    said = ["Exemple Amal", "Berkane"], ["Coopérative Exemple Nour", "Berkane"]
    path = sent(["Nom", "Commune"], *said) + "publish/"
    assert "Laisser de côté 1 ligne à laquelle manque" in words(client.get(path))
    seen = {"seen_new": "1", "seen_update": "0"}
    refused = client.post(path, seen)
    assert refused.status_code == 400
    assert "Acceptez-le, ou dites-le à côté des colonnes." in words(refused)
    assert client.post(path, seen | {"skip_lacking": "on"}).status_code == 303
    running.carry(ImportRun.objects.get().pk)
    assert Import.objects.get().state == "published"


def test_after_deciding_the_next_step_is_the_first_button(sent, client):
    path = sent([*NAMED, "Commune", "Membres 2023"], [*AMAL, "Berkane", "quarante"])
    row = ImportRow.objects.get()
    assert primary(client, path) == ["Lecture de ses colonnes"]
    decided = client.post(path + "rows/", {f"figure-{row.pk}": "Membres 2023"}, follow=True)
    assert "1 ligne décidée ; vérifiez les lignes de nouveau." in words(decided)
    assert primary(client, path) == primary(client, path + "rows/") == ["Vérifier les lignes"]
    settled()
    assert primary(client, path) == ["Voir ce qui sera public"]


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        ("fr", "1 nouvelle fiche", "2 nouvelles fiches"),
        ("en", "1 new profile", "2 new profiles"),
        ("es", "1 ficha nueva", "2 fichas nuevas"),
        ("ar", "صفحة تعريفية جديدة واحدة", "صفحتان تعريفيتان جديدتان"),
    ],
)
@pytest.mark.parametrize("page", ["", "publish/"])
def test_rows_are_counted_as_each_language_counts(sent, client, page, language, one, two):
    header = [*NAMED, "Commune"]
    path = sent(header, [*AMAL, "Berkane"]).replace("/fr/", f"/{language}/")
    other = ["Association Exemple Nour", "Association", "Taza"]
    both = sent(header, [*AMAL, "Berkane"], other, source="Autre").replace("/fr/", f"/{language}/")
    assert one in words(client.get(path + page))
    assert two in words(client.get(both + page))


def test_what_waits_is_counted_in_the_singular(client, hind):
    shown = words(client.get("/fr/moderation/"))
    assert "0 demande de gestion de fiche" in shown
    assert "0 renvoyée avec une question" in shown


def test_what_became_of_a_row_or_a_contribution_agrees_with_its_noun():
    with override("fr"):
        assert str(OUTCOMES["wrong"]) == "fausse"
        assert str(SubmissionState.ACCEPTED.label) == str(ClaimState.ACCEPTED.label) == "acceptée"
        assert state_word(Writing(kind="story", state="refused")) == "refusé"
    with override("ar"):
        assert str(OUTCOMES["wrong"]) == str(WORDS_OF_LISTS["wrong"])[:-1] == "خاطئ"


def settled():
    """The only row, checked again by the worker."""
    run = ImportRun.objects.get()
    running.ask(run, "check", by=run.by)
    running.carry(run.pk)
    return ImportRow.objects.get()


def words(answer):
    text = re.sub(r"<script.*?</script>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(text.replace("&#x27;", "'").split()).replace("\u202f", "\u00a0")


def sides(markup):
    """Before and after of each difference."""
    found = re.findall(r'<span class="diff">(.*?)</span>', markup, re.DOTALL)
    return [tuple(side(one, tag) for tag in ("del", "ins")) for one in found]


def side(markup, tag):
    found = re.search(rf"<{tag}[^>]*>(.*?)</{tag}>", markup, re.DOTALL)
    return " ".join(found[1].split()) if found else ""


def primary(client, path):
    """What its buttons of the first rank say."""
    main = re.search(r"<main.*</main>", client.get(path).content.decode(), re.DOTALL)[0]
    return [
        " ".join(one.split())
        for one in re.findall(r'class="button"[^>]*>([^<]+)</(?:a|button)>', main)
    ]


def statements(client, address):
    client.get(address)  # what is read once for all
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)

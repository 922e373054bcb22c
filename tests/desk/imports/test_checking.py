"""What a dry run understands of a row, what it doubts, and what it finds wrong."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from desk.imports import applying, staging
from desk.imports.refusals import BadRequest
from desk.imports.wording import problem_words
from desk.models import ImportSource
from directory.models import Observation
from tests.desk.imports.files import SOURCE, problems, row

NAMED = ["Nom", "Forme juridique"]
AMAL = ["Coopérative Exemple Amal", "Coopérative"]
BERKANE = "02.113.01.09"


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Dénomination", "name"),
        ("NOM DE LA COOPÉRATIVE", "name"),
        ("الاسم", "name"),
        ("Nom en arabe", "names.ar"),
        ("Nombre", "name"),
        ("Forme juridique", "legal_form"),
        ("الشكل القانوني", "legal_form"),
        ("Secteur d'activité", "sectors"),
        ("الجماعة", "commune"),
        ("Préfecture/Province", "province"),
        ("Fecha de creación", "founded"),
        ("تاريخ التأسيس", "founded"),
        ("N° ICE", "registry.ice"),
        ("Latitude", "lat"),
        ("خط الطول", "lon"),
        ("Nombre d'adhérents 2023", "figures.members.2023"),
        ("Members 2022", "figures.members.2022"),
        ("عدد المنخرطات", "figures.members-women"),
        ("Chiffre d’affaires", "figures.turnover"),
        ("Téléphone", "-"),
        ("Couleur préférée", "-"),
    ],
)
def test_a_header_is_understood_in_four_languages(files, header, field):
    parent = files.checked(files.csv([header, "Structure X"], ["x", "y"]))

    assert parent.mapping[header] == field


def test_what_was_told_of_a_column_is_remembered_of_its_source(files):
    files.checked(files.csv(["Libellé", *NAMED[1:]], AMAL), mapping={"Libellé": "name"})

    later = files.checked(files.csv(["LIBELLE", *NAMED[1:]], AMAL, name="b.csv"))
    of_others = files.checked(files.csv(["Libellé", *NAMED[1:]], AMAL), "Autre Exemple")

    assert later.mapping["LIBELLE"] == "name"
    assert of_others.mapping["Libellé"] == "-"
    assert ImportSource.objects.get(name=SOURCE).mapping["libelle"] == "name"


def test_a_mapping_of_no_column_or_to_no_field_is_refused(files):
    path = files.csv(NAMED, AMAL)

    with pytest.raises(BadRequest, match="no column “Couleur”; there are: Nom, Forme juridique"):
        files.checked(path, mapping={"Couleur": "name"})
    with pytest.raises(BadRequest, match="colour is no field"):
        files.checked(path, mapping={"Nom": "colour"})


def test_a_new_source_says_its_licence(files):
    with pytest.raises(BadRequest, match="under which licence"):
        staging.begin(files.csv(NAMED, AMAL), "Nouvelle source")


def test_two_scripts_in_a_cell_are_two_names(files):
    parent = files.checked(files.csv(NAMED, ["Coopérative Exemple / تعاونية مثال", "Coopérative"]))

    told = row(parent).told
    assert (told["names.fr"], told["names.ar"]) == ("Coopérative Exemple", "تعاونية مثال")


def test_a_legal_form_is_read_from_a_name_and_doubted(files):
    parent = files.checked(files.csv(["Nom"], ["جمعية مثال النور"]))

    assert row(parent).told["legal_form"] == "association"
    assert problems(parent) == ["legal-form-of-name"]
    assert row(parent).outcome == "new"


def test_an_unknown_legal_form_is_wrong_and_the_likeliest_proposed(files):
    parent = files.checked(files.csv(NAMED, [AMAL[0], "Cooperatibe"]))

    (problem,) = row(parent).problems
    assert (problem["column"], problem["problem"]) == ("Forme juridique", "unknown-term")
    assert "cooperative" in problem["proposal"]
    assert row(parent).outcome == "wrong"


def test_sectors_bring_their_parents_and_unknown_ones_are_left_out_aloud(files):
    parent = files.checked(files.csv([*NAMED, "Secteurs"], [*AMAL, "Argan ; Astronomie"]))

    assert row(parent).told["sectors"] == ["agriculture", "argan"]
    assert problems(parent) == ["term-left-out"]


def test_a_formula_is_no_value(files):
    parent = files.checked(files.csv(NAMED, ['=HYPERLINK("http://exemple.test")', "Coopérative"]))

    assert "formula" in problems(parent)
    assert row(parent).outcome == "wrong"


@pytest.mark.parametrize(
    ("header", "cells", "commune"),
    [
        (["Commune"], ["Berkane"], BERKANE),
        (["Commune"], ["بركان"], BERKANE),
        (["Commune"], ["Commune de BERKANE"], BERKANE),
        (["Commune"], [BERKANE], BERKANE),
        (["Adresse"], ["12, rue Exemple, Berkane"], BERKANE),
        (["Adresse"], ["شارع مثال رقم 3 بركان"], BERKANE),
    ],
)
def test_a_commune_is_found_by_its_name(files, header, cells, commune):
    parent = files.checked(files.csv([*NAMED, *header], [*AMAL, *cells]))

    assert row(parent).told["place"]["commune"] == commune
    assert row(parent).outcome == "new"


AJDIR = {"01.051.01.09": "Al Hoceima", "03.561.03.01": "Taza"}  # two communes of this name


def test_a_name_of_several_communes_is_asked_back_with_the_alternatives(files):
    parent = files.checked(files.csv([*NAMED, "Commune"], [*AMAL, "Ajdir"]))
    (problem,) = row(parent).problems

    assert (problem["problem"], problem["wrong"]) == ("ambiguous-commune", False)
    assert (problem["column"], problem["value"]) == ("Commune", "Ajdir")
    offered = problem["proposal"].split(" or ")
    assert len(offered) == len(AJDIR)
    for code in AJDIR:
        assert sum(code in one for one in offered) == 1
    assert row(parent).outcome == "unsure"


@pytest.mark.parametrize(("code", "province"), AJDIR.items())
def test_the_province_beside_it_tells_communes_of_one_name_apart(files, code, province):
    parent = files.checked(files.csv([*NAMED, "Commune", "Province"], [*AMAL, "Ajdir", province]))

    assert row(parent).told["place"]["commune"] == code
    assert problems(parent) == []


def test_a_commune_is_looked_for_in_the_province_beside_it(files):
    parent = files.checked(files.csv([*NAMED, "Commune", "Province"], [*AMAL, "Berkane", "Taza"]))

    assert problems(parent) == ["commune-elsewhere"]
    assert BERKANE in row(parent).problems[0]["proposal"]


def test_a_point_gives_the_commune(files):
    parent = files.checked(files.csv([*NAMED, "GPS"], [*AMAL, "34,9218 ; -2,3197"]))

    place = row(parent).told["place"]
    assert (place["commune"], place["precision"]) == (BERKANE, "exact")
    assert (place["lat"], place["lon"]) == ("34.921800", "-2.319700")


def test_a_point_outside_its_commune_is_wrong_and_where_it_lies_is_proposed(files):
    parent = files.checked(
        files.csv([*NAMED, "Commune", "GPS"], [*AMAL, "Taza", "34.9218, -2.3197"])
    )

    (problem,) = row(parent).problems
    assert problem["problem"] == "point-elsewhere"
    assert BERKANE in problem["proposal"]


def test_swapped_axes_are_turned_and_doubted(files):
    parent = files.checked(
        files.csv([*NAMED, "Latitude", "Longitude"], [*AMAL, "-2.3197", "34.9218"])
    )

    assert problems(parent) == ["point-swapped"]
    assert row(parent).told["place"]["commune"] == BERKANE


def test_metres_of_a_labelled_zone_are_placed(files):
    header = [*NAMED, "X Lambert Nord Maroc", "Y Lambert Nord Maroc"]
    parent = files.checked(files.csv(header, [*AMAL, "780 700", "484 100"]))

    place = row(parent).told["place"]
    assert place["region"] == "02"
    assert place["precision"] == "exact"


def test_metres_of_no_zone_are_wrong(files):
    parent = files.checked(files.csv([*NAMED, "X", "Y"], [*AMAL, "780700", "484100"]))

    assert problems(parent) == ["point-unlabelled"]


def test_figures_need_a_year_and_are_held_against_their_totals(files):
    header = [*NAMED, "Membres", "Femmes"]
    without = files.checked(files.csv(header, [*AMAL, "40", "25"]))
    more = files.checked(files.csv(header, [*AMAL, "40", "45"], name="b.csv"), year=2023)

    assert problems(without) == ["no-year", "no-year"]
    assert problems(more) == ["refused"]
    assert "at most the total" in row(more).problems[0]["proposal"]
    assert row(more).problems[0]["column"] == "Femmes"


def test_an_ice_that_lost_its_zeros_gets_them_back(files):
    parent = files.checked(files.xlsx([*NAMED, "ICE"], [*AMAL, 1561191000066]))

    assert row(parent).told["registry.ice"] == "001561191000066"
    assert problems(parent) == ["zeros-lost"]


def test_a_wrong_ice_is_refused_by_the_rules_of_the_register(files):
    parent = files.checked(files.csv([*NAMED, "ICE"], [*AMAL, "001561191000067"]))

    assert problems(parent) == ["refused"]
    assert row(parent).problems[0]["column"] == "ICE"


def test_a_name_near_one_of_the_register_waits_for_an_answer(files, register):
    known = register.publish(
        {"ar": "تعاونية مثال الأمل"}, legal_form="cooperative",
        place=files.place(BERKANE),
    )  # fmt: skip
    path = files.csv(["الاسم", "Commune"], ["تعاونيه مثال الامل", "Berkane"])

    parent = files.checked(path)

    assert row(parent).outcome == "unsure"
    (candidate,) = row(parent).candidates
    assert (candidate["code"], candidate["score"], candidate["why"]) == (known.code, 0.95, "name")


def test_the_same_name_in_another_region_is_somebody_else(files, register):
    register.publish("Coopérative Exemple Amal", place=files.place(BERKANE))

    parent = files.checked(files.csv([*NAMED, "Commune"], [*AMAL, "Taza"]))

    assert row(parent).outcome == "new"


def test_a_row_that_repeats_another_waits_for_an_answer(files):
    parent = files.checked(files.csv([*NAMED, "Commune"], [*AMAL, "Taza"], [*AMAL, "Taza"]))

    assert row(parent, 2).outcome == "new"
    assert row(parent, 3).outcome == "unsure"
    assert row(parent, 3).candidates[0]["row"] == 2


@pytest.mark.parametrize(
    ("word", "outcome"), [("same", "update"), ("other", "new"), ("skip", "skipped")]
)
def test_answers_settle_uncertain_rows(files, register, word, outcome):
    register.publish("Coopérative Exemple Amal", place=files.place(BERKANE))
    parent = files.checked(
        files.csv([*NAMED, "Commune", "Site"], [*AMAL, "Berkane", "https://exemple.test/"])
    )
    assert row(parent).outcome == "unsure"

    staging.answer(parent, files.csv(["row", "answer"], ["2", word], name="answers.csv"))
    staging.check(parent)

    assert row(parent).outcome == outcome


def test_an_answer_nobody_can_give_is_refused(files):
    parent = files.checked(files.csv(NAMED, AMAL))

    with pytest.raises(BadRequest, match="“maybe”; same, other or skip"):
        staging.answer(parent, files.csv(["row", "answer"], ["2", "maybe"], name="a.csv"))
    with pytest.raises(BadRequest, match="no row 99"):
        staging.answer(parent, files.csv(["row", "answer"], ["99", "skip"], name="b.csv"))


def test_a_register_that_moved_on_is_compared_with_anew(files, register):
    parent = files.checked(files.csv([*NAMED, "Commune"], [*AMAL, "Berkane"]))
    assert row(parent).outcome == "new"

    register.publish("Coopérative Exemple Amal", place=files.place(BERKANE))
    staging.check(parent)

    assert row(parent).outcome == "unsure"


def test_figures_that_do_not_fit_each_other_are_asked_about_and_may_stand(files):
    header = [*NAMED, "Commune", "Adhérents 2024", "Emplois 2024"]
    path = files.csv(header, ["Société Exemple", "Société", "Berkane", "4000", "14"])
    parent = files.checked(path)

    told = row(parent).problems
    assert [one["problem"] for one in told if one["column"] == "Adhérents 2024"] == [
        "unusual-figure",
        "unusual-figure",
    ]
    assert not any(one["wrong"] for one in told)
    with override("en"):
        assert problem_words(told[-1]) == (
            "Adhérents 2024 “4000”: Memberships: 4,000; jobs: 14. Do they fit each other?"
        )
    applying.apply(parent)
    assert Observation.objects.current().get(indicator="members").value == 4000


def test_what_the_register_has_is_asked_for_once_for_all_rows(files, register):
    known = [
        register.publish(f"Coopérative Exemple {name}", place=files.place(BERKANE))
        for name in ("Amal", "Nour", "Rif")
    ]
    for one in known:
        register.report(one, 2023, members=40)
    header = ["Code", *NAMED, "Commune", "Adhérents 2024"]
    told = [[one.code, one.names["fr"], "Coopérative", "Berkane", "400"] for one in known]

    def statements(name, rows):
        path = files.csv(header, *rows, name=name)
        with CaptureQueriesContext(connection) as asked:
            parent = files.checked(path)
        assert problems(parent) == ["unusual-figure"]
        return sum("directory_report" in one["sql"] for one in asked)

    assert statements("one.csv", told[:1]) == statements("all.csv", told) == 1


def test_a_figure_that_stands_already_is_not_asked_about_again(files, register):
    amal = register.publish("Coopérative Exemple Amal", place=files.place(BERKANE))
    register.report(amal, 2023, members=40)
    register.report(amal, 2024, members=400)
    header = ["Code", *NAMED, "Commune", "Adhérents 2024"]

    def found(members):
        cells = [amal.code, *AMAL, "Berkane", members]
        return problems(files.checked(files.csv(header, cells, name=f"{members}.csv")))

    assert found("400") == []
    assert found("401") == ["unusual-figure"]


def test_a_map_is_imported_with_its_points(files):
    path = files.text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"Nom":'
        ' "Coopérative Exemple Amal", "Forme juridique": "coop"}, "geometry": {"type": "Point",'
        ' "coordinates": [-2.3197, 34.9218]}}]}',
        "exemple.geojson",
    )
    parent = files.checked(path)

    assert row(parent, 1).outcome == "new"
    assert row(parent, 1).told["place"]["commune"] == BERKANE


def test_a_geopackage_in_a_zone_of_merchich_is_placed(files):
    path = files.gpkg("EPSG:26191", [(780_700.0, 484_100.0)], Nom=["Coopérative Exemple Amal"])
    parent = files.checked(path)

    assert parent.options["crs"] == 26191
    assert row(parent, 1).told["place"]["region"] == "02"

"""The model sentence of the glossary: a figure said whole, in every language of the site."""

from datetime import date

import pytest
from django.utils.translation import override

from directory import codes
from directory.as_of import snapshot
from directory.records.facts import PartialDate, Place
from evidence.citations import citable
from evidence.citations.store import cite
from evidence.official.publish import load_official_figures
from evidence.records import StoryFacts
from evidence.sentences import sentence
from evidence.stories.publish import publish_story
from evidence.wording.dates import day_marked
from evidence.wording.plain import plain
from tests.register import day

NADOR = Place("02", "02.381", None, "02.381.01.05", precision="commune")
HERE = "legal_form=cooperative&province=02.381"
MEMBERS = f"/api/v1/statistics/?measure=members&year=2023&{HERE}"
WOMEN = f"/api/v1/statistics/?measure=members-women&aggregate=share&of=members&year=2023&{HERE}"


@pytest.fixture
def nador(in_force, register):
    """Twelve cooperatives, of which three report memberships and two also those of women."""
    made = [
        register.publish(f"Coopérative {n}", legal_form="cooperative", place=NADOR)
        for n in range(12)
    ]
    register.report(made[0], 2023, kind="verified", members=4000, members_women=1800)
    register.report(made[1], 2023, members=702, members_women=211)
    register.report(made[2], 2023, members=168)
    return made


def say(address, language="en", as_of=None):
    with snapshot(as_of) as reading:
        asked = citable.read(address, reading)
        answer, _digest = asked.answer()
        return sentence(asked.kind, asked.normal, answer, reading, language)


def figure(address, language="en"):
    """Without the register, its revision and date."""
    return say(address, language).text.rpartition({"ar": "أثر"}.get(language, "Athar"))[0].strip()


def test_a_figure_says_scope_status_unknown_year_coverage_and_kinds_of_sources(nador):
    assert figure(MEMBERS) == (
        "12 registered cooperatives active in the province of Nador (how many exist: unknown)."
        " 4,870 memberships in 2023, given by 3 of 12 (25%; 1 verified, 2 declared)."
        " One person may hold several."
    )


def test_it_is_said_in_french_with_its_spaces(nador):
    assert figure(MEMBERS, "fr") == (
        "12 coopératives enregistrées, actives dans la province de Nador (nombre réel\xa0:"
        " inconnu). 4\xa0870 adhésions en 2023, déclarées par 3 sur 12 (25\xa0%\xa0; 1 vérifiée,"
        " 2 déclaratives). Une personne peut en avoir plusieurs."
    )


def test_it_is_said_in_spanish(nador):
    assert figure(MEMBERS, "es") == (
        "12 cooperativas registradas, activas en la provincia de Nador (número real: desconocido)."
        " 4\xa0870 membresías en 2023, declaradas por 3 de 12 (25\xa0%; 1 verificada,"
        " 2 declaradas). Una persona puede tener varias."
    )


def test_it_is_said_in_arabic_and_a_percentage_keeps_its_side(nador):
    assert figure(MEMBERS, "ar") == (
        "12 تعاونية مسجَّلة نشيطة بإقليم الناضور (العدد الفعلي غير معروف)."
        " 4\xa0870 انخراطا سنة 2023، صرّحت بها 3 من أصل 12"
        " (\u206625%\u2069؛ منها واحدة متحقَّق منها واثنتان مصرَّح بهما)."
        " قد يكون للشخص الواحد أكثر من انخراط."
    )


def test_a_share_tells_who_is_in_the_ratio(nador):
    assert figure(WOMEN) == (
        "12 registered cooperatives active in the province of Nador (how many exist: unknown)."
        " Among the 2 of 12 giving both in 2023 (17%; 1 verified, 1 declared),"
        " 2,011 of 4,702 memberships are women's (43%). One person may hold several."
    )
    assert "2\xa0011 من أصل 4\xa0702 انخراط لنساء" in figure(WOMEN, "ar")


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "لا تعاونية مسجَّلة نشيطة"),
        (1, "تعاونية واحدة مسجَّلة نشيطة"),
        (2, "تعاونيتان مسجَّلتان نشيطتان"),
        (3, "3 تعاونيات مسجَّلة نشيطة"),
        (11, "11 تعاونية مسجَّلة نشيطة"),
    ],
)
def test_arabic_counts_in_its_own_forms(in_force, register, count, words):
    for n in range(count):
        register.publish(f"Coopérative {n}", legal_form="cooperative", place=NADOR)
    assert figure(f"/api/v1/actors/?{HERE}", "ar").startswith(f"{words} بإقليم الناضور")


def test_every_filter_is_said(in_force, register):
    told = figure(
        "/api/v1/actors/?legal_form=foundation,company&region=02,04&q=argan&status=any"
        "&founded_from=2010&sector=none&near=-6.8,34&radius=5000&has=members"
    )
    for words in (
        "0 registered organisations active or closed",
        "in the region of Oriental or in the region of Rabat-Salé-Kénitra",
        "legal form: Company or Foundation",
        "words: argan",
        "founded from: 1 January 2010",
        "sector: not known",
        "near a point: -6.8,34, within 5,000 m",
        "reports: Memberships",
    ):
        assert words in told


def test_the_register_its_revision_never_grouped_and_its_date_end_it(nador):
    with snapshot() as reading:
        number = reading.revision
        told = sentence("actors", "status=active", {"count": 5}, reading, "fr")
        grown = sentence(
            "actors", "status=active", {"count": 5}, type(reading)(
                1204, reading.recorded_at, reading.date, reading.reference_sets, 1204
            ), "fr",
        )  # fmt: skip
    assert f"Athar, révision {number}, " in told.text
    assert "révision 1204, " in grown.text


def test_what_nobody_reports_is_said_as_such(nador):
    told = figure(f"/api/v1/statistics/?measure=jobs&year=2023&{HERE}")
    assert told.endswith("Jobs in 2023: none of them gives it.")


def test_the_latest_of_some_years_says_which(nador):
    told = figure(f"/api/v1/statistics/?measure=members&year=latest:9&{HERE}")
    assert "4,870 memberships in the latest year each gives from" in told


def test_means_say_of_whom(nador):
    told = figure(MEMBERS + "&aggregate=mean")
    assert "Memberships, mean of those who give it: 1,623.33 in 2023, given by 3 of 12" in told


def test_a_figure_by_year_has_no_total_and_says_its_years(nador, register):
    register.report(nador[0], 2021, members=7)
    told = figure(f"/api/v1/statistics/?measure=members&group_by=year&{HERE}")
    assert "Memberships, year by year from 2021 to 2023. Told apart by year: 2 figures." in told


def test_cells_that_overlap_are_said_to(nador):
    told = figure("/api/v1/statistics/?group_by=sector")
    assert "Told apart by sector" in told
    assert "One organisation may stand in several of them." in told


def test_a_census_measure_names_its_bureau_and_year(in_force):
    told = figure("/api/v1/statistics/?measure=census:population&region=04")
    assert told.startswith("Inhabitants, in the region of Rabat-Salé-Kénitra: ")
    assert told.endswith("(High Commission for Planning, census of 2024).")


def test_a_rate_says_for_how_many_inhabitants_of_which_census(nador):
    told = figure(f"/api/v1/statistics/?measure=actors&per=inhabitants&{HERE}")
    assert told.endswith("for 10,000 inhabitants (census of 2024).")
    assert "That is " in told


def test_one_actor_is_named_with_its_form_and_place(nador):
    told = say(f"/api/v1/actors/{nador[0].code}/").text
    assert told.startswith(
        "Coopérative 0, Cooperative, in the commune of Nador: as the register held it."
    )


def test_a_name_of_another_script_is_isolated_in_plain_text(in_force, register):
    made = register.publish("Coopérative Amal", legal_form="cooperative")
    assert say(f"/api/v1/actors/{made.code}/", "ar").text.startswith("\u2068Coopérative Amal\u2069")


def test_examples_are_said_to_be_invented(fresh_demonstration):
    assert figure(f"/api/v1/actors/?{HERE}").endswith(
        "Demonstration: invented organisations may be among them."
    )
    assert figure(f"/api/v1/actors/?{HERE}&demo=true").endswith("all of them are invented.")
    assert "Demonstration" not in figure(f"/api/v1/actors/?{HERE}&demo=false")


def test_where_nobody_is_invented_no_figure_says_so_whatever_was_asked(nador):
    assert "Demonstration" not in figure(f"/api/v1/actors/?{HERE}&demo=any")
    assert not cite(f"/api/v1/actors/?{HERE}&demo=any").citation.is_demo


def test_whom_a_filter_cannot_find_is_said(nador):
    near = figure("/api/v1/actors/?near=-2.93,35.17&radius=1000")
    assert near.endswith("Those known only by their commune are not among them.")
    for dated in ("active_on=2020-01-01", "founded_from=2010", "founded_to=2020"):
        told = figure(f"/api/v1/actors/?{dated}")
        assert told.endswith("Those whose founding date is unknown are not among them.")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "1 registered cooperative closed by {day} in the province of Nador; closed from:"
            " 1 January 2020 (how many exist: unknown). Those whose closing the register does not"
            " know are not among them.",
        ),
        (
            "fr",
            "1 coopérative enregistrée, fermée au {day} dans la province de Nador\xa0; fermées à"
            " partir de\xa0: 1er janvier 2020 (nombre réel\xa0: inconnu). Celles dont le"
            " registre ignore la fermeture n’y sont pas comptées.",
        ),
        (
            "es",
            "1 cooperativa registrada, cerrada a {day} en la provincia de Nador; cerradas desde:"
            " 1 de enero de 2020 (número real: desconocido). No se cuentan aquellas cuyo cierre"
            " el registro desconoce.",
        ),
        (
            "ar",
            "تعاونية واحدة مسجَّلة متوقفة بتاريخ {day} بإقليم الناضور؛ توقفت ابتداء من: 1 يناير 2020"
            " (العدد الفعلي غير معروف). ولا تدخل فيها البنيات التي لا يعرف السجل توقفها.",
        ),
    ],
)
def test_closings_are_said_with_the_day_they_are_judged_on(nador, register, language, words):
    register.change(nador[3], closed=day("2020-05"))
    told = say(f"/api/v1/actors/?closed_from=2020&{HERE}", language)
    with snapshot() as reading, override(language):
        today = plain(day_marked(reading.date), language)
    assert told.text.startswith(words.format(day=today))


def test_a_region_is_not_said_beside_its_province(nador):
    assert figure("/api/v1/actors/?region=02&province=02.381") == figure(
        "/api/v1/actors/?province=02.381"
    )
    assert "in the region of Oriental, in the province of" in figure(
        "/api/v1/actors/?region=02&province=02.381,04.421"
    )


def test_groups_without_a_legal_form_are_named_not_unknown(in_force, register):
    register.publish("Groupement", legal_form="none")
    told = figure("/api/v1/actors/?legal_form=none")
    assert told.startswith("1 registered organisation active in Morocco; legal form: Informal")


def test_an_unknown_territory_has_its_place_in_the_sentence(nador):
    told = figure("/api/v1/actors/?province=none")
    assert told == (
        "0 registered organisations active where the province or prefecture is not known"
        " (how many exist: unknown)."
    )


def test_tamazight_falls_back_to_french_and_says_so(nador):
    told = say(MEMBERS, "zgh")
    assert (told.language, told.direction) == ("fr", "ltr")
    assert told.text == say(MEMBERS, "fr").text


def test_values_are_marked_for_a_page_and_numbers_isolated(nador):
    marked = say(MEMBERS, "ar").marked
    assert '<b><bdi class="n">4\xa0870</bdi></b>' in marked
    assert '<bdi class="n">25%</bdi>' in marked


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Cooperatives, in Morocco: 65,315 ("),
        ("fr", "Coopératives, au Maroc\xa0: 65\xa0315 ("),
        ("es", "Cooperativas, en Marruecos: 65\xa0315 ("),
        ("ar", "التعاونيات، بالمغرب: 65\xa0315 ("),
    ],
)
def test_an_official_figure_is_said_with_its_publisher_and_date(in_force, language, words):
    load_official_figures()
    told = say("/api/v1/official-figures/2GK9AJS7/", language)
    assert told.text.startswith(words)
    assert "2025" in told.title


@pytest.mark.parametrize(
    ("code", "words"), [("FJ6H68M1", "about 764,000"), ("05M7ZYJG", "32%"), ("954XXANF", "13.2%")]
)
def test_an_official_figure_is_said_as_exactly_as_it_was_published(in_force, code, words):
    load_official_figures()
    assert words in say(f"/api/v1/official-figures/{code}/").text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "La première récolte\xa0: récit de terrain (mai 2024), gardé tel quel."),
        ("en", "La première récolte: a field story (May 2024), kept as it was told."),
    ],
)
def test_a_story_is_said_by_its_title_and_when_it_was_told(nador, language, words):
    story = StoryFacts(
        code=codes.mint(),
        titles={"fr": "La première récolte"},
        texts={"fr": "Nous étions douze."},
        teller={},
        told=PartialDate(date(2024, 5, 1), "month"),
        consent_on=date(2024, 5, 12),
        consent_to="Une association",
        actor=nador[0].code,
    )
    publish_story(story, role="moderator", reason="new-story")
    assert say(f"/api/v1/stories/{story.code}/", language).text.startswith(words)

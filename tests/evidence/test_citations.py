"""Citations, by the numbered recommendations of the RDA's working group on data citation.

R10 and R11, what people see, are in tests/frontend; R12, what machines are told, in tests/api.
"""

from decimal import Decimal
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from directory import codes, digests
from directory.as_of import snapshot
from directory.models import ActorVersion, Observation, Revision
from directory.publishing import redact_actor
from directory.records.facts import Place
from directory.selection.filterset import FOLD_VERSION
from evidence.citations import citable, upgrade
from evidence.citations.citable import NotCitable
from evidence.citations.compare import compare
from evidence.citations.digest import paper_code, versions_kept
from evidence.citations.store import cite, cite_all
from evidence.citations.upgrade import QUERY_VERSION
from evidence.citations.verify import ask_again, verify
from evidence.models import Citation, Remembered, Sighting

NADOR = Place("02", "02.381", None, "02.381.01.05", precision="commune")
RABAT = Place("04", "04.421", None, "04.421.01.0", precision="commune")
ACTORS = "/api/v1/actors/"
MEMBERS = "/api/v1/statistics/?measure=members&year=2023&sector=argan"
WOMEN = "/api/v1/statistics/?measure=members-women&aggregate=share&of=members&year=2023"


@pytest.fixture
def tiznit(in_force, register):
    made = register.publish("Argan Tiznit", sectors=["argan"], place=NADOR)
    register.report(made, 2023, members=40, members_women=30)
    return made


@pytest.fixture
def agadir(tiznit, register):
    made = register.publish("Argan Agadir", sectors=["argan"], place=RABAT)
    register.report(made, 2023, members=25)
    return made


def cited(address) -> Citation:
    return cite(address).citation


def value(citation):
    return citation.answer["total"]["value"]


def test_r1_an_earlier_state_is_answered_after_every_change(agadir, tiznit, register):
    citation = cited(MEMBERS)
    register.change(tiznit, sectors=["honey"])
    register.withdraw(agadir)
    assert verify(citation).holds
    assert value(citation) == 65


def test_r2_a_citation_carries_the_moment_its_revision_was_recorded(agadir):
    citation = cited(MEMBERS)
    with snapshot() as reading:
        assert (citation.revision, citation.recorded_at) == (reading.revision, reading.recorded_at)


def test_r3_the_question_is_kept_as_asked_and_in_its_normal_form(agadir):
    citation = cited(MEMBERS)
    assert citation.original == MEMBERS
    assert (
        citation.normal
        == "aggregate=sum&demo=false&measure=members&sector=argan&status=active&year=2023"
    )
    assert (citation.query_version, citation.fold_version) == (QUERY_VERSION, FOLD_VERSION)


@pytest.mark.parametrize(
    "again",
    [
        "/api/v1/statistics/?sector=argan&year=2023&measure=members&format=csv",
        "/api/v1/statistics/?measure=members&year=2023&sector=argan&status=active&aggregate=sum",
    ],
)
def test_r4_the_same_question_in_other_words_is_the_same_citation(agadir, again):
    first, second = cite(MEMBERS), cite(again)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.citation == second.citation


def test_r5_records_are_folded_in_the_order_of_codes_whatever_the_database_gives(agadir, tiznit):
    citation = cited("/api/v1/actors/?sector=argan")
    versions = ActorVersion.objects.current().order_by("code")
    told = b"".join(one.code.encode() + bytes(one.digest) for one in versions)
    assert bytes(citation.evidence) == sha256(told).digest()
    listed = digests.canonical({"codes": [one.code for one in versions], "count": 2})
    assert bytes(citation.result) == sha256(listed).digest()


def test_r6_what_was_tampered_with_since_does_not_verify(agadir):
    citation = cited(MEMBERS)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table directory_report disable trigger user")
        cursor.execute("update directory_report set value = value + 1")
        cursor.execute("update directory_reportrollup set total = total + 1")
    failed = [step.name for step in verify(citation).steps if not step.holds]
    assert failed == ["answer"]


def test_r7_citing_again_at_a_later_revision_notes_when_it_was_still_the_same(agadir, register):
    citation = cited(MEMBERS)
    register.publish("Un autre", place=NADOR)
    assert cited(MEMBERS) == citation
    assert Sighting.objects.get().revision == citation.revision + 1


def test_r8_another_answer_is_another_citation_with_a_code_of_its_own(agadir, tiznit, register):
    first = cited(MEMBERS)
    register.report(tiznit, 2023, members=41)
    second = cited(MEMBERS)
    assert first.code != second.code
    assert (value(first), value(second)) == (65, 66)


def test_r9_a_citation_without_its_digests_cannot_be_stored(agadir):
    citation = cited(MEMBERS)
    for field in ("result", "evidence", "ledger"):
        copy = Citation(**{
            one.name: getattr(citation, one.name)
            for one in Citation._meta.concrete_fields
            if one.name not in ("id", "code", "normal")
        } | {field: b"short", "code": "00000000", "normal": field})  # fmt: skip
        with pytest.raises(DatabaseError, match=field), transaction.atomic():
            copy.save()


def test_a_citation_is_not_rewritten_and_not_deleted(agadir):
    citation = cited(MEMBERS)
    for statement in (
        "update evidence_citation set answer = '{}'",
        "delete from evidence_citation",
    ):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert verify(citation).holds


def older(address, version, normal, told=lambda answer: answer) -> Citation:
    """A citation as an earlier version of the query would have kept it."""
    with snapshot() as reading:
        asked = citable.read(address, reading)
        answer = told(asked.answer()[0])
        evidence = asked.evidence()
        ledger = bytes(Revision.objects.get(pk=reading.revision).digest)
    result = digests.digest(digests.canonical(answer))
    return Citation.objects.create(
        code=codes.mint(), kind=asked.kind, path=asked.path, original=address, normal=normal,
        query_version=version, fold_version=FOLD_VERSION, revision=reading.revision,
        recorded_at=reading.recorded_at, ledger=ledger, result=result, evidence=evidence.digest,
        records=evidence.count, answer=answer, is_demo=False,
        paper=paper_code(ledger, normal, result),
    )  # fmt: skip


def without_parts(answer):
    """A share as version 1 told it: without the part and the whole it is of."""
    for cell in (answer["total"], *answer["results"]):
        del cell["part"], cell["whole"]
    return answer


def of_version_1() -> Citation:
    normal = "aggregate=share&demo=false&measure=members-women&of=members&status=active&year=2023"
    return older(WOMEN, 1, normal, without_parts)


def test_r13_a_question_of_an_older_version_is_asked_in_that_of_today(agadir, monkeypatch):
    """Had version 0 called the measure something else, its citations would still be answered."""

    def renamed(question):
        path, normal = question
        return path, normal.replace("measure=adherents", "measure=members")

    monkeypatch.setitem(upgrade.UPGRADES, 0, upgrade.Upgrade(question=renamed))
    normal = "aggregate=sum&demo=false&measure=adherents&sector=argan&status=active&year=2023"
    old = older(MEMBERS, 0, normal)
    with snapshot(old.revision) as reading:
        assert ask_again(old, reading).normal == normal.replace("adherents", "members")
    assert verify(old).holds


def test_r14_an_answer_told_by_an_older_version_verifies_after_the_migration(agadir, register):
    old = of_version_1()
    assert verify(old).holds
    register.withdraw(agadir)
    assert verify(old).holds
    assert "part" not in old.answer["total"]


def test_r14_a_median_of_floats_verifies_as_it_was_told_and_is_told_exactly_today(
    agadir, tiznit, register
):
    for one, turnover in ((agadir, "1.00"), (tiznit, "1.39")):
        register.report(one, 2023, turnover=turnover)
    address = "/api/v1/statistics/?measure=turnover&aggregate=median&year=2023"

    def of_floats(answer):
        answer["total"]["value"] = "1.19"  # of 1.195
        return answer

    normal = "aggregate=median&demo=false&measure=turnover&status=active&year=2023"
    old = older(address, 2, normal, of_floats)
    today = cite(address).citation
    assert (value(old), value(today)) == ("1.19", "1.2")
    assert cite(address).citation == today

    register.withdraw(agadir)
    assert verify(old).holds
    assert verify(today).holds


def test_r14_citing_again_finds_what_an_older_version_kept(agadir):
    old = of_version_1()
    told = cite(WOMEN)
    assert (told.citation, told.is_new) == (old, False)


# ---- what happens to the register afterwards ----------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        ACTORS,
        "/api/v1/actors/?sector=argan",
        "/api/v1/actors/?q=argan",
        MEMBERS,
        "/api/v1/statistics/?measure=members-women&aggregate=share&of=members&year=2023",
        "/api/v1/statistics/?group_by=region",
        "/api/v1/statistics/?measure=census:nonprofit_establishments&group_by=region",
    ],
)
def test_no_citation_breaks_when_actors_merge_split_leave_or_change(
    agadir, tiznit, register, address
):
    citation = cited(address)
    register.merge(agadir, tiznit)
    assert verify(citation).holds
    register.split(agadir)
    register.change(agadir, names={"fr": "Amandes"}, sectors=[], place=NADOR)
    register.report(agadir, 2023, members=99)
    register.withdraw(tiznit)
    assert verify(citation).holds


def test_a_citation_tells_how_many_of_its_records_were_redacted_since(agadir, tiznit):
    citation = cited(MEMBERS)
    redact_actor(agadir.code, role="administrator", reason="personal-data")
    told = verify(citation)
    assert told.holds
    assert told.redacted == 2  # its version, and its figure's source


def test_the_records_of_a_figure_are_the_versions_and_the_observations_it_takes(agadir, tiznit):
    assert cited(MEMBERS).records == 4
    share = "/api/v1/statistics/?measure=members-women&aggregate=share&of=members&year=2023"
    assert cited(share).records == 4  # two versions, and both parts of the one ratio
    assert Observation.objects.count() == 3


def test_a_moment_may_be_cited(agadir, register):
    then = cited(f"{MEMBERS}&as_of=2")
    assert (then.revision, value(then), then.answer["total"]["in_scope"]) == (2, None, 1)
    assert verify(then).holds


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/api/v1/actors/?colour=blue", "colour"),
        ("/api/v1/statistics/?measure=joy", "measure"),
        ("/api/v1/actors/?as_of=yesterday", "as_of"),
        ("/api/v1/actors/?as_of=", "as_of"),
        ("/api/v1/actors/?as_of=1&as_of=2", "as_of"),
        ("/api/v1/actors/?legal_form=", "legal_form"),
        ("/api/v1/actors/?region=02&sector=,", "sector"),
        ("/api/v1/actors/?region=02#legal_form=cooperative", None),
        ("https://other.example/api/v1/actors/", None),
        ("/api/v1/territories/", None),
        ("https://example.org/", None),
        ("", None),
        ("/api/v1/actors/00000000/", None),
    ],
)
def test_what_asks_nothing_is_not_cited(in_force, address, name):
    with pytest.raises(NotCitable) as refusal:
        cite(address)
    assert name is None or name in refusal.value.refused
    assert not Citation.objects.exists()


@pytest.mark.parametrize(
    "where",
    [
        "near=-2.93000004,35.16999996&radius=1234.5678",
        "bbox=-3.00000049,35.1,-2.5,35.20000051",
        "near=-0.0000001,35&radius=123456.78",
    ],
)
def test_what_is_asked_more_finely_than_is_kept_is_asked_as_it_is_kept(in_force, register, where):
    """Else a citation would keep another question than the one that was answered."""
    edge = Place(
        "02", "02.381", None, "02.381.01.05", lon=Decimal("-3.0000002"), lat=Decimal("35.17"),
        precision="exact",
    )  # fmt: skip
    register.publish("Au bord", place=edge)
    citation = cited(f"{ACTORS}?{where}")
    with snapshot(citation.revision) as reading:
        asked, kept = (
            citable.read(one, reading)
            for one in (f"{ACTORS}?{where}", f"{ACTORS}?{citation.normal}")
        )
        assert asked.selection.query.bound == kept.selection.query.bound
    assert verify(citation).holds


def test_an_actor_may_be_cited_by_its_code(agadir, register):
    citation = cited(f"/api/v1/actors/{agadir.code}/")
    register.change(agadir, names={"fr": "Argan d'Agadir"})
    assert verify(citation).holds
    assert citation.answer["code"] == agadir.code


def test_the_web_role_cites(agadir, settings):
    with connection.cursor() as cursor:
        cursor.execute(f'set role "{settings.WEB_ROLE}"')
        assert cite(MEMBERS).is_new
        cursor.execute("reset role")


def test_paper_holds_the_ledger_the_question_and_the_answer():
    symbols = paper_code(b"\x01" * 32, "q=argan", b"\x02" * 32)
    assert len(symbols) == 16
    others = {
        paper_code(b"\x03" * 32, "q=argan", b"\x02" * 32),
        paper_code(b"\x01" * 32, "q=arga", b"\x02" * 32),
        paper_code(b"\x01" * 32, "q=argan", b"\x03" * 32),
    }
    assert symbols not in others


def test_a_citation_of_a_search_remembers_whom_its_words_found_before_they_were_redacted(
    agadir, tiznit, register
):
    found, elsewhere = cited(f"{ACTORS}?q=argan"), cited(f"{ACTORS}?q=tiznit")
    redact_actor(tiznit.code, role="administrator", reason="personal-data")

    for citation, records in ((found, 2), (elsewhere, 1)):
        told = verify(citation)
        assert told.holds
        assert (citation.records, told.redacted) == (records, 1)
    [moved] = compare(found).movement.moved
    assert (moved.code, moved.how, moved.fate) == (tiznit.code, "left", "redacted")
    assert cited(f"{ACTORS}?q=argan").answer == {"count": 1}


def test_what_a_citation_remembers_is_never_rewritten(agadir, tiznit):
    cited(f"{ACTORS}?q=argan")
    redact_actor(tiznit.code, role="administrator", reason="personal-data")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Remembered.objects.update(citation=None)


def test_a_question_answered_at_this_revision_already_is_not_asked_again(agadir):
    citation = cited(MEMBERS)
    with CaptureQueriesContext(connection) as asked:
        assert cite(MEMBERS).citation == citation
    assert not any("directory_report" in one["sql"] for one in asked)


def test_figures_cited_together_have_the_evidence_of_each_alone(agadir, tiznit):
    questions = [MEMBERS, WOMEN, MEMBERS.replace("sector=argan", "province=02.381"), ACTORS]

    def evidence():
        with snapshot() as reading:
            return [citable.read(address, reading).evidence() for address in questions]

    with versions_kept():
        together = evidence()
    assert together == evidence()
    assert all(verify(one.citation, deep=True).holds for one in cite_all(questions))

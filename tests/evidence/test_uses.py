"""Where citations were cited: entered once, hidden perhaps, never rewritten."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from evidence.citations.store import cite
from evidence.models import CitationUse


@pytest.fixture
def citation(in_force):
    return cite("/api/v1/actors/").citation


def entered(citation, **told):
    return CitationUse.objects.create(
        **{
            "citation": citation,
            "kind": "report",
            "title": "Report on work",
            "who": "An association",
            "date": date(2025, 3, 1),
        }
        | told
    )


def test_the_web_role_enters_and_hides(citation, settings):
    with connection.cursor() as cursor:
        cursor.execute(f'set role "{settings.WEB_ROLE}"')
        use = entered(citation)
        use.hidden = True
        use.save(update_fields=["hidden"])
        cursor.execute("reset role")
    assert not CitationUse.objects.shown().exists()


@pytest.mark.parametrize(
    "statement",
    ["update evidence_citationuse set title = 'Another'", "delete from evidence_citationuse"],
)
def test_what_was_entered_is_not_rewritten(citation, statement):
    entered(citation)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"kind": "rumour"}, "known_kind"),
        ({"title": ""}, "says_what_and_who"),
        ({"address": "javascript:alert(1)"}, "address_is_of_the_web"),
        ({"date_precision": "week"}, "date_precision"),
    ],
)
def test_what_says_too_little_is_refused(citation, told, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        entered(citation, **told)


def test_the_earliest_comes_first(citation):
    late, early = entered(citation), entered(citation, date=date(2024, 12, 3))
    assert list(CitationUse.objects.shown()) == [early, late]

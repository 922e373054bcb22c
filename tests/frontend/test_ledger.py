"""The ledger on its pages: of each revision who did it and why, in words, and its digest."""

import html
import re
from pathlib import Path

import pytest
from django.utils.translation import override

from directory.demonstration.story import ROLES
from directory.models import Revision
from directory.models.revisions import RevisionKind
from directory.records.kinds import kinds
from evidence.wording import dates
from frontend.revisions import kind_word, reason_word, role_word
from frontend.views.register import record_word

ROOT = Path(__file__).parents[2]
ROOMS = ("directory", "evidence", "desk")
GIVEN = r"""\breason(?:: str)?\s?=\s?"([a-z][a-z-]+)\""""


def given_reasons():
    """The words that code of the rooms which publish gives as a reason."""
    paths = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    return {word for path in paths for word in re.findall(GIVEN, path.read_text())}


def rows(text):
    """The cells of each row of the ledger, as they are read."""
    table = text.split('<table class="revisions">')[1].split("</table>")[0]
    for row in re.findall(r"<tr>(?!<th scope=.col)(.*?)</tr>", table, re.DOTALL):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        yield [html.unescape(re.sub(r"<[^>]+>", " ", cell)).split() for cell in cells], row


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_ledger_tells_of_each_revision_its_role_its_reason_and_its_digest(
    country, get, language
):
    written = Revision.objects.order_by("-number")
    told = list(rows(get(f"/{language}/register/").text))
    assert len(told) == len(written) > 5
    with override(language):
        for (cells, row), one in zip(told, written, strict=True):
            assert cells[0] == [str(one.number)]
            assert cells[1] == re.sub(r"<[^>]+>", " ", dates.day_marked(one.date)).split()
            assert cells[2] == [*kind_word(one.kind).split(), *reason_word(one.reason).split()]
            assert cells[3] == role_word(one.role).split()
            assert cells[4:6] == [[str(one.opened_count)], [str(one.closed_count)]]
            assert f'title="{bytes(one.digest).hex()}"' in row


def test_the_page_of_a_revision_names_its_predecessor_by_digest(country, get):
    for one in Revision.objects.all():
        text = get(f"/en/register/{one.number}/").text
        said = re.findall(r'<dd class="mono">([0-9a-f]{64})</dd>', text)
        assert said == [bytes(one.digest).hex(), bytes(one.previous).hex()]
        assert f"<dt>In what role</dt><dd>{role_word(one.role)}</dd>" in text
        assert reason_word(one.reason) in text
        assert f'href="/api/v1/revisions/{one.number}/"' in text


def test_no_revision_is_told_by_a_code():
    """Whatever code publishes has its words: in Arabic none of them is spelt as its code."""
    said = {
        role_word: {"administrator", "system", *ROLES.values()},
        reason_word: given_reasons() | set(ROLES),
        kind_word: set(RevisionKind.values),
        record_word: {kind.name for kind in kinds()},
    }
    assert len(said[reason_word]) > 20
    with override("ar"):
        bare = {code for word, codes in said.items() for code in codes if word(code) == code}
    assert not bare


def test_a_page_of_the_ledger_as_of_a_revision_shows_none_that_came_later(country, get):
    told = [cells[0] for cells, _ in rows(get("/en/register/?as_of=3&before=7").text)]
    assert told == [["3"], ["2"], ["1"], ["0"]]


def test_a_revision_names_whom_it_touched_once_and_leads_there(country, get):
    country.register.report(country.amal, members=9, jobs=3)
    text = get(f"/en/register/{Revision.objects.head().number}/").text
    assert touched(text) == [("Coopérative Amal d’Aklim", country.amal.code)]


def test_who_left_since_is_named_as_it_was_then(country, get):
    country.register.report(country.amal, members=9)
    number = Revision.objects.head().number
    country.register.withdraw(country.amal)
    text = get(f"/en/register/{number}/").text
    assert touched(text) == [("Coopérative Amal d’Aklim", country.amal.code)]
    (address,) = re.findall(rf'href="([^"]+as_of={number})"', text.partition('id="records"')[0])
    assert "Amal d’Aklim" in get(address).text


def touched(text):
    """Names and codes of whom a page of a revision says that it touched."""
    listed = text.partition('id="touched"')[2].partition("</section>")[0]
    names = re.findall(r"<li><a[^>]*>(.*?)</a>", listed, re.DOTALL)
    shown = re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", re.sub("<[^>]+>", " ", listed))
    plain = [html.unescape(re.sub("<[^>]+>", "", one)).strip() for one in names]
    return [(name, code.replace("-", "")) for name, code in zip(plain, shown, strict=True)]

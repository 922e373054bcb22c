"""Dossiers for machines: what is issued, word by word, and what it rests on."""

import hashlib

import pytest
import rfc8785

from directory import codes
from evidence.dossiers.publish import publish_dossier
from tests.dossiers import written


@pytest.fixture
def issue(country):
    return publish_dossier(written())


def test_the_list_holds_what_is_published(issue, told):
    written()
    [one] = told("dossiers/")["results"]
    assert (one["code"], one["issue"]) == (issue.code, 1)
    assert one["url"].endswith(f"/d/{codes.show(issue.code)}")


def test_one_tells_its_points_and_the_citations_behind_them(issue, told):
    answer = told(f"dossiers/{codes.show(issue.code)}/")
    first, second = answer["points"]
    assert first["texts"] == {"fr": "Le registre en compte.", "ar": "يحصيها السجل."}
    [figure] = first["figures"]
    assert figure["answer"] == {"count": 1}
    assert told(f"citations/{figure['citation']}/")["answer"] == figure["answer"]
    assert second["figures"] == []
    assert answer["issues"] == [
        {
            "issue": 1,
            "issued_at": answer["issued_at"],
            "digest": answer["digest"],
            "changes": [],
        }
    ]


def test_an_earlier_issue_is_read_by_its_number(issue, told):
    issue.dossier.points.last().delete()
    publish_dossier(issue.dossier)
    path = f"dossiers/{issue.code}/"
    assert len(told(path, issue=1)["points"]) == 2
    last = told(path)
    assert len(last["points"]) == 1
    assert last["issues"][0]["changes"] == [{"what": "removed", "point": 2}]


def test_anybody_can_compute_the_digest_of_an_issue_from_what_is_told(issue, told):
    issue.dossier.points.last().delete()
    publish_dossier(issue.dossier)
    previous = None
    for number in (1, 2):
        answer = told(f"dossiers/{issue.code}/", issue=number)
        content = {"schema": 1, "previous": previous}
        content |= {name: answer[name] for name in ("code", "issue", "date")}
        texts = ("titles", "introductions", "occasions", "organisations")
        content |= {name: answer[name] for name in texts}
        content["points"] = [
            point | {"figures": [one["citation"] for one in point["figures"]]}
            for point in answer["points"]
        ]
        previous = hashlib.sha256(rfc8785.dumps(content)).hexdigest()
        assert answer["digest"] == previous


def test_it_is_tagged_by_its_bytes_and_names_its_permanent_link(issue, get):
    answer = get(f"dossiers/{issue.code}/")
    assert f'/d/{codes.show(issue.code)}>; rel="cite-as"' in answer["Link"]
    again = get(f"dossiers/{issue.code}/", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("made", [lambda: written().code, codes.mint])
def test_a_draft_is_as_unknown_as_what_is_not(country, get, made):
    answer = get(f"dossiers/{made()}/")
    assert (answer.status_code, answer.json()["type"]) == (404, "code-unknown")


def test_a_mistyped_code_is_told_so(country, get):
    assert get("dossiers/7KQ2-M9XX/").json()["type"] == "code-miskeyed"


@pytest.mark.parametrize(
    ("path", "parameters", "name"),
    [
        ("dossiers/", {"as_of": "1"}, "as_of"),
        ("dossiers/", {"issue": "1"}, "issue"),
        ("dossiers/{}/", {"issue": "0"}, "issue"),
        ("dossiers/{}/", {"issue": "2"}, "issue"),
        ("dossiers/{}/", {"issue": "un"}, "issue"),
        ("dossiers/{}/", {"format": "xml"}, "format"),
    ],
)
def test_a_bad_parameter_is_refused_by_name(issue, get, path, parameters, name):
    answer = get(path.format(issue.code), **parameters)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == name

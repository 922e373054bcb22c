"""The ledger can be read, checked and mirrored by anybody."""

import hashlib
import json
from datetime import date, datetime

from directory.publishing import publish


def test_bytes_of_revisions_and_records_hash_to_their_digests_and_chain(get, told, register):
    register.publish("Amal")
    register.publish("Union")
    listed = told("revisions/")["results"]
    assert [one["number"] for one in listed] == [2, 1, 0]
    for one in listed:
        content = get(f"revisions/{one['number']}/").content
        assert hashlib.sha256(content).hexdigest() == one["digest"]
        assert json.loads(content)["previous"] == one["previous"]
        for digest in json.loads(content)["opened"]:
            record = get(f"records/{digest}/").content
            assert hashlib.sha256(record).hexdigest() == digest
    assert listed[0]["previous"] == listed[1]["digest"]


def test_the_list_tells_of_each_revision_what_its_bytes_say(get, told, register):
    amal = register.publish("Amal")
    register.join(amal, register.publish("Union", kind="import"))
    register.confirm(amal, on=date(2024, 1, 1))
    register.withdraw(amal)
    listed = told("revisions/")["results"]
    for one in listed:
        said = get(f"revisions/{one['number']}/").json()
        for name in ("number", "date", "kind", "role", "reason", "previous"):
            assert one[name] == said[name], name
        assert datetime.fromisoformat(one["recorded_at"]) == datetime.fromisoformat(
            said["recorded_at"]
        )
        for name in ("opened", "closed", "redacted"):
            assert one[name] == len(said[name]), name
    assert [(one["kind"], one["role"], one["reason"]) for one in listed] == [
        ("withdraw", "moderator", "asked"),
        ("confirm", "steward", "still-correct"),
        ("publish", "network", "new-member"),
        ("import", "moderator", "new-profile"),
        ("publish", "moderator", "new-profile"),
        ("epoch", "system", "empty-register"),
    ]


def test_revisions_page_back_to_the_empty_register(told, register):
    for n in range(5):
        register.publish(f"Amal {n}")
    numbers, page = [], told("revisions/", limit=2)
    while True:
        numbers += [one["number"] for one in page["results"]]
        if page["next"] is None:
            break
        page = told(page["next"].removeprefix("http://testserver"))
    assert numbers == [5, 4, 3, 2, 1, 0]
    assert told("revisions/", as_of=3)["results"][0]["number"] == 3


def test_no_revision_or_record_that_is_not_there(get, register):
    for path in ("revisions/1/", "revisions/99999999999/", "revisions/x/", f"records/{'0' * 64}/"):
        assert get(path).status_code == 404, path


def mirror(told, since=0, limit=3):
    """What a mirror that applies all changes would hold: digest to record."""
    held, redacted = {}, set()
    page = told("changes/", since=since, limit=limit)
    while True:
        for change in page["results"]:
            if change["event"] == "opened":
                held[change["digest"]] = (change["record"], change["code"])
            elif change["event"] == "closed":
                del held[change["digest"]]
            else:
                redacted.add(change["digest"])
        if page["next"] is None:
            return held, redacted
        page = told(page["next"].removeprefix("http://testserver"))


def test_applying_changes_page_by_page_mirrors_the_register(told, register):
    amal, union, gone = (register.publish(name) for name in ("Amal", "Union", "Gone"))
    register.change(amal, names={"fr": "Amal 2"})
    register.join(amal, union)
    digest = bytes.fromhex(told(f"actors/{gone.code}/")["record"]["digest"])
    register.merge(gone, union)
    publish(kind="redact", role="moderator", reason="privacy", redacted=[digest])
    held, redacted = mirror(told)
    assert sorted(held.values()) == sorted(
        [
            ("actor-version", amal.code),
            ("actor-version", union.code),
            ("ending", gone.code),
            ("membership", amal.code),
        ]
    )
    assert redacted == {digest.hex()}


def test_changes_since_a_revision_begin_after_it_and_end_at_as_of(told, register):
    for n in range(4):
        register.publish(f"Amal {n}")
    assert [one["revision"] for one in told("changes/", since=2)["results"]] == [3, 4]
    assert [one["revision"] for one in told("changes/", since=2, as_of=3)["results"]] == [3]
    assert told("changes/", since=4)["results"] == []

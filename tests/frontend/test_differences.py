"""What is proposed beside what is public, in words."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from desk.submissions import Change
from directory import codes
from directory.as_of import snapshot
from frontend.differences import rows

ISOLATES = re.compile("[\u2066-\u2069]")


def test_a_person_stands_on_a_line_of_her_own_above_the_ways_to_reach_her(country):
    fatima = {"name": "Fatima", "role": "Présidente", "phone": "", "email": ""}
    nobody = dict.fromkeys(fatima, "")
    told = (
        fatima | {"email": "a@example.org", "is_public": True},
        fatima | {"phone": "0612345678", "is_public": False},
        nobody | {"phone": "0612345679", "is_public": True},
    )
    with snapshot() as reading, override("fr"):
        [row] = rows([Change("contacts", None, None, told)], reading, {}, "")
    assert ISOLATES.sub("", row["after"]).split("\n") == [
        "Fatima · Présidente",
        "a@example.org (public)",
        "0612345678 (privé)",
        "—",
        "0612345679 (public)",
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_names_of_networks_and_programmes_are_asked_for_once(country, count):
    joined = [country.register.publish(f"Réseau {n}").code for n in range(count)]
    changes = [Change(f"network.{one}", None, None, one) for one in joined]
    changes += [Change(f"programme.{country.taghyir.code}", None, country.taghyir.code, None)]
    with snapshot() as reading, CaptureQueriesContext(connection) as asked:
        told = rows(changes, reading, {}, "")
    assert len(asked) == 2
    assert [one["after"] for one in told] == [*(f"Réseau {n}" for n in range(count)), ""]
    assert told[-1]["before"] == "Taghyir"


def test_of_one_that_has_no_name_now_its_code_is_told(country):
    code = codes.mint()
    with snapshot() as reading:
        [told] = rows([Change(f"network.{code}", None, None, code)], reading, {}, "")
    assert told["after"] == codes.show(code)

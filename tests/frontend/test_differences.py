"""What is proposed beside what is public, in words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desk.submissions import Change
from directory import codes
from directory.as_of import snapshot
from frontend.differences import rows


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

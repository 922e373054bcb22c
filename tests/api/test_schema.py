"""The OpenAPI document is what is served: schemathesis, sending good and bad requests, finds no
difference.
"""

import re
from contextlib import contextmanager

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import CHECKS

from api.schema import document
from api.urls import urlpatterns
from evidence.citations.store import cite
from evidence.dossiers.publish import publish_dossier
from tests.api.world import World
from tests.dossiers import written

# What a schema cannot say (west lies before east, a radius needs its point) is refused all the
# same, so requests that fit the schema may be refused: that one check does not apply.
LEFT_OUT = {"positive_data_acceptance"}
SOME = settings(
    max_examples=12,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def world(in_force, register):
    return World(register, size=16)


def test_every_address_is_in_the_document():
    paths = set(document("en")["paths"])
    served = {
        "/api/v1/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(one.pattern))
        for one in urlpatterns
        if one.name not in ("nothing", "docs")
    }
    assert served <= paths
    assert "/tiles/actors/{z}/{x}/{y}.mvt" in paths


def test_every_parameter_and_refusal_is_told():
    for path, methods in document("en")["paths"].items():
        [operation] = methods.values()
        assert {"200", "400", "406", "429", "503"} <= set(operation["responses"]), path
        for parameter in operation["parameters"]:
            assert parameter["description"], (path, parameter["name"])


@contextmanager
def on_the_test_s_connection():
    """The WSGI application; it must not close what it shares, as Django's own client sees to."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    try:
        yield WSGIHandler()
    finally:
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)


def test_schemathesis_finds_nothing(world, told):
    raw = told("schema/")
    one = next(iter(world.states[world.head].actors))
    record = told(f"actors/{one}/")["record"]["digest"]
    known = {"code": one, "number": "1", "digest": record, "z": 6, "x": 31, "y": 25}
    citation = cite("/api/v1/actors/").citation.code
    paths = {
        **{f"/api/v1/citations/{{code}}/{part}": citation for part in ("", "verify/", "records/")},
        "/api/v1/dossiers/{code}/": publish_dossier(written()).code,
        "/api/v1/territories/{code}/": "02.113",
        "/api/v1/programmes/{code}/": world.programme.code,
        "/api/v1/networks/{code}/": world.network.code,
    }
    for path, methods in raw["paths"].items():
        [operation] = methods.values()
        for parameter in operation["parameters"]:
            if parameter["in"] == "path":
                parameter["example"] = paths.get(path, known[parameter["name"]])
    schema = schemathesis.openapi.from_dict(raw)
    checks = [check for check in CHECKS.get_all() if check.__name__ not in LEFT_OUT]
    tried = 0
    with on_the_test_s_connection() as schema.app:
        for operation in (result.ok() for result in schema.get_all_operations()):
            modes = [schemathesis.GenerationMode.POSITIVE]
            if operation.query or operation.path_parameters:
                modes.append(schemathesis.GenerationMode.NEGATIVE)
            for mode in modes:

                @SOME
                @given(case=operation.as_strategy(generation_mode=mode))
                def holds(case):
                    nonlocal tried
                    tried += 1
                    case.validate_response(case.call(), checks=checks)

                try:
                    holds()
                except Unsatisfiable:  # to the schema any text is a code: nothing can break it
                    assert mode is schemathesis.GenerationMode.NEGATIVE
    assert tried > 200

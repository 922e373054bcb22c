"""The OpenAPI 3.1 document: drawn by drf-spectacular from what each resource declares of itself."""

import inspect
import re
from functools import lru_cache

import orjson
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

from api import headers
from api.formats import CONTENT_TYPES
from api.memory import RELEASE
from api.problems import CONTENT_TYPE as PROBLEM_TYPE
from api.resource import Resource

VERSION = "1"
MEDIA = CONTENT_TYPES | {"mvt": "application/vnd.mapbox-vector-tile", "html": "text/html"}
BINARY = {"xlsx", "mvt"}

STATUSES = {
    304: "Not modified: you hold this answer already.",
    307: "Merged: the address of its heir.",
    400: "A parameter is unknown or has a bad value.",
    201: "Cited: it had not been before.",
    422: "An address that asks nothing a citation could keep.",
    404: "No such code, number, digest or tile; `type` tells a mistyped code from an unknown one.",
    406: "No format that the client accepts.",
    410: "Withdrawn or redacted; what stays is told.",
    429: "Too many requests.",
    503: "The register cannot be read at the moment, or all places for downloads are taken.",
}
# Problems any address may answer with.
ALWAYS = {400, 406, 429, 503}


class ResourceSchema(AutoSchema):
    """The operation of a resource, with the refusals that DRF would leave unsaid."""

    def get_operation(self, path, path_regex, path_prefix, method, registry):
        view = self.view
        if method != ("POST" if view.body else "GET"):
            return None
        title, _blank, more = inspect.getdoc(view).partition("\n")
        operation = {
            "operationId": re.sub(r"(?<!^)(?=[A-Z])", "-", type(view).__name__).lower(),
            "tags": [view.tag_name or path.strip("/").split("/")[2 if "api" in path else 0]],
            "summary": title.strip(),
            "parameters": _parameters(view, path),
            "responses": _responses(view),
        }
        if view.body:
            schema = {"schema": {"$ref": f"#/components/schemas/{view.body}"}}
            operation["requestBody"] = {"required": True, "content": {"application/json": schema}}
        if more.strip():
            operation["description"] = " ".join(more.split())
        return operation


def _parameters(view, path):
    from api.vocabulary import PARAMETERS, PATHS

    found = []
    for name in re.findall(r"{(\w+)}", path):
        told, schema = PATHS[name]
        found.append({
            "name": name, "in": "path", "required": True, "description": str(told),
            "schema": schema,
        })  # fmt: skip
    for name in sorted(view.known()):
        told, schema = PARAMETERS[name]
        if name == "format":
            schema = {"enum": list(view.formats)}
        found.append({
            "name": name, "in": "query", "description": str(told), "schema": schema,
            "required": name in view.required,
        })  # fmt: skip
    return found


def _responses(view):
    content = {}
    for name in view.formats:
        kind = MEDIA[name].partition(";")[0]
        shape = view.shape.get(name)
        if shape:
            content[kind] = {"schema": {"$ref": f"#/components/schemas/{shape}"}}
        elif name in BINARY:
            content[kind] = {}
        else:
            content[kind] = {"schema": {"type": "string"}}
    answers = {"200": {"description": "The answer.", "content": content}}
    for status in sorted(ALWAYS | view.statuses):
        answer = {"description": STATUSES[status]}
        if status == 201:
            answer["content"] = content
        if status >= 400:
            problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
            answer["content"] = {PROBLEM_TYPE: problem}
        answers[str(status)] = answer
    return answers


@lru_cache(maxsize=8)
def document(language: str) -> dict:
    """The whole document, in the language of its descriptions as far as they are translated."""
    from api.shapes import SCHEMAS

    made = SchemaGenerator(patterns=None).get_schema(request=None, public=True)
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Athar",
            "version": VERSION,
            "description": _(
                "An open, citable register of social and solidarity economy actors in Morocco."
                " Every answer names the revision it was read at; as_of reads an earlier one."
            ),
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "paths": made["paths"],
        "components": {"schemas": SCHEMAS},
    }


class Schema(Resource):
    """This document."""

    shape = {"json": "CanonicalBytes"}
    parameters = frozenset({"format"})

    def answer(self):
        tag = headers.weak_tag(0, "schema", get_language(), RELEASE)
        if headers.matches(self.request, tag):
            return headers.not_modified(tag, settled=False)
        content = orjson.dumps(document(get_language()), default=str)
        response = HttpResponse(content, content_type="application/json")
        return headers.cached(response, tag, settled=False)

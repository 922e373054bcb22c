"""The page that explains the API: the OpenAPI document, drawn on our own host without a script."""

import re

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from api import headers
from api.memory import RELEASE
from api.resource import Resource
from api.schema import document

# Addresses worth trying, by path: what a newcomer would ask first.
TRY = {
    "/api/v1/actors/": "?legal_form=cooperative&facets=region&limit=5",
    "/api/v1/territories/": "?level=region",
    "/api/v1/suggest/": "?q=berkane",
    "/api/v1/changes/": "?since=0&limit=5",
}
FILTERS_OF = "actor-list"  # where the words of lists are explained in full


class Docs(Resource):
    """These pages."""

    schema = None
    formats = ("html",)

    def negotiate(self, request):
        return "html"

    def answer(self):
        language = get_language()
        tag = headers.weak_tag(0, "docs", self.request.get_host(), language, RELEASE)
        if headers.matches(self.request, tag):
            return headers.not_modified(tag, settled=False, vary=())
        context = {
            "groups": groups(document(language)),
            "schema": reverse("api:schema"),
            "base": self.request.build_absolute_uri("/api/v1/"),
        }
        page = render_to_string("api/docs.html", context, self.request)
        return headers.cached(HttpResponse(page), tag, settled=False, vary=())


def groups(told: dict) -> list[dict]:
    """Operations by their tag, in the order of their addresses."""
    found: dict[str, list] = {}
    for path, methods in told["paths"].items():
        [(method, operation)] = methods.items()
        found.setdefault(operation["tags"][0], []).append(
            _operation(path, operation, told) | {"method": method.upper()}
        )
    return [{"name": name, "operations": each} for name, each in found.items()]


def _operation(path, operation, told):
    answer = operation["responses"]["200"]["content"]
    shape = next((one["schema"] for one in answer.values() if "schema" in one), {})
    return {
        "id": operation["operationId"],
        "path": path,
        "pieces": re.split(r"({\w+})", path),
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "parameters": [_parameter(one) for one in operation["parameters"]],
        "kinds": list(answer),
        "members": members(shape, told),
        "statuses": [
            {"code": code, "told": one["description"]}
            for code, one in operation["responses"].items()
        ],
        "example": ""
        if "{" in path or "requestBody" in operation
        else f"{path}{TRY.get(path, '')}",
    }


def _parameter(one):
    schema = one["schema"]
    accepted = ", ".join(map(str, schema.get("enum", ())))
    if "maximum" in schema:
        accepted = f"{schema['minimum']}–{schema['maximum']}"
    return {
        "name": one["name"],
        "description": one["description"],
        "accepted": accepted,
        "place": _("in the address") if one["in"] == "path" else "",
        "required": one["required"],
    }


def members(schema: dict, told: dict) -> list[dict]:
    """The members of an answer, one level deep, with their types in a word."""
    schema = _resolved(schema, told)
    parts = [_resolved(one, told) for one in schema.get("allOf", [schema])]
    return [
        {"name": name, "type": _word(one), "description": str(one.get("description", ""))}
        for part in parts
        for name, one in part.get("properties", {}).items()
    ]


def _resolved(schema, told):
    if "$ref" in schema:
        return told["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _word(schema) -> str:
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(_word(one) for one in schema["anyOf"])
    if "const" in schema:
        return f"“{schema['const']}”"
    kind = schema.get("type", "any")
    if kind == "array":
        return f"[{_word(schema['items'])}]"
    return " | ".join(kind) if isinstance(kind, list) else str(kind)

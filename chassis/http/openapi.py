"""What the generated document cannot know: problem answers, headers, who may use what, what leads where."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from chassis.http.problems import MEDIA_TYPE, Problem
from chassis.identity.access import Access

REFERENCE = "#/components/schemas/"
PROBLEM_ANSWER = {"content": {MEDIA_TYPE: {"schema": {"$ref": f"{REFERENCE}Problem"}}}}
PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "Refused: the problem says why and what to do", **PROBLEM_ANSWER},
    "5XX": {"description": "Not available, or a fault of ours", **PROBLEM_ANSWER},
}

ACCESS = "x-kervan-access"
"""Of an operation: role → how far it gets; a role that is not named is refused."""

COMMANDS = ("post", "put", "patch", "delete")

HEADERS: dict[str, dict[str, Any]] = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "One key, one effect: sent again it returns the first answer",
        "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "description": "The ETag this change is based on; a stale one is refused with 412",
        "schema": {"type": "string", "pattern": '^"(0|[1-9][0-9]{0,17})"$'},
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "description": "The ETag the caller holds; 304 when it is still the present one",
        "schema": {"type": "string"},
    },
    "AcceptLanguage": {
        "name": "Accept-Language",
        "in": "header",
        "description": "Language of a problem's title and detail: tr or en",
        "schema": {"type": "string"},
    },
}


def install_openapi(app: FastAPI, rules: Mapping[tuple[str, str], Access]) -> None:
    """``rules`` by method and path, as the document has them."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _complete(
                get_openapi(
                    title=app.title, version=app.version, routes=app.routes, description=app.description
                ),
                rules,
            )
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _complete(document: dict[str, Any], rules: Mapping[tuple[str, str], Access]) -> dict[str, Any]:
    components = document.setdefault("components", {})
    schema = Problem.model_json_schema(ref_template=REFERENCE + "{model}")
    components.setdefault("schemas", {}).update({**schema.pop("$defs"), "Problem": schema})
    components["parameters"] = HEADERS
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _add_headers(method, operation)
            if access := rules.get((method.upper(), path)):
                operation[ACCESS] = access.by_role()
    _add_links(document["paths"])
    return document


def _add_headers(method: str, operation: dict[str, Any]) -> None:
    """Operations behind a token take the headers of commands or of queries; health and metrics take none."""
    if "security" not in operation:
        return
    names = ["AcceptLanguage", *(("IdempotencyKey", "IfMatch") if method in COMMANDS else ("IfNoneMatch",))]
    operation.setdefault("parameters", []).extend(
        {"$ref": f"#/components/parameters/{name}"} for name in names
    )
    if method not in COMMANDS:
        operation["responses"]["304"] = {"description": "The caller holds the present version"}


def _add_links(paths: dict[str, Any]) -> None:
    """From where a thing is made (``/v1/calls``) to what can be done with it (``/v1/calls/{call_id}``)."""
    for collection, operations in paths.items():
        made = operations.get("post", {}).get("responses", {}).get("201")
        if made and (links := _links_behind(collection, paths)):
            made["links"] = links


def _links_behind(collection: str, paths: dict[str, Any]) -> dict[str, Any]:
    return {
        operation["operationId"]: {
            "operationId": operation["operationId"],
            "parameters": {path.removeprefix(f"{collection}/{{").partition("}")[0]: "$response.body#/id"},
        }
        for path, operations in paths.items()
        if path.startswith(f"{collection}/{{")
        for operation in operations.values()
    }

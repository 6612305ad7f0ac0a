"""The OpenAPI document: what FastAPI knows of the routes, made to follow the Dutch API Design Rules 2.2.

FastAPI writes no problem documents, no version header and 422 for bad input; those are put right here once, so
that no router has to say so.
"""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts
from pydantic.alias_generators import to_camel

from api.deprecation import GUIDE, Deprecated
from api.deps import RequiredScope
from api.middleware import API_VERSION, SESSION_COOKIE
from api.openapi import examples, terms
from api.problems import ProblemDocument
from domain.accounts import ApiScope

Json = dict[str, Any]

INFO: Final[Json] = {
    "title": "Schakel",
    "version": API_VERSION,
    "summary": "Samen tegen mensenhandel: the API of the chain.",
    "description": (
        "Signals, cases and everything that is done with them, as the partner that asks may see it. Names are "
        "English, as in the code; every description starts with the Dutch term of the law and the work process. "
        "What you may not see does not exist for you: it is 404, and never 403."
    ),
    "contact": {
        "name": "Schakel",
        "url": "https://schakel.example.org",
        "email": "schakel@example.org",
    },
    "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
}
FILE: Final = Path(__file__).parents[2] / "openapi.json"
"""What is served, and committed."""
SERVERS: Final = [{"url": "/api/v1"}]
METHODS: Final = frozenset({"get", "put", "post", "delete", "patch"})

PROBLEMS: Final = {
    "400": "Onjuiste vraag: the input is not right; all problems at once.",
    "401": "Niet ingelogd: no valid token or session.",
    "403": "Niet toegestaan: never about one object, only about your role or scope.",
    "404": "Niet gevonden: does not exist, or not for you.",
    "409": "Conflict: the state does not admit this, or somebody was first.",
    "4XX": "Weigering: any other refusal, such as 405, 412, 413, 415, 422, 428 and 429.",
    "5XX": "Storing: something is wrong on our side; 503 says when to try again.",
}


HEADERS: Final = {
    "ApiVersion": {
        "description": "Versie: the full version of this API.",
        "schema": {"type": "string", "examples": [API_VERSION]},
    },
    "ETag": {
        "description": "Versie van dit antwoord: send it in If-None-Match, or in If-Match when you change it.",
        "schema": {"type": "string", "examples": ['"6f1ed002ab5595859014ebf0951522d9"']},
    },
    "RateLimit": {
        "description": "Wat over is: units that are left (r), and seconds until they are there again (t).",
        "schema": {"type": "string", "examples": ['"minute";r=587;t=31']},
    },
    "RateLimitPolicy": {
        "description": "Grens: units (q) in so many seconds (w).",
        "schema": {"type": "string", "examples": ['"minute";q=600;w=60']},
    },
    "RetryAfter": {
        "description": "Wachttijd: seconds to wait before trying again, with 429 and 503.",
        "schema": {"type": "integer", "examples": [31]},
    },
    "Deprecation": {
        "description": "Verouderd sinds: the moment since which this is discouraged (RFC 9745).",
        "schema": {"type": "string", "examples": ["@1772323200"]},
    },
    "Sunset": {
        "description": "Vervalt op: the day on which this ends (RFC 8594).",
        "schema": {"type": "string", "examples": ["Wed, 01 Mar 2028 00:00:00 GMT"]},
    },
    "Link": {
        "description": "Uitleg: where it says what to do instead.",
        "schema": {"type": "string", "examples": ['</help/api#old>; rel="deprecation"; type="text/html"']},
    },
}
IF_NONE_MATCH: Final[Json] = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "Bekende versie: the ETag you have; when nothing changed for you the answer is 304.",
    "schema": {"type": "string", "examples": ['"6f1ed002ab5595859014ebf0951522d9"']},
}


def document(rooms: APIRouter) -> Json:
    """The document of these routers, that knows nothing of pages and technical addresses."""
    made = get_openapi(title="", version="", openapi_version="3.1.0", routes=rooms.routes)
    made["info"] = INFO
    made["servers"] = SERVERS
    components = made.setdefault("components", {})
    schemas = _with_problem(components.get("schemas", {}))
    components |= {
        "schemas": schemas,
        "responses": dict(_problem_responses()),
        "headers": HEADERS,
        "parameters": {"IfNoneMatch": IF_NONE_MATCH},
        "securitySchemes": _security_schemes(),
    }
    routes = _routes(rooms)
    for place, operation in _operations(made):
        _complete(operation, place[1], routes[place])
    terms.fill_in(schemas)
    examples.fill_in(schemas)
    return _with_plain_names(made)


def written(document: Json) -> str:
    """As the file `openapi.json` has it."""
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _operations(made: Json) -> Iterator[tuple[tuple[str, str], Json]]:
    for path, item in made.get("paths", {}).items():
        for method in METHODS & item.keys():
            yield (path, method), item[method]


def _complete(operation: Json, method: str, route: "_Route") -> None:
    """What every operation has in common."""
    operation["operationId"] = to_camel(route.name)
    responses = operation["responses"]
    responses.pop("422", None)
    if method == "get":
        responses["304"] = {"description": "Ongewijzigd: you have this already (If-None-Match)."}
        operation.setdefault("parameters", []).append({"$ref": "#/components/parameters/IfNoneMatch"})
    for status, response in responses.items():
        if status[0] in "23":
            response.setdefault("headers", {}).update(_headers(method))
    for ending in route.deprecated:
        operation["deprecated"] = True
        operation["description"] += f"\n\nVervalt: ends on {ending.sunset}; see {GUIDE}#{ending.guide}."
        for response in responses.values():
            response["headers"] |= _references("Deprecation", "Sunset", "Link")
    for status in PROBLEMS:
        if status != "409" or method != "get":
            responses[status] = {"$ref": f"#/components/responses/Problem{status}"}
    operation["security"] = [{"oauth2": route.scopes}, {"session": []}]
    for parameter in operation.get("parameters", []):
        _describe(parameter)


def _headers(method: str) -> Json:
    """What answers carry that are no refusal."""
    found = _references("API-Version", "RateLimit", "RateLimit-Policy")
    return found | _references("ETag") if method == "get" else found


def _references(*names: str) -> Json:
    return {name: {"$ref": f"#/components/headers/{_plain(name)}"} for name in names}


def _plain(header: str) -> str:
    """`API-Version` -> `ApiVersion`, as the schemas are called."""
    return "".join(part.capitalize() if part.isupper() else part for part in header.split("-"))


def _describe(parameter: Json) -> None:
    """`/signals/{signal_id}`: the one thing to say about such a parameter is in its name."""
    if parameter.get("in") == "path" and "description" not in parameter:
        noun = re.sub(r"_?id$", "", parameter["name"]).replace("_", " ") or "object"
        parameter["description"] = f"Kenmerk: the id of the {noun}."


def _with_problem(schemas: Json) -> Json:
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    problem = ProblemDocument.model_json_schema(by_alias=True, ref_template="#/components/schemas/{model}")
    parts = problem.pop("$defs", {})
    described: Json = schemas | parts | {"Problem": problem | {"title": "Problem"}}
    return described


def _problem_responses() -> Iterator[tuple[str, Json]]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, description in PROBLEMS.items():
        yield (
            f"Problem{status}",
            {
                "description": description,
                "headers": _references("API-Version")
                | (_references("Retry-After") if "XX" in status else {}),
                "content": deepcopy(content),
            },
        )


def _security_schemes() -> Json:
    scopes = {scope.value: f"Bevoegdheid {scope.value}" for scope in ApiScope}
    flow = {"tokenUrl": "/oauth/token", "scopes": scopes}
    return {
        "oauth2": {"type": "oauth2", "flows": {"clientCredentials": flow}},
        "session": {"type": "apiKey", "in": "cookie", "name": SESSION_COOKIE},
    }


class _Route(NamedTuple):
    """What FastAPI does not put in the document itself."""

    name: str
    scopes: list[str]
    deprecated: list[Deprecated]


def _routes(rooms: APIRouter) -> dict[tuple[str, str], _Route]:
    """Path and method -> the name of the handler, the scopes that a client needs there, and whether it is ending."""
    found: dict[tuple[str, str], _Route] = {}
    for context in iter_route_contexts(rooms.routes):
        dependencies = getattr(getattr(context, "dependant", None), "dependencies", ())
        calls = [one.call for one in dependencies]
        asked = [call.name for call in calls if isinstance(call, RequiredScope)]
        ending = [call for call in calls if isinstance(call, Deprecated)]
        for method in context.methods or ():
            found[(context.path_format or "", method.lower())] = _Route(context.name or "", asked, ending)
    return found


def _with_plain_names(made: Json) -> Json:
    """`Slice_SignalLine_` -> `SliceSignalLine` (ADR nlgov:schema-camel-case)."""
    text = json.dumps(made)
    for name in made["components"]["schemas"]:
        plain = "".join(part[:1].upper() + part[1:] for part in name.split("_"))
        text = text.replace(f'"#/components/schemas/{name}"', f'"#/components/schemas/{plain}"')
        text = text.replace(f'"{name}": {{', f'"{plain}": {{')
    return cast(Json, json.loads(text))

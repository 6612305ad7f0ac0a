"""An example for every schema, put together from what its fields say of themselves."""

import json
import re
from typing import Any, Final

Json = dict[str, Any]

OF_FORMAT: Final = {
    "uuid": "0199d0c7-5a50-7c13-9a4e-2f6d0f0f7a11",
    "date": "2026-11-17",
    "date-time": "2026-11-17T14:05:00Z",
}
OF_TYPE: Final[Json] = {"boolean": True, "null": None, "integer": 1, "object": {}}
MISSING: Final = object()

LEFT_OUT: Final = {
    "AssessSignal": {"caseId", "handedTo"},
    "Weigh": {"handedTo"},
    "GiveFeedback": {"why", "receivedOn", "correctsId"},
}
"""Fields that go with another choice than the one that the example makes."""

# The published ruleset (problem-invalid-input) takes every key with a verb of HTTP in it for an operation, in
# examples too: `deputy` holds `put`. A schema with such a field has no example.
VERBS: Final = re.compile(r'"\w*(put|post|patch)\w*":', re.IGNORECASE)


def fill_in(schemas: Json) -> None:
    """Give each object without an example one; where a text has none of its own there is none, and a test fails."""
    for name, schema in schemas.items():
        if "properties" in schema and "examples" not in schema:
            example = _of(schema, schemas)
            if example is not MISSING and not VERBS.search(json.dumps(example)):
                left_out = LEFT_OUT.get(name, ())
                schema["examples"] = [{field: example[field] for field in example if field not in left_out}]


def _of(schema: Json, schemas: Json) -> Any:
    """The example of a schema: its own, else a value that speaks for itself, else MISSING."""
    if "$ref" in schema:
        return _of(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if schema.get("examples"):
        return schema["examples"][0]
    for name in ("const", "default"):
        if name in schema:
            return schema[name]
    if "enum" in schema:
        return schema["enum"][0]
    if "properties" in schema:
        return _of_object(schema, schemas)
    return _of_kind(schema, schemas)


def _of_object(schema: Json, schemas: Json) -> Any:
    example = {name: _of(field, schemas) for name, field in schema["properties"].items()}
    required = schema.get("required", [])
    if any(example[name] is MISSING for name in required):
        return MISSING
    return {name: value for name, value in example.items() if value is not MISSING}


def _of_kind(schema: Json, schemas: Json) -> Any:
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        found = (_of(choice, schemas) for choice in choices)
        return next((example for example in found if example is not MISSING), MISSING)
    if schema.get("type") == "array":
        item = _of(schema.get("items", {}), schemas)
        return MISSING if item is MISSING else [item]
    return OF_FORMAT.get(schema.get("format", ""), OF_TYPE.get(schema.get("type", ""), MISSING))

"""Whoever copies an example from the document gets an answer: each is accepted, where its ids and codes exist.

That each answer is what the document promises is checked wherever a test calls the API (tests/api/contract.py).
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from httpx2 import Response

from api.middleware import FILES
from db.session import Database
from domain.shapes import Shape
from tests.access_matrix import ROWS, SIGNED_IN, Row
from tests.access_matrix.lines import V1
from tests.api.caller import calling
from tests.api.prepared import Prepared

Json = dict[str, Any]

ACTS = [
    row
    for row in ROWS
    if row.path.startswith(f"{V1}/")
    and row.method in ("POST", "PUT")
    and row.body
    and not row.path.endswith(FILES)
]  # a form with a file
# A field named after a verb of HTTP: see api/openapi/examples.py.
WITHOUT_EXAMPLE = {"NameDeputy"}
# What must go with the partner that acts, the place, or the thing: here that is a bakery, whose name has no parts.
OF_THIS_WORLD = {"municipalityCode", "kind", "part", "category", "nameParts"}
SOME_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _shapes(base: type[Shape] = Shape) -> Iterator[type[Shape]]:
    for shape in base.__subclasses__():
        yield shape
        yield from _shapes(shape)


@pytest.fixture(scope="module")
def prepared(module_database: Database) -> Iterator[Prepared]:
    """The two cases of the access matrix, and everybody."""
    with calling(module_database) as caller:
        yield Prepared(caller)


def example_of(prepared: Prepared, row: Row) -> tuple[str, Json]:
    """The name of the shape that this act takes, and its example."""
    operation = prepared.caller.contract.operation(row.method, re.sub(r"\{\w+\}", "x", row.path))
    assert operation is not None, row.path
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    name = schema["$ref"].rpartition("/")[2]
    schema = prepared.caller.contract.document["components"]["schemas"][name]
    assert ("examples" in schema) == (name not in WITHOUT_EXAMPLE)
    return name, schema.get("examples", [{}])[0]


@cache
def _by_name() -> dict[str, type[Shape]]:
    return {shape.__name__.replace("_", ""): shape for shape in _shapes()}


@pytest.mark.parametrize("row", ACTS, ids=lambda row: f"{row.method} {row.path}")
def test_each_example_is_accepted(prepared: Prepared, row: Row) -> None:
    name, example = example_of(prepared, row)
    if name in WITHOUT_EXAMPLE:
        return
    _by_name()[name].model_validate(example)

    # Where the matrix has no object for anybody, fitting the shape is all that can be asked here.
    who = next((who for who in SIGNED_IN if row.expected(who)[0] == "2" and sees(prepared, who, row)), None)
    if who is None:
        return
    assert row.body is not None
    body = _with_real_ids(example, row.body(prepared.place(who)))
    answer = a_try(prepared, row, who, body)
    if row.moves:
        prepared.used(who, row.on or "")
    assert str(answer.status_code) == row.expected(who), answer.text


def sees(prepared: Prepared, who: str, row: Row) -> bool:
    """Whether there is an object of the kind of this row that this persona sees; always where it needs none."""
    return row.on is None or row.on.startswith("=") or prepared.seen(who, row.on) is not None


def a_try(prepared: Prepared, row: Row, who: str, body: Json | None = None) -> Response:
    """What this persona gets who does this, on something that it sees; with the body of the matrix, or another."""
    on = row.on or ""
    object_id = on[1:] if on.startswith("=") else str(prepared.seen(who, on)) if on else ""
    if body is None and row.body is not None:
        body = row.body(prepared.place(who))
    headers = {header.replace("-", "_"): value for header, value in row.headers.items()}
    return prepared.caller.call(who, row.method, re.sub(r"\{\w+\}", object_id, row.path), body, **headers)


def _with_real_ids(example: Json, working: Json) -> Json:
    """The example with the ids of a body that works, and without ids that are in none."""
    found: Json = {}
    for field, value in example.items():
        if field in OF_THIS_WORLD or SOME_ID.search(str(value)):
            found |= {field: working[field]} if field in working else {}
        else:
            found[field] = value
    return found

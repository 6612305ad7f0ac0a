"""A reference in a body does not tell whether it exists: every field with an id, of every act, found in openapi.json.

Foreign keys and unique columns look past the policies, so what an act checks by itself is asked here from outside: an id
of what this persona cannot see must be answered as one that was just made up, byte for byte.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from uuid import UUID

import pytest

from db.session import Database
from db.tables import new_id
from tests.access_matrix import SIGNED_IN, Row
from tests.api.caller import calling, without_request_id
from tests.api.prepared import Prepared
from tests.api.test_examples import ACTS, a_try, sees

Steps = tuple[str | int, ...]

# What could stand there: of the kind that is meant, and of kinds that lie beside it.
HIDDEN = ("case", "subject", "contribution", "request", "intervention", "action")
# Of these there is no secret: partners are public to each other, and the rest is for everybody in the chain.
PUBLIC = re.compile(
    r"organisation|person|partner|asked|addressed|recipient|responsible|against|manager|deputy|agreement|rule|supersedes"
    r"|admission|session|part(y|ies)",
    re.IGNORECASE,
)


def references(document: dict[str, Any], schema: dict[str, Any], at: Steps = ()) -> Iterator[Steps]:
    """Where in a body an id stands that could be of something hidden."""
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if schema.get("format") == "uuid" and not PUBLIC.search("/".join(map(str, at))):
        yield at
    for one in schema.get("anyOf", []):
        yield from references(document, one, at)
    if "items" in schema:
        yield from references(document, schema["items"], (*at, 0))
    for name, field in schema.get("properties", {}).items():
        yield from references(document, field, (*at, name))


def with_reference(body: Any, at: Steps, value: str) -> Any:
    """The body with this id in that place."""
    if not at:
        return value
    step, *rest = at
    if isinstance(step, int):
        return [with_reference(body[0] if body else None, tuple(rest), value)]
    return {**(body or {}), step: with_reference((body or {}).get(step), tuple(rest), value)}


def fields(prepared: Prepared) -> Iterator[tuple[Row, Steps]]:
    """Every act that takes a reference, and where."""
    document = prepared.caller.contract.document
    for row in ACTS:
        operation = prepared.caller.contract.operation(row.method, re.sub(r"\{\w+\}", "x", row.path))
        content = (operation or {}).get("requestBody", {}).get("content", {})
        if "application/json" in content:
            yield from ((row, at) for at in set(references(document, content["application/json"]["schema"])))


@pytest.fixture(scope="module")
def prepared(module_database: Database) -> Iterator[Prepared]:
    """The two cases of the access matrix, and everybody."""
    with calling(module_database) as caller:
        yield Prepared(caller)


def answer(prepared: Prepared, row: Row, who: str, at: Steps, one: UUID) -> tuple[int, bytes]:
    assert row.body is not None
    body = with_reference(deepcopy(row.body(prepared.place(who))), at, str(one))
    status, _, content = without_request_id(a_try(prepared, row, who, body))
    return status, content.replace(str(one).encode(), b"<id>")


def test_what_is_hidden_is_referred_to_like_what_never_was(prepared: Prepared) -> None:
    told, tried = [], set()
    for row, at in fields(prepared):
        allowed = [who for who in SIGNED_IN if row.expected(who)[0] == "2" and sees(prepared, who, row)]
        for who in allowed[:2]:
            never = answer(prepared, row, who, at, new_id())
            tried.add((row.path, at))
            told += [
                (row.path, at, who, kind)
                for kind in HIDDEN
                if answer(prepared, row, who, at, prepared.hidden(who, kind)) != never
            ]
    assert told == []
    assert len(tried) > 10, tried

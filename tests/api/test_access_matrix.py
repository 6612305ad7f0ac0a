"""The live access matrix: every persona x every method and path, with a visible, a hidden and a made-up object."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from httpx2 import Response

from api.main import routes
from db.session import Database
from db.tables import new_id
from tests.access_matrix import ACCOUNT_ROWS, BARE, BLIND, NEIGHBOUR, ROWS, SEEING, SIGNED_IN, Row
from tests.api.caller import API, NOBODY, calling, ids_in, without_request_id
from tests.api.prepared import Prepared

OF_AN_OBJECT = [row for row in ROWS if row.is_of_an_object]
EVERYBODY = (NOBODY, BARE, *SIGNED_IN)

# Who also sends what cannot be read: one who sees something else, one without the role, one without the eyes.
CARELESS = ("deputy_chair", "inspector", NEIGHBOUR, "privacy_officer", "expired")


@pytest.fixture(scope="module")
def prepared(module_database: Database) -> Iterator[Prepared]:
    """The two cases, and everybody."""
    with calling(module_database) as caller:
        yield Prepared(caller)


def _name(row: Row) -> str:
    return f"{row.method} {row.path}"


def _is_api(row: Row) -> bool:
    return row.path.startswith(API)


def _send(prepared: Prepared, who: str, row: Row, object_id: Any, body: Any = None) -> Response:
    path = re.sub(r"\{\w+\}", str(object_id), row.path)
    headers = {name.replace("-", "_"): value for name, value in row.headers.items()}
    if body is None and row.body:
        body = row.body(prepared.place(who))
    answer = prepared.caller.call(who, row.method, path, body, **headers)
    if row in ACCOUNT_ROWS:
        prepared.caller.forget(who)
    return answer


def _at_the_door(row: Row, who: str) -> str | None:
    """What those get whose request does not come as far as the object."""
    if row.public:
        return None
    if _is_api(row):
        return {NOBODY: "401", BARE: "403"}.get(who)
    return "303" if who in (NOBODY, BARE, "machine") else None


def _wanted(prepared: Prepared, row: Row, who: str) -> tuple[Any, str] | None:
    """The object to ask for, and the status that must come back; None for who does not come as far as an object."""
    door = _at_the_door(row, who)
    if not row.is_of_an_object:
        return (row.on or "")[1:], door or row.expected(who)
    seen = None if door else prepared.seen(who, row.on or "")
    return (seen, row.expected(who)) if seen else None


def test_every_route_has_a_row_and_every_row_a_route(prepared: Prepared) -> None:
    """Whoever adds an address says who may use it."""
    running = {f"{route.method} {route.path}" for route in routes(prepared.caller.app)}
    assert {_name(row) for row in ROWS} == running
    assert len(ROWS) == len({_name(row) for row in ROWS})


# First, while every list is one page: the lines below make hundreds of things.
LISTS = {
    f"{API}/signals": "signal", f"{API}/cases": "case", f"{API}/requests": "request",
    f"{API}/interventions": "intervention", f"{API}/subjects": "subject", "/subjects": "subject", "/signals": "signal", "/cases": "case", "/requests": "request",
    "/interventions": "intervention", "/": "",
}  # fmt: skip


@pytest.mark.parametrize("who", SIGNED_IN)
def test_lists_and_search_hold_what_one_may_see_and_nothing_else(prepared: Prepared, who: str) -> None:
    """Also on the pages, on the start page, and in what search finds."""
    for path, kind in LISTS.items():
        if not path.startswith(API) and who == "machine":
            continue
        seen = prepared.seen(who, kind) if kind else None
        prepared.hidden(who, kind or "case")
        answer = prepared.caller.get(who, path)
        assert answer.status_code == 200
        shown = ids_in(answer)
        assert not shown & prepared.forbidden(who), path
        mine = (
            kind != "intervention" or who in ("inspector", "machine", NEIGHBOUR) or who.startswith("deputy")
        )
        assert (str(seen) in shown) == (seen is not None and mine), path
        if who in BLIND and path.startswith(API):
            assert answer.json() == {"items": [], "next": None}
    found = prepared.caller.post(who, f"{API}/searches", {"query": "Bakkerij", "purpose": "Toets"})
    assert not ids_in(found) & prepared.forbidden(who)
    assert bool(found.json()["items"]) == (who in SEEING or who == NEIGHBOUR)


@pytest.mark.parametrize("row", ROWS, ids=_name)
def test_each_persona_gets_what_the_matrix_says(prepared: Prepared, row: Row) -> None:
    """And no answer holds the id of anything hidden; who sees no such object is asked below."""
    wrong = {}
    for who in EVERYBODY:
        if (sent := _wanted(prepared, row, who)) is None:
            continue
        asked, wanted = sent
        answer = _send(prepared, who, row, asked)
        if str(answer.status_code) not in wanted.split("/"):
            wrong[who] = f"{answer.status_code} and not {wanted}"
        assert row.logged or not (ids_in(answer) & prepared.forbidden(who)) - {str(asked)}, who
        if row.moves and answer.status_code < 400 and who not in (NOBODY, BARE):
            prepared.used(who, row.on or "")
    assert wrong == {}


@pytest.mark.parametrize("row", OF_AN_OBJECT, ids=_name)
def test_hidden_and_never_there_are_the_same(prepared: Prepared, row: Row) -> None:
    """Byte for byte, headers too, apart from the id of the request; also when the body cannot be read."""
    wrong = {}
    for who in EVERYBODY:
        hidden = prepared.hidden(who, row.on or "")
        bodies: list[Any] = [None, {"nonsense": "x"}] if row.body and who in CARELESS else [None]
        for body in bodies:
            made_up = new_id()
            of_hidden = _about(_send(prepared, who, row, hidden, body), hidden)
            of_made_up = _about(_send(prepared, who, row, made_up, body), made_up)
            expected = _at_the_door(row, who) or ("400" if body and _is_api(row) else "404")
            if of_hidden != of_made_up or str(of_hidden[0]) != expected or "etag" in dict(of_hidden[1]):
                wrong[who] = f"{of_hidden[0]} and {of_made_up[0]}, not {expected}"
    assert wrong == {}


def _about(answer: Response, asked: object) -> tuple[int, list[tuple[str, str]], bytes]:
    """What an answer tells; that a page comes back to the address that was asked for is no secret."""
    status, headers, content = without_request_id(answer)
    back = [(name, value.replace(str(asked), "<asked>")) for name, value in headers]
    return status, back, content.replace(str(asked).encode(), b"<asked>")

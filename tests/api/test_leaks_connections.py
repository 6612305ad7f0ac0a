"""A connection betrays nobody: whatever is written down or decided where one takes no part leaves no trace.

All that a person of Westdorp can read (connections, stacked signals, lists, search, pages, with ETags and order) stays byte for
byte what it was; and what was decided of two is gone for who does not see both.
"""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from db.session import Database
from tests.api.caller import API, Caller, calling, without_request_id
from tests.world import WESTDORP

NADIA = {"kind": "person", "name": "Nadia Petrova", "birth_date": "1995-06-07"}
NADYA = {"kind": "person", "name": "Nadya Petrowa", "birth_date": "1995-07-06"}
PHONE = {"kind": "phone", "identifier_kind": "phone", "identifier": "06 41000001"}


@pytest.fixture(scope="module")
def caller(module_database: Database) -> Iterator[Caller]:
    """The app and its people, with connections across cases on."""
    with calling(module_database) as made:
        made.done("administrator", "/connection-advices", {"number": "RAC-1", "assessedOn": "2026-09-01"})
        yield made


def first_mention(caller: Caller, signal: UUID, who: str) -> UUID:
    return UUID(caller.seen(who, f"/signals/{signal}")["mentions"][0]["id"])


def everything(caller: Caller, who: str, signal: UUID, mention: UUID) -> dict[str, Any]:
    """All that this person can read about it, without what is new each time."""
    api = ["/signals", f"/signals/{signal}", f"/mentions/{mention}/connections", "/clusters"]
    pages = ["/", "/signals", f"/signals/{signal}", f"/signals/{signal}/connections", "/connections"]
    seen = {API + path: without_request_id(caller.get(who, API + path)) for path in api}
    for path in pages:
        content = without_request_id(caller.get(who, path))[2]
        seen[path] = re.sub(rb'name="key" value="[^"]*"', b"", content)
    return seen


def test_what_is_hidden_leaves_no_trace(caller: Caller) -> None:
    world, who = caller.world, "neighbour"
    signal = world.signal(who, municipality_code=WESTDORP, mentions=[NADIA, PHONE])
    world.signal(who, municipality_code=WESTDORP, mentions=[NADYA, PHONE])
    mention = first_mention(caller, signal, who)
    found = caller.seen(who, f"/mentions/{mention}/connections")["candidates"]
    assert [one["name"] for one in found] == ["Nadya Petrowa"]
    assert [one["name"] for one in caller.seen(who, "/clusters")["items"]] == ["+31641000001"]
    before = everything(caller, who, signal, mention)

    for _ in range(3):
        hidden = world.signal(mentions=[NADIA, NADYA, PHONE])
    there = first_mention(caller, hidden, "analyst")
    for about, other in ((mention, there), (there, mention)):
        said = {
            "toId": str(other),
            "verdict": "same" if about == mention else "not_same",
            "reason": "Gezien.",
        }
        made = caller.done("analyst", f"/mentions/{about}/connections", said)["id"]
    caller.done("analyst", f"/connections/{made}/undoings", {"reason": "Vergissing."})

    assert everything(caller, who, signal, mention) == before
    for path in (f"{API}/connections/{made}", f"/connections/{made}/undo", f"{API}/bases/{made}"):
        assert caller.get(who, path).status_code == 404, path
    assert len(caller.seen("analyst", f"/mentions/{mention}/connections")["candidates"]) > 1


def test_a_candidate_that_is_hidden_and_one_that_never_was_get_the_same_answer(caller: Caller) -> None:
    world = caller.world
    signal = world.signal("neighbour", municipality_code=WESTDORP, mentions=[NADIA])
    mention = first_mention(caller, signal, "neighbour")
    there = first_mention(caller, world.signal(mentions=[NADIA]), "analyst")
    answers = []
    for other in (str(there), "019a0000-0000-7000-8000-000000000000"):
        said = {"toId": other, "verdict": "same", "reason": "Toets."}
        answer = caller.post("neighbour", f"{API}/mentions/{mention}/connections", said)
        answers.append((answer.status_code, answer.json()["errors"]))
    assert answers[0] == answers[1]
    assert answers[0][0] == 400

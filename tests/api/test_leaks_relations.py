"""A relation betrays nobody: who does not see both subjects finds no trace of it, whatever is done with it.

All that a person of the police or the municipality can read (lists, case, subject, relations, timeline, search, pages, with
ETags and order) stays byte for byte what it was.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from db.session import Database
from tests.api.caller import API, Caller, calling
from tests.api.test_leaks import everything
from tests.api.test_leaks_owning import settled

OTHERS = ("detective", "case_manager", "inspector")


@pytest.fixture(scope="module")
def caller(module_database: Database) -> Iterator[Caller]:
    """The app and its people."""
    with calling(module_database) as made:
        yield made


def said(to: UUID, **changed: Any) -> dict[str, Any]:
    return {"toId": str(to), "kind": "employer", "source": "Polis", "attested": True, **changed}


def test_a_relation_with_a_hidden_subject_leaves_no_trace(caller: Caller) -> None:
    """From the first word to its withdrawal: the RIEC brought the person in, and still sees who it is."""
    world = caller.world
    case_id = world.joined(world.case(), "police", "inspectorate")
    bakery = world.subject(case_id)
    person = world.subject(case_id, "Sem Bakker", kind="person", role="none")
    world.weighed(world.concluded(person), "none")
    before = {who: settled(caller, who, case_id, bakery) for who in OTHERS}

    made = caller.done("analyst", f"/subjects/{bakery}/relations", said(person))["id"]
    assert {who: everything(caller, who, case_id, bakery) for who in OTHERS} == before
    corrected = {"kind": "director", "source": "KVK"}
    at = f"{API}/relations/{made}"
    assert caller.call("analyst", "PUT", at, corrected, if_match="*").status_code == 200
    caller.done("analyst", f"/relations/{made}/withdrawals", {"reason": "incorrect"})
    assert {who: everything(caller, who, case_id, bakery) for who in OTHERS} == before
    for who in OTHERS:
        for path in (at, f"{API}/bases/{made}", f"/relations/{made}/edit", f"/why/{made}"):
            assert caller.get(who, path).status_code == 404, (who, path)


def test_a_relation_goes_with_the_subject_that_went_out_of_sight(caller: Caller) -> None:
    """As if it had never been said, but for what each sees of the subject that was closed."""
    world = caller.world
    seen: list[dict[str, Any]] = []
    for related in (False, True):
        case_id = world.joined(world.case(), "police", "inspectorate")
        bakery = world.subject(case_id)
        person = world.subject(case_id, "Sem Bakker", kind="person", role="none")
        if related:
            caller.done("analyst", f"/subjects/{bakery}/relations", said(person))
        world.weighed(world.concluded(person), "none")
        seen.append(caller.seen("detective", f"/cases/{case_id}/events"))
        assert caller.seen("detective", f"/cases/{case_id}/relations")["items"] == []
        assert caller.seen("detective", f"/subjects/{bakery}/relations")["items"] == []
    assert [one["type"] for one in seen[0]["items"]] == [one["type"] for one in seen[1]["items"]]

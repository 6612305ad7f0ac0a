"""Who is not named, or is barred, notices nothing of a case: not that it is there, nor that something happens in it."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from db.session import Database
from db.tables import new_id
from domain.actor import StaffRole
from tests.api.caller import API, Caller, calling, ids_in, without_request_id
from tests.api.test_leaks import HANDED_IN, everything


@pytest.fixture(scope="module")
def caller(module_database: Database) -> Iterator[Caller]:
    """The app and its people, with colleagues of the detective."""
    with calling(module_database) as made:
        for name in ("constable", "sergeant"):
            made.person(name, "police", StaffRole.HANDLER)
        yield made


@pytest.fixture
def case_id(caller: Caller) -> UUID:
    """A case of police and inspectorate."""
    return caller.world.joined(caller.world.case(), "police", "inspectorate")


def decide(caller: Caller, who: str, case_id: UUID, kind: str, *persons: str) -> None:
    given = {
        "kind": kind, "organisationId": str(caller.world.organisations["police"]), "reason": "Nodig.",
        "personIds": [str(caller.world.people[one]) for one in persons],
    }  # fmt: skip
    caller.done(who, f"/cases/{case_id}/circle-decisions", given)


@pytest.mark.parametrize("how", ["named", "barred"])
def test_nothing_that_happens_is_noticed(caller: Caller, case_id: UUID, how: str) -> None:
    bakery = caller.world.subject(case_id)
    assert str(case_id) in ids_in(caller.get("constable", f"{API}/cases"))
    if how == "named":
        decide(caller, "detective", case_id, "named", "detective")
    else:
        decide(caller, "chair", case_id, "barred", "constable")
    before = everything(caller, "constable", case_id, bakery)
    assert str(case_id) not in str({path: it for path, it in before.items() if str(case_id) not in path})

    caller.done("detective", f"/subjects/{bakery}/contributions", {"category": "identification", **HANDED_IN})
    decide(caller, "chair", case_id, "named", "sergeant" if how == "named" else "detective")
    assert everything(caller, "constable", case_id, bakery) == before


def test_hidden_is_what_never_was(caller: Caller, case_id: UUID) -> None:
    """Every way to the circle of a case, for who is not in it, and for the same address made up."""
    decide(caller, "detective", case_id, "named", "detective")
    made_up = new_id()
    police = str(caller.world.organisations["police"])
    body = {"kind": "opened", "organisationId": police, "reason": "Nodig."}
    for path in ("/circle", "/circle-candidates", "", "/events"):
        answers = [
            without_request_id(caller.get("constable", f"{API}/cases/{one}{path}"))
            for one in (case_id, made_up)
        ]
        assert answers[0] == answers[1]
        assert answers[0][0] == 404
    for path in ("/circle-decisions", "/circle-previews"):
        given = (
            body if path == "/circle-decisions" else {key: body[key] for key in ("kind", "organisationId")}
        )
        answers = [
            without_request_id(caller.post("constable", f"{API}/cases/{one}{path}", given))
            for one in (case_id, made_up)
        ]
        assert answers[0] == answers[1]
        assert answers[0][0] == 404


def test_no_number_of_a_hidden_case_can_be_tried(caller: Caller, case_id: UUID) -> None:
    """Emergency access: the number of another organisation's case and one that was never drawn, byte for byte."""
    other = caller.world.case(municipality_code="GM0392")
    number = caller.seen("chair", f"/cases/{other}")["number"]
    answers = [
        without_request_id(caller.post("constable", f"{API}/emergencies", {"number": one, "reason": "Nood."}))
        for one in (number, "MH-2026-00000000")
    ]
    assert answers[0] == answers[1]
    assert answers[0][0] == 404

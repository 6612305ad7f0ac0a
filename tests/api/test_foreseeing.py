"""Who will see this, over the API: previews of a partner that joins, and rehearsals of admissions and roles."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from db.session import Database
from db.tables import new_id
from domain.actor import StaffRole
from domain.calendar import today
from tests.api.caller import API, Caller, calling, without_request_id
from tests.api.test_leaks import HANDED_IN

ADMIN = "administrator"


@pytest.fixture(scope="module")
def caller(module_database: Database) -> Iterator[Caller]:
    with calling(module_database) as made:
        made.person("constable", "police", StaffRole.HANDLER)
        yield made


@pytest.fixture
def case_id(caller: Caller) -> UUID:
    """A case of the police, with five records about identification by the police and one by the municipality."""
    made = caller.world.joined(caller.world.case(), "police")
    bakery = caller.world.subject(made)
    for who, category in [("detective", "identification")] * 5 + [("permit_officer", "company")]:
        caller.done(who, f"/subjects/{bakery}/contributions", {**HANDED_IN, "category": category})
    return made


def joining(caller: Caller, of: str = "tax") -> dict[str, str]:
    return {"kind": "joined", "organisationId": str(caller.world.organisations[of]), "part": "partner"}


def test_a_preview_tells_persons_records_and_steps(caller: Caller, case_id: UUID) -> None:
    answer = caller.post("chair", f"{API}/cases/{case_id}/circle-previews", joining(caller))
    assert answer.status_code == 200
    told = answer.json()
    assert [one["name"] for one in told["gains"]] == ["Tax Officer"]
    records = {one["category"]: one for one in told["records"]}
    # The subject's own record of identification is one more.
    assert (records["identification"]["gained"], records["identification"]["lost"]) == (6, 0)
    assert records["company"].get("gained") is None, "one record: fewer than five"
    assert {one["organisation"] for one in told["records"]} == {"Belastingdienst"}
    assert [one["step"] for one in told["steps"]] == ["dossier"]
    assert caller.seen("tax_officer", f"/cases/{case_id}") is None, "nothing happened"


def test_a_preview_is_refused_with_everything_that_is_wrong(caller: Caller, case_id: UUID) -> None:
    answer = caller.post("chair", f"{API}/cases/{case_id}/circle-previews", joining(caller, "care"))
    assert answer.status_code == 400
    assert "organisation-cannot-join" in answer.text
    wrong = {**joining(caller), "part": "riec"}
    assert caller.post("chair", f"{API}/cases/{case_id}/circle-previews", wrong).status_code == 400


def test_a_preview_of_a_hidden_case_is_one_of_what_never_was(caller: Caller, case_id: UUID) -> None:
    for who in ("neighbour", "tax_officer", "prosecutor"):
        hidden, never = (
            without_request_id(caller.post(who, f"{API}/cases/{one}/circle-previews", joining(caller)))
            for one in (case_id, new_id())
        )
        assert hidden == never
        assert hidden[0] == 404


def test_what_is_closed_leaves_no_trace_in_a_preview(caller: Caller, case_id: UUID) -> None:
    before = caller.post("chair", f"{API}/cases/{case_id}/circle-previews", joining(caller)).json()
    bakery = caller.seen("analyst", f"/cases/{case_id}")["subjects"][0]["id"]
    caller.done(
        "detective", f"/subjects/{bakery}/contributions",
        {**HANDED_IN, "category": "vehicle", "forWhom": "named", "persons": [str(caller.world.people["analyst"])]},
    )  # fmt: skip
    assert caller.post("chair", f"{API}/cases/{case_id}/circle-previews", joining(caller)).json() == before


def test_an_admission_and_a_role_are_rehearsed_and_applied(caller: Caller, case_id: UUID) -> None:
    world = caller.world
    constable = str(world.people["constable"])
    draft = caller.done(ADMIN, "/rehearsals", {"title": "Agent vertrekt"})["id"]
    made = caller.done(
        ADMIN, f"/rehearsals/{draft}/changes", {"kind": "end_role", "personId": constable, "role": "handler"}
    )
    assert [(one["person"], one["role"]) for one in made["lines"]] == [("Constable", "handler")]
    assert made["effects"] == []
    told = {one["category"]: one for one in made["personEffects"]}
    assert (told["identification"]["persons"], told["identification"]["gained"]) == (1, 0)
    assert told["identification"]["lost"] >= 6
    assert caller.seen("constable", f"/cases/{case_id}")
    applied = caller.done(ADMIN, f"/rehearsals/{draft}/applications", {})
    assert (applied["outcome"], applied["personEffects"]) == ("applied", [])
    assert caller.seen("constable", f"/cases/{case_id}") is None

    again = caller.done(ADMIN, "/rehearsals", {"title": "Toch niet"})["id"]
    day = today().isoformat()
    for change in (
        {"kind": "admit", "personId": constable, "compartment": "T", "screeningKind": "VOG", "screenedOn": day,
         "trainedOn": day, "validUntil": (today() + timedelta(days=9)).isoformat()},
        {"kind": "give_role", "personId": constable, "role": "preparation"},
    ):  # fmt: skip
        made = caller.done(ADMIN, f"/rehearsals/{again}/changes", change)
    assert {one["organisation"] for one in made["personEffects"]} == {"Politie Riva"}
    caller.done(ADMIN, f"/rehearsals/{again}/withdrawals", {})
    assert caller.seen("constable", f"/cases/{case_id}") is None

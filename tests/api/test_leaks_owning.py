"""What an owner closes, opens further or takes back gives nothing away to who is not in the circle.

All that a person of the police can read (lists, case, subject, timeline, search, pages, with ETags and order) stays byte
for byte what it was, whatever the inspectorate does with a row that is not for them.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from db.session import Database
from tests.api.caller import API, Caller, calling
from tests.api.test_leaks import everything

GIVEN: dict[str, Any] = {
    "category": "supervision", "text": "Geheim.", "source": "Tip", "attested": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def caller(module_database: Database) -> Iterator[Caller]:
    """The app and its people."""
    with calling(module_database) as made:
        yield made


@pytest.fixture
def case_id(caller: Caller) -> UUID:
    """A case of police and inspectorate in Zuidstad."""
    return caller.world.joined(caller.world.case(), "police", "inspectorate")


@pytest.fixture
def bakery(caller: Caller, case_id: UUID) -> UUID:
    """Its subject."""
    return caller.world.subject(case_id)


def to(caller: Caller, for_whom: str, *persons: str) -> dict[str, Any]:
    return {"forWhom": for_whom, "persons": [str(caller.world.people[one]) for one in persons]}


def settled(caller: Caller, who: str, case_id: UUID, subject_id: UUID) -> dict[str, Any]:
    """What somebody sees who looked before: the start page tells what changed since."""
    everything(caller, who, case_id, subject_id)
    return everything(caller, who, case_id, subject_id)


@pytest.mark.parametrize(
    ("for_whom", "persons"), [("named", ("chair", "case_manager")), ("closed", ("analyst",))]
)
def test_a_closed_contribution_leaves_no_trace(
    caller: Caller, case_id: UUID, bakery: UUID, for_whom: str, persons: tuple[str, ...]
) -> None:
    """From the first word to its withdrawal; and a colleague of who is named finds no more than the police."""
    others = ("detective", "preparer")
    before = {who: settled(caller, who, case_id, bakery) for who in others}
    subject = f"/subjects/{bakery}/contributions"
    made = caller.done("inspector", subject, GIVEN | to(caller, for_whom, *persons))["id"]
    assert {who: everything(caller, who, case_id, bakery) for who in others} == before

    contribution = f"{API}/contributions/{made}"
    corrected = {"text": "Nog geheimer.", "source": "Tip"}
    assert caller.call("inspector", "PUT", contribution, corrected, if_match="*").status_code == 200
    caller.done("inspector", f"/contributions/{made}/audiences", to(caller, "named", "chair"))
    caller.done("inspector", f"/contributions/{made}/withdrawals", {"reason": "incorrect"})
    assert {who: everything(caller, who, case_id, bakery) for who in others} == before
    for who in others:
        assert caller.get(who, contribution).status_code == 404
        assert caller.get(who, f"{API}/bases/{made}").status_code == 404
        assert caller.get(who, f"/contributions/{made}").status_code == 404


def test_what_is_narrowed_is_as_if_it_never_was(caller: Caller, case_id: UUID, bakery: UUID) -> None:
    """The event that told of it goes with it, on the timeline and on the start page."""
    before = settled(caller, "detective", case_id, bakery)
    made = caller.done("inspector", f"/subjects/{bakery}/contributions", GIVEN)["id"]
    assert everything(caller, "detective", case_id, bakery) != before
    caller.done("inspector", f"/contributions/{made}/audiences", to(caller, "closed", "analyst"))
    after = everything(caller, "detective", case_id, bakery)
    # That the case moved up the list was told to who could see why; a cursor says when.
    for told in (before, after):
        del told[f"{API}/cases?limit=1"]
    assert after == before


def test_a_closed_opinion_leaves_no_trace(caller: Caller, case_id: UUID, bakery: UUID) -> None:
    """Nor among the opinions that are counted before the decision."""
    caller.world.concluded(bakery)
    before = settled(caller, "detective", case_id, bakery)
    given = {"advice": "approach", "text": "Geheim.", **to(caller, "named", "chair", "case_manager")}
    made = caller.done("inspector", f"/subjects/{bakery}/opinions", given)["id"]
    assert everything(caller, "detective", case_id, bakery) == before
    assert caller.get("detective", f"{API}/opinions/{made}").status_code == 404
    assert caller.get("chair", f"{API}/opinions/{made}").json()["forWhom"] == "named"


def test_a_protected_signal_does_not_exist_for_others(caller: Caller, case_id: UUID, bakery: UUID) -> None:
    """The municipality it lies in sees it only as the RIEC wrote of it."""
    others = ("permit_officer", "chair", "detective")
    before = {who: settled(caller, who, case_id, bakery) for who in others}
    origin = caller.world.signal("inspector", protect_source=True)
    assert {who: everything(caller, who, case_id, bakery) for who in others} == before
    written = {"narrative": "Zes mensen.", "task": "Toezicht", "organisedCrimeLink": "Bemiddelaar."}
    shown = caller.done("preparer", f"/signals/{origin}/bring-ins", written)["id"]
    for who in ("permit_officer", "chair"):
        seen = caller.get(who, f"{API}/signals/{shown}")
        assert seen.json()["sourceProtected"] is True
        for path in (
            f"{API}/signals/{shown}",
            f"/signals/{shown}",
            f"{API}/signals",
            f"{API}/bases/{shown}",
            f"/why/{shown}",
        ):
            said = caller.get(who, path).text
            assert str(origin) not in said
            assert path == f"{API}/signals" or "Arbeidsinspectie" not in said, path
        assert caller.get(who, f"{API}/signals/{origin}").status_code == 404

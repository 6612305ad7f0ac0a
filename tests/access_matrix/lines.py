"""What a line of the matrix says, who the personas are, and what the acts of the rooms send."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from domain.calendar import today
from tests.world import ZUIDSTAD, a_signal, a_weighing, take_up

# Persona -> what it stands for. Those of the RIEC are colleagues of the cast, kept out of the case of Westdorp.
SEEING = {
    "deputy_preparer": "RIEC, preparation",
    "deputy_analyst": "RIEC, analyst",
    "deputy_chair": "RIEC, chair",
    "detective": "police: reporter, handler, mandate holder",
    "prosecutor": "prosecution: handler, mandate holder",
    "permit_officer": "municipality: reporter, handler",
    "case_manager": "municipality: case manager, handler, mandate holder",
    "inspector": "labour inspectorate: reporter, handler, mandate holder",
    "tax_officer": "tax service: reporter, handler, mandate holder",
    "machine": "labour inspectorate, a program with every scope",
}
NEIGHBOUR = "neighbour"
BLIND = {
    "care_coordinator": "care: handler, but no participant under WGS 2.19",
    "privacy_officer": "municipality, privacy officer",
    "dpo": "RIEC, coordinating data protection officer",
    "auditor": "RIEC, auditor",
    "administrator": "RIEC, functional administrator",
    "expired": "labour inspectorate: reporter, handler, mandate holder, whose admission has ended",
    "newcomer": "municipality, no staff role yet",
}
BARE = "bare_machine"
SIGNED_IN = (*SEEING, NEIGHBOUR, *BLIND)

RIEC = "deputy_preparer deputy_analyst deputy_chair"
MANAGERS = "case_manager neighbour"
DECIDERS = "deputy_chair dpo"

# Kind of object -> which of SEEING see it; the neighbour sees the one of Westdorp.
SIGHT = {
    "signal": f"{RIEC} detective prosecutor permit_officer case_manager inspector machine",
    "request": f"{RIEC} permit_officer case_manager inspector machine",
    # That several were asked is for who asked and for the RIEC; who was asked sees the own question.
    "round": f"{RIEC} permit_officer case_manager",
    # A question about a disclosure is between the RIEC and the supplier, and the disclosure is the RIEC's alone.
    "consent": f"{RIEC} inspector machine",
    "disclosure": RIEC,
    "asked_disclosure": RIEC,
    "released_disclosure": RIEC,
    "extract": RIEC,
    "released_result": RIEC,
    # A file that is brought in is of one person.
    "import": "inspector",
    "concern": "permit_officer case_manager care_coordinator",
    # Until the agenda is sent a meeting is the RIEC's alone.
    "planned meeting": RIEC,
    "planned item": RIEC,
}
OF_THE_RIEC = (
    "disclosure",
    "asked_disclosure",
    "released_disclosure",
    "extract",
    "released_result",
    "planned meeting",
    "planned item",
)
"""Of these nobody but the RIEC sees anything, wherever they lie."""
EVERY_ONE = {"released_result": RIEC, "concern": "care_coordinator"}
"""Of these somebody sees every one: to them none is hidden."""


class Place(Protocol):
    """Where an act takes place: Zuidstad, or Westdorp for the neighbour."""

    municipality_code: str
    organisation: UUID
    manager: UUID
    asked: UUID
    asked_kind: str
    riec: UUID


@dataclass(frozen=True)
class Row:
    """One method on one path."""

    method: str
    path: str
    gives: str
    on: str | None = None
    """The kind of object whose id is in the path."""
    body: Callable[[Place], dict[str, Any]] | None = None
    moves: bool = False
    """After a success the object is somewhere else, and the next one needs another."""
    public: bool = False
    """The line is also about who is not signed in."""
    logged: bool = False
    """A log, for who controls lawfulness: it names by id what was read and done, also what one cannot open."""
    headers: dict[str, str] = field(default_factory=dict)
    query: str = ""

    @property
    def is_of_an_object(self) -> bool:
        """Whether the id in its path is of something that one may or may not see."""
        return self.on is not None and not self.on.startswith("=")

    def expected(self, who: str) -> str:
        """What this persona gets: a status, or one of several."""
        for part in self.gives.split("|"):
            status, _, names = part.strip().partition(":")
            if not names.strip() or who in names.split():
                return status
        raise AssertionError(f"{self.method} {self.path}: nothing about {who}")


def plain(**fields: Any) -> Callable[[Place], dict[str, Any]]:
    return lambda _: fields


def in_days(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def as_json(shape: Any) -> dict[str, Any]:
    return dict(shape.model_dump(mode="json", by_alias=True, exclude_none=True))


def a_signal_body(place: Place) -> dict[str, Any]:
    return as_json(a_signal(municipality_code=place.municipality_code, observations=[], mentions=[]))


def a_batch(place: Place) -> dict[str, Any]:
    return {"items": [{"signal": a_signal_body(place)}]}


def sent_back(_: Place) -> dict[str, Any]:
    return as_json(take_up(outcome="send_back", new_case=None))


def weighed(_: Place) -> dict[str, Any]:
    return as_json(a_weighing())


def question(place: Place) -> dict[str, Any]:
    return {"askedId": str(place.riec), "question": "Is er meer?", "dueOn": in_days(9), "ground": "WGS-1.5-1"}


def questions(place: Place) -> dict[str, Any]:
    return {
        "askedIds": [str(place.riec)],
        "question": "Is er meer?",
        "dueOn": in_days(9),
        "ground": "WGS-1.5-1",
    }


def proposal(place: Place) -> dict[str, Any]:
    return {
        "kind": place.asked_kind, "partnerId": str(place.asked), "instruction": "Graag.", "dueOn": in_days(60),
    }  # fmt: skip


def participant(place: Place) -> dict[str, Any]:
    return {"organisationId": str(place.organisation), "reason": "Nodig.", "part": "municipality"}


def manager(place: Place) -> dict[str, Any]:
    return {"managerId": str(place.manager)}


CONTRIBUTION = plain(category="identification", text="Zoals bekend.", source="BRP", attested=True)
CORRECTION = plain(text="Toch anders.", source="BRP")
OPINION = plain(advice="approach", text="Doen.")
REPLY = plain(outcome="accepted", capacityHours=8, priority="low")
EVALUATION = plain(goal="reached", worked="Samen.")
CLOSURE = plain(reason="goal_reached", text="Klaar.")
SUBJECT = plain(kind="organisation", role="unknown", name="Magazijn")
HOLD = plain(reason="Bezwaar loopt.", reviewOn=in_days(90))
CASE = plain(
    title="Kade",
    purpose="Nagaan.",
    organisedCrimeLink="Bemiddelaar.",
    municipalityCode=ZUIDSTAD,
    necessity="Ja.",
)

REPORTERS = "detective prosecutor permit_officer case_manager neighbour inspector tax_officer machine"
HANDLERS = REPORTERS
ASKED = "inspector machine neighbour"

V1 = "/api/v1"
SOME_ID = "=019a0000-0000-7000-8000-000000000000"

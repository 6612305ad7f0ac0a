"""What leaves a case, as the stories tell of it: drafted, put to who supplied it, and perhaps released."""

from typing import Any, Protocol
from uuid import UUID

from sqlmodel import Session

from domain import disclosures
from domain.actor import Actor


class Telling(Protocol):
    """Who can act as anybody of the region, and knows where things stand."""

    places: dict[str, str]

    def acting(self, key: str) -> tuple[Session, Actor]:
        """The session of this person."""
        ...


class Leaving:
    """One disclosure on its way; what is asked and released is what was drafted last."""

    id: UUID
    requests: dict[UUID, UUID]

    def draft(self, teller: Telling, by: str, case_id: UUID, recipient: UUID | str, **said: Any) -> None:
        """The analyst writes down what is to go; to an organisation of the region, or by name to somebody else."""
        outside = isinstance(recipient, str)
        to = (
            {"recipient_name": recipient, "recipient_kind": "public"}
            if outside
            else {"recipient_id": recipient}
        )
        session, actor = teller.acting(by)
        drafted = disclosures.DraftDisclosure.model_validate(
            {"basis": "public_task", "ground": "WGS-1.7-2" if outside else "WGS-1.7-1", **to, **said}
        )
        self.id = disclosures.draft_disclosure(session, actor, case_id, drafted).id
        teller.places["disclosure outside" if outside else "disclosure"] = f"/disclosures/{self.id}"

    def put(self, teller: Telling, by: str) -> None:
        """The chair asks each supplier about its own."""
        session, actor = teller.acting(by)
        asked = disclosures.ask_suppliers(session, actor, self.id)
        self.requests = {one.organisation_id: one.request_id for one in asked.suppliers}

    def consent(self, teller: Telling, by: str, outcome: str) -> None:
        """A supplier answers."""
        session, actor = teller.acting(by)
        given = disclosures.GiveConsent.model_validate({"outcome": outcome})
        request_id = self.requests[actor.organisation_id]
        disclosures.give_consent(session, actor, request_id, given)

    def release(self, teller: Telling, by: str, motive: str) -> None:
        """The chair provides it."""
        session, actor = teller.acting(by)
        disclosures.release_disclosure(session, actor, self.id, disclosures.ReleaseDisclosure(motive=motive))

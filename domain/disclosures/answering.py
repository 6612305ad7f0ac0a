"""What a supplier says of its own items: no objection, consent, or objection for weighty reasons (WGS 1.7)."""

from collections.abc import Iterator, Sequence
from typing import Literal
from uuid import UUID

from pydantic import Field
from sqlmodel import Session

from db.tables.dossier import Answer, Request
from domain import events, process, rows
from domain.actor import Actor, StaffRole
from domain.cases import CONTRIBUTORS
from domain.disclosures.drafting import hold
from domain.disclosures.reading import ConsentView, consents_of, is_consent
from domain.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from domain.events import EventType
from domain.process import Step
from domain.shapes import Shape


class GiveConsent(Shape):
    """Instemming: no_objection, consents, or objects for weighty reasons, which the supplier keeps to itself."""

    outcome: Literal["no_objection", "consents", "objects"] = Field(
        description="Antwoord: where consent is needed, no_objection is not enough", examples=["consents"]
    )
    excepted_ids: Sequence[UUID] = Field(
        default=(),
        max_length=100,
        description="Behalve: own items for which this does not hold; they stay behind, and the others may go",
    )


def give_consent(session: Session, actor: Actor, request_id: UUID, data: GiveConsent) -> ConsentView:
    """Answer for one's own items; once, and on the record."""
    asked = rows.find(session, Request, request_id)

    if not is_consent(session, request_id):
        raise Conflict("not-a-consent")
    if asked.asked_id != actor.organisation_id:
        raise NotAllowed("not-the-asked")
    actor.require(*CONTRIBUTORS, StaffRole.MANDATE_HOLDER)
    process.require(session, request_id, Step.DOSSIER, Step.WEIGHING)
    process.alone(session, f"answer {request_id}")
    hold(session, asked.case_id)
    if rows.in_scope(session, Answer, request_id):
        raise Conflict("already-answered")
    about = consents_of(session, actor, [request_id])[request_id]
    if about.released_at:
        # Whoever was silent until the date is told what became of that, and cannot call anything back.
        raise Conflict("disclosure-settled")
    problems = list(_problems(about, data))
    if problems:
        raise Invalid(*problems)

    answer_id = rows.add(
        session, actor, Answer, request_id, "answer", request_id=request_id, outcome=data.outcome, text="",
        excepted_ids=list(dict.fromkeys(data.excepted_ids)),
    )  # fmt: skip
    rows.note_status(session, actor, request_id, request_id, data.outcome)

    events.record(
        session, actor, EventType.DISCLOSURE_ANSWERED, scope_id=request_id, case_id=asked.case_id,
        object_id=answer_id, category="answer", data={"outcome": data.outcome, "excepted": len(set(data.excepted_ids))},
    )  # fmt: skip
    found = consents_of(session, actor, [request_id]).get(request_id)
    if found is None:
        raise NotFound
    return found


def _problems(asked: ConsentView, data: GiveConsent) -> Iterator[Problem]:
    """Of an answer that does not fit what was asked."""
    if data.outcome == "no_objection" and asked.explicit:
        yield Problem("consent-wanted", "/outcome")
    excepted = set(data.excepted_ids)
    if excepted and data.outcome == "objects":
        yield Problem("objects-to-all", "/exceptedIds")
    elif excepted - set(asked.contribution_ids):
        yield Problem("not-asked-about", "/exceptedIds")
    elif excepted == set(asked.contribution_ids):
        yield Problem("nothing-left", "/exceptedIds")

"""Proposals to the steering group (beleidsvoorstellen): the RIEC proposes, an organisation follows it up.

A corridor beside the chain: what cases taught, without anything of a case in it. The policies of `db.policies.steering`
say who reads it. Nothing is ever changed; a decision, and what came of it, is added.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from db.tables import new_id
from domain import access, events, guard, process, rows
from domain.actor import Actor, StaffRole
from domain.calendar import is_overdue, today
from domain.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from domain.events import EventType
from domain.guard import Guarded
from domain.shapes import Day, Line, Prose, View

MOST: Final = 200

PROPOSERS: Final = (StaffRole.CHAIR, StaffRole.ANALYST)
FOLLOWERS: Final = (StaffRole.MANDATE_HOLDER, StaffRole.CASE_MANAGER, StaffRole.CHAIR)

_FOUND: Final = """
select p.id, p.title, p.text, p.reason, p.addressed_id, p.due_on, p.created_at, p.organisation_id,
       coalesce((select jsonb_agg(jsonb_build_object('outcome', d.outcome, 'text', d.text,
                  'organisation_id', d.organisation_id, 'created_at', d.created_at) order by d.id)
          from steering_decisions d where d.proposal_id = p.id), '[]') as decisions
  from steering_proposals p"""
_ALL: Final = text(f"{_FOUND} order by p.id desc limit :most")
_OPEN: Final = text(f"""{_FOUND}
 where not exists (select from steering_decisions d where d.proposal_id = p.id and d.outcome <> 'adopted')
 order by p.due_on, p.id limit :most""")
_ONE: Final = text(f"{_FOUND} where p.id = :id")


class WriteProposal(Guarded):
    """Beleidsvoorstel aan de stuurgroep: without anything that leads to a person or a case."""

    title: Line = Field(description="Titel", examples=["Vaste contactpersoon bij elke gemeente"])
    text: Prose = Field(
        description="Voorstel: what should change", examples=["Elke gemeente wijst één vaste contactpersoon aan."]
    )  # fmt: skip
    reason: Prose = Field(
        description="Reden: what the chain taught", examples=["Vragen bleven liggen toen niemand ze kreeg."]
    )
    addressed_id: UUID = Field(description="Voor welke organisatie: who would follow it up")
    due_on: Day = Field(description="Uiterlijk: when it should be done", examples=["2027-06-30"])


class DecideProposal(Guarded):
    """Besluit van de stuurgroep, or what came of what was adopted."""

    outcome: Literal["adopted", "rejected", "done"] = Field(
        description="Uitkomst: adopted or rejected; done after it was adopted", examples=["adopted"]
    )
    text: Prose = Field(
        description="Toelichting: why, or what came of it", examples=["Vastgesteld op 3 december."]
    )


class SteeringDecisionView(View):
    """Besluit over een voorstel, or what came of it."""

    outcome: str = Field(description="Uitkomst: adopted, rejected or done", examples=["adopted"])
    text: str = Field(description="Toelichting", examples=["Vastgesteld op 3 december."])
    organisation: str = Field(description="Vastgelegd door", examples=["RIEC Noord-Holland"])
    created_at: datetime = Field(description="Vastgelegd op")


class SteeringProposalView(View):
    """Beleidsvoorstel: for the RIEC and the organisation that would follow it up."""

    id: UUID = Field(description="Kenmerk")
    title: str = Field(description="Titel", examples=["Vaste contactpersoon bij elke gemeente"])
    text: str = Field(description="Voorstel", examples=["Elke gemeente wijst één vaste contactpersoon aan."])
    reason: str = Field(description="Reden", examples=["Vragen bleven liggen."])
    addressed_id: UUID = Field(description="Voor welke organisatie")
    addressed: str = Field(description="Naam van die organisatie", examples=["Gemeente Zuidstad"])
    due_on: date = Field(description="Uiterlijk")
    status: str = Field(description="Stand: proposed, adopted, rejected or done", examples=["adopted"])
    overdue: bool = Field(description="Te laat: still open after its date")
    proposed_by: str = Field(description="Voorgesteld door", examples=["RIEC Noord-Holland"])
    created_at: datetime = Field(description="Voorgesteld op")
    decisions: Sequence[SteeringDecisionView] = Field(description="Besluiten, oldest first")
    acts: Sequence[str] = Field(description="Handelingen: decide, or finish; what this viewer may do now")


def propose_policy(session: Session, actor: Actor, data: WriteProposal) -> SteeringProposalView:
    """Propose something to the steering group, out of what the chain taught."""
    actor.require_riec(*PROPOSERS)
    problems = guard.problems(session, data)
    if data.addressed_id not in rows.organisation_names(session):
        problems = [*problems, Problem("organisation-unknown", "/addressedId")]
    if data.due_on <= today():
        problems = [*problems, Problem("date-not-in-future", "/dueOn")]
    if problems:
        raise Invalid(*problems)
    guard.note(session, actor, data)

    proposal_id = new_id()
    session.execute(
        text(
            "insert into steering_proposals (id, organisation_id, actor_id, title, text, reason, addressed_id, due_on)"
            " values (:id, :organisation, :actor, :title, :text, :reason, :addressed_id, :due_on)"
        ),
        {"id": proposal_id, "organisation": actor.organisation_id, "actor": actor.id, **data.model_dump()},
    )
    events.record(session, actor, EventType.STEERING_PROPOSED, object_id=proposal_id)
    return _proposal(session, actor, proposal_id)


def decide_proposal(
    session: Session, actor: Actor, proposal_id: UUID, data: DecideProposal
) -> SteeringProposalView:
    """Bring back what the steering group decided, or tell what came of what it adopted."""
    process.alone(session, f"proposal {proposal_id}")
    found = _proposal(session, actor, proposal_id)

    finishing = data.outcome == "done"
    if not (_finishes(actor, found.addressed_id) if finishing else _decides(actor)):
        raise NotAllowed("not-yours-to-follow-up")
    if found.status != ("adopted" if finishing else "proposed"):
        raise Conflict("proposal-settled", status=found.status)
    guard.check(session, actor, data)

    session.execute(
        text(
            "insert into steering_decisions (id, proposal_id, organisation_id, actor_id, outcome, text)"
            " values (:id, :proposal, :organisation, :actor, :outcome, :text)"
        ),
        {
            "id": new_id(), "proposal": proposal_id, "organisation": actor.organisation_id, "actor": actor.id,
            **data.model_dump(),
        },
    )  # fmt: skip
    kind = EventType.STEERING_FOLLOWED_UP if finishing else EventType.STEERING_DECIDED
    events.record(session, actor, kind, object_id=proposal_id, data={"outcome": data.outcome})
    return _proposal(session, actor, proposal_id)


def proposals(session: Session, actor: Actor) -> list[SteeringProposalView]:
    """The proposals one may read, newest first; read on the record."""
    names = rows.organisation_names(session)
    found = [_view(actor, dict(one), names) for one in session.execute(_ALL, {"most": MOST}).mappings()]
    if found:
        access.consulted(session, actor, "steering_proposals", object_ids=[one.id for one in found])
    return found


def waiting(session: Session, actor: Actor) -> list[SteeringProposalView]:
    """What this person has to bring to the steering group, or to follow up for the own organisation."""
    if not actor.has(*FOLLOWERS):
        return []
    names = rows.organisation_names(session)
    found = [_view(actor, dict(one), names) for one in session.execute(_OPEN, {"most": MOST}).mappings()]
    return [
        one
        for one in found
        if one.acts and (one.status == "proposed" or one.addressed_id == actor.organisation_id)
    ]


def proposal(session: Session, actor: Actor, proposal_id: UUID) -> SteeringProposalView:
    """One proposal, read on the record."""
    found = _proposal(session, actor, proposal_id)
    access.consulted(session, actor, "steering_proposals", object_ids=[proposal_id])
    return found


def proposes(actor: Actor) -> bool:
    """Whether this person may propose something."""
    return actor.has_at_riec(*PROPOSERS)


def _proposal(session: Session, actor: Actor, proposal_id: UUID) -> SteeringProposalView:
    found = session.execute(_ONE, {"id": proposal_id}).mappings().one_or_none()
    if found is None:
        raise NotFound
    return _view(actor, dict(found), rows.organisation_names(session))


def _view(actor: Actor, one: Mapping[str, Any], names: Mapping[UUID, str]) -> SteeringProposalView:
    told = [
        SteeringDecisionView(organisation=names[UUID(made["organisation_id"])], **made)
        for made in one["decisions"]
    ]
    status = told[-1].outcome if told else "proposed"
    return SteeringProposalView(
        **{key: one[key] for key in one if key not in ("decisions", "organisation_id")},
        addressed=names[one["addressed_id"]],
        proposed_by=names[one["organisation_id"]],
        status=status,
        overdue=status in ("proposed", "adopted") and is_overdue(one["due_on"], today()),
        decisions=told,
        acts=_acts(actor, one["addressed_id"], status),
    )


def _acts(actor: Actor, addressed_id: UUID, status: str) -> list[str]:
    if status == "proposed":
        return ["decide"] if _decides(actor) else []
    return ["finish"] if status == "adopted" and _finishes(actor, addressed_id) else []


def _decides(actor: Actor) -> bool:
    return actor.has_at_riec(StaffRole.CHAIR)


def _finishes(actor: Actor, addressed_id: UUID) -> bool:
    return _decides(actor) or (addressed_id == actor.organisation_id and actor.has(*FOLLOWERS))

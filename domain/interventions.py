"""Interventions as they are read: by those who assign, those who carry out and those who follow.

A corridor: assignment proposes and answers, execution reports, both show the same view.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from pydantic import Field
from sqlmodel import Session, col, select

from db.tables.assignment import Instruction, Intervention, Reply
from db.tables.execution import Report
from domain import access, calendar, lists, process, rows
from domain.actor import Actor, StaffRole
from domain.shapes import View

OPEN_FOR_REPLY = ("proposed", "deferred")
RUNNING = ("accepted", "in_progress")


class ReplyView(View):
    """Antwoord van de partner."""

    id: UUID
    outcome: str
    capacity_hours: int | None
    priority: str | None
    reason: str
    until: date | None
    created_at: datetime


class ReportView(View):
    """Voortgang of afronding."""

    id: UUID
    kind: str
    text: str
    result: str | None
    created_at: datetime


class InterventionView(View):
    """Interventie: the title for all who share the plan, the content for the partner and the RIEC."""

    id: UUID = Field(description="Kenmerk")
    subject_id: UUID = Field(description="Betrokkene")
    kind: str = Field(description="Soort interventie")
    partner_id: UUID = Field(description="Organisatie")
    partner: str = Field(description="Partner")
    not_before: date | None = Field(description="Niet vóór")
    due_on: date = Field(description="Gereed vóór")
    overdue: bool = Field(description="Te laat")
    status: str = Field(description="Status")
    shared: bool = Field(description="Gedeeld: whether the content is shared with this viewer")
    instruction: str | None = Field(default=None, description="Opdracht")
    replies: Sequence[ReplyView] = Field(description="Antwoorden")
    reports: Sequence[ReportView] = Field(description="Voortgang")
    created_at: datetime = Field(description="Voorgesteld op")
    acts: Sequence[str] = Field(description="Handelingen: what this viewer may do now")


def status_of(session: Session, found: Intervention) -> str:
    """The last status of an intervention that the one who asks may see."""
    return rows.latest_statuses(session, [found.scope_id]).get(found.id, "proposed")


def intervention(session: Session, actor: Actor, intervention_id: UUID) -> InterventionView:
    """One intervention, read on the record."""
    found = view(session, actor, intervention_id)
    access.consulted(session, actor, "intervention", scope_id=found.subject_id, object_ids=[intervention_id])
    return found


def view(session: Session, actor: Actor, intervention_id: UUID) -> InterventionView:
    """One intervention, as far as the one who asks may see it."""
    return _views(session, actor, [rows.find(session, Intervention, intervention_id)])[0]


def interventions_of(session: Session, actor: Actor, subject_id: UUID) -> list[InterventionView]:
    """The interventions for one subject, at title level or with content, as far as shared."""
    process.step_of(session, subject_id)
    found = _views(session, actor, rows.in_scope(session, Intervention, subject_id))
    access.consulted(
        session, actor, "interventions", scope_id=subject_id, object_ids=[one.id for one in found]
    )
    return found


def plan(session: Session, actor: Actor, case_id: UUID) -> list[InterventionView]:
    """The interventions for all subjects of a case: one plan over all partners, as far as shared."""
    process.step_of(session, case_id)
    found = _views(
        session, actor, rows.in_scope(session, Intervention, *rows.children(session, "subject", case_id))
    )
    access.consulted(session, actor, "plan", scope_id=case_id, object_ids=[one.id for one in found])
    return found


def interventions(
    session: Session,
    actor: Actor,
    asked: lists.InterventionsAsked | None = None,
    limit: int = 50,
    after: lists.Position | None = None,
) -> tuple[list[InterventionView], lists.Position | None]:
    """The interventions the organisation directs or carries out, last active first or as asked."""
    given = asked or lists.InterventionsAsked(limit=limit)
    found = lists.find(session, actor, lists.INTERVENTIONS, given, after)
    ids = [one["id"] for one in found.lines]
    known = {one.id: one for one in session.exec(select(Intervention).where(col(Intervention.id).in_(ids)))}
    return _views(session, actor, [known[key] for key in ids if key in known]), found.further


def _views(session: Session, actor: Actor, found: list[Intervention]) -> list[InterventionView]:
    """Views of these interventions, with a fixed number of statements."""
    if not found:
        return []
    corners = [one.content_scope_id for one in found]
    instructions = {one.intervention_id: one.text for one in rows.in_scope(session, Instruction, *corners)}
    replies = rows.in_scope(session, Reply, *corners)
    reports = rows.in_scope(session, Report, *corners)
    statuses = rows.latest_statuses(session, list({one.scope_id for one in found}))
    names = rows.organisation_names(session)
    return [
        _one(
            actor,
            one,
            names[one.partner_id],
            statuses.get(one.id, "proposed"),
            instructions.get(one.id),
            [ReplyView.model_validate(r) for r in replies if r.intervention_id == one.id],
            [ReportView.model_validate(r) for r in reports if r.intervention_id == one.id],
        )
        for one in found
    ]


def _one(
    actor: Actor,
    found: Intervention,
    partner: str,
    status: str,
    instruction: str | None,
    replies: list[ReplyView],
    reports: list[ReportView],
) -> InterventionView:
    running = status in (*OPEN_FOR_REPLY, *RUNNING)
    return InterventionView(
        partner=partner,
        status=status,
        overdue=running and calendar.is_overdue(found.due_on, calendar.today()),
        shared=instruction is not None,
        instruction=instruction,
        replies=replies,
        reports=reports,
        acts=_acts(actor, found, status),
        **found.model_dump(
            include={"id", "subject_id", "kind", "partner_id", "not_before", "due_on", "created_at"}
        ),
    )


def _acts(actor: Actor, found: Intervention, status: str) -> list[str]:
    """What this actor may do with the intervention as it stands."""
    if found.partner_id != actor.organisation_id:
        return []
    if status in OPEN_FOR_REPLY and actor.has(StaffRole.MANDATE_HOLDER):
        return ["reply"]
    if status in RUNNING and actor.has(StaffRole.HANDLER, StaffRole.MANDATE_HOLDER, StaffRole.CASE_MANAGER):
        return ["report", "complete"]
    return []

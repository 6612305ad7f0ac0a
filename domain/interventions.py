"""Interventions as they are read: by those who assign, those who carry out and those who follow.

A corridor: assignment proposes and answers, execution reports, both show the same view.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session, col, select

from db.tables.assignment import Instruction, Intervention, Reply
from db.tables.execution import Report, Yield
from domain import access, calendar, capacity, cases, catalogue, lists, process, rows
from domain.actor import Actor, StaffRole
from domain.plan import OPEN_FOR_REPLY, OVER, RUNNING, Clash, DependencyView, EmbargoView, Standing, standings
from domain.shapes import View

CARRIES_OUT = (StaffRole.HANDLER, StaffRole.MANDATE_HOLDER, StaffRole.CASE_MANAGER)


@dataclass(frozen=True)
class Offer:
    """Aanbod: what one partner on the case can be asked to do today."""

    partner_id: UUID
    partner: str
    kinds: tuple[catalogue.InterventionKindView, ...]


def offers(session: Session, subject_id: UUID) -> list[Offer]:
    """What each partner on the case can do; a partner that can do nothing in the catalogue is left out."""
    partners = {one.organisation_id: one.name for one in cases.participants(session, subject_id)}
    found = session.execute(
        text("select id, kind from organisations where id = any(:ids) order by name"), {"ids": list(partners)}
    )
    on = calendar.today()
    made = [Offer(key, partners[key], catalogue.intervention_kinds(session, kind, on)) for key, kind in found]
    return [offer for offer in made if offer.kinds]


class ReplyView(View):
    """Antwoord van de partner."""

    id: UUID
    outcome: str
    capacity_hours: int | None
    capacity_amount: int | None = Field(description="Capaciteit: how much")
    capacity_unit: str | None = Field(description="Eenheid van capaciteit: code")
    priority: str | None
    reason: str
    until: date | None = Field(description="Uitgesteld tot")
    created_at: datetime


class ReportView(View):
    """Voortgang of afronding."""

    id: UUID
    kind: str
    text: str
    result: str | None
    created_at: datetime


class YieldView(View):
    """Opbrengst: what it brought about."""

    kind: str = Field(description="Soort opbrengst: code")
    amount: int = Field(description="Aantal")


class InterventionView(View):
    """Interventie: the title for all who share the plan, the content for the partner and the RIEC."""

    id: UUID = Field(description="Kenmerk")
    subject_id: UUID = Field(description="Betrokkene")
    kind: str = Field(description="Soort interventie")
    partner_id: UUID = Field(description="Organisatie")
    partner: str = Field(description="Partner")
    not_before: date | None = Field(description="Niet vóór")
    due_on: date = Field(description="Gereed vóór")
    planned_from: date | None = Field(description="Gepland vanaf")
    planned_until: date | None = Field(description="Gepland tot en met")
    started_on: date | None = Field(description="Begonnen op")
    ended_on: date | None = Field(description="Klaar op")
    waits_for: Sequence[DependencyView] = Field(description="Wacht op: other interventions that come first")
    embargo: EmbargoView | None = Field(description="Embargo: what keeps it from beginning today")
    clashes: Sequence[Clash] = Field(description="Knelpunten: what in its dates does not fit")
    overdue: bool = Field(description="Te laat")
    status: str = Field(description="Status")
    shared: bool = Field(description="Gedeeld: whether the content is shared with this viewer")
    instruction: str | None = Field(default=None, description="Opdracht")
    replies: Sequence[ReplyView] = Field(description="Antwoorden")
    reports: Sequence[ReportView] = Field(description="Voortgang")
    yields: Sequence[YieldView] = Field(description="Opbrengst")
    created_at: datetime = Field(description="Voorgesteld op")
    acts: Sequence[str] = Field(description="Handelingen: what this viewer may do now")


def standing_of(session: Session, found: Intervention) -> Standing:
    """How one intervention stands, as far as the one who asks may see it."""
    return standings(session, [found])[found.id]


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
    crowded = capacity.crowded(session, actor, {one.partner_id for one in found})
    return [
        one.model_copy(update={"clashes": [*one.clashes, "capacity"]}) if one.id in crowded else one
        for one in found
    ]


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
    yields = rows.in_scope(session, Yield, *corners)
    stands = standings(session, found)
    names = rows.organisation_names(session)
    return [
        _one(
            actor,
            one,
            stands[one.id],
            partner=names[one.partner_id],
            instruction=instructions.get(one.id),
            replies=[ReplyView.model_validate(r) for r in replies if r.intervention_id == one.id],
            reports=[ReportView.model_validate(r) for r in reports if r.intervention_id == one.id],
            yields=[YieldView.model_validate(y) for y in yields if y.intervention_id == one.id],
        )
        for one in found
    ]


def _one(
    actor: Actor, found: Intervention, stands: Standing, *, instruction: str | None, **content: Any
) -> InterventionView:
    running = stands.status in (*OPEN_FOR_REPLY, *RUNNING)
    return InterventionView(
        status=stands.status,
        overdue=running and calendar.is_overdue(found.due_on, calendar.today()),
        not_before=stands.not_before,
        waits_for=stands.waits_for,
        embargo=stands.embargo(calendar.today()),
        clashes=stands.clashes(),
        shared=instruction is not None,
        instruction=instruction,
        acts=_acts(actor, found, stands),
        **content,
        **asdict(stands.dates),
        **found.model_dump(include={"id", "subject_id", "kind", "partner_id", "due_on", "created_at"}),
    )


def _acts(actor: Actor, found: Intervention, stands: Standing) -> list[str]:
    """What this actor may do with the intervention as it stands."""
    acts = []
    if found.partner_id == actor.organisation_id:
        if stands.status in OPEN_FOR_REPLY and actor.has(StaffRole.MANDATE_HOLDER):
            acts.append("reply")
        if stands.status in RUNNING and actor.has(*CARRIES_OUT):
            free = stands.embargo(calendar.today()) is None
            acts += ["report", "complete", "schedule"] if free else ["schedule"]
    if found.owner_id == actor.organisation_id and actor.has(StaffRole.CHAIR) and stands.status not in OVER:
        acts.append("order")
    return acts

"""Before a meeting: what the chair can put on the agenda, and what each partner has to prepare for its own cases."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session, col, select

from db.tables.meetings import Action
from domain import access, calendar, cases
from domain.actor import Actor, StaffRole
from domain.meetings.reading import action_views, view
from domain.meetings.shapes import ActionView, MeetingView, Section
from domain.shapes import View

PREPARED_WITHIN: Final = 3
"""Working days before the meeting by which partners have answered (domain.md 6.2); a norm of the region."""

# What waits for a meeting, out of the steps in which the subjects of a case stand.
_QUEUE: Final = text("""
select c.id, c.number, c.title, c.municipality_code,
       bool_or(s.step = 'weighing') as to_weigh, bool_or(s.step = 'assignment') as to_assign,
       r.step = 'evaluation' as to_evaluate,
       exists (select from interventions i join scopes x on x.id = i.scope_id
                where x.parent_id = c.id and x.step in ('assignment', 'execution') and i.due_on < today()) as late,
       not exists (select from agenda_items a where a.case_id = c.id and a.removed_at is null) as fresh
  from cases c join scopes r on r.id = c.id and r.sealed_at is null
  left join scopes s on s.parent_id = c.id and s.kind = 'subject'
 where not exists (select from agenda_items a where a.case_id = c.id and a.meeting_id = :meeting and a.removed_at is null)
 group by c.id, c.number, c.title, c.municipality_code, r.step
 order by c.number limit 500
""")

# Of the cases on the agenda, what the own organisation was asked and has not answered.
_QUESTIONS: Final = text("""
select r.id, r.case_id, r.subject_id, r.question, r.due_on from requests r
 where r.case_id = any(:cases) and r.asked_id = :mine
   and not exists (select from answers a where a.request_id = r.id) order by r.due_on, r.id
""")
_ADVISED: Final = text("""
select s.id, s.parent_id as case_id from scopes s
 where s.parent_id = any(:cases) and s.kind = 'subject' and s.step = 'weighing'
   and not exists (select from opinions o where o.scope_id = s.id and o.owner_id = :mine) order by s.id
""")


class ProposalView(View):
    """Voorstel voor de agenda: a case, and why it is time."""

    case_id: UUID = Field(description="Casus")
    case_number: str = Field(description="Casusnummer")
    case_title: str = Field(description="Titel", examples=["Bakkerij Zuid"])
    municipality_code: str = Field(description="Gemeente")
    section: Section = Field(description="Onderdeel")
    reasons: Sequence[str] = Field(
        description="Waarom: new, weigh, assign, late or evaluate; none when nothing waits",
        examples=[["weigh"]],
    )


class WaitingQuestion(View):
    """Vraag waarop het overleg wacht."""

    id: UUID = Field(description="Kenmerk")
    case_id: UUID = Field(description="Casus")
    question: str = Field(description="Vraag", examples=["Wie huurt de woning?"])
    due_on: date = Field(description="Antwoord vóór")


class WaitingOpinion(View):
    """Betrokkene waarover nog geen advies is."""

    subject_id: UUID = Field(description="Betrokkene")
    case_id: UUID = Field(description="Casus")
    label: str | None = Field(description="Naam, as far as it is shared with you")


class PreparationView(View):
    """Voorbereiding: what this viewer's organisation still owes the meeting, for its own cases."""

    meeting: MeetingView = Field(description="Overleg")
    due_on: date = Field(description="Antwoorden vóór: norm of the region")
    questions: Sequence[WaitingQuestion] = Field(description="Open vragen")
    opinions: Sequence[WaitingOpinion] = Field(description="Adviezen die ontbreken")
    actions: Sequence[ActionView] = Field(description="Open acties van eerdere overleggen")


def proposals(session: Session, actor: Actor, meeting_id: UUID) -> list[ProposalView]:
    """The cases that can be put on the agenda, those that wait for it first; read on the record."""
    view(session, actor, meeting_id)
    actor.require_riec(StaffRole.CHAIR)
    found = [_proposal(one) for one in session.execute(_QUEUE, {"meeting": meeting_id}).mappings()]
    access.consulted(session, actor, "cases", object_ids=[one.case_id for one in found])
    return sorted(found, key=lambda one: (not one.reasons, one.reasons == ["new"], one.case_number))


def _proposal(one: Any) -> ProposalView:
    waits = {
        "new": one["fresh"], "weigh": one["to_weigh"], "assign": one["to_assign"], "late": one["late"],
        "evaluate": one["to_evaluate"],
    }  # fmt: skip
    section: Section = "new" if one["fresh"] else "evaluation" if one["to_evaluate"] else "running"
    return ProposalView(
        case_id=one["id"], case_number=one["number"], case_title=one["title"],
        municipality_code=one["municipality_code"], section=section,
        reasons=[reason for reason, holds in waits.items() if holds],
    )  # fmt: skip


def preparation(session: Session, actor: Actor, meeting_id: UUID) -> PreparationView:
    """What the own organisation still owes the meeting; read on the record."""
    found = view(session, actor, meeting_id)
    ids = [one.case_id for one in found.items]
    mine = {"cases": ids, "mine": actor.organisation_id}
    questions = [
        WaitingQuestion.model_validate(dict(one)) for one in session.execute(_QUESTIONS, mine).mappings()
    ]
    advise = session.execute(_ADVISED, mine).all()
    names = cases.subjects(session, actor, [one.id for one in advise])
    made = PreparationView(
        meeting=found,
        due_on=calendar.add_working_days(calendar.day_of(found.starts_at), -PREPARED_WITHIN),
        questions=questions,
        opinions=[
            WaitingOpinion(subject_id=one.id, case_id=one.case_id, label=names[one.id].name)
            for one in advise
            if one.id in names and names[one.id].shared
        ],
        actions=_open_actions(session, actor, ids),
    )
    access.consulted(
        session,
        actor,
        "preparation",
        scope_id=meeting_id,
        object_ids=[*(one.id for one in made.questions), *(one.id for one in made.actions)],
    )
    return made


def _open_actions(session: Session, actor: Actor, case_ids: Sequence[UUID]) -> list[ActionView]:
    """What was agreed before and is not done: of the own organisation, or of everybody for who leads."""
    found = session.exec(
        select(Action).where(col(Action.case_id).in_(case_ids)).order_by(col(Action.due_on), col(Action.id))
    ).all()
    return [
        one for one in action_views(session, actor, found) if one.status == "open" and _concerns(actor, one)
    ]


def _concerns(actor: Actor, one: ActionView) -> bool:
    return actor.organisation_kind == "riec" or one.organisation_id == actor.organisation_id

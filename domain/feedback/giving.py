"""Feedback is given, corrected by another answer, and ended by the RIEC."""

from typing import Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from db.tables import new_id
from domain import events, guard, process
from domain.actor import Actor, StaffRole
from domain.calendar import today
from domain.errors import Conflict, Invalid, NotAllowed, Problem
from domain.events import EventType
from domain.feedback.reading import gives, view
from domain.feedback.registering import due_after
from domain.feedback.shapes import NOTHING_FOLLOWED, Effect, FeedbackAnswerView, ReleasedResultView
from domain.guard import Guarded
from domain.shapes import Day, OptionalProse, Prose

_GIVE = text("""
insert into feedback_answers (id, result_id, organisation_id, actor_id, corrects_id, effect, text, why, given_on, next_due_on)
select :id, :result, :organisation, :actor, cast(:corrects as uuid), :effect, :text, :why,
       coalesce((select c.given_on from feedback_answers c where c.id = :corrects), :given_on),
       coalesce((select c.next_due_on from feedback_answers c where c.id = :corrects), :next_due_on)
""")
_END = text("""
insert into feedback_endings (id, result_id, organisation_id, actor_id, reason, explanation)
values (:id, :result, :organisation, :actor, :reason, :explanation)
""")


class GiveFeedback(Guarded):
    """Terugkoppeling: what came of it, without anything that leads to a person or a case."""

    effect: Effect = Field(
        description="Wat volgde: used for an intervention, used otherwise, not used yet, or not used",
        examples=["intervention"],
    )
    text: Prose = Field(
        description="Effect en nut: what it brought about, and how useful it was",
        examples=["De hal is gecontroleerd en gesloten."],
    )
    why: OptionalProse = Field(
        default="",
        description="Waarom er niets volgde: then, and only then",
        examples=["De hal stond al leeg."],
    )
    received_on: Day | None = Field(
        default=None,
        description="Ontvangen op: of a recipient outside the region, the day on which the RIEC was told; else today",
    )
    corrects_id: UUID | None = Field(
        default=None, description="Verbetert: the answer that this one takes the place of"
    )


class EndFeedback(Guarded):
    """Einde: no more feedback is asked."""

    reason: Literal["reported", "destroyed", "other"] = Field(
        description="Reden: everything was reported, what was provided was destroyed, or another one",
        examples=["reported"],
    )
    explanation: Prose = Field(description="Toelichting", examples=["De controle is afgerond."])


def give_feedback(session: Session, actor: Actor, result_id: UUID, data: GiveFeedback) -> ReleasedResultView:
    """Say what came of it, or say it better; it is asked again within a year."""
    process.alone(session, f"feedback {result_id}")
    found = view(session, actor, result_id)

    if not gives(actor, found):
        raise NotAllowed("feedback-of-another")
    if found.ending:
        raise Conflict("feedback-ended")
    problems = [*guard.problems(session, data), *_problems(found, data)]
    if problems:
        raise Invalid(*problems)
    guard.note(session, actor, data)

    on = data.received_on or today()
    session.execute(
        _GIVE,
        {
            "id": new_id(), "result": result_id, "organisation": actor.organisation_id, "actor": actor.id,
            "corrects": data.corrects_id, "effect": data.effect, "text": guard.masked(data.text),
            "why": guard.masked(data.why), "given_on": on, "next_due_on": due_after(session, on),
        },
    )  # fmt: skip
    kind = EventType.FEEDBACK_CORRECTED if data.corrects_id else EventType.FEEDBACK_GIVEN
    events.record(session, actor, kind, object_id=result_id, data={"effect": data.effect})
    return view(session, actor, result_id)


def end_feedback(session: Session, actor: Actor, result_id: UUID, data: EndFeedback) -> ReleasedResultView:
    """Ask no more: everything was said, or what went is no longer there."""
    process.alone(session, f"feedback {result_id}")
    found = view(session, actor, result_id)

    actor.require_riec(StaffRole.CHAIR)
    if found.ending:
        raise Conflict("feedback-ended")
    guard.check(session, actor, data)

    session.execute(
        _END,
        {
            "id": new_id(), "result": result_id, "organisation": actor.organisation_id, "actor": actor.id,
            "reason": data.reason, "explanation": guard.masked(data.explanation),
        },
    )  # fmt: skip
    events.record(session, actor, EventType.FEEDBACK_ENDED, object_id=result_id, data={"reason": data.reason})
    return view(session, actor, result_id)


def _problems(found: ReleasedResultView, data: GiveFeedback) -> list[Problem]:
    problems = []
    if data.effect in NOTHING_FOLLOWED and not data.why:
        problems.append(Problem("why-nothing-followed", "/why"))
    if data.effect not in NOTHING_FOLLOWED and data.why:
        problems.append(Problem("something-followed", "/why"))
    if data.received_on and (found.recipient_id or data.corrects_id):
        problems.append(Problem("day-not-asked", "/receivedOn"))
    elif data.received_on and data.received_on > today():
        problems.append(Problem("date-in-future", "/receivedOn"))
    elif data.received_on and data.received_on < found.released_on:
        problems.append(Problem("before-release", "/receivedOn", {"on": found.released_on}))
    if data.corrects_id and not any(_corrects(one, data.corrects_id) for one in found.said):
        problems.append(Problem("answer-not-current", "/correctsId"))
    return problems


def _corrects(one: FeedbackAnswerView, wanted: UUID) -> bool:
    return one.id == wanted and one.current

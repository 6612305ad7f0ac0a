"""Reminding a partner of a question by hand: a notice to who was asked, at most once a working day."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session

from db.tables.dossier import Reminder, Request
from domain import calendar, cases, events, process, rows
from domain.actor import Actor, StaffRole
from domain.dossier.requesting import RequestView, hold, may_remind_from, request_view
from domain.dossier.rounds import InformationRoundView, round_view
from domain.errors import Conflict, NotAllowed
from domain.events import EventType
from domain.process import Step


def remind(session: Session, actor: Actor, request_id: UUID) -> RequestView:
    """Remind the partner that was asked that its answer is still to come."""
    found = rows.find(session, Request, request_id)

    _require_asker(actor, found)
    process.require(session, request_id, Step.DOSSIER, Step.WEIGHING)
    hold(session, request_id)
    if rows.latest_statuses(session, [request_id]).get(request_id, "asked") != "asked":
        raise Conflict("already-answered")
    again = _again_from(session, request_id)
    if again and calendar.today() < again:
        raise Conflict("reminded-already", on=again)

    _put(session, actor, found)
    return request_view(session, actor, request_id)


def remind_round(session: Session, actor: Actor, round_id: UUID) -> InformationRoundView:
    """Remind everybody in a round whose answer is still to come and who was not reminded today."""
    found = round_view(session, actor, round_id)
    due = [one.id for one in found.requests if "remind" in one.acts]

    _require_asker(actor, rows.find(session, Request, found.requests[0].id))
    if not due:
        raise Conflict("nobody-to-remind")
    for request_id in due:
        remind(session, actor, request_id)
    return round_view(session, actor, round_id)


def _require_asker(actor: Actor, found: Request) -> None:
    if found.owner_id != actor.organisation_id:
        raise NotAllowed("not-the-asker")
    actor.require(*cases.DIRECTORS, StaffRole.CASE_MANAGER)


def _again_from(session: Session, request_id: UUID) -> date | None:
    reminders: Sequence[Reminder] = rows.in_scope(session, Reminder, request_id)
    return may_remind_from(reminders[-1].created_at) if reminders else None


def _put(session: Session, actor: Actor, found: Request) -> None:
    reminder_id = rows.add(session, actor, Reminder, found.id, "request", request_id=found.id)
    # About the question itself: that is what there is to see, and to answer.
    events.record(
        session, actor, EventType.DOSSIER_REMINDED, scope_id=found.id, case_id=found.case_id,
        subject_id=found.subject_id, object_id=reminder_id, category="request",
    )  # fmt: skip

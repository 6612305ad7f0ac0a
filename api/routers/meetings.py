"""Case meetings over the API: the agenda from the queue, who is in the room, the wall, and what was decided and agreed."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from api.deps import EXPORT, ActorDep, Db, costs, require_scope
from api.idempotency import Once
from api.paper.minutes import MEDIA_TYPE, minutes_as_pdf
from api.together import before_the_wall
from domain import meetings
from domain.meetings import (
    ActionView,
    AgendaItemView,
    Agree,
    DiscussedView,
    MeetingDecisionView,
    MeetingLine,
    MeetingView,
    MinutesView,
    MinuteView,
    NoteAttendance,
    PlanMeeting,
    PreparationView,
    ProposalView,
    PutOnAgenda,
    ReportAction,
    RoomView,
    TakeDecision,
    WallView,
    WriteMinutes,
)
from domain.shapes import View

router = APIRouter(tags=["meetings"])

READ = [require_scope("cases:read")]
WRITE = [require_scope("cases:write")]


class MeetingList(View):
    """Casusoverleggen waarvoor u bent uitgenodigd, latest first."""

    items: Sequence[MeetingLine] = Field(description="Overleggen")


class ProposalList(View):
    """Voorstellen voor de agenda: what waits for a meeting first."""

    items: Sequence[ProposalView] = Field(description="Voorstellen")


class DecisionList(View):
    """Besluiten over een casus, oldest first."""

    items: Sequence[MeetingDecisionView] = Field(description="Besluiten")


class ActionList(View):
    """Acties voor een casus, oldest first."""

    items: Sequence[ActionView] = Field(description="Acties")


@router.get("/meetings", dependencies=READ)
def list_meetings(session: Db, actor: ActorDep) -> MeetingList:
    """Casusoverleggen: those your organisation is invited to, latest first."""
    return MeetingList(items=meetings.meetings(session, actor))


@router.post("/meetings", status_code=201, dependencies=WRITE)
def plan_meeting(session: Db, actor: ActorDep, once: Once, data: PlanMeeting) -> MeetingView:
    """Casusoverleg plannen: when and where; nobody is told before it is convened."""
    return once(
        lambda: meetings.plan_meeting(session, actor, data),
        lambda made: meetings.meeting(session, actor, made),
        "/meetings/{id}",
    )


@router.get("/meetings/{meeting_id}", dependencies=READ)
def get_meeting(session: Db, actor: ActorDep, meeting_id: UUID) -> MeetingView:
    """Casusoverleg: one of them, with those cases on its agenda in which you take part."""
    return meetings.meeting(session, actor, meeting_id)


@router.post("/meetings/{meeting_id}/moves", status_code=201, dependencies=WRITE)
def move_meeting(
    session: Db, actor: ActorDep, once: Once, meeting_id: UUID, data: PlanMeeting
) -> MeetingView:
    """Casusoverleg verzetten: another time, place or name before it begins; who was invited is told."""
    return once(
        lambda: meetings.move_meeting(session, actor, meeting_id, data),
        lambda made: meetings.meeting(session, actor, made),
        "/meetings/{id}",
    )


@router.get("/meetings/{meeting_id}/proposals", dependencies=READ)
def list_proposals(session: Db, actor: ActorDep, meeting_id: UUID) -> ProposalList:
    """Voorstellen: the cases that can be put on the agenda, and why it is time; for the chair."""
    return ProposalList(items=meetings.proposals(session, actor, meeting_id))


@router.post("/meetings/{meeting_id}/agenda-items", status_code=201, dependencies=WRITE)
def put_on_agenda(
    session: Db, actor: ActorDep, once: Once, meeting_id: UUID, data: PutOnAgenda
) -> AgendaItemView:
    """Agenderen: a case on the agenda; whoever takes part in it is invited, and told of no other."""
    return once(
        lambda: meetings.put_on_agenda(session, actor, meeting_id, data),
        lambda made: meetings.item_view(session, made),
        "/agenda-items/{id}",
    )


@router.post("/agenda-items/{item_id}/removals", status_code=201, dependencies=WRITE)
def take_off_agenda(session: Db, actor: ActorDep, once: Once, item_id: UUID) -> MeetingView:
    """Van de agenda halen: before the case was discussed; the answer is the meeting as it now is."""
    return once(
        lambda: meetings.take_off_agenda(session, actor, item_id),
        lambda made: meetings.meeting(session, actor, made),
        "/meetings/{id}",
    )


@router.post("/meetings/{meeting_id}/convenings", status_code=201, dependencies=WRITE)
def convene_meeting(session: Db, actor: ActorDep, once: Once, meeting_id: UUID) -> MeetingView:
    """Bijeenroepen: send the agenda, new cases first; from now on the invited prepare their own cases."""
    return once(
        lambda: meetings.convene(session, actor, meeting_id),
        lambda made: meetings.meeting(session, actor, made),
        "/meetings/{id}",
    )


@router.post("/meetings/{meeting_id}/starts", status_code=201, dependencies=WRITE)
def start_meeting(session: Db, actor: ActorDep, once: Once, meeting_id: UUID) -> MeetingView:
    """Openen: the meeting begins."""
    return once(
        lambda: meetings.start(session, actor, meeting_id),
        lambda made: meetings.meeting(session, actor, made),
        "/meetings/{id}",
    )


@router.post("/meetings/{meeting_id}/closings", status_code=201, dependencies=WRITE)
def close_meeting(session: Db, actor: ActorDep, once: Once, meeting_id: UUID) -> MeetingView:
    """Sluiten: the meeting ends, and so does the case that is still on the table."""
    return once(
        lambda: meetings.close(session, actor, meeting_id),
        lambda made: meetings.meeting(session, actor, made),
        "/meetings/{id}",
    )


@router.post("/meetings/{meeting_id}/adoptions", status_code=201, dependencies=WRITE)
def adopt_minutes(session: Db, actor: ActorDep, once: Once, meeting_id: UUID) -> MeetingView:
    """Verslag vaststellen: nothing in it changes any more; a correction stands beside it."""
    return once(
        lambda: meetings.adopt_minutes(session, actor, meeting_id),
        lambda made: meetings.meeting(session, actor, made),
        "/meetings/{id}",
    )


@router.get("/meetings/{meeting_id}/room", dependencies=READ)
def get_room(session: Db, actor: ActorDep, meeting_id: UUID) -> RoomView:
    """Zaal: who is expected, who is where, and who may stay for the case on the table; for the chair."""
    return meetings.room(session, actor, meeting_id)


@router.post("/meetings/{meeting_id}/attendances", status_code=201, dependencies=WRITE)
def note_attendance(
    session: Db, actor: ActorDep, once: Once, meeting_id: UUID, data: NoteAttendance
) -> RoomView:
    """Aanwezigheid: somebody came in, waits in the corridor or left; the wall follows at once."""
    return once(
        lambda: meetings.note_attendance(session, actor, meeting_id, data),
        lambda made: meetings.room(session, actor, made),
        "/meetings/{id}/room",
    )


@router.post("/meetings/{meeting_id}/clearings", status_code=201, dependencies=WRITE)
def clear_room(session: Db, actor: ActorDep, once: Once, meeting_id: UUID) -> RoomView:
    """Zaal vrijmaken: who takes no part in the case on the table waits in the corridor."""
    return once(
        lambda: meetings.clear_room(session, actor, meeting_id),
        lambda made: meetings.room(session, actor, made),
        "/meetings/{id}/room",
    )


@router.get("/meetings/{meeting_id}/preparation", dependencies=READ)
def get_preparation(session: Db, actor: ActorDep, meeting_id: UUID) -> PreparationView:
    """Voorbereiding: what your organisation still owes the meeting, for its own cases."""
    return meetings.preparation(session, actor, meeting_id)


@router.get("/meetings/{meeting_id}/minutes", dependencies=READ)
def get_minutes(session: Db, actor: ActorDep, meeting_id: UUID) -> MinutesView:
    """Verslag: what was said, decided and agreed about the cases in which you take part."""
    return meetings.minutes(session, actor, meeting_id)


@router.get(
    "/meetings/{meeting_id}/minutes/document",
    dependencies=[*READ, costs(EXPORT)],
    response_class=Response,
    responses={
        200: {
            "description": "Document: the minutes as you may see them, as a tagged PDF (PDF/UA-1).",
            "content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
def get_minutes_document(session: Db, actor: ActorDep, request: Request, meeting_id: UUID) -> Response:
    """Verslag als document: what the minutes say to you, in the language you ask for; it is logged."""
    return minutes_as_pdf(request, session, actor, meeting_id)


@router.get("/meetings/{meeting_id}/wall", dependencies=READ)
def get_wall(session: Db, actor: ActorDep, request: Request, meeting_id: UUID) -> WallView:
    """Scherm in de zaal: the case on the table, with what every person in the room may see; for the chair."""
    with before_the_wall(request, session, actor, meeting_id) as (together, people):
        return meetings.wall(together, people, meeting_id)


@router.get("/agenda-items/{item_id}", dependencies=READ)
def get_agenda_item(session: Db, actor: ActorDep, item_id: UUID) -> DiscussedView:
    """Agendapunt: one case in one meeting, with what was said, decided and agreed about it."""
    return meetings.discussed(session, actor, item_id)


@router.post("/agenda-items/{item_id}/openings", status_code=201, dependencies=WRITE)
def open_agenda_item(session: Db, actor: ActorDep, once: Once, item_id: UUID) -> AgendaItemView:
    """Op tafel leggen: the case is discussed now; the one before it is closed."""
    return once(
        lambda: meetings.open_item(session, actor, item_id),
        lambda made: meetings.item_view(session, made),
        "/agenda-items/{id}",
    )


@router.post("/agenda-items/{item_id}/closings", status_code=201, dependencies=WRITE)
def close_agenda_item(session: Db, actor: ActorDep, once: Once, item_id: UUID) -> AgendaItemView:
    """Van tafel nemen: the case was discussed."""
    return once(
        lambda: meetings.close_item(session, actor, item_id),
        lambda made: meetings.item_view(session, made),
        "/agenda-items/{id}",
    )


@router.post("/agenda-items/{item_id}/decisions", status_code=201, dependencies=WRITE)
def decide(
    session: Db, actor: ActorDep, once: Once, item_id: UUID, data: TakeDecision
) -> MeetingDecisionView:
    """Besluit (B01-B21): with who is in the room, who is against and who is absent."""
    return once(
        lambda: meetings.decide(session, actor, item_id, data),
        lambda made: meetings.decision(session, made),
        f"/agenda-items/{item_id}",
    )


@router.post("/agenda-items/{item_id}/actions", status_code=201, dependencies=WRITE)
def agree_action(session: Db, actor: ActorDep, once: Once, item_id: UUID, data: Agree) -> ActionView:
    """Actie afspreken: what an organisation of the case does before a day."""
    return once(
        lambda: meetings.agree(session, actor, item_id, data),
        lambda made: meetings.action(session, actor, made),
        "/actions/{id}",
    )


@router.post("/agenda-items/{item_id}/minutes", status_code=201, dependencies=WRITE)
def write_minutes(session: Db, actor: ActorDep, once: Once, item_id: UUID, data: WriteMinutes) -> MinuteView:
    """Verslag van één casus: the draft, for who was there; once adopted, a correction beside it."""
    return once(
        lambda: meetings.write_minutes(session, actor, item_id, data),
        lambda made: meetings.minute(session, made),
        f"/agenda-items/{item_id}",
    )


@router.get("/cases/{case_id}/decisions", dependencies=READ)
def list_decisions(session: Db, actor: ActorDep, case_id: UUID) -> DecisionList:
    """Besluiten over een casus: what was decided in meetings about it and its subjects."""
    return DecisionList(items=meetings.decisions_of(session, actor, case_id))


@router.get("/cases/{case_id}/actions", dependencies=READ)
def list_actions(session: Db, actor: ActorDep, case_id: UUID) -> ActionList:
    """Acties voor een casus: what was agreed in meetings, and what became of it."""
    return ActionList(items=meetings.actions_of(session, actor, case_id))


@router.get("/actions/{action_id}", dependencies=READ)
def get_action(session: Db, actor: ActorDep, action_id: UUID) -> ActionView:
    """Actie: one of them, with what became of it."""
    return meetings.action(session, actor, action_id)


@router.post("/actions/{action_id}/reports", status_code=201, dependencies=WRITE)
def report_action(
    session: Db, actor: ActorDep, once: Once, action_id: UUID, data: ReportAction
) -> ActionView:
    """Stand van een actie: progress, done or dropped, by who took it on or by the RIEC."""
    return once(
        lambda: meetings.report_action(session, actor, action_id, data),
        lambda made: meetings.action(session, actor, made),
        "/actions/{id}",
    )

"""Case meetings: planning, the agenda, what to prepare, the room, the screen on the wall, and the minutes."""

from collections.abc import AsyncIterator, Callable
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event
from sqlmodel import Session

from api.deps import EXPORT, ActorDep, Db, costs
from api.paper.minutes import minutes_as_pdf, subjects_named
from api.together import before_the_wall
from domain import calendar, catalogue, meetings, process, sharing, weighing
from domain.actor import Actor, StaffRole
from domain.errors import DomainError, Invalid, Problem
from domain.meetings import MeetingView, NoteAttendance, PlanMeeting, PutOnAgenda
from web import merging, rooms
from web.forms import Form, Typed
from web.i18n import N_
from web.render import page, see_other, typed_day

router = APIRouter(prefix="/meetings", include_in_schema=False)

AGAIN_AFTER: Final = 1_000
"""Milliseconds before a browser asks again whether something changed."""

SAID: Final = {
    "convenings": N_("The agenda is sent. The invited find what they have to prepare."),
    "starts": N_("The meeting has begun."),
    "closings": N_("The meeting is closed. Adopt the minutes at the next one."),
    "adoptions": N_("The minutes are adopted."),
}


@router.get("")
def index(request: Request, session: Db, actor: ActorDep) -> Response:
    """The meetings one is invited to."""
    found = meetings.meetings(session, actor)
    return page(request, "meetings/index.html", {"meetings": found, "leads": meetings.leads(actor)})


@router.get("/new")
def start_planning(request: Request, actor: ActorDep) -> Response:
    """Ask when and where."""
    actor.require_riec(StaffRole.CHAIR)
    return rooms.form(request, "meetings/new.html", {"meeting": None}, Typed())


@router.post("/new")
def plan(request: Request, session: Db, actor: ActorDep, typed: Form) -> Response:
    """Plan a meeting."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: meetings.plan_meeting(session, actor, typed.shape(PlanMeeting)),
        lambda refused: rooms.form(request, "meetings/new.html", {"meeting": None}, typed, refused),
        to="/meetings/{}/agenda".format,
        said=N_("The meeting is planned. Choose its cases."),
    )


@router.get("/{meeting_id}/move")
def start_moving(request: Request, session: Db, actor: ActorDep, meeting_id: UUID) -> Response:
    """The same questions, with what is planned now."""
    found = meetings.meeting(session, actor, meeting_id)
    actor.require_riec(StaffRole.CHAIR)
    if "move" not in found.acts:
        return see_other(f"/meetings/{meeting_id}")
    return rooms.form(request, "meetings/new.html", {"meeting": found}, merging.opened(_stored(found)))


@router.post("/{meeting_id}/move")
def move(request: Request, session: Db, actor: ActorDep, meeting_id: UUID, typed: Form) -> Response:
    """Hold the meeting at another time or place; what a colleague planned meanwhile is shown first."""
    process.edit(session, meeting_id)

    def act() -> MeetingView:
        found = meetings.meeting(session, actor, meeting_id)
        # Who may not move it is told that, whatever the form carries.
        if "move" in found.acts:
            merging.settle(session, typed, _stored(found), meeting_id)
        return meetings.move_meeting(session, actor, meeting_id, typed.shape(PlanMeeting))

    def again(refused: DomainError | None) -> Response:
        context = {"meeting": meetings.meeting(session, actor, meeting_id)}
        return rooms.form(request, "meetings/new.html", context, typed, refused)

    return rooms.submit(
        request,
        session,
        actor,
        typed,
        act,
        again,
        to=f"/meetings/{meeting_id}",
        said=N_("The meeting is moved. Who was invited is told."),
    )


def _stored(found: MeetingView) -> dict[str, str | list[str]]:
    """What the form holds of a meeting as it is planned now."""
    begins, ends = (one.astimezone(calendar.NETHERLANDS) for one in (found.starts_at, found.ends_at))
    return {
        "theme": found.theme,
        "place": found.place,
        "on": typed_day(begins.date()),
        "begins": f"{begins:%H:%M}",
        "ends": f"{ends:%H:%M}",
    }


@router.get("/{meeting_id}")
def show(request: Request, session: Db, actor: ActorDep, meeting_id: UUID) -> Response:
    """One meeting: its agenda as far as one takes part in the cases, and what may be done now."""
    return _show(request, session, actor, meeting_id)


def _show(
    request: Request, session: Session, actor: Actor, meeting_id: UUID, refused: DomainError | None = None
) -> Response:
    found = meetings.meeting(session, actor, meeting_id)
    context = {
        "meeting": found,
        "leads": meetings.leads(actor),
        "municipalities": catalogue.municipalities(session, calendar.today()),
    }
    return rooms.form(request, "meetings/show.html", context, Typed(), refused)


@router.get("/{meeting_id}/convenings")
@router.get("/{meeting_id}/starts")
@router.get("/{meeting_id}/closings")
@router.get("/{meeting_id}/adoptions")
def to_meeting(meeting_id: UUID) -> Response:
    """A refused act is shown at these addresses; whoever comes back to them finds the meeting."""
    return see_other(f"/meetings/{meeting_id}")


@router.post("/{meeting_id}/convenings")
def convene(request: Request, session: Db, actor: ActorDep, meeting_id: UUID, typed: Form) -> Response:
    """Send the agenda."""
    return _move(request, session, actor, meeting_id, typed, meetings.convene)


@router.post("/{meeting_id}/starts")
def start(request: Request, session: Db, actor: ActorDep, meeting_id: UUID, typed: Form) -> Response:
    """Open the meeting."""
    return _move(request, session, actor, meeting_id, typed, meetings.start)


@router.post("/{meeting_id}/closings")
def close(request: Request, session: Db, actor: ActorDep, meeting_id: UUID, typed: Form) -> Response:
    """Close the meeting."""
    return _move(request, session, actor, meeting_id, typed, meetings.close)


@router.post("/{meeting_id}/adoptions")
def adopt(request: Request, session: Db, actor: ActorDep, meeting_id: UUID, typed: Form) -> Response:
    """Adopt the minutes."""
    return _move(request, session, actor, meeting_id, typed, meetings.adopt_minutes)


def _move(
    request: Request,
    session: Session,
    actor: Actor,
    meeting_id: UUID,
    typed: Typed,
    act: Callable[[Session, Actor, UUID], MeetingView],
) -> Response:
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: act(session, actor, meeting_id),
        lambda refused: _show(request, session, actor, meeting_id, refused),
        to=f"/meetings/{meeting_id}",
        said=SAID[request.url.path.rsplit("/", 1)[1]],
    )


@router.get("/{meeting_id}/agenda")
def choose(request: Request, session: Db, actor: ActorDep, meeting_id: UUID) -> Response:
    """Ask which cases come on the agenda; those that wait for a meeting first."""
    return _choose(request, session, actor, meeting_id, Typed({"minutes": ["15"]}))


def _choose(
    request: Request,
    session: Session,
    actor: Actor,
    meeting_id: UUID,
    typed: Typed,
    refused: DomainError | None = None,
) -> Response:
    context = {
        "meeting": meetings.meeting(session, actor, meeting_id),
        "proposals": meetings.proposals(session, actor, meeting_id),
        "municipalities": catalogue.municipalities(session, calendar.today()),
    }
    return rooms.form(request, "meetings/agenda.html", context, typed, refused, {"caseId": "caseIds"})


@router.post("/{meeting_id}/agenda")
def put_on_agenda(request: Request, session: Db, actor: ActorDep, meeting_id: UUID, typed: Form) -> Response:
    """Put the chosen cases on the agenda, each in the part where it belongs."""

    def act() -> MeetingView:
        sections = {str(one.case_id): one.section for one in meetings.proposals(session, actor, meeting_id)}
        chosen = [one for one in typed.all("caseIds") if one]
        if not chosen:
            raise Invalid(Problem("case-unknown", "/caseIds"))
        for key in chosen:
            data = typed.shape(PutOnAgenda, caseId=key, section=sections.get(key, "running"))
            meetings.put_on_agenda(session, actor, meeting_id, data)
        return meetings.meeting(session, actor, meeting_id)

    return rooms.submit(
        request,
        session,
        actor,
        typed,
        act,
        lambda refused: _choose(request, session, actor, meeting_id, typed, refused),
        to=f"/meetings/{meeting_id}",
        said=N_("The cases are on the agenda."),
    )


@router.get("/{meeting_id}/preparation")
def prepare(request: Request, session: Db, actor: ActorDep, meeting_id: UUID) -> Response:
    """What one's own organisation still owes the meeting."""
    found = meetings.preparation(session, actor, meeting_id)
    numbers = {one.case_id: one.case_number for one in found.meeting.items}
    return page(request, "meetings/preparation.html", {"preparation": found, "numbers": numbers})


@router.get("/{meeting_id}/room")
def room(request: Request, session: Db, actor: ActorDep, meeting_id: UUID) -> Response:
    """Who is where, and who may not stay for the case on the table."""
    return _room(request, session, actor, meeting_id)


def _room(
    request: Request, session: Session, actor: Actor, meeting_id: UUID, refused: DomainError | None = None
) -> Response:
    found = meetings.room(session, actor, meeting_id)
    meeting = meetings.meeting(session, actor, meeting_id)
    context = {
        "meeting": meeting,
        "room": found,
        "item": next((one for one in meeting.items if one.id == found.on_the_table), None),
    }
    return rooms.form(request, "meetings/room.html", context, Typed(), refused, {"personId": ""})


@router.get("/{meeting_id}/attendances")
@router.get("/{meeting_id}/clearings")
def to_room(meeting_id: UUID) -> Response:
    """A refused act is shown at these addresses; whoever comes back to them finds the room."""
    return see_other(f"/meetings/{meeting_id}/room")


@router.post("/{meeting_id}/attendances")
def note(request: Request, session: Db, actor: ActorDep, meeting_id: UUID, typed: Form) -> Response:
    """Note where somebody is now."""

    def done() -> Response:
        meetings.note_attendance(session, actor, meeting_id, typed.shape(NoteAttendance))
        return see_other(f"/meetings/{meeting_id}/room#person-{typed.get('personId')}")

    return rooms.answer(session, done, lambda refused: _room(request, session, actor, meeting_id, refused))


@router.post("/{meeting_id}/clearings")
def clear(request: Request, session: Db, actor: ActorDep, meeting_id: UUID) -> Response:
    """Let everybody who may not stay wait in the corridor."""

    def done() -> Response:
        meetings.clear_room(session, actor, meeting_id)
        return see_other(f"/meetings/{meeting_id}/room")

    return rooms.answer(session, done, lambda refused: _room(request, session, actor, meeting_id, refused))


@router.get("/{meeting_id}/wall")
def wall(request: Request, session: Db, actor: ActorDep, meeting_id: UUID) -> Response:
    """The screen in the room: only what everybody there may see."""
    with before_the_wall(request, session, actor, meeting_id) as (together, people):
        shown = meetings.wall(together, people, meeting_id)
        advised = weighing.advised(together, [one.id for one in shown.subjects])
    return page(
        request,
        "meetings/wall.html",
        {
            "wall": shown,
            "advised": advised,
            "categories": sharing.categories(session),
            "kinds": catalogue.decision_kinds(session, calendar.today()),
        },
    )


@router.get("/{meeting_id}/minutes")
def minutes(request: Request, session: Db, actor: ActorDep, meeting_id: UUID) -> Response:
    """The minutes, as far as one takes part in the cases."""
    found = meetings.minutes(session, actor, meeting_id)
    names = subjects_named(session, actor, found)
    return page(
        request,
        "meetings/minutes.html",
        {"found": found, "names": names, "kinds": catalogue.decision_kinds(session, calendar.today())},
    )


@router.get("/{meeting_id}/minutes.pdf", dependencies=[costs(EXPORT)])
def minutes_on_paper(request: Request, session: Db, actor: ActorDep, meeting_id: UUID) -> Response:
    """What the page of the minutes says, as a PDF."""
    return minutes_as_pdf(request, session, actor, meeting_id)


@router.get("/{meeting_id}/live")
def live(request: Request, session: Db, actor: ActorDep, meeting_id: UUID) -> Response:
    """That something changed in the meeting, as long as the page is open; what, the page then asks for itself."""
    about = meetings.followed(session, actor, meeting_id)
    again = "last-event-id" in request.headers

    lasts = request.app.state.settings.live_seconds

    async def told() -> AsyncIterator[bytes]:
        # Who comes back may have missed something.
        yield format_sse_event(event="changed" if again else "hello", data_str="1", id="1", retry=AGAIN_AFTER)
        async for _ in request.app.state.live.changes(meeting_id, about, lasts):
            yield format_sse_event(event="changed", data_str="1", id="1")

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(told(), media_type="text/event-stream", headers=headers)

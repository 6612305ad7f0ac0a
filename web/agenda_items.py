"""One case in a meeting: put on the table, discussed, decided and agreed on; and the actions that came of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from api.idempotency import HasId
from domain import calendar, cases, catalogue, meetings, process
from domain.actor import Actor
from domain.errors import DomainError
from domain.meetings import Agree, DiscussedView, MinuteView, ReportAction, TakeDecision, WriteMinutes
from web import merging, rooms
from web.forms import Form, Typed
from web.i18n import N_
from web.render import page, see_other

router = APIRouter(include_in_schema=False)


@router.get("/agenda-items/{item_id}")
def show(request: Request, session: Db, actor: ActorDep, item_id: UUID) -> Response:
    """What was said, decided and agreed about one case, and what may be done now."""
    return _show(request, session, actor, item_id)


def _show(
    request: Request, session: Session, actor: Actor, item_id: UUID, refused: DomainError | None = None
) -> Response:
    return rooms.form(request, "meetings/item.html", _item(session, actor, item_id), Typed(), refused)


def _item(session: Session, actor: Actor, item_id: UUID) -> dict[str, Any]:
    found = meetings.discussed(session, actor, item_id)
    meeting = meetings.meeting(session, actor, found.item.meeting_id)
    case = cases.case(session, actor, found.item.case_id)
    places = [one.id for one in meeting.items]
    here = places.index(item_id)
    return {
        "found": found,
        "item": found.item,
        "meeting": meeting,
        "case": case,
        "names": {one.id: one.name for one in case.subjects},
        "subject_acts": {
            one.id: rooms.offered(one, cases.acts_on(actor, case, one)) for one in case.subjects
        },
        "room": meetings.room(session, actor, meeting.id)
        if found.acts and meeting.state == "running"
        else None,
        "kinds": catalogue.decision_kinds(session, calendar.today()),
        "following": next((one for one in meeting.items[here + 1 :] if one.status == "waiting"), None),
    }


@router.get("/agenda-items/{item_id}/openings")
@router.get("/agenda-items/{item_id}/closings")
@router.get("/agenda-items/{item_id}/removals")
def to_item(item_id: UUID) -> Response:
    """A refused act is shown at these addresses; whoever comes back to them finds the item."""
    return see_other(f"/agenda-items/{item_id}")


@router.post("/agenda-items/{item_id}/openings")
def put_on_table(request: Request, session: Db, actor: ActorDep, item_id: UUID, typed: Form) -> Response:
    """Put the case on the table."""
    return _move(request, session, actor, item_id, typed, meetings.open_item, N_("The case is on the table."))


@router.post("/agenda-items/{item_id}/closings")
def take_off_table(request: Request, session: Db, actor: ActorDep, item_id: UUID, typed: Form) -> Response:
    """Take it off the table."""
    return _move(
        request, session, actor, item_id, typed, meetings.close_item, N_("The case is off the table.")
    )


def _move(
    request: Request,
    session: Session,
    actor: Actor,
    item_id: UUID,
    typed: Typed,
    act: Callable[[Session, Actor, UUID], HasId],
    said: str,
) -> Response:
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: act(session, actor, item_id),
        lambda refused: _show(request, session, actor, item_id, refused),
        to=f"/agenda-items/{item_id}",
        said=said,
    )


@router.post("/agenda-items/{item_id}/removals")
def remove(request: Request, session: Db, actor: ActorDep, item_id: UUID, typed: Form) -> Response:
    """Take the case off the agenda."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: meetings.take_off_agenda(session, actor, item_id),
        lambda refused: _show(request, session, actor, item_id, refused),
        to="/meetings/{}".format,
        said=N_("The case is off the agenda."),
    )


@router.get("/agenda-items/{item_id}/decisions/new")
def start_decision(request: Request, session: Db, actor: ActorDep, item_id: UUID) -> Response:
    """Ask what was decided, and why."""
    return _begin(request, session, actor, item_id, "decide")


@router.post("/agenda-items/{item_id}/decisions/new")
def decide(request: Request, session: Db, actor: ActorDep, item_id: UUID, typed: Form) -> Response:
    """Write the decision down."""
    against = [one for one in typed.all("againstIds") if one]
    return _submit(
        request, session, actor, item_id, "decide", typed,
        lambda: meetings.decide(session, actor, item_id, typed.shape(TakeDecision, againstIds=against)),
        N_("The decision is written down."),
    )  # fmt: skip


@router.get("/agenda-items/{item_id}/actions/new")
def start_action(request: Request, session: Db, actor: ActorDep, item_id: UUID) -> Response:
    """Ask who does what before when."""
    return _begin(request, session, actor, item_id, "agree")


@router.post("/agenda-items/{item_id}/actions/new")
def agree(request: Request, session: Db, actor: ActorDep, item_id: UUID, typed: Form) -> Response:
    """Agree on it."""
    return _submit(
        request, session, actor, item_id, "agree", typed,
        lambda: meetings.agree(session, actor, item_id, typed.shape(Agree)),
        N_("The action is written down; its owner is told."),
    )  # fmt: skip


@router.get("/agenda-items/{item_id}/minutes/new")
def start_minutes(request: Request, session: Db, actor: ActorDep, item_id: UUID) -> Response:
    """Ask what the minutes say; a draft goes on where it was left."""
    return _begin(request, session, actor, item_id, "minute")


@router.post("/agenda-items/{item_id}/minutes/new")
def write(request: Request, session: Db, actor: ActorDep, item_id: UUID, typed: Form) -> Response:
    """Write them; what another wrote meanwhile is shown first."""
    process.edit(session, item_id)

    def act() -> MinuteView:
        found = meetings.discussed(session, actor, item_id)
        draft = _draft(found)
        # Who may not write them is told that, whatever the form carries.
        if draft and "minute" in found.acts:
            merging.settle(session, typed, {"text": draft.text}, draft.id)
        return meetings.write_minutes(session, actor, item_id, typed.shape(WriteMinutes))

    said = N_("The minutes are saved.")
    return _submit(request, session, actor, item_id, "minute", typed, act, said)


def _draft(found: DiscussedView) -> MinuteView | None:
    """The draft as it stands, when there is one."""
    return next((one for one in found.minutes if one.kind == "draft"), None)


def _begin(request: Request, session: Session, actor: Actor, item_id: UUID, name: str) -> Response:
    """The empty form, when this can be done now; else where to go instead."""
    context = _item(session, actor, item_id)
    # What was adopted is corrected with the same form as it was written with.
    if {name, "correct" if name == "minute" else name}.isdisjoint(context["found"].acts):
        return page(request, "meetings/not_now.html", context, status=409)
    draft = _draft(context["found"]) if name == "minute" else None
    typed = merging.opened({"text": draft.text} if draft else {})
    return _form(request, session, actor, context, name, typed)


def _form(
    request: Request, session: Session, actor: Actor, context: dict[str, Any], name: str, typed: Typed,
    refused: DomainError | None = None,
) -> Response:  # fmt: skip
    case = context["case"]
    partners = [(one.organisation_id, one.name) for one in case.participants]
    context |= {
        "organisations": _present(context),
        "partners": partners,
        "people": meetings.people_by_organisation(session, [key for key, _ in partners]),
        "elsewhere": meetings.ELSEWHERE,
        "earlier": [one for one in meetings.actions_of(session, actor, case.id) if one.status == "open"],
    }
    boxes = {f"againstIds/{place}": "againstIds" for place in range(60)}
    return rooms.form(request, f"meetings/{name}.html", context, typed, refused, boxes)


def _present(context: dict[str, Any]) -> list[tuple[UUID, str]]:
    """The organisations in the room, as they may be against."""
    inside = [one for one in context["room"].people if one.whereabouts == "room"] if context["room"] else []
    return sorted({(one.organisation_id, one.organisation) for one in inside}, key=lambda one: one[1])


def _submit(
    request: Request, session: Session, actor: Actor, item_id: UUID, name: str, typed: Typed,
    act: Callable[[], HasId], said: str,
) -> Response:  # fmt: skip
    return rooms.submit(
        request, session, actor, typed, act,
        lambda refused: _form(
            request, session, actor, _item(session, actor, item_id), name, typed, refused
        ),
        to=f"/agenda-items/{item_id}", said=said,
    )  # fmt: skip


@router.get("/actions/{action_id}")
def show_action(request: Request, session: Db, actor: ActorDep, action_id: UUID) -> Response:
    """One action, and what became of it."""
    return _action(request, session, actor, action_id, Typed())


@router.get("/actions/{action_id}/reports")
def to_action(action_id: UUID) -> Response:
    """A refused form is shown at this address; whoever comes back to it finds the action."""
    return see_other(f"/actions/{action_id}")


@router.post("/actions/{action_id}/reports")
def report(request: Request, session: Db, actor: ActorDep, action_id: UUID, typed: Form) -> Response:
    """Say what became of it."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: meetings.report_action(session, actor, action_id, typed.shape(ReportAction)),
        lambda refused: _action(request, session, actor, action_id, typed, refused),
        to=f"/actions/{action_id}",
        said=N_("What became of it is written down."),
    )


def _action(
    request: Request, session: Session, actor: Actor, action_id: UUID, typed: Typed,
    refused: DomainError | None = None,
) -> Response:  # fmt: skip
    found = meetings.action(session, actor, action_id)
    context = {"action": found, "case": cases.line(session, found.case_id)}
    return rooms.form(request, "meetings/action.html", context, typed, refused)

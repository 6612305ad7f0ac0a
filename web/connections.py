"""Connections: what could be the same as somebody or something here, what people decide of it, and what is stacked."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import cases, connections, detection
from domain.actor import Actor
from domain.cases import SubjectView
from domain.connections import Connect, ConnectionsView, EndView, UndoConnection
from domain.detection import MentionView
from domain.errors import NotFound
from web import rooms
from web.forms import Form, Typed
from web.i18n import N_
from web.render import page

router = APIRouter(include_in_schema=False)


@router.get("/signals/{signal_id}/connections")
def show_of_signal(request: Request, session: Db, actor: ActorDep, signal_id: UUID) -> Response:
    """What could be the same as whom and what a signal mentions."""
    signal = detection.signal(session, actor, signal_id)
    found = [connections.connections(session, actor, one.id) for one in signal.mentions]
    return _show(request, session, found, f"/signals/{signal_id}", signal.number)


@router.get("/subjects/{subject_id}/connections")
def show_of_subject(request: Request, session: Db, actor: ActorDep, subject_id: UUID) -> Response:
    """What could be the same as a subject."""
    found = connections.connections(session, actor, subject_id)
    return _show(request, session, [found], f"/subjects/{subject_id}", found.about.name)


def _show(
    request: Request, session: Session, found: Sequence[ConnectionsView], back: str, name: str
) -> Response:
    context = {"found": found, "back": back, "name": name, "across_cases": connections.are_on(session)}
    return page(request, "connections/show.html", context)


@router.get("/mentions/{about_id}/connections/new")
@router.get("/subjects/{about_id}/connections/new")
def start(request: Request, session: Db, actor: ActorDep, about_id: UUID) -> Response:
    """Ask whether two are the same, beside how alike they are described; `with` says which other one."""
    typed = Typed({"toId": [request.query_params.get("with", "")]})
    return rooms.form(request, "connections/decide.html", _deciding(session, actor, about_id, typed), typed)


@router.post("/mentions/{about_id}/connections/new")
@router.post("/subjects/{about_id}/connections/new")
def decide(request: Request, session: Db, actor: ActorDep, about_id: UUID, typed: Form) -> Response:
    """Keep what a person decided of two."""
    context = _deciding(session, actor, about_id, typed)
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: connections.connect(session, actor, about_id, typed.shape(Connect)),
        lambda refused: rooms.form(request, "connections/decide.html", context, typed, refused),
        to=context["back"],
        said=N_("It is kept. Who sees both, sees this."),
    )


@router.get("/connections/{connection_id}/undo")
def start_undoing(request: Request, session: Db, actor: ActorDep, connection_id: UUID) -> Response:
    """Ask why a decision about two is taken back."""
    context = _undoing(session, actor, connection_id)
    return rooms.form(request, "connections/undo.html", context, Typed())


@router.post("/connections/{connection_id}/undo")
def undo(request: Request, session: Db, actor: ActorDep, connection_id: UUID, typed: Form) -> Response:
    """Take the last decision about two back."""
    context = _undoing(session, actor, connection_id)
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: connections.undo(session, actor, connection_id, typed.shape(UndoConnection)),
        lambda refused: rooms.form(request, "connections/undo.html", context, typed, refused),
        to=context["back"],
        said=N_("It is open again. The history says why."),
    )


@router.get("/connections")
def index(request: Request, session: Db, actor: ActorDep) -> Response:
    """Stacked signals: what several of them have in common."""
    found = connections.clusters(session, actor)
    context = {"clusters": found, "across_cases": connections.are_on(session)}
    return page(request, "connections/index.html", context)


def _deciding(session: Session, actor: Actor, about_id: UUID, typed: Typed) -> dict[str, Any]:
    """Both ends; the other one as it is proposed, when it is."""
    found = connections.connections(session, actor, about_id)
    proposed = next((one for one in found.candidates if str(one.id) == typed.get("toId")), None)
    return {
        "about": found.about,
        "other": proposed,
        "here": _described(session, actor, found.about),
        "there": _described(session, actor, proposed) if proposed else None,
        "back": _place(found.about),
    }


def _described(session: Session, actor: Actor, end: EndView) -> MentionView | SubjectView | None:
    """What is known of one of the two, as far as its signal or case shows it: who decides compares the two."""
    with suppress(NotFound):
        if end.thing == "subject":
            return cases.subject_view(session, actor, end.id)
        signal = detection.signal(session, actor, end.scope_id)
        return next((one for one in signal.mentions if one.id == end.id), None)
    return None


def _undoing(session: Session, actor: Actor, connection_id: UUID) -> dict[str, Any]:
    decision = connections.connection(session, actor, connection_id)
    both = connections.ends(session, [decision.from_id, decision.to_id])
    if len(both) < 2:
        raise NotFound
    about, other = both[decision.from_id], both[decision.to_id]
    return {"decision": decision, "about": about, "other": other, "back": _place(about)}


def _place(end: EndView) -> str:
    """The page with the connections of a mention or a subject."""
    return f"/{'signals' if end.thing == 'mention' else 'subjects'}/{end.scope_id}/connections"

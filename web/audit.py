"""The logs (logboeken): who read what is ours, and for the auditor both logs and the state of their chain."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from sqlalchemy import text
from sqlmodel import Session

from api.deps import ActorDep, Db, attempt
from domain import access, audit, sharing
from domain.actor import Actor
from domain.audit import AskLog
from domain.events import EventType
from web.forms import Typed, status_of
from web.records import LOOKS
from web.render import page

router = APIRouter(include_in_schema=False)

Reading = Callable[[Session, Actor, AskLog], tuple[list[Any], int | None]]
FIELDS = ("since", "until", "readers", "person", "organisation", "about", "ground", "what", "outcome")
OUTCOMES = ("shown", "exported", "printed", "refused")


@router.get("/reads")
def reads(request: Request, session: Db, actor: ActorDep) -> Response:
    """Who read what my organisation brought in."""
    return _log(request, session, actor, "/reads", "audit/reads.html", audit.who_read_mine, {})


@router.get("/logs")
def logs(request: Request, session: Db, actor: ActorDep) -> Response:
    """Where both logs are, and how far their chain has come."""
    return page(request, "audit/index.html", {"chain": audit.chain_state(session, actor)})


@router.get("/logs/access")
def access_log(request: Request, session: Db, actor: ActorDep) -> Response:
    """The log of reads."""
    more = {"whats": [code for code in LOOKS if code != "refused"], "outcomes": OUTCOMES}
    return _log(request, session, actor, "/logs/access", "audit/access.html", audit.log_of_access, more)


@router.get("/logs/events")
def event_log(request: Request, session: Db, actor: ActorDep) -> Response:
    """The log of acts."""
    more = {"whats": [event.value for event in EventType], "categories": sharing.categories(session)}
    return _log(request, session, actor, "/logs/events", "audit/events.html", audit.log_of_events, more)


@router.get("/checkpoints")
def checkpoints(request: Request, session: Db, actor: ActorDep) -> Response:
    """The signed statements of how far the chain had come, and what to do with them."""
    return page(request, "audit/checkpoints.html", {"signed": audit.checkpoints(session, actor)})


@router.get("/checkpoints/file")
def checkpoints_file(session: Db, actor: ActorDep) -> Response:
    """The same as a file that `schakel verify-log --checkpoints` reads."""
    lines = "".join(one.line() + "\n" for one in reversed(audit.checkpoints(session, actor)))
    name = {"Content-Disposition": 'attachment; filename="checkpoints.jsonl"'}
    return Response(lines, media_type="application/jsonl", headers=name)


def _log(
    request: Request,
    session: Session,
    actor: Actor,
    address: str,
    template: str,
    read: Reading,
    more: Mapping[str, Any],
) -> Response:
    """One page of a log, as the address asks; or the same form, with what is wrong with the question."""
    asked = {
        name: value for name, value in request.query_params.items() if name in (*FIELDS, "before") and value
    }
    typed = Typed({name: [value] for name, value in asked.items()})
    lines: list[Any] = []
    further, first, last = None, None, None
    with attempt(session) as tried:
        question = typed.shape(AskLog)
        first, last = audit.period(question)
        lines, further = read(session, actor, question)
    kept = {name: value for name, value in asked.items() if name != "before"}
    shown = {
        "lines": lines,
        "first_day": first,
        "last_day": last,
        "typed": typed,
        "problems": typed.problems(request, tried.refused),
        "organisations": _organisations(session),
        "grounds": [*sharing.grounds(session), access.EMERGENCY],
        "person": next((one.person for one in lines if asked.get("person") == str(one.person_id)), None),
        "without_person": _address(address, {name: v for name, v in kept.items() if name != "person"}),
        "with_person": lambda one: _address(address, {**kept, "person": str(one)}),
        "next": _address(address, {**kept, "before": str(further)}) if further else None,
        "first": _address(address, kept) if "before" in asked else None,
    }
    return page(request, template, {**shown, **more}, status=status_of(tried.refused))


def _address(path: str, fields: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(fields)}" if fields else path


def _organisations(session: Session) -> list[tuple[str, str]]:
    found = session.execute(text("select id, name from organisations order by name"))
    return [(str(row.id), row.name) for row in found]

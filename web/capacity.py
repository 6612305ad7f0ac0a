"""Capacity: what an organisation can do in a month or a quarter, and what it promised of it."""

from itertools import groupby
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import capacity, catalogue
from domain.actor import Actor, StaffRole
from domain.calendar import today
from domain.capacity import KeepCapacity
from domain.errors import DomainError
from web import rooms
from web.forms import Form, Typed
from web.i18n import N_

router = APIRouter(prefix="/capacity", include_in_schema=False)


@router.get("")
def show(request: Request, session: Db, actor: ActorDep) -> Response:
    """The own capacity; for the RIEC that of every partner."""
    return _page(request, session, actor, Typed({"startsOn": [today().isoformat()]}))


@router.post("")
def keep(request: Request, session: Db, actor: ActorDep, typed: Form) -> Response:
    """Tell what the own organisation can do in a period."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: capacity.keep(session, actor, typed.shape(KeepCapacity)),
        lambda refused: _page(request, session, actor, typed, refused),
        to="/capacity",
        said=N_("Your capacity is recorded."),
    )


def _page(
    request: Request, session: Session, actor: Actor, typed: Typed, refused: DomainError | None = None
) -> Response:
    found = capacity.capacities(session, actor)
    offered = catalogue.intervention_kinds(session, actor.organisation_kind, today())
    context: dict[str, Any] = {
        "partners": [(name, list(lines)) for name, lines in groupby(found, key=lambda one: one.organisation)],
        "keeps": actor.has(StaffRole.MANDATE_HOLDER),
        "directs": actor.organisation_kind == "riec",
        "units": catalogue.capacity_units(session, today()),
        "kinds": catalogue.intervention_kinds(session, None, today()),
        "offered": [(one.code, one) for one in offered],
    }
    return rooms.form(request, "assignment/capacity.html", context, typed, refused)

"""Execution: the page of one intervention, with what its partner answers and reports."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import calendar, capacity, cases, catalogue, execution, interventions, standing
from domain.actor import Actor
from domain.errors import DomainError
from domain.execution import Complete, ReportProgress
from web import rooms
from web.forms import Form, Typed
from web.i18n import N_
from web.render import see_other

router = APIRouter(prefix="/interventions/{intervention_id}", include_in_schema=False)

# Two forms on one page ask for a text; the first one's field has a name of its own.
PROGRESS = {"text": "progress"}


@router.get("")
def show_intervention(request: Request, session: Db, actor: ActorDep, intervention_id: UUID) -> Response:
    """One intervention: what it is, what its partner said, and what may be done now."""
    return intervention_page(request, session, actor, intervention_id, Typed())


@router.get("/replies")
@router.get("/reports")
@router.get("/completions")
@router.get("/schedules")
@router.get("/dependencies")
def to_intervention(intervention_id: UUID) -> Response:
    """A refused form is shown at these addresses; whoever comes back to them finds the intervention."""
    return see_other(f"/interventions/{intervention_id}")


@router.post("/reports")
def report(request: Request, session: Db, actor: ActorDep, intervention_id: UUID, typed: Form) -> Response:
    """Report how it is going."""
    text = {"text": typed.get("progress")} if typed.get("progress").strip() else {}
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: execution.report_progress.without_looking(
            session, actor, intervention_id, typed.shape(ReportProgress, **text)
        ),
        lambda refused: intervention_page(request, session, actor, intervention_id, typed, refused, PROGRESS),
        to=f"/interventions/{intervention_id}",
        said=N_("Your report is recorded."),
    )


@router.post("/completions")
def complete(request: Request, session: Db, actor: ActorDep, intervention_id: UUID, typed: Form) -> Response:
    """Complete it, with its result."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: execution.complete.without_looking(session, actor, intervention_id, typed.shape(Complete)),
        lambda refused: intervention_page(request, session, actor, intervention_id, typed, refused),
        to=f"/interventions/{intervention_id}",
        said=N_("The intervention is completed."),
    )


def intervention_page(
    request: Request,
    session: Session,
    actor: Actor,
    intervention_id: UUID,
    typed: Typed,
    refused: DomainError | None = None,
    elsewhere: dict[str, str] | None = None,
) -> Response:
    """The page with its three forms, each shown only while it can be sent."""
    found = interventions.intervention(session, actor, intervention_id)
    context: dict[str, Any] = rooms.about(session, actor, found.subject_id)
    siblings = interventions.plan(session, actor, context["case"].id) if "order" in found.acts else []
    context |= {
        "intervention": found,
        "kind": _kind(session, found.kind),
        "kinds": catalogue.intervention_kinds(session, None, calendar.today()),
        "siblings": [one for one in siblings if one.id != intervention_id],
        "units": catalogue.capacity_units(session, calendar.today()),
        "yield_kinds": catalogue.yield_kinds(session, calendar.today()),
        "capacities": capacity.capacities(session, actor) if "reply" in found.acts else [],
        "grounds": catalogue.legal_grounds(session, None, calendar.today()),
        "promised": standing.promised(session, actor) if "reply" in found.acts else None,
        "others": list(dict.fromkeys(one.name for one in cases.participants(session, found.subject_id))),
    }
    return rooms.form(request, "execution/intervention.html", context, typed, refused, elsewhere)


def _kind(session: Session, code: str) -> catalogue.InterventionKindView | None:
    kinds = catalogue.intervention_kinds(session, None, calendar.today())
    return next((one for one in kinds if one.code == code), None)

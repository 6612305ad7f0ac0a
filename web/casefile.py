"""The pages of one case: what is next, its dossier, questions, weighing and plan, and what happened.

Each page reads its own part, in a fixed number of statements however much there is, and has an address of its own.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Annotated, Any, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db, attempt
from domain import (
    administration,
    cases,
    catalogue,
    circle,
    completeness,
    detection,
    dossier,
    evaluation,
    interventions,
    needs,
    sharing,
    timeline,
    weighing,
)
from domain.actor import Actor, StaffRole
from domain.calendar import today
from domain.cases import CaseView
from domain.timeline import ROOMS, Moment, TimelineAsked
from web import network, plan, rooms
from web.forms import Typed
from web.i18n import HERE
from web.relations import relation_words
from web.render import page

router = APIRouter(prefix="/cases/{case_id}", include_in_schema=False)

# Where each act on the case as a whole begins; closing is part of the evaluation.
ACTS: Final = {
    "add-subject": "subjects/new",
    "request": "requests/new",
    "add-participant": "participants/new",
    "open-phase": "phases/new",
    "name-manager": "manager",
    "decide-circle": "circle",
    "disclose": "disclosures",
    "evaluate": "evaluation",
    "reopen": "reopen",
}

TABS: Final = ("", "dossier", "relations", "requests", "weighing", "plan", "timeline", "circle")
"""The pages of a case in order, by the end of their address; the first is the overview."""

LATEST: Final = 6

DOABLE: Final = {"reply", "report", "schedule"}
"""What a partner does with an intervention; its order is the chair's at any time."""


@router.get("")
def overview(request: Request, session: Db, actor: ActorDep, case_id: UUID) -> Response:
    """Who the case is about, where each stands, what is next and for whom, and what may be done now."""
    case = cases.case(session, actor, case_id)
    moments, _ = timeline.latest(session, actor, case_id, limit=LATEST)
    asked = dossier.requests_of(session, actor, case_id)
    return _page(
        request,
        session,
        actor,
        case,
        "",
        needs=needs.needs(session, actor, [one.id for one in case.subjects]),
        missing=completeness.completeness(session, actor, case_id).items,
        answerable=[one for one in asked if {"answer", "consent"} & set(one.acts)],
        doable=[one for one in interventions.plan(session, actor, case_id) if DOABLE & set(one.acts)],
        signals=detection.signals_of_case(session, case_id),
        moments=moments,
        forms=catalogue.indicator_groups(session, today()),
        kinds=catalogue.intervention_kinds(session, None, today()),
    )


@router.get("/dossier")
def show_dossier(request: Request, session: Db, actor: ActorDep, case_id: UUID) -> Response:
    """What partners hold, per subject and kind of data, and that something is there which is not shared."""
    case = cases.case(session, actor, case_id)
    found = dossier.contributions_of(session, actor, case_id)
    return _page(request, session, actor, case, "dossier", contributions=found)


@router.get("/relations")
def show_relations(request: Request, session: Db, actor: ActorDep, case_id: UUID) -> Response:
    """Who may have to do with whom, as a picture and per subject as a list."""
    case = cases.case(session, actor, case_id)
    found = dossier.relations_of(session, actor, case_id)
    drawn = network.draw({one.id: one for one in case.subjects if one.shared}, found)
    return _page(
        request, session, actor, case, "relations", drawn=drawn, relations=found, **relation_words(session)
    )


@router.get("/requests")
def show_requests(request: Request, session: Db, actor: ActorDep, case_id: UUID) -> Response:
    """The questions in this case and what became of them."""
    case = cases.case(session, actor, case_id)
    found = dossier.requests_of(session, actor, case_id)
    return _page(request, session, actor, case, "requests", requests=found, rounds=dossier.rounds(found))


@router.get("/weighing")
def show_weighing(request: Request, session: Db, actor: ActorDep, case_id: UUID) -> Response:
    """What partners advise and what was decided, subject by subject."""
    case = cases.case(session, actor, case_id)
    found = weighing.weighed(session, actor, case_id)
    wanted = needs.needs(session, actor, [one.id for one in case.subjects])
    kinds = catalogue.intervention_kinds(session, None, today())
    return _page(request, session, actor, case, "weighing", sheet=found, needs=wanted, kinds=kinds)


@router.get("/plan")
def show_plan(request: Request, session: Db, actor: ActorDep, case_id: UUID) -> Response:
    """One plan over all subjects and partners, as a picture and as a table."""
    case = cases.case(session, actor, case_id)
    found = interventions.plan(session, actor, case_id)
    return _page(
        request,
        session,
        actor,
        case,
        "plan",
        chart=plan.chart(found),
        kinds=catalogue.intervention_kinds(session, None, today()),
        evaluations=evaluation.evaluations(session, actor, case_id),
    )


@router.get("/timeline")
def show_timeline(
    request: Request,
    session: Db,
    actor: ActorDep,
    case_id: UUID,
    before: Annotated[datetime | None, Query()] = None,
    whole: Annotated[bool, Query()] = False,
) -> Response:
    """What happened, newest first; of one kind, about one subject, by one organisation or in a period when asked."""
    case = cases.case(session, actor, case_id)
    typed = Typed({name: request.query_params.getlist(name) for name in TimelineAsked.model_fields})
    with attempt(session) as tried:
        asked, wrong = typed.shape(TimelineAsked), False
    if tried.refused:
        asked, wrong = TimelineAsked(), True
    moments, further = timeline.latest(
        session, actor, case_id, asked, before=before, limit=timeline.MOST if whole else timeline.PAGE
    )
    return _page(
        request,
        session,
        actor,
        case,
        "timeline",
        days=[] if wrong else _by_day(moments),
        further=further,
        typed=typed,
        problems=typed.problems(request, tried.refused),
        occurred=timeline.occurred(session, case_id),
        rooms=ROOMS,
        first=before is None,
        whole=whole,
        same=urlencode({name: typed.get(name) for name in TimelineAsked.model_fields if typed.get(name)}),
    )


@router.get("/circle")
def show_circle(request: Request, session: Db, actor: ActorDep, case_id: UUID) -> Response:
    """Which organisations and which persons take part, and what was decided about that."""
    case = cases.case(session, actor, case_id)
    found = circle.circle(session, actor, case_id)
    return _page(request, session, actor, case, "circle", circle=found)


def _page(
    request: Request, session: Session, actor: Actor, case: CaseView, tab: str, **shown: Any
) -> Response:
    """One page of the case, with what stands at the top of each of them."""
    manager = case.managers[-1].manager_id if case.managers else None
    common = {
        "case": case,
        "deputy": administration.replacing(session, manager).get(manager) if manager else None,
        "tab": tab,
        "tabs": TABS,
        "names": {one.id: one.name for one in case.subjects},
        "acts": [(act, f"/cases/{case.id}/{ACTS[act]}") for act in case.acts if act in ACTS],
        "subject_acts": {
            one.id: rooms.offered(one, cases.acts_on(actor, case, one)) for one in case.subjects
        },
        "reads": actor.has(StaffRole.PRIVACY_OFFICER),
        "categories": sharing.categories(session),
        "municipalities": catalogue.municipalities(session, today()),
    }
    return page(request, f"cases/{tab or 'show'}.html", common | shown)


def _by_day(moments: Iterable[Moment]) -> list[tuple[datetime, list[Moment]]]:
    """The moments under the Dutch day on which they happened."""
    days = groupby(moments, key=lambda one: one.at.astimezone(HERE).date())
    found = [list(group) for _, group in days]
    return [(group[0].at, group) for group in found]

"""The start page: what waits for this person today, what changed since the last visit, and one obvious first act."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import (
    administration,
    audit,
    cases,
    catalogue,
    concerns,
    detection,
    drafts,
    lists,
    needs,
    standing,
    timeline,
    worklist,
)
from domain.actor import CONTENT_ROLES, Actor, StaffRole
from domain.audit import AskLog
from domain.calendar import day_of, today, working_days_between
from domain.catalogue import MunicipalityView
from domain.events import EventType
from domain.worklist import Task
from web.drafts import lines
from web.render import page

router = APIRouter(include_in_schema=False)

OWN: Final = 5
"""How many of one's own signals the start page tells about."""

TOLD: Final = 8
"""How many sentences the start page tells of what is new, out of the latest so many changes."""

SEEN: Final = 60

LOOKED: Final = timedelta(days=7)
MOST_LOOKS: Final = 100

# Told as one number: a list of signals that came in is what the list of signals is for.
REPORTED: Final = EventType.DETECTION_SIGNAL_SUBMITTED

# Where each kind of task is done.
PLACES: Final = {
    "assess": "/signals/{id}/assess",
    "supplement": "/signals/{id}/additions",
    "answer": "/requests/{id}",
    "chase": "/requests/{id}",
    "reply": "/interventions/{id}",
    "carry-out": "/interventions/{id}",
    "overdue": "/interventions/{id}",
    "name-manager": "/cases/{id}/manager",
    "close": "/cases/{id}/evaluation",
    "weigh": "/subjects/{id}",
    "advise": "/subjects/{id}",
    "propose": "/subjects/{id}",
    "evaluate": "/subjects/{id}",
    "act": "/actions/{id}",
    "lead": "/meetings/{id}",
    "attend": "/meetings/{id}/preparation",
    "decide-proposal": "/evaluation?proposal={id}#follow-up",
    "follow-up": "/evaluation?proposal={id}#follow-up",
    "decide-concern": "/concerns/{id}",
    "give-feedback": "/feedback/{id}",
    "ask-feedback": "/feedback/{id}",
    "chase-feedback": "/feedback/{id}",
}

# What the chair sees per district.
STEERED: Final = ("weigh", "propose", "evaluate", "close")

# The rooms that are not about content: who comes there has no work in cases, or not only.
DOORS: Final = {
    "reads": ("/reads", (StaffRole.PRIVACY_OFFICER,)),
    "logs": ("/logs", (StaffRole.COORDINATING_DPO, StaffRole.AUDITOR)),
    "administration": ("/administration", (StaffRole.FUNCTIONAL_ADMINISTRATOR,)),
}


@router.get("/")
def show(request: Request, session: Db, actor: ActorDep) -> Response:
    """What waits, the most pressing first; what changed; and how things stand for this role."""
    on = today()
    tasks = [(task, PLACES[task.kind].format(id=task.id)) for task in worklist.tasks(session, actor)]
    municipalities = catalogue.municipalities(session, on)
    shown = {
        "first": tasks[0] if tasks else None,
        "groups": _by_kind(tasks[1:]),
        "late": sum(task.overdue for task, _ in tasks),
        "waiting": len(tasks),
        "waited": lambda task: working_days_between(day_of(task.since), on),
        "may_submit": detection.may_submit(actor),
        "may_send": concerns.may_send(actor),
        "drafts": lines(request, drafts.drafts(session, actor)),
        "today": on,
        "codes": (*catalogue.indicator_groups(session, on), *catalogue.intervention_kinds(session, None, on)),
        "municipalities": municipalities,
        "districts": _by_district(actor, [task for task, _ in tasks], municipalities),
        "norm": worklist.assess_within(session),
        "doors": [(href, name) for name, (href, roles) in DOORS.items() if actor.has(*roles)],
        "looks": _looks(session, actor) if actor.has(StaffRole.PRIVACY_OFFICER) else None,
        "chain": audit.chain_state(session, actor) if actor.has(*audit.CONTROLLERS) else None,
        "watching": administration.watching(session, actor),
        "round": administration.open_round(session, actor),
        "news": None,
        "standing": {},
        "own": [],
        "managed": [],
        "promised": None,
    }
    if actor.has(*CONTENT_ROLES):
        shown |= _content(session, actor)
    return page(request, "today/index.html", shown)


def _content(session: Session, actor: Actor) -> dict[str, Any]:
    """What is only there for those who work with content; a fixed number of statements for each of them."""
    reports = actor.has(*worklist.REPORTS)
    decides = actor.has(StaffRole.MANDATE_HOLDER)
    return {
        "news": _news(session, actor),
        "standing": standing.standing(session, actor),
        "counted": standing.COUNTED,
        "own": _own(session, actor) if reports else [],
        "managed": _managed(session, actor) if actor.has(StaffRole.CASE_MANAGER) else [],
        "promised": standing.promised(session, actor) if decides else None,
    }


def _news(session: Session, actor: Actor) -> dict[str, Any]:
    """What others did since this person's visit before this one, in the words of a timeline."""
    since = timeline.look(session, actor)
    changes = timeline.changes(session, actor, since, SEEN)
    found = [one for one in changes if one.type != REPORTED][:TOLD]
    return {
        "since": since,
        "items": found,
        "reported": sum(one.type == REPORTED for one in changes),
        "cases": cases.lines(session, actor, list({one.case_id for one in found if one.case_id})),
        "subjects": cases.subjects(session, actor, list({one.subject_id for one in found if one.subject_id})),
    }


def _own(session: Session, actor: Actor) -> list[detection.SignalLine]:
    """The last signals that the organisation reported, and what became of them."""
    found, _ = detection.signals(session, actor, lists.SignalsAsked(own=True, limit=OWN))
    return found[:OWN]


def _managed(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """The cases this person manages, each with its subjects and what they need; where something is late first."""
    found = cases.lines(session, actor, standing.managed(session, actor))
    inside = cases.subjects_in(session, actor, list(found))
    wanted = needs.needs(session, actor, [one.id for one in inside])
    managed = [
        {
            "case": case,
            "needs": [(one, wanted[one.id]) for one in inside if one.case_id == case.id],
        }
        for case in found.values()
    ]
    return sorted(managed, key=lambda one: not any(need.overdue for _, need in one["needs"]))


def _by_kind(tasks: list[tuple[Task, str]]) -> dict[str, list[tuple[Task, str]]]:
    """The tasks by what has to be done, the kind with the most pressing one first."""
    groups: dict[str, list[tuple[Task, str]]] = {}
    for task, place in tasks:
        groups.setdefault(task.kind, []).append((task, place))
    return groups


def _by_district(
    actor: Actor, tasks: Sequence[Task], municipalities: Sequence[MunicipalityView]
) -> list[tuple[str, Counter[str]]]:
    """For the chair: how much waits for a decision in each district."""
    if not actor.has(StaffRole.CHAIR):
        return []
    districts = {one.code: one.district for one in municipalities}
    found: dict[str, Counter[str]] = {}
    for task in tasks:
        if task.kind in STEERED and task.municipality_code in districts:
            found.setdefault(districts[task.municipality_code], Counter())[task.kind] += 1
    return sorted(found.items())


def _looks(session: Session, actor: Actor) -> str:
    """How often somebody was shown what is of this organisation in the last days; more than a page is just more."""
    asked = AskLog(since=today() - LOOKED, limit=MOST_LOOKS)
    found, further = audit.who_read_mine(session, actor, asked)
    return f"{len(found)}+" if further else str(len(found))

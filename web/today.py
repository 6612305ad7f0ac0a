"""The start page: what waits for this person today, and one obvious first act."""

from fastapi import APIRouter, Request, Response

from api.deps import ActorDep, Db
from domain import cases, catalogue, detection, worklist
from domain.calendar import today
from domain.worklist import Task
from web.render import page

router = APIRouter(include_in_schema=False)

RECENT = 5

# Where each kind of task is done.
PLACES = {
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
}


@router.get("/")
def show(request: Request, session: Db, actor: ActorDep) -> Response:
    """What waits, the most pressing first; and the cases that changed last."""
    on = today()
    recent, _ = cases.cases(session, actor, limit=RECENT)
    tasks = [(task, PLACES[task.kind].format(id=task.id)) for task in worklist.tasks(session, actor)]
    shown = {
        "first": tasks[0] if tasks else None,
        "groups": _by_kind(tasks[1:]),
        "recent": recent,
        "may_submit": detection.may_submit(actor),
        "today": on,
        "codes": (*catalogue.indicator_groups(session, on), *catalogue.intervention_kinds(session, None, on)),
        "municipalities": catalogue.municipalities(session, on),
    }
    return page(request, "today/index.html", shown)


def _by_kind(tasks: list[tuple[Task, str]]) -> dict[str, list[tuple[Task, str]]]:
    """The tasks by what has to be done, the kind with the most pressing one first."""
    groups: dict[str, list[tuple[Task, str]]] = {}
    for task, place in tasks:
        groups.setdefault(task.kind, []).append((task, place))
    return groups

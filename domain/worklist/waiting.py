"""What waits for one person today: the acts that are theirs to do now, over every room.

It reads what the rooms left behind and changes nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import Executable
from sqlmodel import Session

from domain import access, catalogue, concerns, feedback, steering
from domain.actor import Actor, StaffRole
from domain.calendar import add_working_days, day_of, is_overdue, today
from domain.plan import OPEN_FOR_REPLY, RUNNING
from domain.shapes import View
from domain.worklist import queries

MOST: Final = 100
"""Of each kind: who has more waiting than this does not read a list."""

REPORTS: Final = (StaffRole.REPORTER, StaffRole.HANDLER, StaffRole.CASE_MANAGER)
ANSWERS: Final = (
    StaffRole.HANDLER,
    StaffRole.CASE_MANAGER,
    StaffRole.ANALYST,
    StaffRole.PREPARATION,
    StaffRole.MANDATE_HOLDER,
)
CARRIES_OUT: Final = (StaffRole.HANDLER, StaffRole.MANDATE_HOLDER, StaffRole.CASE_MANAGER)
DOES: Final = (
    StaffRole.HANDLER,
    StaffRole.CASE_MANAGER,
    StaffRole.MANDATE_HOLDER,
    StaffRole.ANALYST,
    StaffRole.CHAIR,
)
ADVISES: Final = (StaffRole.HANDLER, StaffRole.CASE_MANAGER)
ASKS: Final = (StaffRole.PREPARATION, StaffRole.ANALYST, StaffRole.CHAIR, StaffRole.CASE_MANAGER)

_DIRECTED: Final = {"weighing": "weigh", "assignment": "propose", "evaluation": "evaluate"}
"""What the chair does with a subject in each step."""


class Task(View):
    """Taak: one thing that waits for this person."""

    kind: str = Field(description="Soort: what has to be done")
    id: UUID = Field(description="Kenmerk: of the signal, question, intervention, case or subject")
    label: str = Field(description="Omschrijving: empty where the code says it all")
    code: str = Field(default="", description="Code: form of exploitation or kind of intervention")
    case_number: str | None = Field(default=None, description="Casusnummer")
    municipality_code: str | None = Field(default=None, description="Gemeente")
    urgency: str = Field(default="none", description="Spoed")
    since: datetime = Field(description="Sinds")
    due_on: date | None = Field(default=None, description="Vóór")
    overdue: bool = Field(default=False, description="Te laat")


def tasks(session: Session, actor: Actor) -> list[Task]:
    """Everything that waits for this person, the most pressing first."""
    found = [
        *_concerns(session, actor),
        *_signals(session, actor),
        *_requests(session, actor),
        *_interventions(session, actor),
        *_cases(session, actor),
        *_subjects(session, actor),
        *_actions(session, actor),
        *_meetings(session, actor),
        *_proposals(session, actor),
        *_feedback(session, actor),
    ]
    access.consulted(session, actor, "worklist", object_ids=[task.id for task in found])
    return sorted(found, key=_pressing)


def _pressing(task: Task) -> tuple[bool, bool, bool, date, datetime]:
    return (
        task.urgency != "danger",
        not task.overdue,
        task.urgency == "none",
        task.due_on or date.max,
        task.since,
    )


def _found(session: Session, actor: Actor, query: Executable, **more: Any) -> Iterable[Mapping[str, Any]]:
    found = session.execute(query, {"mine": actor.organisation_id, "today": today(), "most": MOST, **more})
    return [dict(one) for one in found.mappings()]


def _concerns(session: Session, actor: Actor) -> list[Task]:
    """What somebody who is no participant sent, to turn into a signal or not."""
    return [Task(kind="decide-concern", **vars(one)) for one in concerns.waiting(session, actor)]


def _signals(session: Session, actor: Actor) -> list[Task]:
    """To assess, for the preparation team; sent back, for who reported it."""
    assesses = actor.has_at_riec(StaffRole.PREPARATION)
    reports = actor.has(*REPORTS)
    wanted = {("submitted", True): assesses, ("submitted", False): assesses, ("sent_back", True): reports}
    if not (assesses or reports):
        return []
    norm = assess_within(session)
    return [
        _signal(one, norm)
        for one in _found(session, actor, queries.SIGNALS, assesses=assesses)
        if wanted.get((one["status"], one["own"]))
    ]


def assess_within(session: Session) -> int | None:
    """Working days in which a signal is to be assessed: a norm of the region, not a term of the law."""
    norm = catalogue.norm(catalogue.process_norms(session), "decide", today())
    return norm.working_days if norm else None


def _signal(one: Mapping[str, Any], within: int | None) -> Task:
    due = None
    if one["status"] == "submitted" and within:
        due = add_working_days(day_of(one["created_at"]), within)
    return Task(
        kind="assess" if one["status"] == "submitted" else "supplement",
        id=one["id"],
        label=f"{one['place']} ({one['number']})" if one["place"] else one["number"],
        code=one["form"],
        municipality_code=one["municipality_code"],
        urgency=one["urgency"],
        since=one["created_at"],
        due_on=due,
        overdue=due is not None and is_overdue(due, today()),
    )


def _requests(session: Session, actor: Actor) -> list[Task]:
    """To answer, for who was asked; without an answer in time, for who asked."""
    wanted = {"answer": actor.has(*ANSWERS), "chase": actor.has(*ASKS)}
    if not any(wanted.values()):
        return []
    found = []
    for one in _found(session, actor, queries.REQUESTS):
        late = is_overdue(one["due_on"], today())
        kind = "answer" if one["to_us"] else "chase" if one["by_us"] and late else ""
        if wanted.get(kind):
            found.append(_dated(kind, one, one["question"], late))
    return found


def _interventions(session: Session, actor: Actor) -> list[Task]:
    """To answer or to carry out, for the partner; overdue, for the chair."""
    wanted = {
        "reply": actor.has(StaffRole.MANDATE_HOLDER),
        "carry-out": actor.has(*CARRIES_OUT),
        "overdue": actor.has_at_riec(StaffRole.CHAIR),
    }
    if not any(wanted.values()):
        return []
    found = []
    for one in _found(session, actor, queries.INTERVENTIONS, open=[*OPEN_FOR_REPLY, *RUNNING]):
        late = is_overdue(one["due_on"], today())
        kind = _stage(one["status"], one["ours"], late)
        if wanted.get(kind):
            # One's own intervention is known by its kind; that of another by who carries it out.
            found.append(_dated(kind, one, "" if one["ours"] else one["partner"], late, one["code"]))
    return found


def _stage(status: str, ours: bool, late: bool) -> str:
    """What has to be done about an intervention that is still open."""
    if not ours:
        return "overdue" if late else ""
    return "reply" if status in OPEN_FOR_REPLY else "carry-out"


def _dated(kind: str, one: Mapping[str, Any], label: str, late: bool, code: str = "") -> Task:
    return Task(
        kind=kind,
        id=one["id"],
        label=label,
        code=code,
        case_number=one["case_number"],
        since=one["created_at"],
        due_on=one["due_on"],
        overdue=late,
    )


def _cases(session: Session, actor: Actor) -> list[Task]:
    """Without a case manager, for the municipality; ready to be closed, for the chair."""
    names = actor.organisation_kind == "municipality" and actor.has(
        StaffRole.CASE_MANAGER, StaffRole.MANDATE_HOLDER
    )
    closes = actor.has_at_riec(StaffRole.CHAIR)
    if not (names or closes):
        return []
    found = []
    for one in _found(session, actor, queries.CASES):
        common = {
            "id": one["id"],
            "label": one["title"],
            "case_number": one["number"],
            "municipality_code": one["municipality_code"],
        }
        if names and not one["managed"]:
            due = one["manager_due_on"]
            late = is_overdue(due, today())
            found.append(
                Task(kind="name-manager", since=one["created_at"], due_on=due, overdue=late, **common)
            )
        if closes and one["step"] == "evaluation":
            found.append(Task(kind="close", since=one["created_at"], **common))
    return found


def _actions(session: Session, actor: Actor) -> list[Task]:
    """What the own organisation took on in a meeting: this person's, or anybody's there."""
    if not actor.has(*DOES):
        return []
    return [
        _dated("act", one, one["text"], is_overdue(one["due_on"], today()))
        for one in _found(session, actor, queries.ACTIONS)
        if one["person_id"] in (None, actor.id)
    ]


def _meetings(session: Session, actor: Actor) -> list[Task]:
    """The meetings that come: to lead for the chair of the RIEC, to prepare for who is invited."""
    leads = actor.has_at_riec(StaffRole.CHAIR)
    if not (leads or actor.has(*ANSWERS)):
        return []
    kind = "lead" if leads else "attend"
    return [
        Task(kind=kind, id=one["id"], label=one["theme"], since=one["created_at"], due_on=one["due_on"])
        for one in _found(session, actor, queries.MEETINGS)
    ]


def _proposals(session: Session, actor: Actor) -> list[Task]:
    """To be decided on, for the chair of the RIEC who brings it to the steering group; to follow up, for whom it is."""
    return [
        Task(
            kind="decide-proposal" if one.status == "proposed" else "follow-up",
            id=one.id,
            label=one.title,
            since=one.created_at,
            due_on=one.due_on,
            overdue=one.overdue,
        )
        for one in steering.waiting(session, actor)
    ]


def _feedback(session: Session, actor: Actor) -> list[Task]:
    """On what was released, when it is soon due: to give, or to ask for outside the region; late, for the RIEC."""
    return [Task(**vars(one)) for one in feedback.waiting(session, actor)]


def _subjects(session: Session, actor: Actor) -> list[Task]:
    """To weigh, to propose an intervention for and to evaluate, for the chair; to advise on, for the partners."""
    chair = actor.has_at_riec(StaffRole.CHAIR)
    advises = actor.organisation_kind != "riec" and actor.has(*ADVISES)
    if not (chair or advises):
        return []
    kinds = _DIRECTED if chair else {"weighing": "advise"}
    return [
        Task(
            kind=kinds[one["step"]],
            id=one["id"],
            label=one["label"] or "",
            case_number=one["case_number"],
            municipality_code=one["municipality_code"],
            since=one["created_at"],
        )
        for one in _found(session, actor, queries.SUBJECTS, chair=chair, steps=list(kinds))
    ]

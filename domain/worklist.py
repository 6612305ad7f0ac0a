"""What waits for one person today: the acts that are theirs to do now, over every room.

A corridor: it reads what the rooms left behind and changes nothing. One statement for each kind of thing,
however much there is of it; each starts from the own organisation's participations, as every list does.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import Executable, text
from sqlmodel import Session

from domain import access, catalogue, steering
from domain.actor import Actor, StaffRole
from domain.calendar import add_working_days, day_of, is_overdue, today
from domain.naming import called
from domain.plan import OPEN_FOR_REPLY, RUNNING
from domain.shapes import View

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

_SIGNALS = text("""
select * from (
  select distinct on (s.id) s.id, s.number, s.place, s.form, s.urgency, s.created_at, s.owner_id = :mine as own,
         s.municipality_code,
         (select t.status from statuses t where t.scope_id = s.id and t.of_id = s.id order by t.id desc limit 1) as status
    from participations p join scopes c on c.id = p.scope_id and c.step = 'detection' join signals s on s.id = c.id
   where p.organisation_id = :mine and p.ended_at is null and p.kind = 'signal' order by s.id) found
 where status = 'submitted' or status = 'sent_back' and own limit :most
""")

_REQUESTS = text("""
select distinct on (r.id) r.id, r.question, r.due_on, r.created_at, r.asked_id = :mine as to_us,
       r.owner_id = :mine as by_us, k.number as case_number
  from participations p join scopes c on c.id = p.scope_id and c.step in ('dossier', 'weighing')
  join requests r on r.id = c.id left join cases k on k.id = r.case_id
 where p.organisation_id = :mine and p.ended_at is null and p.kind = 'request' and 'asked' =
       (select t.status from statuses t where t.scope_id = r.id and t.of_id = r.id order by t.id desc limit 1)
 order by r.id limit :most
""")

_INTERVENTIONS = text("""
select * from (
  select distinct on (i.id) i.id, i.kind as code, i.due_on, i.created_at, i.partner_id = :mine as ours,
         o.name as partner, k.number as case_number,
         (select t.status from statuses t where t.scope_id = i.scope_id and t.of_id = i.id order by t.id desc limit 1) as status
    from participations p join scopes c on c.id = p.scope_id and c.step in ('assignment', 'execution')
    join interventions i on i.content_scope_id = c.id join organisations o on o.id = i.partner_id
    join scopes s on s.id = i.scope_id left join cases k on k.id = s.parent_id
   where p.organisation_id = :mine and p.ended_at is null and p.kind = 'intervention' order by i.id) found
 where status = any(:open) limit :most
""")

_CASES = text("""
select distinct on (k.id) k.id, k.number, k.title, k.municipality_code, k.manager_due_on, k.created_at, c.step,
       exists (select from namings n where n.case_id = k.id) as managed
  from participations p join scopes c on c.id = p.scope_id and c.step <> 'closed' join cases k on k.id = c.id
 where p.organisation_id = :mine and p.ended_at is null and p.kind = 'case' and p.part in ('riec', 'municipality')
 order by k.id limit :most
""")

_SUBJECTS = text(f"""
select distinct on (s.id) s.id, c.step, k.number as case_number, k.municipality_code,
       {called("s")} as label, s.created_at,
       exists (select from opinions o where o.subject_id = s.id and o.owner_id = :mine) as advised,
       exists (select from interventions i where i.subject_id = s.id) as planned,
       exists (select from evaluations e where e.subject_id = s.id) as evaluated
  from participations p
  join scopes c on c.id = p.scope_id and c.step in ('weighing', 'assignment', 'evaluation')
  join subjects s on s.id = c.id left join cases k on k.id = s.case_id
 where p.organisation_id = :mine and p.ended_at is null and p.kind = 'subject' order by s.id limit :most
""")  # noqa: S608 - our own text


_ACTIONS = text("""
select a.id, a.text, a.due_on, a.created_at, a.person_id, k.number as case_number, k.municipality_code
  from actions a join cases k on k.id = a.case_id
 where a.organisation_id = :mine
   and not exists (select from action_reports r where r.action_id = a.id and r.outcome <> 'progress')
 order by a.due_on, a.id limit :most
""")

_MEETINGS = text("""
select m.id, m.theme, m.created_at, (m.starts_at at time zone 'Europe/Amsterdam')::date as due_on
  from participations p join meetings m on m.id = p.scope_id
 where p.organisation_id = :mine and p.kind = 'meeting' and p.ended_at is null
   and m.closed_at is null
 order by m.starts_at limit :most
""")


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
        *_signals(session, actor),
        *_requests(session, actor),
        *_interventions(session, actor),
        *_cases(session, actor),
        *_subjects(session, actor),
        *_actions(session, actor),
        *_meetings(session, actor),
        *_proposals(session, actor),
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
    found = session.execute(query, {"mine": actor.organisation_id, "most": MOST, **more})
    return [dict(one) for one in found.mappings()]


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
        for one in _found(session, actor, _SIGNALS)
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
        label=f"{one['number']} {one['place']}".strip(),
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
    for one in _found(session, actor, _REQUESTS):
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
    for one in _found(session, actor, _INTERVENTIONS, open=[*OPEN_FOR_REPLY, *RUNNING]):
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
    for one in _found(session, actor, _CASES):
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
        for one in _found(session, actor, _ACTIONS)
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
        for one in _found(session, actor, _MEETINGS)
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


def _subjects(session: Session, actor: Actor) -> list[Task]:
    """To weigh, to propose an intervention for and to evaluate, for the chair; to advise on, for the partners."""
    chair = actor.has_at_riec(StaffRole.CHAIR)
    advises = actor.organisation_kind != "riec" and actor.has(*ADVISES)
    if not (chair or advises):
        return []
    return [
        Task(
            kind=kind,
            id=one["id"],
            label=one["label"] or "",
            case_number=one["case_number"],
            municipality_code=one["municipality_code"],
            since=one["created_at"],
        )
        for one in _found(session, actor, _SUBJECTS)
        if (kind := _next_for(one, chair))
    ]


def _next_for(one: Mapping[str, Any], chair: bool) -> str:
    """What a subject waits for here, if anything."""
    if not chair:
        return "advise" if one["step"] == "weighing" and not one["advised"] else ""
    done = {"weighing": False, "assignment": one["planned"], "evaluation": one["evaluated"]}
    kinds = {"weighing": "weigh", "assignment": "propose", "evaluation": "evaluate"}
    return "" if done[one["step"]] else kinds[one["step"]]

"""Deciding and agreeing in a meeting: about the case on the table, by those who are in the room."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, col, select

from db.tables.cases import Subject
from db.tables.meetings import Action, ActionReport, AgendaItem, Decision
from db.tables.spine import ActorRow
from domain import calendar, catalogue, events, guard, rows
from domain.actor import Actor
from domain.errors import Conflict, Invalid, NotAllowed, Problem
from domain.events import EventType
from domain.meetings.attending import Presence
from domain.meetings.convening import led
from domain.meetings.reading import (
    action_views,
    decision_views,
    leads,
    on_the_table,
)
from domain.meetings.shapes import ActionView, Agree, MeetingDecisionView, ReportAction, TakeDecision
from domain.worklist import DOES

MOTIVES: Final = ("necessity", "proportionality", "subsidiarity")

ELSEWHERE: Final = frozenset(
    {"B01", "B02", "B03", "B04", "B05", "B06", "B07", "B10", "B11", "B12", "B13", "B17", "B18"}
)
"""Decisions that move something and are taken where that is done: with the case on the table, the meeting knows of it."""


def decide(session: Session, actor: Actor, item_id: UUID, data: TakeDecision) -> MeetingDecisionView:
    """Write down a decision, with who was there, who was against and what they held against it."""
    item = rows.find(session, AgendaItem, item_id)
    led(session, actor, item.meeting_id, "running")
    presence = Presence(session, actor, item).deciding()
    guard.check(session, actor, data)
    problems = catalogue.unknown_code(catalogue.decision_kinds(session, calendar.today()), data.kind, "/kind")
    if data.kind in ELSEWHERE:
        problems.append(Problem("decided-elsewhere", "/kind", {"code": data.kind}))
    problems += _unfit(session, item, data, presence)
    if problems:
        raise Invalid(*problems)

    decision_id = write_decision(
        session, actor, item, presence, data.kind, subject_id=data.subject_id, against=data.against_ids,
        **data.model_dump(include={"text", *MOTIVES, "dissent", "responsible_id", "review_on"}),
    )  # fmt: skip
    return decision(session, decision_id)


def _unfit(session: Session, item: AgendaItem, data: TakeDecision, presence: Presence) -> list[Problem]:
    problems = []
    if data.subject_id and _case_of(session, data.subject_id) != item.case_id:
        problems.append(Problem("subject-of-another-case", "/subjectId"))
    problems += [
        Problem("not-in-the-room", f"/againstIds/{place}")
        for place, key in enumerate(data.against_ids)
        if key not in presence.present
    ]
    if data.against_ids and not data.dissent:
        problems.append(Problem("dissent-wanted", "/dissent"))
    if data.responsible_id not in presence.taking_part:
        problems.append(Problem("takes-no-part", "/responsibleId"))
    if data.review_on and data.review_on <= calendar.today():
        problems.append(Problem("date-passed", "/reviewOn"))
    return problems


def _case_of(session: Session, subject_id: UUID) -> UUID | None:
    found = session.get(Subject, subject_id)
    return found.case_id if found else None


def write_decision(
    session: Session, actor: Actor, item: AgendaItem, presence: Presence, kind: str, *, subject_id: UUID | None,
    against: Sequence[UUID] = (), **said: Any,
) -> UUID:  # fmt: skip
    """Write it down where it is about, with who was there and the ground that such a decision has today.

    What was decided on a page of its own has no text and no motives here: those stand there.
    """
    said = dict.fromkeys(("text", *MOTIVES), "") | said
    known = {one.code: one for one in catalogue.decision_kinds(session, calendar.today())}
    scope_id = subject_id or item.case_id
    decision_id = rows.add(
        session, actor, Decision, scope_id, "process", item_id=item.id, case_id=item.case_id, subject_id=subject_id,
        kind=kind, legal_ground=known[kind].legal_ground if kind in known else None, present=sorted(presence.present),
        persons=presence.persons, in_favour=sorted(presence.present.difference(against)),
        against=list(dict.fromkeys(against)), absent=sorted(presence.absent), **said,
    )  # fmt: skip
    events.record(
        session, actor, EventType.MEETING_DECIDED, scope_id=scope_id, case_id=item.case_id, subject_id=subject_id,
        object_id=decision_id, category="process", data={"kind": kind, "meeting": item.meeting_id},
    )  # fmt: skip
    return decision_id


def decision(session: Session, decision_id: UUID) -> MeetingDecisionView:
    """One decision, or NotFound."""
    return decision_views(session, [rows.find(session, Decision, decision_id)])[0]


def note_decision(
    session: Session, actor: Actor, case_id: UUID, kind: str, evidence_id: UUID, *, subject_id: UUID | None = None,
    responsible_id: UUID | None = None,
) -> None:  # fmt: skip
    """What was just decided on its own page is a decision of the meeting too, when the case is on the table there.

    Who was there is written down; why stands with what was decided, which fewer may see than that it was. What somebody
    decides who does not lead the meeting is not the meeting's: it does not know who is in the room.
    """
    item = on_the_table(session, case_id=case_id)
    if item is None or not leads(actor):
        return
    write_decision(
        session, actor, item, Presence(session, actor, item).deciding(), kind, subject_id=subject_id,
        evidence_id=evidence_id, responsible_id=responsible_id or actor.organisation_id,
    )  # fmt: skip


def agree(session: Session, actor: Actor, item_id: UUID, data: Agree) -> ActionView:
    """Agree on what somebody does before a day."""
    item = rows.find(session, AgendaItem, item_id)
    led(session, actor, item.meeting_id, "running")
    presence = Presence(session, actor, item).deciding()
    guard.check(session, actor, data)
    problems = _unfit_action(session, item, data, presence)
    if problems:
        raise Invalid(*problems)

    action_id = rows.add(
        session, actor, Action, item.case_id, "process", item_id=item_id, case_id=item.case_id,
        **data.model_dump(include={"text", "organisation_id", "person_id", "due_on", "after_id"}),
    )  # fmt: skip

    events.record(
        session, actor, EventType.MEETING_ACTION_AGREED, scope_id=item.case_id, case_id=item.case_id,
        object_id=action_id, category="process", data={"organisation": data.organisation_id, "meeting": item.meeting_id},
    )  # fmt: skip
    return action_views(session, actor, [rows.find(session, Action, action_id)])[0]


def _unfit_action(session: Session, item: AgendaItem, data: Agree, presence: Presence) -> list[Problem]:
    problems = []
    if data.organisation_id not in presence.taking_part:
        problems.append(Problem("takes-no-part", "/organisationId"))
    if data.due_on < calendar.today():
        problems.append(Problem("date-passed", "/dueOn"))
    if data.person_id and data.person_id not in people_of(session, data.organisation_id):
        problems.append(Problem("person-of-another-organisation", "/personId"))
    if data.after_id:
        earlier = session.get(Action, data.after_id)
        if earlier is None or earlier.case_id != item.case_id:
            problems.append(Problem("action-unknown", "/afterId"))
        elif earlier.due_on > data.due_on:
            problems.append(Problem("due-before-what-it-waits-for", "/dueOn", {"due": earlier.due_on}))
    return problems


def people_of(session: Session, organisation_id: UUID) -> set[UUID]:
    """The persons of an organisation."""
    return {key for key, _ in people_by_organisation(session, [organisation_id]).get(organisation_id, [])}


def people_by_organisation(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    """The persons of these organisations by name, as colleagues in a case know each other."""
    found = session.exec(
        select(ActorRow)
        .where(
            col(ActorRow.organisation_id).in_(ids), ActorRow.kind == "person", col(ActorRow.active).is_(True)
        )
        .order_by(ActorRow.name)
    )
    people: dict[UUID, list[tuple[UUID, str]]] = {}
    for one in found:
        people.setdefault(one.organisation_id, []).append((one.id, one.name))
    return people


def report_action(session: Session, actor: Actor, action_id: UUID, data: ReportAction) -> ActionView:
    """Say what became of an action; by who was to do it, or by the RIEC."""
    found = rows.find(session, Action, action_id)
    actor.require(*DOES)
    if actor.organisation_id not in (found.organisation_id, found.owner_id):
        raise NotAllowed("action-of-another")
    standing = action_views(session, actor, [found])[0]
    if standing.status != "open":
        raise Conflict("action-settled", status=standing.status)
    guard.check(session, actor, data)

    report_id = rows.add(
        session, actor, ActionReport, found.case_id, "process", case_id=found.case_id, action_id=action_id,
        outcome=data.outcome, text=data.text,
    )  # fmt: skip

    events.record(
        session, actor, EventType.MEETING_ACTION_REPORTED, scope_id=found.case_id, case_id=found.case_id,
        object_id=report_id, category="process", data={"outcome": data.outcome, "action": action_id},
    )  # fmt: skip
    return action_views(session, actor, [found])[0]

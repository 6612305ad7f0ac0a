"""Reading signals, and adding to one's own."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from db.tables.detection import Addition, Assessment, Mention, Observation, SafeContact, Signal
from domain import access, catalogue, connections, digests, events, guard, known, lists, rows
from domain.actor import REPORTERS, Actor, StaffRole
from domain.calendar import add_months, day_of, today
from domain.detection.shapes import (
    DECISION_KINDS,
    AddToSignal,
    SignalLine,
    SignalView,
)
from domain.errors import NotAllowed, NotFound
from domain.events import EventType
from domain.process import OPEN, Step, require

# Plain SQL, since nothing is read more often: objects in between cost more than the query. `p` says which
# signals and where they stand; one that the policies hide leaves its columns empty.
_LINE: Final = """
select s.id, s.number, s.form, s.place, s.municipality_code, s.urgency, s.created_at, o.name as owner, p.step,
       s.protection is not null as source_protected, coalesce((select t.status from statuses t where t.scope_id = s.id and t.of_id = s.id
                  order by t.id desc limit 1), 'submitted') as status, {more}
  from {places} p left join signals s on s.id = p.id left join organisations o on o.id = s.owner_id
"""
# The cases it was taken up in that the one who asks may know of. Who reads why a signal was taken up does not always
# take part in the case; and two signals with one case would tell that they belong together.
_SEEN_CASES: Final = (
    "array(select c.id from assessments a join cases c on c.id = a.case_id where a.scope_id = p.id)"
)
# The reporter's own account of a protected signal hangs below what the RIEC wrote of it; few see it.
_ORIGIN: Final = "(select x.id from scopes y join signals x on x.id = y.id where y.parent_id = p.id)"
# When it was decided that it is for nobody here; its reporter sees the status, and not the decision itself.
_ENDED: Final = (
    "(select t.created_at from statuses t where t.scope_id = s.id and t.of_id = s.id"
    " and t.status in ('rejected', 'handed_over') order by t.id desc limit 1)"
)
# What it came out of, for the organisation that was sent it.
_CONCERN: Final = "(select r.concern_id from concern_reasons r where r.signal_id = s.id)"
_WHOLE: Final = text(
    _LINE.format(
        places="scopes",
        more="s.owner_id, s.narrative, s.contra_indications, s.task, s.organised_crime_link, s.observed_from, s.observed_until, s.reference,"
        f" s.protection, s.emergency_called, p.parent_id, {_CONCERN} as concern_id, {_ENDED} as ended_at, {_ORIGIN} as origin_id, {_SEEN_CASES} as seen_cases, {known.parts_in('p.id')}",
    )
    + " where p.id = :id and s.id is not null"
)
_OF_CASE: Final = text(
    _LINE.format(places="scopes", more="p.id as scope_id")
    + " where p.parent_id = :case and p.kind = 'signal' and s.id is not null order by p.id"
)


def add_to_signal(session: Session, actor: Actor, signal_id: UUID, data: AddToSignal) -> SignalView:
    """Add to one's own signal until it is closed: also in its case, where it is read with the signal.

    After a sending back it is in again.
    """
    found = rows.find(session, Signal, signal_id)

    step = require(session, signal_id, *OPEN)
    actor.require(*REPORTERS)
    guard.check(session, actor, data)
    if found.owner_id != actor.organisation_id or found.protection == "brought_in":
        raise NotAllowed("not-the-owner")

    addition_id = rows.add(
        session,
        actor,
        Addition,
        signal_id,
        "signal",
        signal_id=signal_id,
        text=data.text,
        circle=found.circle,
    )
    if step == Step.DETECTION:
        rows.note_status(session, actor, signal_id, signal_id, "submitted", circle=found.circle)

    events.record(
        session, actor, EventType.DETECTION_SIGNAL_SUPPLEMENTED,
        scope_id=signal_id, object_id=addition_id, category="signal",
    )  # fmt: skip
    return view(session, actor, signal_id)


def signal(session: Session, actor: Actor, signal_id: UUID) -> SignalView:
    """One signal, read on the record."""
    found = view(session, actor, signal_id)
    access.consulted(session, actor, "signal", scope_id=signal_id, object_ids=[signal_id])
    return found


def view(session: Session, actor: Actor, signal_id: UUID) -> SignalView:
    """One signal with what belongs to it, as far as the one who asks may see it."""
    found = session.execute(_WHOLE, {"id": signal_id}).mappings().one_or_none()
    if found is None:
        raise NotFound
    parts = rows.parts(session, signal_id, Observation, Mention, Addition, SafeContact, Assessment)
    return SignalView.model_validate(
        {
            **found,
            "observations": parts[Observation],
            "mentions": [{**one, "bases": digests.bases(one)} for one in parts[Mention]],
            "additions": parts[Addition],
            "safe_contact": next((one["text"] for one in parts[SafeContact]), None),
            "assessments": [_with_case_seen(one, found["seen_cases"]) for one in parts[Assessment]],
            "due_on": _due(session, found["ended_at"]),
            "acts": [
                *_acts(actor, dict(found)),
                *(connections.acts(actor, found["step"]) if parts[Mention] else []),
                *known.acts(actor, found["parts"], found["step"]),
            ],
        }
    )


def _due(session: Session, ended_at: datetime | None) -> date | None:
    """From when it is destroyed, by the term of today; none as long as it runs."""
    if ended_at is None:
        return None
    terms = catalogue.retention_terms(session, today())
    term = next((one for one in terms if (one.concerns, one.since) == ("signal", "decision")), None)
    if term is None:
        return None
    return add_months(day_of(ended_at), term.months) + timedelta(days=term.days)


def _with_case_seen(assessment: dict[str, Any], seen: Collection[UUID]) -> dict[str, Any]:
    """An assessment as a decision of its kind, without the case it led to when that is hidden."""
    case_id = assessment["case_id"]
    shown = case_id if case_id and UUID(case_id) in seen else None
    return assessment | {"case_id": shown, "decision_kind": DECISION_KINDS[assessment["outcome"]]}


def _acts(actor: Actor, found: Mapping[str, Any]) -> list[str]:
    """What this actor may do with the signal as it stands."""
    acts = []
    riec, protection = actor.organisation_kind == "riec", found["protection"]
    if (
        riec
        and protection == "brought_in"
        and actor.has(StaffRole.CHAIR, StaffRole.PREPARATION)
        and not found["origin_id"]
    ):
        acts.append("ask-unmasking")
    ours = found["owner_id"] == actor.organisation_id
    if found["step"] in OPEN and ours and protection != "brought_in" and actor.has(*REPORTERS):
        acts.append("add")
    if found["step"] != Step.DETECTION:
        return acts
    if riec and actor.has(StaffRole.PREPARATION):
        if protection != "origin":
            acts.append("assess")
        elif found["parent_id"] is None and found["owner_id"] != actor.organisation_id:
            acts.append("bring-in")
    return acts


def signals(
    session: Session,
    actor: Actor,
    asked: lists.SignalsAsked | None = None,
    limit: int = 50,
    after: lists.Position | None = None,
) -> tuple[list[SignalLine], lists.Position | None]:
    """The signals the organisation takes part in, last active first or as asked, and where the next part begins."""
    found = lists.find(session, actor, lists.SIGNALS, asked or lists.SignalsAsked(limit=limit), after)
    return [SignalLine.model_validate(dict(one)) for one in found.lines], found.further


def signals_of_case(session: Session, case_id: UUID) -> list[SignalLine]:
    """The signals taken up into a case, as far as the one who asks may see them."""
    found = session.execute(_OF_CASE, {"case": case_id}).mappings()
    return [SignalLine.model_validate(dict(one)) for one in found]

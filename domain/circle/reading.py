"""Who takes part in a case and what was decided about it, as far as the one who asks may know."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from domain import access, cases
from domain.actor import Actor, StaffRole
from domain.cases import CaseLine, ParticipantView
from domain.circle.shapes import Candidate, CircleView, DecisionView, Person, Seat
from domain.process import Step

_DECISIONS = text("""
select d.id, d.kind, d.organisation_id, o.name as organisation, d.person_id, p.name as person, d.reason,
       a.name as decided_by, w.name as decided_for, d.created_at
  from circle_decisions d join organisations o on o.id = d.organisation_id left join actors p on p.id = d.person_id
  join actors a on a.id = d.actor_id join organisations w on w.id = d.owner_id
 where d.scope_id = :case order by d.id desc
""")

_CANDIDATES = text("select * from eligible(:case, :organisation)")


def circle(session: Session, actor: Actor, case_id: UUID) -> CircleView:
    """The circle of a case, read on the record."""
    found = cases.line(session, case_id)
    decisions = _decisions(session, case_id)
    seats = [
        _seat(actor, found, list(parts), decisions)
        for _, parts in groupby(cases.participants(session, case_id), key=lambda one: one.organisation_id)
    ]
    access.consulted(session, actor, "circle", scope_id=case_id, object_ids=[one.id for one in decisions])
    return CircleView(
        id=case_id, number=found.number, seats=_with_acts(actor, found, seats), decisions=decisions
    )


def candidates(session: Session, actor: Actor, case_id: UUID, organisation_id: UUID) -> list[Candidate]:
    """Whom one can name or bar for this organisation; nobody when that is not for the one who asks."""
    asked = {"case": case_id, "organisation": organisation_id}
    return [Candidate(**one) for one in session.execute(_CANDIDATES, asked).mappings()]


def _decisions(session: Session, case_id: UUID) -> list[DecisionView]:
    return [DecisionView(**one) for one in session.execute(_DECISIONS, {"case": case_id}).mappings()]


def _seat(
    actor: Actor, found: CaseLine, parts: Sequence[ParticipantView], decisions: Sequence[DecisionView]
) -> Seat:
    first = parts[0]
    return Seat(
        organisation_id=first.organisation_id,
        name=first.name,
        parts=[one.part for one in parts],
        persons=None if first.persons is None else [Person.model_validate(one) for one in first.persons],
        barred=_barred(first.organisation_id, decisions),
        acts=[],
    )


def _barred(organisation_id: UUID, decisions: Sequence[DecisionView]) -> list[Person]:
    """Whose last decision was a bar; the newest decision comes first."""
    latest: dict[UUID, DecisionView] = {}
    for one in decisions:
        if one.person_id and one.organisation_id == organisation_id and one.kind in ("barred", "lifted"):
            latest.setdefault(one.person_id, one)
    return [Person(id=key, name=one.person or "") for key, one in latest.items() if one.kind == "barred"]


def _with_acts(actor: Actor, found: CaseLine, seats: Sequence[Seat]) -> list[Seat]:
    """What may be decided: each organisation for its own people, the chair of the RIEC for everybody."""
    if found.sealed or found.step == Step.CLOSED:
        return list(seats)
    chair = actor.has_at_riec(StaffRole.CHAIR)
    own = actor.has(StaffRole.MANDATE_HOLDER, StaffRole.CASE_MANAGER)
    return [
        one.model_copy(update={"acts": _acts(one)})
        if chair or (own and one.organisation_id == actor.organisation_id)
        else one
        for one in seats
    ]


def _acts(seat: Seat) -> list[str]:
    acts = ["name", "bar"]
    if seat.persons is not None:
        acts += ["open"] if len(seat.persons) < 2 else ["unname", "open"]
    if seat.barred:
        acts.append("lift")
    return acts if "riec" in seat.parts else [*acts, "end"]


__all__ = ["candidates", "circle"]

"""Retention (bewaren en vernietigen): what is past its term, what is held, and the proof of what was destroyed.

WGS 1.8(7), BGS 1.16. The database checks the decision, the term and the hold once more, and removes every row.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from db.tables import new_id
from domain import access, calendar, events, guard
from domain.actor import Actor, StaffRole
from domain.errors import Conflict, Invalid, NotFound, Problem
from domain.events import EventType
from domain.guard import Guarded
from domain.shapes import Day, Prose, View

DECIDERS: Final = (StaffRole.CHAIR, StaffRole.COORDINATING_DPO)
REVIEWED_WITHIN: Final = timedelta(days=183)
"""A hold is looked at again within half a year (domain.md 2.6)."""
MOST: Final = 200


class PlaceHold(Guarded):
    """Aanhouden: keep something although its term is over, for a claim or a statutory duty (WGS 1.8(7))."""

    reason: Prose = Field(
        description="Reden: which claim or duty; without personal data",
        examples=["Bezwaar tegen het sluitingsbesluit loopt nog."],
    )
    review_on: Day = Field(description="Opnieuw bekijken op: within half a year", examples=["2027-03-01"])


class HoldView(View):
    """Aanhouding: why something may not be destroyed yet."""

    id: UUID = Field(description="Kenmerk")
    at: UUID = Field(
        description="Plaats: what it was placed on; a case holds its subjects and the other way round"
    )
    reason: str = Field(description="Reden")
    review_on: date = Field(description="Opnieuw bekijken op")
    late: bool = Field(description="Te laat: whether it should have been looked at again")


class Retained(View):
    """Bewaard: a signal, subject or case with the term that is over first; no content."""

    id: UUID = Field(description="Kenmerk van het signaal, de betrokkene of de casus")
    kind: str = Field(description="Soort: signal, subject or case", examples=["signal"])
    number: str = Field(description="Nummer: of the signal or the case", examples=["S-2026-7QK2M4XA"])
    term: str | None = Field(
        description="Bewaartermijn: absent while none runs", examples=["signal-not-taken-up"]
    )
    ground: str | None = Field(description="Grondslag", examples=["BGS-1.16-1"])
    since: date | None = Field(description="Termijn loopt vanaf")
    due_on: date | None = Field(description="Te vernietigen vanaf")
    hold: HoldView | None = Field(default=None, description="Aanhouding")
    acts: Sequence[str] = Field(
        description="Handelingen: what this viewer may do now", examples=[["destroy"]]
    )


class Proof(View):
    """Vernietigingsbewijs: what kinds and how many were destroyed, on which ground; without personal data."""

    id: UUID = Field(description="Kenmerk van het bewijs")
    scope_id: UUID = Field(description="Kenmerk van wat vernietigd is")
    kind: str = Field(description="Soort: signal, subject or case", examples=["signal"])
    term: str = Field(description="Bewaartermijn", examples=["signal-not-taken-up"])
    ground: str = Field(description="Grondslag", examples=["BGS-1.16-1"])
    decided_by: str = Field(description="Besluit van")
    organisation: str = Field(description="Organisatie")
    destroyed_at: datetime = Field(description="Vernietigd op")
    rows: dict[str, int] = Field(description="Aantallen per soort", examples=[{"signals": 1, "mentions": 2}])
    digest: str = Field(description="Hash over de kenmerken (SHA-256)")


_RETENTION = text("""
select r.scope_id as id, r.kind, r.number, r.term, r.ground, r.since, r.due_on, r.hold_id, r.held_at, r.reason,
       r.review_on from retention(:wanted, :until, :most) r
""")

_PROOFS = text("""
select d.id, d.scope_id, d.kind, d.term, d.ground, a.name as decided_by, o.name as organisation, d.destroyed_at, d.rows,
       encode(d.digest, 'hex') as digest
  from destructions d join actors a on a.id = d.actor_id join organisations o on o.id = d.organisation_id
 where cast(:wanted as uuid) is null or d.id = :wanted
 order by d.destroyed_at desc, d.id desc limit :most
""")


def due(session: Session, actor: Actor) -> list[Retained]:
    """What is past its term, longest first, and what is held; at most two hundred at a time."""
    actor.require_riec(*DECIDERS)
    found = _retained(session, until=calendar.today())
    access.consulted(session, actor, "retention", object_ids=[one.id for one in found])
    return found


def retained(session: Session, actor: Actor, scope_id: UUID) -> Retained:
    """One signal, subject or case, with its term; nothing of its content."""
    actor.require_riec(*DECIDERS)
    found = _find(session, scope_id)
    access.consulted(session, actor, "retention", scope_id=scope_id)
    return found


def destroy(session: Session, actor: Actor, scope_id: UUID) -> Proof:
    """Destroy a signal, subject or case whose term is over: every row, and what search knows of it."""
    actor.require_riec(*DECIDERS)
    found = _find(session, scope_id)
    if found.hold:
        raise Conflict("held", review_on=found.hold.review_on)
    if "destroy" not in found.acts:
        raise Conflict("term-not-over", due_on=found.due_on)

    proof_id = new_id()
    session.execute(
        text(
            "insert into destructions (id, scope_id, kind, term, ground, actor_id, organisation_id)"
            " values (:id, :scope, :kind, :term, :ground, :actor, :organisation)"
        ),
        {
            "id": proof_id, "scope": scope_id, "kind": found.kind, "term": found.term, "ground": found.ground,
            "actor": actor.id, "organisation": actor.organisation_id,
        },
    )  # fmt: skip
    session.execute(text("select destroy(:scope, :proof)"), {"scope": scope_id, "proof": proof_id})

    made = _proofs(session, proof_id)[0]
    # Without a scope: it no longer exists, and who took part in it is not told what there was.
    events.record(
        session, actor, EventType.RETENTION_DESTROYED, object_id=proof_id,
        data={"scope": scope_id, "kind": made.kind, "term": made.term, "rows": sum(made.rows.values())},
    )  # fmt: skip
    return made


def hold(session: Session, actor: Actor, scope_id: UUID, data: PlaceHold) -> Retained:
    """Keep something from being destroyed, with a reason and a day to look at it again."""
    actor.require_riec(*DECIDERS)
    if _find(session, scope_id).hold:
        raise Conflict("already-held")
    on = calendar.today()
    if not on < data.review_on <= on + REVIEWED_WITHIN:
        raise Invalid(Problem("review-within-half-a-year", "/reviewOn"))
    guard.check(session, actor, data)

    hold_id = new_id()
    session.execute(
        text(
            "insert into holds (id, scope_id, reason, review_on, actor_id, organisation_id)"
            " values (:id, :scope, :reason, :review_on, :actor, :organisation)"
        ),
        {
            "id": hold_id, "scope": scope_id, "actor": actor.id, "organisation": actor.organisation_id,
            **data.model_dump(),
        },
    )  # fmt: skip

    events.record(session, actor, EventType.RETENTION_HELD, object_id=hold_id, data={"scope": scope_id})
    return _find(session, scope_id)


def release(session: Session, actor: Actor, scope_id: UUID) -> Retained:
    """End the hold on something; when its term is over it can be destroyed."""
    actor.require_riec(*DECIDERS)
    held = _find(session, scope_id).hold
    if held is None or held.at != scope_id:
        raise Conflict("not-held-here")

    session.execute(
        text("update holds set released_at = clock(), released_by = :actor where id = :id"),
        {"id": held.id, "actor": actor.id},
    )

    events.record(session, actor, EventType.RETENTION_RELEASED, object_id=held.id, data={"scope": scope_id})
    return _find(session, scope_id)


def proofs(session: Session, actor: Actor) -> list[Proof]:
    """What was destroyed, newest first."""
    _require_reader(actor)
    found = _proofs(session)
    access.consulted(session, actor, "destructions", object_ids=[one.id for one in found])
    return found


def proof(session: Session, actor: Actor, proof_id: UUID) -> Proof:
    """One proof of destruction."""
    _require_reader(actor)
    found = _proofs(session, proof_id)
    if not found:
        raise NotFound
    access.consulted(session, actor, "destructions", object_ids=[proof_id])
    return found[0]


def _require_reader(actor: Actor) -> None:
    if not actor.has(StaffRole.AUDITOR):
        actor.require_riec(*DECIDERS)


def _find(session: Session, scope_id: UUID) -> Retained:
    """What is kept under this id; NotFound when nothing is, or no longer."""
    found = _retained(session, wanted=scope_id)
    if not found:
        raise NotFound
    return found[0]


def _retained(session: Session, *, wanted: UUID | None = None, until: date | None = None) -> list[Retained]:
    found = session.execute(_RETENTION, {"wanted": wanted, "until": until, "most": MOST}).mappings()
    return [_line(dict(one), calendar.today()) for one in found]


def _line(found: dict[str, Any], on: date) -> Retained:
    placed = {name: found.pop(name) for name in ("hold_id", "held_at", "reason", "review_on")}
    held = (
        HoldView(
            id=placed["hold_id"],
            at=placed["held_at"],
            reason=placed["reason"],
            review_on=placed["review_on"],
            late=placed["review_on"] < on,
        )
        if placed["hold_id"]
        else None
    )
    over = found["due_on"] is not None and found["due_on"] <= on
    if held is None:
        acts = ["destroy", "hold"] if over else ["hold"]
    else:
        acts = ["release"] if held.at == found["id"] else []
    return Retained(**found, hold=held, acts=acts)


def _proofs(session: Session, wanted: UUID | None = None) -> list[Proof]:
    found = session.execute(_PROOFS, {"wanted": wanted, "most": MOST}).mappings()
    return [Proof(**one) for one in found]

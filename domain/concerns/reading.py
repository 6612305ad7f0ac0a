"""Concerns as they are read: by who sent them the receipt, by who received them everything."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from domain import access, rows
from domain.actor import Actor
from domain.concerns.shapes import HANDLERS, ConcernLine, ConcernView, Waiting
from domain.errors import NotFound

MOST: Final = 100
"""Of what waits; who has more does not read a list."""

Place = tuple[datetime, UUID]
"""Where a list goes on: the moment and the id of the last one shown."""

_LINE: Final = """
select c.*, d.outcome, d.created_at as decided_at from concerns c left join concern_decisions d on d.concern_id = c.id
"""
_LIST: Final = text(f"""{_LINE}
 where (c.organisation_id = :mine or c.recipient_id = :mine)
   and (c.created_at, c.id) < (coalesce(cast(:moment as timestamptz), 'infinity'),
                               coalesce(cast(:last as uuid), 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
 order by c.created_at desc, c.id desc limit :most
""")
_ONE: Final = text(f"""{_LINE.replace("select c.*", "select c.*, u.due_on, to_jsonb(a) as account, r.text as reason, r.signal_id")}
  left join concerns_due u on u.id = c.id left join concern_accounts a on a.concern_id = c.id
  left join concern_reasons r on r.concern_id = c.id where c.id = :id
""")
_WAITING: Final = text("""
select c.id, c.number, a.form, a.place, a.municipality_code, a.urgency, c.created_at
  from concerns c join concern_accounts a on a.concern_id = c.id
 where c.recipient_id = :mine and c.forgotten_at is null
   and not exists (select from concern_decisions d where d.concern_id = c.id)
 order by c.created_at, c.id limit :most
""")


def concerns(
    session: Session, actor: Actor, after: Place | None = None, limit: int = 50
) -> tuple[list[ConcernLine], Place | None]:
    """What the organisation sent or received, newest first; read on the record."""
    moment, last = after or (None, None)
    given = {"mine": actor.organisation_id, "moment": moment, "last": last, "most": limit + 1}
    found = [dict(one) for one in session.execute(_LIST, given).mappings()]
    names = rows.organisation_names(session)
    shown = [ConcernLine.model_validate(_line(actor, one, names)) for one in found[:limit]]
    if shown:
        access.consulted(session, actor, "concerns", object_ids=[one.id for one in shown])
    further = (shown[-1].created_at, shown[-1].id) if len(found) > limit else None
    return shown, further


def concern(session: Session, actor: Actor, concern_id: UUID) -> ConcernView:
    """One concern, read on the record."""
    found = view(session, actor, concern_id)
    access.consulted(session, actor, "concern", object_ids=[concern_id])
    return found


def view(session: Session, actor: Actor, concern_id: UUID) -> ConcernView:
    """One concern, for the act that was just done."""
    one = session.execute(_ONE, {"id": concern_id}).mappings().one_or_none()
    if one is None:
        raise NotFound
    found = dict(one)
    line = _line(actor, found, rows.organisation_names(session))
    acts = ["take-up", "decline"] if opened(actor, line["sent"], line["status"]) else []
    # What is due to go is the recipient's to know; the sender has no words to lose.
    return ConcernView.model_validate({**line, "acts": acts, "reason": found["reason"] or None})


def opened(actor: Actor, sent: bool, status: str) -> bool:
    """Whether it waits for this person."""
    return not sent and status == "received" and actor.has(*HANDLERS)


def waiting(session: Session, actor: Actor) -> list[Waiting]:
    """What others sent and nobody decided on yet, for who may turn it into a signal."""
    if not actor.has(*HANDLERS) or not actor.wgs_participant:
        return []
    found = session.execute(_WAITING, {"mine": actor.organisation_id, "most": MOST}).mappings()
    return [
        Waiting(
            one["id"], f"{one['place']} ({one['number']})" if one["place"] else one["number"], one["form"],
            one["municipality_code"], one["urgency"], one["created_at"],
        )
        for one in found
    ]  # fmt: skip


def _line(actor: Actor, one: Mapping[str, Any], names: Mapping[UUID, str]) -> dict[str, Any]:
    # What nobody decided on before its words went has become no signal.
    undecided = "not_taken_up" if one["forgotten_at"] else "received"
    became = {"taken_up": "taken_up", "declined": "not_taken_up"}
    return {
        **one,
        "sender": names[one["organisation_id"]],
        "recipient": names[one["recipient_id"]],
        "sent": one["organisation_id"] == actor.organisation_id,
        "status": became.get(one["outcome"], undecided),
    }

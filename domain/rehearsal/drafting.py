"""Rehearsing: a draft of changes, what it would mean for every organisation, and then applying or dropping it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import insert, text
from sqlmodel import Session

from db.tables import new_id
from db.tables.rehearsal import Rehearsal, RehearsalChange
from domain import events, process
from domain.actor import Actor
from domain.errors import Conflict, Invalid, NotFound, Problem
from domain.events import EventType
from domain.rehearsal.changes import MAY_HAVE, NEEDS, AddChange, ChangeView, make
from domain.rehearsal.effects import (
    Effect,
    PersonEffect,
    begun,
    meant,
    rehearse,
    told,
    try_out,
)
from domain.shapes import Line, Shape, View


class BeginRehearsal(Shape):
    """Proefwijziging: a draft of changes to what is shared."""

    title: Line = Field(description="Titel", examples=["Fiscale gegevens ook met de gemeente"])


class RehearsalLine(View):
    """Proefwijziging in de lijst."""

    id: UUID = Field(description="Kenmerk")
    title: str = Field(description="Titel", examples=["Fiscale gegevens ook met de gemeente"])
    created_at: datetime = Field(description="Begonnen op")
    created_by: str = Field(description="Begonnen door", examples=["Marleen Hoogland"])
    changes: int = Field(description="Aantal wijzigingen", examples=[2])
    outcome: Literal["applied", "dropped"] | None = Field(description="Uitkomst; absent while it is a draft")
    decided_at: datetime | None = Field(description="Besloten op")


class RehearsalView(RehearsalLine):
    """Proefwijziging: the changes, and what they would mean; once decided, only what they were."""

    lines: Sequence[ChangeView] = Field(description="Wijzigingen, in the order in which they are made")
    effects: Sequence[Effect] = Field(
        description="Gevolgen: which organisation would gain or lose what; closed records are not counted"
    )
    person_effects: Sequence[PersonEffect] = Field(
        description="Gevolgen voor personen: what the people whose admission or role changes would gain or lose"
    )
    acts: Sequence[str] = Field(description="Handelingen", examples=[["add", "apply", "drop"]])


_REHEARSALS: Final = text("""
select r.id, r.title, r.created_at, a.name as created_by, r.outcome, r.decided_at,
       (select count(*) from rehearsal_changes c where c.rehearsal_id = r.id) as changes
  from rehearsals r join actors a on a.id = r.created_by
 where cast(:id as uuid) is null or r.id = :id order by r.outcome is not null, r.created_at desc, r.id
""")

# Of a change to a rule or an admission that is there, what that says.
_CHANGES: Final = text("""
select c.id, c.kind, p.id as person_id, p.name as person, c.role, c.admission_id, coalesce(c.compartment, m.compartment) as compartment,
       c.screening_kind, c.screened_on, c.trained_on, coalesce(c.valid_until, m.valid_until) as valid_until,
       coalesce(c.agreement_id, r.agreement_id) as agreement_id, g.title || ', ' || g.version as agreement,
       c.rule_id, o.id as organisation_id, o.name as organisation, c.side, c.reason, coalesce(c.category, r.category) as category,
       coalesce(c.owner_kind, r.owner_kind) as owner_kind, coalesce(c.recipient_kind, r.recipient_kind) as recipient_kind,
       coalesce(c.step, r.step) as step
  from rehearsal_changes c left join rules r on r.id = c.rule_id
  left join agreements g on g.id = coalesce(c.agreement_id, r.agreement_id)
  left join admissions m on m.id = c.admission_id left join actors p on p.id = coalesce(c.person_id, m.actor_id)
  left join organisations o on o.id = coalesce(c.organisation_id, p.organisation_id)
 where c.rehearsal_id = :id order by c.created_at, c.id
""")


def rehearsals(session: Session, actor: Actor) -> list[RehearsalLine]:
    """Every draft, the open ones first."""
    actor.require_administrator()
    return [RehearsalLine(**one) for one in session.execute(_REHEARSALS, {"id": None}).mappings()]


def rehearsal(session: Session, actor: Actor, rehearsal_id: UUID) -> RehearsalView:
    """One draft with its changes, and what each organisation would gain or lose if they were made now."""
    actor.require_administrator()
    found = _line(session, rehearsal_id)
    changes = _changes(session, rehearsal_id)
    if found.outcome is not None:
        return RehearsalView(**dict(found), lines=changes, effects=[], person_effects=[], acts=[])
    refused, effects, persons = rehearse(session, actor, changes)
    lines = [one.model_copy(update={"refused": refused.get(one.id)}) for one in changes]
    acts = ["add", *(["apply"] if changes and not refused else []), "drop"]
    return RehearsalView(
        **dict(found),
        lines=lines,
        effects=list(told(effects, Effect)),
        person_effects=list(told(persons, PersonEffect)),
        acts=acts,
    )


def begin_rehearsal(session: Session, actor: Actor, data: BeginRehearsal) -> UUID:
    """Begin a draft; nothing of it holds until it is applied."""
    actor.require_administrator()

    rehearsal_id = new_id()
    _add(session, Rehearsal, id=rehearsal_id, created_by=actor.id, title=data.title)

    events.record(session, actor, EventType.SHARING_REHEARSAL_BEGUN, object_id=rehearsal_id)
    return rehearsal_id


def add_change(session: Session, actor: Actor, rehearsal_id: UUID, data: AddChange) -> UUID:
    """Add a change to a draft; one that could not be made is refused as it would be for good."""
    actor.require_administrator()
    _require_draft(session, rehearsal_id)
    problems = [
        Problem("required", f"/{AddChange.model_fields[name].alias}")
        for name in NEEDS[data.kind]
        if not getattr(data, name)
    ]
    if problems:
        raise Invalid(*problems)
    try_out(session, actor, [*_changes(session, rehearsal_id), data])

    change_id = new_id()
    _add(session, RehearsalChange, id=change_id, rehearsal_id=rehearsal_id, **_own_fields(data))

    events.record(
        session, actor, EventType.SHARING_REHEARSAL_CHANGED, object_id=rehearsal_id, data={"added": data.kind}
    )
    return change_id


def remove_change(session: Session, actor: Actor, rehearsal_id: UUID, change_id: UUID) -> None:
    """Take a change from a draft."""
    actor.require_administrator()
    _require_draft(session, rehearsal_id)

    done: Any = session.execute(
        text("delete from rehearsal_changes where id = :id and rehearsal_id = :of"),
        {"id": change_id, "of": rehearsal_id},
    )
    if not done.rowcount:
        raise NotFound

    events.record(session, actor, EventType.SHARING_REHEARSAL_CHANGED, object_id=rehearsal_id)


def apply_rehearsal(session: Session, actor: Actor, rehearsal_id: UUID) -> None:
    """Make the changes for good, each through its own verb and with its own event; all of them or none."""
    actor.require_administrator()
    _require_draft(session, rehearsal_id)
    changes = _changes(session, rehearsal_id)
    if not changes:
        raise Conflict("rehearsal-empty")

    before = begun(session)
    for change in changes:
        make(session, actor, change)
    effects, persons = meant(session, changes, before)
    _decide(session, actor, rehearsal_id, "applied")

    told_of = {"changes": len(changes)} | {
        side: len({one["organisation_id"] for one in [*effects, *persons] if one[side]})
        for side in ("gained", "lost")
    }
    events.record(session, actor, EventType.SHARING_REHEARSAL_APPLIED, object_id=rehearsal_id, data=told_of)


def drop_rehearsal(session: Session, actor: Actor, rehearsal_id: UUID) -> None:
    """Leave everything as it is; the draft stays to be read."""
    actor.require_administrator()
    _require_draft(session, rehearsal_id)

    _decide(session, actor, rehearsal_id, "dropped")

    events.record(session, actor, EventType.SHARING_REHEARSAL_DROPPED, object_id=rehearsal_id)


def _own_fields(data: AddChange) -> dict[str, Any]:
    """What this kind of change needs or may have, and nothing that was sent beside it."""
    return data.model_dump(include={"kind", *NEEDS[data.kind], *MAY_HAVE.get(data.kind, ())})


def _line(session: Session, rehearsal_id: UUID) -> RehearsalLine:
    found = session.execute(_REHEARSALS, {"id": rehearsal_id}).mappings().one_or_none()
    if found is None:
        raise NotFound
    return RehearsalLine(**found)


def _changes(session: Session, rehearsal_id: UUID) -> list[ChangeView]:
    return [ChangeView(**one) for one in session.execute(_CHANGES, {"id": rehearsal_id}).mappings()]


def _require_draft(session: Session, rehearsal_id: UUID) -> None:
    """Refuse unless it is there and open; two who decide on it at once wait for each other."""
    process.alone(session, f"rehearsal {rehearsal_id}")
    if _line(session, rehearsal_id).outcome is not None:
        raise Conflict("rehearsal-decided-already")


def _decide(session: Session, actor: Actor, rehearsal_id: UUID, outcome: str) -> None:
    session.execute(
        text(
            "update rehearsals set outcome = :outcome, decided_by = :by, decided_at = clock() where id = :id"
        ),
        {"outcome": outcome, "by": actor.id, "id": rehearsal_id},
    )


def _add(session: Session, model: Any, **columns: object) -> None:
    session.execute(insert(model.__table__).inline().values(**columns))

"""The board of the preparation team: the signals to assess by urgency and age, each decided on by itself (BGS 2.16)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain import access, worklist
from domain.actor import Actor, StaffRole
from domain.calendar import add_working_days, day_of, is_overdue, today, working_days_between
from domain.detection.assessing import CRITERIA
from domain.shapes import Code, Shape, View

MOST: Final = 200
"""The most pressing ones; who has more waiting asks for one municipality or form."""

# It begins where something waits, and costs one statement however much there ever was (docs/decisions/0030).
_BOARD: Final = text("""
select s.*, o.name as owner,
       (select t.status from statuses t where t.scope_id = s.id and t.of_id = s.id order by t.id desc limit 1) as status,
       (select count(*) from mentions m where m.signal_id = s.id) as mentions,
       (select count(*) from additions a where a.signal_id = s.id) as additions,
       (select to_jsonb(a) from assessments a where a.signal_id = s.id order by a.id desc limit 1) as assessed
  from (select * from signals
         where id in (select p.scope_id from participations p where p.organisation_id = :mine and p.ended_at is null
                         and p.kind = 'signal' and p.step = 'detection' and p.waiting)
           and (cast(:municipality as text) is null or municipality_code = :municipality)
           and (cast(:form as text) is null or form = :form)
         order by urgency <> 'danger', urgency = 'none', created_at limit :most) s
  join organisations o on o.id = s.owner_id
 order by s.urgency <> 'danger', s.urgency = 'none', s.created_at
""")


class BoardAsked(Shape):
    """Wat van het bord gevraagd wordt."""

    municipality: Code | None = Field(default=None, description="Gemeente: CBS code")
    form: Code | None = Field(default=None, description="Vorm van uitbuiting")


class BoardLine(View):
    """Signaal op het bord."""

    id: UUID = Field(description="Kenmerk")
    number: str = Field(description="Nummer", examples=["S-2026-7QK2M4XA"])
    form: str = Field(description="Vorm van uitbuiting", examples=["AU"])
    place: str = Field(description="Plaats", examples=["Loods aan de haven"])
    municipality_code: str = Field(description="Gemeente", examples=["GM0361"])
    urgency: str = Field(description="Spoed", examples=["soon"])
    owner: str = Field(description="Bronhouder", examples=["Nederlandse Arbeidsinspectie"])
    status: str = Field(description="Status: submitted, or sent_back to the reporter", examples=["submitted"])
    created_at: datetime = Field(description="Gemeld op")
    working_days: int = Field(description="Werkdagen: since it came in")
    due_on: date | None = Field(description="Volgens de norm vóór")
    overdue: bool = Field(description="Over de norm")
    mentions: int = Field(description="Aantal vermeldingen")
    additions: int = Field(description="Aantal aanvullingen")
    unmet: Sequence[str] = Field(
        description="Criteria die niet voldeden: when it was tested last; empty when it never was",
        examples=[["within_region"]],
    )
    tested: bool = Field(description="Getoetst: it was sent back before")
    to_bring_in: bool = Field(description="Eerst inbrengen: its source is protected")


class BoardView(View):
    """Bord: the most pressing first."""

    norm: int | None = Field(description="Norm: working days in which the region means to decide")
    items: Sequence[BoardLine] = Field(description="Signalen")


def board(session: Session, actor: Actor, asked: BoardAsked | None = None) -> BoardView:
    """What the preparation team has to decide on, and what waits for its reporter; on the record."""
    actor.require_riec(StaffRole.PREPARATION)
    asked = asked or BoardAsked()

    norm = worklist.assess_within(session)
    given = {"mine": actor.organisation_id, "most": MOST, **asked.model_dump()}
    found = session.execute(_BOARD, given).mappings()
    items = [_line(dict(one), norm, actor) for one in found if one["status"] in ("submitted", "sent_back")]
    if items:
        access.consulted(session, actor, "signals", object_ids=[one.id for one in items])
    return BoardView(norm=norm, items=items)


def _line(one: Mapping[str, Any], norm: int | None, actor: Actor) -> BoardLine:
    on, came = today(), day_of(one["created_at"])
    due = add_working_days(came, norm) if norm else None
    tested = one["assessed"] or {}
    return BoardLine.model_validate({
        **one,
        "working_days": working_days_between(came, on),
        "due_on": due,
        "overdue": due is not None and is_overdue(due, on),
        "tested": bool(tested),
        "unmet": [name for name in CRITERIA if tested and not tested[name]],
        "to_bring_in": one["protection"] == "origin" and one["owner_id"] != actor.organisation_id,
    })  # fmt: skip

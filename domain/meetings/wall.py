"""The screen on the wall: the case on the table, with only what every single person in the room may see.

It is read in a session of everybody in the room at once; the database shows what all of them may see, and writes for
each of them down that they were shown it.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session, col, select

from db.tables.cases import Case
from db.tables.dossier import Contribution
from db.tables.meetings import Decision, Meeting
from db.tables.weighing import Opinion
from domain import access, cases, rows
from domain.actor import Actor
from domain.errors import Conflict
from domain.meetings.attending import in_room
from domain.meetings.convening import led
from domain.meetings.reading import decision_views, line, on_the_table
from domain.meetings.shapes import MeetingDecisionView, MeetingLine
from domain.shapes import View

_ACTIVE = text("""
select count(*) from actors a join organisations o on o.id = a.organisation_id
 where a.id = any(:people) and a.active and o.active
""")


class WallNote(View):
    """Wat een partner weet of adviseert, zoals iedereen in de zaal het mag zien."""

    id: UUID = Field(description="Kenmerk")
    owner: str = Field(description="Van")
    category: str = Field(description="Soort gegeven: `opinion` for an opinion", examples=["housing"])
    text: str = Field(description="Tekst, or the advice of an opinion")


class WallSubject(View):
    """Betrokkene op het scherm."""

    id: UUID = Field(description="Kenmerk")
    step: str = Field(description="Stap", examples=["weighing"])
    shared: bool = Field(description="Of iedereen in de zaal weet wie het is")
    kind: str | None = Field(default=None, description="Soort")
    role: str | None = Field(
        default=None, description="Rol: possible until decided", examples=["facilitator"]
    )
    name: str | None = Field(default=None, description="Naam")
    notes: Sequence[WallNote] = Field(description="Wat partners weten en adviseren")


class WallView(View):
    """Scherm in de zaal."""

    meeting: MeetingLine = Field(description="Overleg")
    people: int = Field(description="Personen in de zaal, beside the chair")
    case_number: str | None = Field(
        default=None, description="Casusnummer; absent when not everybody in the room takes part"
    )
    case_title: str | None = Field(default=None, description="Titel")
    purpose: str | None = Field(default=None, description="Doel")
    question: str = Field(default="", description="Vraag aan het overleg")
    subjects: Sequence[WallSubject] = Field(default=(), description="Betrokkenen")
    decisions: Sequence[MeetingDecisionView] = Field(default=(), description="Besluiten in dit overleg")


def people_before_the_wall(session: Session, actor: Actor, meeting_id: UUID) -> list[UUID]:
    """Who stands before the wall: the chair who shows it, and everybody who is in the room."""
    led(session, actor, meeting_id, "convened", "running")
    people = in_room(session, meeting_id)
    gone = len(people) - session.execute(_ACTIVE, {"people": people}).scalar_one()
    if gone:
        raise Conflict("outsiders-in-room", outsiders=gone)
    return [actor.id, *(one for one in people if one != actor.id)]


def wall(together: Session, people: Sequence[UUID], meeting_id: UUID) -> WallView:
    """What everybody in the room may see of the case on the table; `together` is the session of them all."""
    meeting = line(rows.find(together, Meeting, meeting_id))
    found: dict[str, Any] = {"meeting": meeting, "people": len(people) - 1}
    item = on_the_table(together, meeting_id=meeting_id)
    case = together.get(Case, item.case_id) if item else None
    if item is None or case is None:
        return WallView(**found)

    subjects = _subjects(together, case.id)
    decisions = decision_views(
        together,
        together.exec(select(Decision).where(Decision.item_id == item.id).order_by(col(Decision.id))).all(),
    )
    shown = [
        case.id,
        *(one.id for one in subjects if one.shared),
        *(note.id for one in subjects for note in one.notes),
    ]
    access.seen_together(together, "wall", case.id, [*shown, *(one.id for one in decisions)], case.purpose)
    return WallView(
        **found, case_number=case.number, case_title=case.title, purpose=case.purpose, question=item.question,
        subjects=subjects, decisions=decisions,
    )  # fmt: skip


def _subjects(together: Session, case_id: UUID) -> list[WallSubject]:
    lines = cases.subjects_of(together, case_id)
    ids = [one.id for one in lines]
    names = rows.organisation_names(together)
    notes: dict[UUID, list[WallNote]] = {}
    for said in rows.in_scope(together, Contribution, *ids):
        if said.withdrawn_at is None:
            notes.setdefault(said.scope_id, []).append(
                WallNote(id=said.id, owner=names[said.owner_id], category=said.category, text=said.text)
            )
    for advice in rows.in_scope(together, Opinion, *ids):
        notes.setdefault(advice.scope_id, []).append(
            WallNote(id=advice.id, owner=names[advice.owner_id], category="opinion", text=advice.text)
        )
    return [
        WallSubject(
            id=one.id, step=one.step, shared=one.shared, kind=one.kind, role=one.role, name=one.name,
            notes=notes.get(one.id, []),
        )
        for one in lines
    ]  # fmt: skip

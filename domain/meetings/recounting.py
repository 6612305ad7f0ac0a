"""The minutes of a meeting as a whole: on the page, over the API and as a document, the same for each reader."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from db.tables.meetings import Attendance, Meeting
from domain import access, rows
from domain.actor import Actor
from domain.meetings.reading import discussed_views, leads, logged, view
from domain.meetings.shapes import MinutesView, PresentView

_PEOPLE = text("select id, name, function_title, organisation_id from actors where id = any(:ids)")


def minutes(
    session: Session, actor: Actor, meeting_id: UUID, outcome: access.Outcome = "shown"
) -> MinutesView:
    """The minutes of a meeting, as far as this viewer takes part in its cases; read on the record."""
    found = rows.find(session, Meeting, meeting_id)
    shown = view(session, actor, meeting_id)
    opened = [one for one in shown.items if one.status != "waiting"]
    made = discussed_views(session, actor, found, opened)
    logged(session, actor, meeting_id, made, outcome)
    return MinutesView(
        meeting=shown,
        adopted_at=found.adopted_at,
        present=_present(session, actor, found),
        discussed=made,
    )


def _present(session: Session, actor: Actor, found: Meeting) -> Sequence[PresentView]:
    """Who was in the room at some time of the meeting; the invited do not know who else was (decision 0024)."""
    if not leads(actor) or found.owner_id != actor.organisation_id:
        return []
    noted = session.exec(
        select(Attendance)
        .where(Attendance.meeting_id == found.id, Attendance.whereabouts == "room")
        .order_by(col(Attendance.id))
    )
    mandates = {one.person_id: one.mandate for one in noted}
    names = rows.organisation_names(session)
    people = session.execute(_PEOPLE, {"ids": list(mandates)}) if mandates else ()
    came = [
        PresentView(
            person_id=one.id, name=one.name, function_title=one.function_title,
            organisation=names.get(one.organisation_id, ""), mandate=mandates[one.id],
        )
        for one in people
    ]  # fmt: skip
    return sorted(came, key=lambda one: (one.organisation, one.name))

"""Who stands before a wall: a session of everybody in the room at once, in which the database shows what all may see."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from fastapi import Request
from sqlmodel import Session

from api.deps import database_of
from domain import meetings
from domain.actor import Actor


@contextmanager
def before_the_wall(
    request: Request, session: Session, actor: Actor, meeting_id: UUID
) -> Iterator[tuple[Session, list[UUID]]]:
    """The session of everybody who stands before the wall of a meeting, and who they are.

    What the chair did is committed first: a request that holds one connection while it waits for another could wait
    for ever, since those it waits for may be waiting too.
    """
    people = meetings.people_before_the_wall(session, actor, meeting_id)
    session.commit()
    with database_of(request).session_for(*people) as together:
        together.info["request_id"] = request.state.request_id
        yield together, people
        together.commit()

"""For acts that lead to a page of their own, or make nothing with an id; all others go through `rooms.submit`."""

from collections.abc import Callable

from fastapi import Response
from sqlmodel import Session

from api.deps import attempt
from domain.errors import DomainError


def act(
    session: Session, done: Callable[[], Response], again: Callable[[DomainError | None], Response]
) -> Response:
    """Do it and answer; or show the form `again`, with what is wrong."""
    with attempt(session) as tried:
        return done()
    return again(tried.refused)

"""What is written down about signing in."""

import json
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from domain.events import EventType


def record(
    session: Session,
    type_: EventType,
    actor_id: UUID | None,
    data: Mapping[str, str] | None = None,
    *,
    by: UUID | None = None,
) -> None:
    """Write an event in this transaction, through the one door the login role has into the log.

    `by` is the administrator who did it, when it was not the person the account belongs to.
    """
    facts = dict(data or {}) | ({"by": str(by)} if by else {})
    session.execute(
        text("select account_event(:type, :actor, :request, cast(:data as jsonb))"),
        {
            "type": type_.value,
            "actor": actor_id,
            "request": session.info.get("request_id"),
            "data": json.dumps(facts),
        },
    )

"""Finding and adding shareable rows: always through the eyes, and in the name, of the one who asks."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import insert, text, tuple_
from sqlmodel import Session, col, select

from db.tables import Shareable, new_id
from db.tables.detection import Status
from db.tables.spine import Participation
from domain.actor import Actor
from domain.errors import NotFound

Row = TypeVar("Row", bound=Shareable)

Place = tuple[datetime, UUID]
"""Where a list goes on: the moment of last activity and the id of the last one shown."""

# Crockford's alphabet without letters that look like digits; a number says nothing about how many there are.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def find(session: Session, model: type[Row], row_id: UUID) -> Row:
    """The row, or NotFound when it does not exist for the one who asks; the two are the same."""
    row = session.get(model, row_id)
    if row is None:
        raise NotFound
    return row


def in_scope(session: Session, model: type[Row], *scope_ids: UUID) -> list[Row]:
    """The visible rows of a table in these scopes, oldest first."""
    query = select(model).where(col(model.scope_id).in_(scope_ids)).order_by(col(model.id))
    return list(session.exec(query))


class HasId(Protocol):
    """A view with an id of its own."""

    @property
    def id(self) -> UUID: ...


Seen = TypeVar("Seen", bound=HasId)


def one_of(views: Iterable[Seen], wanted: UUID) -> Seen:
    """The view with this id, or NotFound: not everybody who may add a thing may see it later."""
    for view in views:
        if view.id == wanted:
            return view
    raise NotFound


def add(
    session: Session, actor: Actor, model: type[Row], scope_id: UUID, category: str, **fields: Any
) -> UUID:
    """Add one row in the actor's name and return its id."""
    return add_all(session, actor, model, scope_id, category, [fields])[0]


def add_all(
    session: Session,
    actor: Actor,
    model: type[Row],
    scope_id: UUID,
    category: str,
    rows: Sequence[dict[str, Any]],
) -> list[UUID]:
    """Add several rows of one kind in one statement; an empty list adds none."""
    made = [
        model(
            **{"id": new_id(), **row},
            scope_id=scope_id,
            owner_id=actor.organisation_id,
            actor_id=actor.id,
            category=category,
        ).model_dump(exclude={"created_at"})
        for row in rows
    ]
    if made:
        # Core, without RETURNING: one statement, and the row is read back as a view by who may see it.
        session.execute(insert(model.metadata.tables[str(model.__tablename__)]), made)
    return [row["id"] for row in made]


def note_status(
    session: Session, actor: Actor, scope_id: UUID, of_id: UUID, status: str, category: str = "status"
) -> None:
    """Record a status fact, for those who may see the status and not the content."""
    add(session, actor, Status, scope_id, category, of_id=of_id, status=status)


def latest_statuses(session: Session, scope_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The last visible status of each thing in these scopes, by its id."""
    if not scope_ids:
        return {}
    found = session.execute(
        text(
            "select distinct on (of_id) of_id, status from statuses where scope_id = any(:scopes)"
            " order by of_id, id desc"
        ),
        {"scopes": list(scope_ids)},
    )
    return dict(found.tuples().all())


def children(session: Session, parent_id: UUID, kind: str) -> list[UUID]:
    """The scopes of one kind below another that the one who asks takes part in, oldest first."""
    return list(
        session.execute(
            text("select id from scopes where parent_id = :parent and kind = :kind order by id"),
            {"parent": parent_id, "kind": kind},
        ).scalars()
    )


def taking_part(
    session: Session, actor: Actor, kind: str, after: Place | None, limit: int
) -> tuple[list[Place], Place | None]:
    """The scopes of one kind the organisation takes part in, last active first, and where the next part begins.

    Driven by participations with the organisation as a bound parameter: the cost is the same for the smallest
    and the largest partner (a policy that has to find rows by walking a table cost 600 times more).
    """
    p = Participation
    query = (
        select(p.last_activity_at, p.scope_id)
        .distinct(col(p.last_activity_at), col(p.scope_id))
        .where(p.organisation_id == actor.organisation_id, p.kind == kind, col(p.ended_at).is_(None))
        .order_by(col(p.last_activity_at).desc(), col(p.scope_id).desc())
        .limit(limit + 1)
    )
    if after:
        query = query.where(tuple_(p.last_activity_at, p.scope_id) < tuple_(*after))
    places: list[Place] = [(moment, scope) for moment, scope in session.exec(query)]
    return places[:limit], places[limit - 1] if len(places) > limit else None


def count_taking_part(session: Session, actor: Actor, kind: str, cap: int = 1000) -> int:
    """How many scopes of one kind the organisation takes part in, counted up to a cap."""
    return int(
        session.execute(
            text(
                "select count(*) from (select distinct scope_id from participations where organisation_id"
                " = :organisation and kind = :kind and ended_at is null limit :cap) counted"
            ),
            {"organisation": actor.organisation_id, "kind": kind, "cap": cap},
        ).scalar_one()
    )


def make_number(prefix: str, on: date) -> str:
    """A number for people to quote: year, random body, check character.

    Random because a gap in consecutive numbers would tell that something hidden exists.
    """
    body = "".join(secrets.choice(_ALPHABET) for _ in range(6))
    check = _ALPHABET[sum(place * _ALPHABET.index(c) for place, c in enumerate(body, start=2)) % 31]
    return f"{prefix}-{on.year}-{body}{check}"


def organisation_names(session: Session) -> dict[UUID, str]:
    """The names of all organisations; partners are public to each other."""
    return dict(session.execute(text("select id, name from organisations")).tuples().all())

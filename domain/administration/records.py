"""What every act of administration does: ask who may, and write one row."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, insert, update
from sqlmodel import Session

from db.tables import Table as Model
from domain.actor import Actor
from domain.errors import NotFound


def require_administrator(actor: Actor) -> None:
    """Refuse unless this is a functional administrator of the RIEC; the policies ask the same."""
    actor.require_administrator()


def is_administrator(actor: Actor) -> bool:
    """Whether this is a functional administrator of the RIEC."""
    return actor.administers()


def add_row(session: Session, model: type[Model], **columns: object) -> None:
    """Insert one row, without RETURNING."""
    session.execute(insert(_table(model)).inline().values(**columns))


def change_row(session: Session, model: type[Model], row_id: UUID, **columns: object) -> None:
    """Change one row by its id; NotFound when it is not there, or not for this actor to change."""
    change_rows(session, model, _table(model).c.id == row_id, **columns)


def change_rows(session: Session, model: type[Model], which: ColumnElement[bool], **columns: object) -> None:
    """Change the rows that fit; NotFound when there is none."""
    # Not ORM-enabled: the identity map would want to read back what may be hidden afterwards.
    done: Any = session.connection().execute(update(_table(model)).where(which).values(**columns))
    if done.rowcount == 0:
        raise NotFound


def _table(model: type[Model]) -> Table:
    return model.metadata.tables[str(model.__tablename__)]

"""What every table has in common, and what makes a row shareable."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    MetaData,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlmodel import Field, SQLModel
from uuid_utils.compat import uuid7

from db import clock

# One naming rule, so that migrations and error handling can rely on the names.
SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention


def new_id() -> UUID:
    """A new identifier: UUID version 7 (RFC 9562), sortable by time, made here since PostgreSQL 15 cannot."""
    return uuid7(nanoseconds=clock.nanoseconds())


def moment(*, default_now: bool = False, nullable: bool = False) -> Any:
    """A column holding a point in time, always with its zone; the time of the act unless told otherwise."""
    return _moment(func.clock() if default_now else None, nullable=nullable)


def real_moment() -> Any:
    """A column holding when something happened to an account, a session or a queue: real time, in stories too."""
    return _moment(func.clock_timestamp(), nullable=False)


def _moment(default: Any, *, nullable: bool) -> Any:
    return Field(
        default=None,
        sa_type=DateTime(timezone=True),
        sa_column_kwargs={} if default is None else {"server_default": default},
        nullable=nullable,
    )


def texts(*, nullable: bool = False) -> Any:
    """A column holding a list of codes."""
    return Field(default_factory=list, sa_type=ARRAY(Text), nullable=nullable)


def parts() -> Any:
    """A column holding the name of a person in parts, as far as known; nothing where there is only one text."""
    return Field(default=None, sa_type=JSONB(none_as_null=True), nullable=True)


def ids(*, since: bool = False) -> Any:
    """A column holding ids; of what is destroyed it keeps one that says nothing. `since`: rows were there before it."""
    default = {"server_default": text("'{}'")} if since else {}
    return Field(
        default_factory=list, sa_type=ARRAY(PgUUID(as_uuid=True)), nullable=False, sa_column_kwargs=default
    )


def lies_in(column: str) -> CheckConstraint:
    """That a row lies in the very scope of what it is about, so that it cannot be hung below another."""
    return CheckConstraint(f"scope_id = {column}", name="place")


class Table(SQLModel):
    """The base of every table."""


class Shareable(Table):
    """A row that is the smallest thing partners share: one scope, one owner, one category.

    `circle` closes the row to named actors; NULL leaves it to the rules. The five policies of
    `db.policies.sharing` stand on exactly these columns.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    scope_id: UUID = Field(foreign_key="scopes.id", index=True, nullable=False)
    owner_id: UUID = Field(foreign_key="organisations.id", nullable=False)
    category: str = Field(foreign_key="categories.code", nullable=False)
    actor_id: UUID = Field(foreign_key="actors.id", nullable=False)
    circle: list[UUID] | None = Field(default=None, sa_type=ARRAY(PgUUID(as_uuid=True)), nullable=True)
    created_at: datetime = moment(default_now=True)


__all__ = [
    "Column",
    "ForeignKey",
    "Shareable",
    "Table",
    "ids",
    "lies_in",
    "moment",
    "new_id",
    "parts",
    "real_moment",
    "texts",
]

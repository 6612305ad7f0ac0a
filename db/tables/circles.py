"""Rows that their owner closed, or closed further, after they were added."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlmodel import Field

from db.tables.base import Table


class Narrowing(Table, table=True):
    """The circle of a row that changed it later: its older events, which are never changed, are as closed as it is now."""

    __tablename__ = "narrowings"

    row_id: UUID = Field(primary_key=True)
    owner_id: UUID = Field(foreign_key="organisations.id")
    circle: list[UUID] = Field(sa_type=ARRAY(PgUUID(as_uuid=True)), nullable=False)


__all__ = ["Narrowing"]

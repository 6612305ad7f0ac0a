"""What can be found by words: one entry per row, with the columns sharing stands on."""

from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlmodel import Field

from db.tables.base import Table


class SearchEntry(Table, table=True):
    """The words of one row; nobody reads this table, the search function does."""

    __tablename__ = "search_entries"
    __table_args__ = (
        Index("ix_search_entries_scope_id", "scope_id"),
        # Without fastupdate: a pending list made search seven times slower after 14,000 inserts.
        Index(
            "ix_search_entries_words",
            "organisations",
            "words",
            postgresql_using="gin",
            postgresql_ops={"words": "gin_trgm_ops"},
            postgresql_with={"fastupdate": "off"},
        ),
    )

    row_id: UUID = Field(primary_key=True)
    kind: str
    target_id: UUID
    scope_id: UUID = Field(foreign_key="scopes.id")
    owner_id: UUID = Field(foreign_key="organisations.id")
    category: str = Field(foreign_key="categories.code")
    circle: list[UUID] | None = Field(default=None, sa_type=ARRAY(PgUUID(as_uuid=True)), nullable=True)
    # Who takes part in the scope: narrows the index to what a viewer could see at all; the policies decide.
    organisations: list[UUID] = Field(sa_type=ARRAY(PgUUID(as_uuid=True)))
    words: str

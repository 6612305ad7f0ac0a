"""Importing (inlezen): the rows of a file, waiting for one person to look at them, until each is a signal or is gone."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from db.tables.base import Table, new_id, real_moment, texts


class Import(Table, table=True):
    """One file of one person: which column says what, and how far it is. Nobody else ever reads it."""

    __tablename__ = "imports"
    __table_args__ = (
        CheckConstraint("stage in ('mapping', 'checking', 'checked', 'running', 'done')", name="stage"),
        UniqueConstraint("id", "actor_id"),
        Index("ix_imports_actor_id", "actor_id", "created_at"),
        Index("ix_imports_expires_at", "expires_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    actor_id: UUID = Field(foreign_key="actors.id")
    name: str
    # Of the file, with the key of the digests: the same file again is known without keeping the file.
    digest: bytes = Field(sa_type=LargeBinary)
    headers: list[str] = texts()
    # For each column of the file which of ours it is; null for one that is not read.
    mapping: list[str | None] = Field(default_factory=list, sa_type=JSONB)
    stage: str
    # Why it stands still, as the code of a refusal: its person may no longer report, for example.
    stopped: str | None = None
    created_at: datetime = real_moment()
    expires_at: datetime = Field(sa_type=DateTime(timezone=True))


class ImportRow(Table, table=True):
    """One row of a file. What it says is destroyed in the transaction in which it becomes a signal."""

    __tablename__ = "import_rows"
    __table_args__ = (
        CheckConstraint("status in ('waiting', 'good', 'wrong', 'double', 'imported')", name="status"),
        CheckConstraint("status <> 'imported' or cells = '[]' and corrected = '{}'", name="emptied"),
        ForeignKeyConstraint(
            ["import_id", "actor_id"], ["imports.id", "imports.actor_id"], name="of", ondelete="CASCADE"
        ),
        Index("ix_import_rows_status", "import_id", "status", "place"),
        Index("ix_import_rows_digest", "import_id", "digest", "place"),
        Index("ix_import_rows_signal_id", "signal_id"),
    )

    import_id: UUID = Field(primary_key=True)
    # The row of the file, as a spreadsheet numbers it.
    place: int = Field(primary_key=True)
    actor_id: UUID
    cells: list[str] = Field(default_factory=list, sa_type=JSONB)
    # How many cells too many (or, negative, too few) it had; null once somebody has looked at it.
    ragged: int | None = None
    # What was corrected in place, by our names of the columns.
    corrected: dict[str, str] = Field(default_factory=dict, sa_type=JSONB)
    status: str
    problems: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    reference: str = ""
    digest: bytes | None = Field(default=None, sa_type=LargeBinary, nullable=True)
    # The row or the signal that says the same, and that somebody has chosen to import this one all the same.
    double_place: int | None = None
    double_signal_id: UUID | None = Field(
        default=None, sa_column_args=(ForeignKey("signals.id", ondelete="SET NULL"),), nullable=True
    )
    accepted: bool = False
    signal_id: UUID | None = Field(
        default=None, sa_column_args=(ForeignKey("signals.id", ondelete="SET NULL"),), nullable=True
    )


class ImportedSignal(Table, table=True):
    """From which row a signal came, as a keyed digest: so that the same row is known in a later file."""

    __tablename__ = "imported_signals"
    __table_args__ = (Index("ix_imported_signals_digest", "organisation_id", "digest"),)

    signal_id: UUID = Field(primary_key=True, sa_column_args=(ForeignKey("signals.id", ondelete="CASCADE"),))
    organisation_id: UUID = Field(foreign_key="organisations.id")
    digest: bytes = Field(sa_type=LargeBinary)


class ImportColumn(Table, table=True):
    """What an organisation calls a column of ours in its files; no more than a name."""

    __tablename__ = "import_columns"

    organisation_id: UUID = Field(foreign_key="organisations.id", primary_key=True)
    theirs: str = Field(primary_key=True)
    ours: str | None = None


__all__ = ["Import", "ImportColumn", "ImportRow", "ImportedSignal"]

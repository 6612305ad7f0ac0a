"""Attachments (bijlagen): what is said of a file, as partners share it, and apart from that where its bytes are."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlmodel import Field

from db.tables.base import Shareable, Table, lies_in, moment


class Attachment(Shareable, table=True):
    """A file with a signal or about a subject: shared as what its owner wrote there is."""

    __tablename__ = "attachments"
    __table_args__ = (
        CheckConstraint("num_nonnulls(signal_id, subject_id) = 1", name="about_one"),
        CheckConstraint("state in ('held', 'clean', 'refused')", name="state"),
        CheckConstraint("(withdrawn_at is null) = (withdrawn_for is null)", name="withdrawn"),
        CheckConstraint("withdrawn_for in ('incorrect', 'unlawful', 'unnecessary')", name="withdrawn_for"),
        CheckConstraint(
            "withdrawn_at is null or name = '' and description = '' and source = '' and mark = ''", name="emptied"
        ),
        CheckConstraint("(replaced_at is null) = (replaced_for is null)", name="replaced"),
        CheckConstraint("replaced_for in ('incorrect', 'unlawful', 'unnecessary')", name="replaced_for"),
        lies_in("coalesce(signal_id, subject_id)"),
        # The same file twice in one place is one file; unique for its owner, so that it tells nothing of others.
        Index(
            "ix_attachments_mark", "scope_id", "owner_id", "mark", unique=True,
            postgresql_where=text("withdrawn_at is null and state <> 'refused'"),
        ),
    )  # fmt: skip

    signal_id: UUID | None = Field(default=None, foreign_key="signals.id", index=True)
    subject_id: UUID | None = Field(default=None, foreign_key="subjects.id", index=True)
    name: str
    # What can be seen or read in it: also what is said in its place to who does not see it.
    description: str
    source: str = ""
    media_type: str
    size: int = Field(sa_type=BigInteger)
    pages: int = 0
    # Looked at for viruses: held until that was done.
    state: str = "held"
    mark: str
    # Its words alone: the file is the same.
    corrected_at: datetime | None = moment(nullable=True)
    replaced_at: datetime | None = moment(nullable=True)
    replaced_for: str | None = None
    withdrawn_at: datetime | None = moment(nullable=True)
    withdrawn_for: str | None = None


class AttachmentKey(Table, table=True):
    """The name of the master key that the keys of files are wrapped with; there is one."""

    __tablename__ = "attachment_keys"

    id: str = Field(primary_key=True)
    created_at: datetime = moment(default_now=True)


class AttachmentFile(Table, table=True):
    """Bytes in the vault that belong to an attachment, with their key; the id is the name of the file there."""

    __tablename__ = "attachment_files"
    __table_args__ = (
        CheckConstraint("kind in ('original', 'copy', 'thumbnail', 'page')", name="kind"),
        CheckConstraint("(kind = 'page') = (page is not null)", name="page"),
        Index("uq_attachment_files_part", "attachment_id", "kind", text("coalesce(page, 0)"), unique=True),
    )

    id: UUID = Field(primary_key=True)
    attachment_id: UUID = Field(foreign_key="attachments.id")
    kind: str
    page: int | None = None
    media_type: str
    size: int = Field(sa_type=BigInteger)
    wrapped_key: bytes
    # The database refuses what was wrapped with another key than the one that holds now.
    key_id: str = Field(foreign_key="attachment_keys.id", index=True)


__all__ = ["Attachment", "AttachmentFile", "AttachmentKey"]

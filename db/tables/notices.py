"""Notices: what somebody should know of, how they want to hear of it, and the mails that still have to go out.

None of them holds content: a kind, an id, a moment. What it is about is read through the eyes of the one who looks.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlmodel import Field

from db.tables.base import Table, moment, new_id, real_moment


class NoticeRow(Table, table=True):
    """That one person should know of one thing; it disappears when that person may no longer see the thing."""

    __tablename__ = "notices"
    __table_args__ = (
        CheckConstraint(
            "object_kind in ('signal', 'case', 'subject', 'request', 'intervention', 'account', 'recertification',"
            " 'known_waiting', 'known_found', 'known_question', 'contribution', 'unmasking', 'agreement', 'emergency',"
            " 'disclosed', 'meeting', 'action', 'proposal', 'released_result', 'concern', 'attachment', 'import')",
            name="object_kind",
        ),
        CheckConstraint("mail in ('now', 'digest', 'never')", name="mail"),
        # Telling the same twice makes one.
        UniqueConstraint("person_id", "object_id", "cause"),
        Index("ix_notices_person_id", "person_id", "at", "id"),
        # The bell asks for these on every page.
        Index("ix_notices_unread", "person_id", "at", "id", postgresql_where=text("read_at is null")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="actors.id")
    kind: str
    object_kind: str
    object_id: UUID
    # The number of the event, or the term that passed.
    cause: str
    mail: str
    at: datetime = moment()
    read_at: datetime | None = moment(nullable=True)
    mailed_at: datetime | None = moment(nullable=True)


class NoticePreference(Table, table=True):
    """How one person wants to hear of a group of kinds by mail; without a row the default holds."""

    __tablename__ = "notice_preferences"
    __table_args__ = (CheckConstraint("mail in ('now', 'digest', 'never')", name="mail"),)

    person_id: UUID = Field(foreign_key="actors.id", primary_key=True)
    kinds: str = Field(primary_key=True)
    mail: str


class Mail(Table, table=True):
    """A mail to one person that still has to go out, or did: about one notice, or the digest of one day."""

    __tablename__ = "mails"
    __table_args__ = (
        CheckConstraint("(notice_id is null) <> (day is null)", name="about_one_thing"),
        # One digest a day, also with two workers.
        UniqueConstraint("person_id", "day"),
        Index(
            "ix_mails_due",
            "next_attempt_at",
            postgresql_where=text("delivered_at is null and dead_at is null"),
        ),
        Index("ix_mails_dead_at", "dead_at", postgresql_where=text("dead_at is not null")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="actors.id")
    notice_id: UUID | None = Field(
        default=None, unique=True, sa_column_args=(ForeignKey("notices.id", ondelete="CASCADE"),)
    )
    day: date | None = None
    created_at: datetime = real_moment()
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    next_attempt_at: datetime = real_moment()
    delivered_at: datetime | None = moment(nullable=True)
    dead_at: datetime | None = moment(nullable=True)
    last_error: str | None = None


__all__ = ["Mail", "NoticePreference", "NoticeRow"]

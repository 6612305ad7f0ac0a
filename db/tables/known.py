"""Known or not known: digests of what people and things are known by, and the questions put to them.

No plain text stands here: a digest is made with a key that is not in the database (`db.keyring`).
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlmodel import Field

from db.tables.base import Table, moment, new_id, texts


class Digest(Table, table=True):
    """That a mention or a subject is known by something; nobody reads this table, `ask_known()` does.

    `open` and `quiet_until` follow the row it is of. What is closed is not in the index at all: a question about it
    reads the very same pages as a question about what nobody ever wrote down.
    """

    __tablename__ = "digests"
    __table_args__ = (
        Index(
            "ix_digests_open",
            "digest",
            "owner_id",
            text("quiet_until desc nulls last"),
            postgresql_include=["scope_id"],
            postgresql_where=text("open"),
        ),
        Index("ix_digests_scope_id", "scope_id"),
    )

    row_id: UUID = Field(primary_key=True)
    digest: bytes = Field(sa_type=LargeBinary, primary_key=True)
    scope_id: UUID
    owner_id: UUID = Field(foreign_key="organisations.id")
    open: bool
    # Until then a person answers, and no machine: of a possible victim always, of a minor until the birthday.
    quiet_until: date | None = None


class DigestKey(Table, table=True):
    """By which key the digests were made: a name of it that says nothing about it."""

    __tablename__ = "digest_keys"

    id: str = Field(primary_key=True)
    since: datetime = moment(default_now=True)


class KnownLimit(Table, table=True):
    """How often may be asked, and for how long the same question has the same answer; dated, never changed."""

    __tablename__ = "known_limits"
    __table_args__ = (
        CheckConstraint("per_person > 0 and per_organisation > 0 and repeat_days > 0", name="limits"),
    )

    valid_from: date = Field(primary_key=True)
    valid_until: date | None = None
    per_person: int
    per_organisation: int
    repeat_days: int


class KnownQuestion(Table, table=True):
    """A question of one organisation to all others, about a mention or a subject it can see."""

    __tablename__ = "known_questions"
    __table_args__ = (
        CheckConstraint("about_kind in ('mention', 'subject')", name="about_kind"),
        CheckConstraint("answer in ('known', 'not_known', 'by_hand')", name="answer"),
        Index("ix_known_questions_owner_id", "owner_id", text("id desc")),
        Index("ix_known_questions_asked", "owner_id", "created_at"),
        Index("ix_known_questions_scope_id", "scope_id"),
        Index("ix_known_questions_hand", "id", postgresql_where=text("hand and settled_at is null")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    about_kind: str
    about_id: UUID
    scope_id: UUID
    owner_id: UUID = Field(foreign_key="organisations.id")
    actor_id: UUID = Field(foreign_key="actors.id")
    bases: list[str] = texts()
    digests: list[bytes] = Field(sa_type=ARRAY(LargeBinary), nullable=False)
    ground: str
    reason: str
    # What the asker is told: the answer, and whom to turn to.
    answer: str
    routes: list[UUID] = Field(sa_type=ARRAY(PgUUID(as_uuid=True)), nullable=False)
    created_at: datetime = moment(default_now=True)
    answered_at: datetime | None = moment(nullable=True)
    # What the asker is not told: that the RIEC has to look at it, and when it did.
    hand: bool
    settled_at: datetime | None = moment(nullable=True)
    settled_by: UUID | None = Field(default=None, foreign_key="actors.id")


class KnownFinding(Table, table=True):
    """Whether one organisation holds what was asked about: a row for each of them, whatever the answer is.

    So a question writes as much when nobody knows as when everybody does.
    """

    __tablename__ = "known_findings"
    __table_args__ = (
        Index(
            "ix_known_findings_found",
            "organisation_id",
            text("question_id desc"),
            postgresql_where=text("found"),
        ),
        Index("ix_known_findings_row_id", "row_id", postgresql_where=text("found")),
    )

    question_id: UUID = Field(primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisations.id", primary_key=True)
    found: bool
    quiet: bool
    row_id: UUID | None = None
    asker_id: UUID = Field(foreign_key="organisations.id")
    bases: list[str] = texts()
    ground: str
    asked_at: datetime = moment(default_now=True)

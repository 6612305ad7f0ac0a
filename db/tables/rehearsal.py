"""Rehearsal: a draft of changes to what is shared, and the totals from which its effect is read at once."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Identity, Index, UniqueConstraint, text
from sqlmodel import Field

from db.tables.base import Table, moment, new_id, texts


class Rehearsal(Table, table=True):
    """A draft of changes. Nothing of it holds until it is applied; then it is history, like one that was dropped."""

    __tablename__ = "rehearsals"
    __table_args__ = (CheckConstraint("outcome in ('applied', 'dropped')", name="outcome"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    title: str
    created_by: UUID = Field(foreign_key="actors.id")
    created_at: datetime = moment(default_now=True)
    outcome: str | None = None
    decided_by: UUID | None = Field(default=None, foreign_key="actors.id")
    decided_at: datetime | None = moment(nullable=True)


class RehearsalChange(Table, table=True):
    """One change of a draft: to a rule, an agreement, an exception, or somebody's admission or role."""

    __tablename__ = "rehearsal_changes"
    __table_args__ = (
        CheckConstraint(
            "kind in ('give_rule', 'end_rule', 'except', 'end_agreement', 'admit', 'end_admission', 'give_role',"
            " 'end_role')",
            name="kind",
        ),
        Index("ix_rehearsal_changes_rehearsal_id", "rehearsal_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    rehearsal_id: UUID = Field(foreign_key="rehearsals.id")
    kind: str
    agreement_id: UUID | None = Field(default=None, foreign_key="agreements.id")
    rule_id: UUID | None = Field(default=None, foreign_key="rules.id")
    organisation_id: UUID | None = Field(default=None, foreign_key="organisations.id")
    side: str | None = None
    reason: str = ""
    category: str | None = Field(default=None, foreign_key="categories.code")
    owner_kind: str | None = Field(default=None, foreign_key="organisation_kinds.code")
    recipient_kind: str | None = Field(default=None, foreign_key="organisation_kinds.code")
    step: str | None = None
    person_id: UUID | None = Field(default=None, foreign_key="actors.id")
    role: str | None = None
    admission_id: UUID | None = Field(default=None, foreign_key="admissions.id")
    compartment: str | None = None
    screening_kind: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    screened_on: date | None = None
    trained_on: date | None = None
    valid_until: date | None = None
    created_at: datetime = moment(default_now=True)


class TallyMark(Table, table=True):
    """That what lies in a scope, or who takes part in it, changed: written without any lock, folded in later."""

    __tablename__ = "tally_marks"

    id: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True)
    )
    scope_id: UUID


class TallyRow(Table, table=True):
    """How many open rows of one owner and category lay in a scope when it was last folded in."""

    __tablename__ = "tally_rows"

    scope_id: UUID = Field(primary_key=True)
    owner_id: UUID = Field(primary_key=True)
    category: str = Field(primary_key=True)
    rows: int


class TallyGuest(Table, table=True):
    """In which circumstances an organisation took part in a scope when it was last folded in; no parts: it left."""

    __tablename__ = "tally_guests"

    scope_id: UUID = Field(primary_key=True)
    viewer_id: UUID = Field(primary_key=True)
    compartment: str
    step: str
    phase: int
    sealed: bool
    own_territory: bool
    limited: bool = Field(sa_column_kwargs={"server_default": text("false")})
    parts: list[str] = texts()


class Tally(Table, table=True):
    """How many rows of one owner and category lie where one organisation takes part in the same circumstances.

    `limited`: only persons who are named see them there.
    """

    __tablename__ = "tallies"
    __table_args__ = (
        UniqueConstraint(
            "viewer_id",
            "owner_id",
            "category",
            "compartment",
            "step",
            "phase",
            "sealed",
            "own_territory",
            "limited",
            "parts",
        ),
    )

    id: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True)
    )
    viewer_id: UUID
    owner_id: UUID
    category: str
    compartment: str
    step: str
    phase: int
    sealed: bool
    own_territory: bool
    limited: bool = Field(sa_column_kwargs={"server_default": text("false")})
    parts: list[str] = texts()
    rows: int


__all__ = ["Rehearsal", "RehearsalChange", "Tally", "TallyGuest", "TallyMark", "TallyRow"]

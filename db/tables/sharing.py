"""What the law allows at most (ceilings), what partners agreed (rules), and the categories both speak of."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from db.tables.base import Table, moment, new_id, texts


class OrganisationKind(Table, table=True):
    """A kind of chain partner (domain.md 5.1)."""

    __tablename__ = "organisation_kinds"

    code: str = Field(primary_key=True)
    label_nl: str
    label_en: str
    wgs_participant: bool = Field(default=False)
    article: str = ""


class Category(Table, table=True):
    """A category of data: in which phase it may be processed, and whether it outlives the sealing of a case."""

    __tablename__ = "categories"
    __table_args__ = (CheckConstraint("phase between 0 and 3", name="phase"),)

    code: str = Field(primary_key=True)
    label_nl: str
    label_en: str
    phase: int
    survives_seal: bool = Field(default=False)
    article: str = ""


class Supplier(Table, table=True):
    """Which kind of organisation may contribute which category (WGS 2.19: data held for a listed task)."""

    __tablename__ = "suppliers"

    category: str = Field(foreign_key="categories.code", primary_key=True)
    organisation_kind: str = Field(foreign_key="organisation_kinds.code", primary_key=True)


class Ceiling(Table, table=True):
    """The most the law allows an organisation, by its part in a scope, at a step. Never updated, only ended."""

    __tablename__ = "ceilings"
    __table_args__ = (
        CheckConstraint("level in ('content', 'title', 'existence')", name="level"),
        CheckConstraint("reach in ('all', 'own', 'municipality')", name="reach"),
        CheckConstraint("valid_until is null or valid_until > valid_from", name="validity"),
        Index("ix_ceilings_decision", "category", "step", "part"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    compartment: str
    part: str
    step: str
    category: str = Field(foreign_key="categories.code")
    level: str
    reach: str
    ground: str
    valid_from: date
    valid_until: date | None = None


class Agreement(Table, table=True):
    """What partners agreed in writing; a rule lives and dies with one (domain.md 2.9)."""

    __tablename__ = "agreements"
    __table_args__ = (
        CheckConstraint("file_hash ~ '^[0-9a-f]{64}$'", name="file_hash"),
        # One version follows another, and no two follow the same.
        Index("uq_agreements_supersedes_id", "supersedes_id", unique=True),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str
    title: str
    version: str
    signed_on: date
    valid_from: datetime = moment()
    valid_until: datetime | None = moment(nullable=True)
    # What it is about, in words.
    scope_text: str = Field(default="", sa_column_kwargs={"server_default": ""})
    # SHA-256 of the signed document, which is kept elsewhere.
    file_hash: str | None = None
    review_on: date | None = None
    supersedes_id: UUID | None = Field(default=None, foreign_key="agreements.id")
    created_by: UUID = Field(foreign_key="actors.id")
    created_at: datetime = moment(default_now=True)


class AgreementParty(Table, table=True):
    """That an organisation is a party to an agreement. What is shared follows from rules, not from this."""

    __tablename__ = "agreement_parties"
    __table_args__ = (Index("ix_agreement_parties_organisation_id", "organisation_id"),)

    agreement_id: UUID = Field(foreign_key="agreements.id", primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisations.id", primary_key=True)


class Rule(Table, table=True):
    """Which kind of owner shares which category with which kind of recipient, at which step. Ended, never edited.

    NULL means any. A rule can only narrow: the decision joins it with the ceilings.
    """

    __tablename__ = "rules"
    __table_args__ = (Index("ix_rules_category", "category"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    agreement_id: UUID = Field(foreign_key="agreements.id")
    owner_kind: str | None = Field(default=None, foreign_key="organisation_kinds.code")
    recipient_kind: str | None = Field(default=None, foreign_key="organisation_kinds.code")
    category: str = Field(foreign_key="categories.code")
    step: str | None = None
    valid_from: datetime = moment(default_now=True)
    ended_at: datetime | None = moment(nullable=True)
    created_by: UUID = Field(foreign_key="actors.id")


class RuleException(Table, table=True):
    """That a rule does not hold for one organisation, as owner or as recipient."""

    __tablename__ = "rule_exceptions"
    __table_args__ = (CheckConstraint("side in ('owner', 'recipient')", name="side"),)

    rule_id: UUID = Field(foreign_key="rules.id", primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisations.id", primary_key=True)
    side: str = Field(primary_key=True)
    reason: str = Field(default="", sa_column_kwargs={"server_default": ""})
    created_by: UUID | None = Field(default=None, foreign_key="actors.id")
    created_at: datetime = moment(default_now=True)


class Transition(Table, table=True):
    """The process as the database knows it: which act, as evidence, moves which kind of scope where.

    Filled from `domain.process.TRANSITIONS`; a test holds the two together.
    """

    __tablename__ = "transitions"

    kind: str = Field(primary_key=True)
    from_step: str = Field(primary_key=True)
    act: str = Field(primary_key=True)
    to_step: str
    # Whose word it is: the part one must have where the evidence was written.
    parts: list[str] = texts()


__all__ = [
    "Agreement",
    "AgreementParty",
    "Category",
    "Ceiling",
    "OrganisationKind",
    "Rule",
    "RuleException",
    "Supplier",
    "Transition",
]

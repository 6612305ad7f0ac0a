"""Disclosures (verstrekkingen): what leaves the case, on which ground, with whose consent, and what exactly went.

All of it is the RIEC's own and added only: nothing of it is ever changed. A supplier sees the question it was asked; its
answer stands with the other answers (db.tables.dossier), and its reasons it keeps to itself, as with any refusal.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from db.tables.base import Shareable, ids, lies_in

_RECIPIENTS = "recipient_kind in ('participant', 'public', 'private')"
_BASES = "basis in ('public_task', 'legitimate_interest', 'statutory_duty')"


class Disclosure(Shareable, table=True):
    """That contributions are meant to go to somebody who is not on the case (WGS 1.7)."""

    __tablename__ = "disclosures"
    __table_args__ = (
        CheckConstraint(_RECIPIENTS, name="recipient_kind"),
        CheckConstraint(_BASES, name="basis"),
        CheckConstraint("cardinality(contribution_ids) > 0", name="something"),
        lies_in("case_id"),
    )

    case_id: UUID = Field(foreign_key="cases.id", index=True)
    # An organisation of the region; without it somebody outside.
    recipient_id: UUID | None = Field(default=None, foreign_key="organisations.id")
    recipient_name: str
    recipient_kind: str
    basis: str
    task: str
    ground: str
    text: str
    contribution_ids: list[UUID] = ids()


class Consent(Shareable, table=True):
    """What one supplier is asked about a disclosure: only its own items, to whom and why."""

    __tablename__ = "consents"
    __table_args__ = (
        CheckConstraint(_RECIPIENTS, name="recipient_kind"),
        CheckConstraint(_BASES, name="basis"),
        lies_in("request_id"),
    )

    request_id: UUID = Field(foreign_key="requests.id", unique=True)
    disclosure_id: UUID = Field(foreign_key="disclosures.id", index=True)
    contribution_ids: list[UUID] = ids()
    # Silence is no consent to these (WGS 1.7(2), 2.20); for the others it is no objection.
    explicit: bool
    recipient_name: str
    recipient_kind: str
    basis: str
    task: str
    ground: str


class Release(Shareable, table=True):
    """The decision to provide (B15), when every condition held."""

    __tablename__ = "releases"
    __table_args__ = (
        CheckConstraint("(advice_number is null) = (advised_on is null)", name="advice"),
        lies_in("case_id"),
    )

    case_id: UUID = Field(foreign_key="cases.id", index=True)
    disclosure_id: UUID = Field(foreign_key="disclosures.id", unique=True)
    motive: str
    secrecy_ground: str
    advice_number: str | None = None
    advised_on: date | None = None


class Extract(Shareable, table=True):
    """One item as it was copied at the release; it lies with its subject, and goes when that is destroyed."""

    __tablename__ = "extracts"
    __table_args__ = (lies_in("subject_id"),)

    subject_id: UUID = Field(foreign_key="subjects.id", index=True)
    disclosure_id: UUID = Field(foreign_key="disclosures.id", index=True)
    release_id: UUID = Field(foreign_key="releases.id")
    disclosed_from: UUID = Field(foreign_key="contributions.id", index=True)
    supplier_id: UUID = Field(foreign_key="organisations.id")
    data_category: str = Field(foreign_key="categories.code")
    about: str
    text: str
    source: str
    source_reliability: str | None = None
    content_credibility: int | None = None
    observed_on: date | None = None

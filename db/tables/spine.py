"""Organisations, actors, scopes and who takes part in them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlmodel import Field

from db.tables.base import Table, moment, new_id


class Organisation(Table, table=True):
    """A partner of the chain."""

    __tablename__ = "organisations"
    __table_args__ = (
        # Usually empty: the decision asks for each rule which organisations stand apart from their kind.
        CheckConstraint("sharing_key in (kind, id::text)", name="sharing_key"),
        Index("ix_organisations_apart", "kind", postgresql_where=text("sharing_key <> kind")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True)
    short_name: str
    kind: str = Field(foreign_key="organisation_kinds.code")
    municipality_code: str | None = Field(default=None)
    district: str | None = Field(default=None)
    wgs_participant: bool = Field(default=False)
    # Core partner of the preparation team: takes part in every new signal (domain.md 6.1).
    preparation: bool = Field(default=False)
    active: bool = Field(default=True)
    # Whom another partner turns to when something turns out to be known here.
    contact: str | None = Field(default=None)
    # The kind, or the own id once a rule has an exception for this organisation: see db.policies.sharing.
    sharing_key: str
    created_at: datetime = moment(default_now=True)


class ActorRow(Table, table=True):
    """A person or an API client of one organisation."""

    __tablename__ = "actors"
    __table_args__ = (
        CheckConstraint("kind in ('person', 'client')", name="kind"),
        CheckConstraint("language in ('nl', 'en')", name="language"),
        Index("uq_actors_email", text("lower(email)"), unique=True),
        Index("ix_actors_organisation_id", "organisation_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisations.id")
    kind: str
    name: str
    email: str | None = None
    function_title: str = ""
    language: str = "nl"
    active: bool = True
    created_at: datetime = moment(default_now=True)


class ActorRole(Table, table=True):
    """A staff role of an actor, dated."""

    __tablename__ = "actor_roles"

    actor_id: UUID = Field(foreign_key="actors.id", primary_key=True)
    role: str = Field(primary_key=True)
    valid_from: date = Field(primary_key=True)
    valid_until: date | None = None


class Admission(Table, table=True):
    """That an actor is screened and trained for a compartment (WGS 1.8(2), BGS 1.11 and 1.17); ends by itself."""

    __tablename__ = "admissions"
    __table_args__ = (Index("ix_admissions_actor_id", "actor_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    actor_id: UUID = Field(foreign_key="actors.id")
    compartment: str
    screening_kind: str
    screened_on: date
    trained_on: date
    valid_from: date
    valid_until: date


class Scope(Table, table=True):
    """A room with its own guest list: a signal, a case, a subject, a request, an intervention or a meeting.

    `step`, `phase` and `sealed_at` are shared state: they change through named definer functions only.
    """

    __tablename__ = "scopes"
    __table_args__ = (
        CheckConstraint(
            "kind in ('signal', 'case', 'subject', 'request', 'intervention', 'meeting')", name="kind"
        ),
        CheckConstraint("phase between 0 and 3", name="phase"),
        # In no unique index: what a foreign key could point at, nobody can change while others write in the scope.
        Index("ix_scopes_parent_id", "parent_id"),
    )

    id: UUID = Field(primary_key=True)
    kind: str
    parent_id: UUID | None = Field(default=None, foreign_key="scopes.id")
    compartment: str
    step: str
    phase: int = 0
    municipality_code: str | None = None
    sealed_at: datetime | None = moment(nullable=True)


class Participation(Table, table=True):
    """That an organisation takes part in a scope, in one part; drives every list and every policy.

    It carries the state of its scope (compartment, step, phase, seal, territory, whether something waits), kept equal
    by triggers: so a policy looks in one place per row, and that place needs no policy that looks further.
    """

    __tablename__ = "participations"
    __table_args__ = (
        UniqueConstraint("scope_id", "organisation_id", "part"),
        # The list index: newest first for one organisation and one kind of scope (performance.md 2e).
        Index(
            "ix_participations_list",
            "organisation_id",
            "kind",
            text("last_activity_at desc"),
            text("scope_id desc"),
            postgresql_where=text("ended_at is null"),
        ),
        # What waits for an organisation, without looking at all that is done (docs/decisions/0030).
        Index(
            "ix_participations_waiting",
            "organisation_id",
            "kind",
            "step",
            postgresql_where=text("ended_at is null and waiting"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    scope_id: UUID = Field(foreign_key="scopes.id")
    organisation_id: UUID = Field(foreign_key="organisations.id")
    part: str
    kind: str
    compartment: str
    step: str
    phase: int
    sealed: bool
    own_territory: bool
    # The persons it is limited to by decision; NULL as long as nobody named any. See db.policies.circle.
    persons: list[UUID] | None = Field(default=None, sa_type=ARRAY(PgUUID(as_uuid=True)), nullable=True)
    # False once nothing waits here any more: work lists skip it. Who may see what waits is not said by it.
    waiting: bool = Field(default=True, sa_column_kwargs={"server_default": text("true")})
    last_activity_at: datetime = moment(default_now=True)
    started_at: datetime = moment(default_now=True)
    ended_at: datetime | None = moment(nullable=True)


class Bar(Table, table=True):
    """That one person is kept out of one scope, whatever the organisation may see."""

    __tablename__ = "bars"
    # From where somebody is barred: asked once in each statement.
    __table_args__ = (Index("ix_bars_actor_id", "actor_id"),)

    scope_id: UUID = Field(foreign_key="scopes.id", primary_key=True)
    actor_id: UUID = Field(foreign_key="actors.id", primary_key=True)
    reason: str
    created_at: datetime = moment(default_now=True)

"""How somebody proves who they are. Only the database role `schakel_login` reaches these tables."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, text
from sqlmodel import Field

from db.tables.base import Table, moment, new_id, real_moment, texts


class Credential(Table, table=True):
    """Password and second factor of one person."""

    __tablename__ = "credentials"

    actor_id: UUID = Field(foreign_key="actors.id", primary_key=True)
    password_hash: str
    totp_secret: str | None = None
    # Shown as a QR code, waiting for the first good code; until then the old secret keeps working.
    totp_pending: str | None = None
    # The last time step a code was accepted for: no step is accepted twice (RFC 6238, 5.2).
    totp_last_step: int = 0
    must_change: bool = False
    changed_at: datetime = real_moment()


class RecoveryCode(Table, table=True):
    """One code of the printed list that replaces the second factor, once."""

    __tablename__ = "recovery_codes"

    actor_id: UUID = Field(foreign_key="actors.id", primary_key=True)
    code_hash: bytes = Field(sa_type=LargeBinary, primary_key=True)
    used_at: datetime | None = moment(nullable=True)


class LoginSession(Table, table=True):
    """One browser in which somebody is signed in, or halfway: then `second_factor_at` is empty."""

    __tablename__ = "sessions"
    __table_args__ = (Index("ix_sessions_actor_id", "actor_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    token_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    actor_id: UUID = Field(foreign_key="actors.id")
    created_at: datetime = real_moment()
    last_seen_at: datetime = real_moment()
    authenticated_at: datetime = moment()
    second_factor_at: datetime | None = moment(nullable=True)
    stepped_up_at: datetime | None = moment(nullable=True)
    expires_at: datetime = moment()
    revoked_at: datetime | None = moment(nullable=True)
    device: str = ""
    ip_hash: str = ""


class ApiClient(Table, table=True):
    """The credentials of a machine; the machine itself is an actor of kind `client`."""

    __tablename__ = "api_clients"

    client_id: str = Field(primary_key=True)
    actor_id: UUID = Field(foreign_key="actors.id", index=True)
    secret_hash: bytes = Field(sa_type=LargeBinary)
    # The secret before, which keeps working for a while so that a machine can change over.
    previous_hash: bytes | None = Field(default=None, sa_type=LargeBinary)
    previous_until: datetime | None = moment(nullable=True)
    scopes: list[str] = texts()
    active: bool = True
    created_at: datetime = real_moment()
    expires_at: datetime | None = moment(nullable=True)
    last_used_at: datetime | None = moment(nullable=True)


class SigningKey(Table, table=True):
    """A key that signs access tokens; retired keys still verify until the last token has run out."""

    __tablename__ = "signing_keys"
    __table_args__ = (
        # One key signs at a time.
        Index(
            "uq_signing_keys_current",
            text("(true)"),
            unique=True,
            postgresql_where=text("retired_at is null"),
        ),
    )

    kid: str = Field(primary_key=True)
    public_pem: str
    private_pem: str
    created_at: datetime = real_moment()
    retired_at: datetime | None = moment(nullable=True)


class Throttle(Table, table=True):
    """How often something was tried of late, and until when it may not be tried again."""

    __tablename__ = "throttles"
    __table_args__ = (CheckConstraint("count >= 0", name="count"),)

    key: str = Field(primary_key=True)
    window_start: datetime = real_moment()
    count: int = 0
    blocked_until: datetime | None = moment(nullable=True)


class Enrolment(Table, table=True):
    """A code, usable once, with which somebody chooses a password for the first time or anew."""

    __tablename__ = "enrolments"

    token_hash: bytes = Field(sa_type=LargeBinary, primary_key=True)
    actor_id: UUID = Field(foreign_key="actors.id", index=True)
    created_at: datetime = real_moment()
    expires_at: datetime = moment()
    used_at: datetime | None = moment(nullable=True)


class SecrecyConfirmation(Table, table=True):
    """That a person read one version of the secrecy statement and confirmed it (WGS 1.11)."""

    __tablename__ = "secrecy_confirmations"

    actor_id: UUID = Field(foreign_key="actors.id", primary_key=True)
    # A code of the list `secrecy_statements`.
    version: str = Field(primary_key=True)
    confirmed_at: datetime = real_moment()

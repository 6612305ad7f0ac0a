"""How the accounts of people stand, for the functional administrator: whether they can come in, never how."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from domain.accounts.limits import moment_or_now

_STATES = text("""
select a.id, c.actor_id is not null as has_password, c.totp_secret is not null as second_factor,
       coalesce(c.must_change, false) as must_change,
       (select max(s.last_seen_at) from sessions s where s.actor_id = a.id) as last_seen_at,
       (select max(e.expires_at) from enrolments e
         where e.actor_id = a.id and e.used_at is null and e.expires_at > :now) as invited_until,
       (select max(x.confirmed_at) from secrecy_confirmations x where x.actor_id = a.id) as secrecy_confirmed_at
  from unnest(cast(:wanted as uuid[])) a(id) left join credentials c on c.actor_id = a.id
""")
_INVITED = text("""
select actor_id, created_at, expires_at from enrolments where used_at is null and expires_at > :now order by expires_at
""")
_BARE = text("""
select a.id from actors a left join credentials c on c.actor_id = a.id
 where a.kind = 'person' and a.active and c.totp_secret is null
""")


@dataclass(frozen=True)
class AccountState:
    """Whether somebody can come in, and when they were last here."""

    has_password: bool = False
    second_factor: bool = False
    must_change: bool = False
    last_seen_at: datetime | None = None
    invited_until: datetime | None = None
    secrecy_confirmed_at: datetime | None = None


@dataclass(frozen=True)
class OpenInvitation:
    """A code that was handed out and not used yet."""

    actor_id: UUID
    created_at: datetime
    expires_at: datetime


def account_states(
    session: Session, actor_ids: Iterable[UUID], *, now: datetime | None = None
) -> dict[UUID, AccountState]:
    """The state of each of these accounts."""
    found = session.execute(_STATES, {"wanted": list(actor_ids), "now": moment_or_now(now)})
    return {row.id: AccountState(*row[1:]) for row in found}


def open_invitations(session: Session, *, now: datetime | None = None) -> list[OpenInvitation]:
    """Every code that still works, the one that ends first first."""
    return [OpenInvitation(*row) for row in session.execute(_INVITED, {"now": moment_or_now(now)})]


def without_second_factor(session: Session) -> list[UUID]:
    """The active people who have no second factor yet."""
    return list(session.execute(_BARE).scalars())

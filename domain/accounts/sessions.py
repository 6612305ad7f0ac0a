"""Sessions of browsers, kept by the server: a random token in the cookie, its hash in the table."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, text, update
from sqlmodel import Session, col, select

from db.tables.accounts import LoginSession
from db.tables.base import new_id
from domain.accounts.limits import LIMITS, moment_or_now
from domain.accounts.records import record
from domain.accounts.throttle import address_hash
from domain.errors import NotFound
from domain.events import EventType

BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)

# One statement for every page: find the session, and note at most once a minute that it is alive.
_FIND = text("""
with found as (
    select s.id, s.actor_id, a.name, a.email, a.language, s.authenticated_at, s.second_factor_at, s.stepped_up_at,
           s.expires_at, coalesce(c.must_change, false) as must_change, c.totp_secret is not null as enrolled,
           s.last_seen_at, exists (
               select from secrecy_confirmations x where x.actor_id = s.actor_id and x.version = (
                   select v.code from secrecy_statements v where v.valid_from <= today() order by v.valid_from desc limit 1
               )) as secrecy_confirmed
    from sessions s
    join actors a on a.id = s.actor_id and a.active
    left join credentials c on c.actor_id = s.actor_id
    where s.token_hash = :hash and s.revoked_at is null and s.expires_at > :now and s.last_seen_at > :idle
), touched as (
    update sessions set last_seen_at = :now
    where id in (select id from found where last_seen_at <= :touch)
)
select id, actor_id, name, coalesce(email, '') as email, language, authenticated_at, second_factor_at, stepped_up_at,
       expires_at, must_change, enrolled, secrecy_confirmed
from found
""")


@dataclass(frozen=True)
class Place:
    """From where somebody knocks: the address and the browser, of which only a hash and a label are kept."""

    address: str = ""
    user_agent: str = ""

    @property
    def ip_hash(self) -> str:
        """The address, for comparing only."""
        return address_hash(self.address)

    @property
    def device(self) -> str:
        """A label the owner recognises, such as `Firefox, Windows`."""
        labels = (_label(self.user_agent, BROWSERS), _label(self.user_agent, SYSTEMS))
        return ", ".join(label for label in labels if label)


@dataclass(frozen=True)
class SessionInfo:
    """What a valid token stands for."""

    id: UUID
    actor_id: UUID
    name: str
    email: str
    language: str
    authenticated_at: datetime
    second_factor_at: datetime | None
    stepped_up_at: datetime | None
    expires_at: datetime
    must_change: bool
    enrolled: bool
    secrecy_confirmed: bool

    @property
    def proven(self) -> bool:
        """Whether it is certain who this is: password and second factor given, no password left to change."""
        return self.second_factor_at is not None and not self.must_change

    @property
    def complete(self) -> bool:
        """Whether this person may work: proven, and bound to secrecy by the statement now in force (WGS 1.11)."""
        return self.proven and self.secrecy_confirmed

    def stepped_up(self, now: datetime | None = None) -> bool:
        """Whether the second factor was given just now, as changing one's own credentials asks."""
        given = max(filter(None, (self.second_factor_at, self.stepped_up_at)), default=None)
        return given is not None and moment_or_now(now) - given < LIMITS.step_up


@dataclass(frozen=True)
class SessionLine:
    """One session in the list its owner sees."""

    id: UUID
    device: str
    created_at: datetime
    last_seen_at: datetime
    current: bool


def open_session(
    session: Session,
    actor_id: UUID,
    place: Place,
    *,
    second_factor: bool = False,
    now: datetime | None = None,
) -> str:
    """Start a session and give its token; without a second factor it is good for giving that only."""
    at = moment_or_now(now)
    token, hashed = _new_token()
    session.add(
        LoginSession(
            id=new_id(),
            token_hash=hashed,
            actor_id=actor_id,
            created_at=at,
            last_seen_at=at,
            authenticated_at=at,
            second_factor_at=at if second_factor else None,
            expires_at=at + (LIMITS.session_absolute if second_factor else LIMITS.session_halfway),
            device=place.device,
            ip_hash=place.ip_hash,
        )
    )
    session.flush()
    return token


def session_actor(session: Session, token: str, *, now: datetime | None = None) -> SessionInfo | None:
    """Who holds this token, or None when it is unknown, revoked, idle too long, too old or its owner inactive."""
    at = moment_or_now(now)
    row = session.execute(
        _FIND,
        {
            "hash": token_hash(token),
            "now": at,
            "idle": at - LIMITS.session_idle,
            "touch": at - LIMITS.session_touch,
        },
    ).one_or_none()
    return SessionInfo(**row._mapping) if row else None


def is_familiar(session: Session, actor_id: UUID | None, place: Place, *, now: datetime) -> bool:
    """Whether this person completed a sign-in from this address lately; nobody knows nobody's address."""
    found = session.execute(
        text(
            "select exists (select from sessions where actor_id = :actor and ip_hash = :ip"
            " and second_factor_at > :since)"
        ),
        {"actor": actor_id, "ip": place.ip_hash, "since": now - LIMITS.address_familiar},
    )
    return bool(found.scalar_one())


def rotate(
    session: Session,
    session_id: UUID,
    *,
    second_factor: bool = False,
    stepped_up: bool = False,
    now: datetime | None = None,
) -> str:
    """Give the session a new token; the old one is dead at once, so a planted token is worth nothing."""
    at = moment_or_now(now)
    token, hashed = _new_token()
    changes: dict[str, object] = {"token_hash": hashed, "last_seen_at": at}
    if second_factor:
        changes |= {"second_factor_at": at, "expires_at": at + LIMITS.session_absolute}
    if stepped_up:
        changes |= {"stepped_up_at": at}
    changed = session.execute(
        update(LoginSession)
        .where(col(LoginSession.id) == session_id, col(LoginSession.revoked_at).is_(None))
        .values(**changes)
        .returning(col(LoginSession.id))
    ).scalar_one_or_none()
    if changed is None:
        raise NotFound
    return token


def list_sessions(
    session: Session, actor_id: UUID, *, current: UUID | None = None, now: datetime | None = None
) -> list[SessionLine]:
    """The living sessions of a person, the last used first."""
    at = moment_or_now(now)
    rows = session.exec(
        select(LoginSession)
        .where(
            LoginSession.actor_id == actor_id,
            col(LoginSession.revoked_at).is_(None),
            col(LoginSession.expires_at) > at,
            col(LoginSession.last_seen_at) > at - LIMITS.session_idle,
        )
        .order_by(col(LoginSession.last_seen_at).desc())
    )
    return [
        SessionLine(row.id, row.device, row.created_at, row.last_seen_at, row.id == current) for row in rows
    ]


def revoke(
    session: Session,
    actor_id: UUID,
    session_id: UUID,
    *,
    by: UUID | None = None,
    now: datetime | None = None,
) -> None:
    """End one session of a person; that of somebody else does not exist."""
    ended = session.execute(
        update(LoginSession)
        .where(col(LoginSession.id) == session_id, col(LoginSession.actor_id) == actor_id)
        .where(col(LoginSession.revoked_at).is_(None))
        .values(revoked_at=moment_or_now(now))
        .returning(col(LoginSession.id))
    ).scalar_one_or_none()
    if ended is None:
        raise NotFound

    record(session, EventType.ACCOUNT_SIGNED_OUT, actor_id, {"session": str(session_id)}, by=by)


def revoke_all(
    session: Session,
    actor_id: UUID,
    *,
    keep: UUID | None = None,
    by: UUID | None = None,
    now: datetime | None = None,
) -> None:
    """End every session of a person, perhaps but for the one in use."""
    ending = update(LoginSession).where(
        col(LoginSession.actor_id) == actor_id, col(LoginSession.revoked_at).is_(None)
    )
    if keep is not None:
        ending = ending.where(col(LoginSession.id) != keep)
    ended = session.execute(ending.values(revoked_at=moment_or_now(now)).returning(col(LoginSession.id)))

    for session_id in ended.scalars().all():
        record(session, EventType.ACCOUNT_SIGNED_OUT, actor_id, {"session": str(session_id)}, by=by)


def sweep(session: Session, *, now: datetime | None = None) -> None:
    """Delete what nobody needs any more: sessions long over and counters long cold."""
    at = moment_or_now(now)
    session.execute(
        delete(LoginSession).where(col(LoginSession.expires_at) < at - LIMITS.session_kept_after_end)
    )
    session.execute(
        text("delete from throttles where window_start < :cold and coalesce(blocked_until, :now) <= :now"),
        {"cold": at - LIMITS.account.window, "now": at},
    )


def token_hash(token: str) -> bytes:
    """What the table keeps of a token; one round is enough for 256 random bits."""
    return hashlib.sha256(token.encode()).digest()


def _new_token() -> tuple[str, bytes]:
    token = secrets.token_urlsafe(32)
    return token, token_hash(token)


def _label(user_agent: str, known: tuple[tuple[str, str], ...]) -> str:
    return next((label for mark, label in known if re.search(mark, user_agent)), "")

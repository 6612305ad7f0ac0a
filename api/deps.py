"""Who asks, in which transaction, which page of a list: what routers and pages take by type."""

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Final, TypeVar, cast
from uuid import UUID

from fastapi import Depends, Query, Request
from fastapi.params import Depends as Dependency
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from api.middleware import SESSION_COOKIE, say
from api.problems import FOR_PROGRAMS, LANGUAGE_COOKIE, Refusal, invalid
from api.rates import Rates, actor_key
from api.tokens import Tokens
from db.session import Database, who
from domain import accounts, drafts, lists
from domain.actor import Actor, StaffRole
from domain.errors import Conflict, DomainError, Invalid, NotAllowed, NotSignedIn, Problem, TooMany, WrongStep

Found = TypeVar("Found")


@dataclass(frozen=True)
class Identity:
    """Who is at the door, before the database has said what they are."""

    actor_id: UUID
    api_scopes: frozenset[str] | None = None
    language: str | None = None


def database_of(request: Request) -> Database:
    """The database of this app."""
    return cast(Database, request.app.state.database)


def identify(request: Request) -> Identity:
    """By bearer token, or else by the session of the browser; raises NotSignedIn."""
    given = request.headers.get("authorization")
    # Not on a page: only the API asks which scopes a token has.
    if given is not None and request.scope["path"].startswith(FOR_PROGRAMS):
        return _by_token(given, request.app.state.tokens)
    token = request.cookies.get(SESSION_COOKIE)
    if token is None:
        raise NotSignedIn("not-signed-in")
    return _by_session(token, database_of(request))


def _by_token(given: str, tokens: Tokens) -> Identity:
    scheme, _, token = given.partition(" ")
    if scheme.lower() != "bearer":
        raise NotSignedIn("not-signed-in")
    claims = once_more(lambda: tokens.verify(token.strip()))
    return Identity(claims.actor_id, claims.scopes)


def _by_session(token: str, database: Database) -> Identity:
    def find() -> accounts.SessionInfo | None:
        with database.session_as("login") as session:
            info = accounts.session_actor(session, token)
            session.commit()
            return info

    info = once_more(find)
    if info is None:
        raise NotSignedIn("not-signed-in")
    if not info.complete:
        raise NotSignedIn("secrecy-statement" if info.proven else "second-factor-required")
    return Identity(info.actor_id, language=info.language)


def once_more(act: Callable[[], Found]) -> Found:
    """Do it again when the pooled connection turns out to be dead, as the first one is after the database restarted.

    SQLAlchemy then throws the whole pool away, so the second try has a new connection. Only for what has
    changed nothing yet; costs nothing otherwise, unlike a ping before each use.
    """
    try:
        return act()
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        return act()


@contextmanager
def session_of(request: Request) -> Iterator[Session]:
    """The transaction of this request, as the one who asks; committed at the end, undone by any exception."""
    identity = identify(request)
    request.state.actor_id = identity.actor_id
    spend(request, 1)
    if LANGUAGE_COOKIE not in request.cookies:
        request.state.language = identity.language
    with database_of(request).session_for(identity.actor_id) as session:
        session.info["request_id"] = request.state.request_id
        request.state.actor = actor_of(_begun(session), identity.api_scopes)
        request.state.session = session
        try:
            yield session
            session.commit()
        finally:
            # What answers to a refusal reads nothing more: this transaction is over.
            request.state.session = None


def spend(request: Request, cost: int) -> None:
    """Let the one who asks spend this much of the minute, and the answer say what is left; raises TooMany."""
    rates: Rates = request.app.state.rates
    standing = rates.spend(actor_key(request.state.actor_id), cost)
    say(request, standing.headers())
    if not standing.granted:
        raise TooMany("too-many", retry_after=standing.seconds)


def _begun(session: Session) -> dict[str, Any]:
    def begin() -> dict[str, Any]:
        session.rollback()
        return who(session)

    return once_more(begin)


def actor_of(found: dict[str, Any], api_scopes: frozenset[str] | None = None) -> Actor:
    """The actor as PostgreSQL established it."""
    return Actor(
        id=UUID(found["id"]),
        organisation_id=UUID(found["organisation_id"]),
        organisation_name=found["organisation_name"],
        organisation_kind=found["organisation_kind"],
        name=found["name"],
        kind=found["kind"],
        staff_roles=frozenset(map(StaffRole, found["roles"])),
        compartments=frozenset(found["compartments"]),
        municipality_code=found["municipality_code"],
        wgs_participant=found["wgs_participant"],
        api_scopes=api_scopes,
        language=found["language"],
        emergencies={
            UUID(key): datetime.fromisoformat(until) for key, until in (found["emergencies"] or {}).items()
        },
    )


def get_session(request: Request) -> Iterator[Session]:
    """`session_of` as a dependency."""
    with session_of(request) as session:
        yield session


# The scope is no decoration: by default FastAPI runs what follows the `yield` after the answer was sent, and a
# client would read 201 while the commit can still fail (design 7).
Db = Annotated[Session, Depends(get_session, scope="function")]


async def get_actor(request: Request, _session: Db) -> Actor:
    """Who asks, once the transaction has begun; `async` spares a thread for what only reads a variable."""
    return cast(Actor, request.state.actor)


ActorDep = Annotated[Actor, Depends(get_actor)]


def get_login_session(request: Request) -> Iterator[Session]:
    """The transaction of somebody who is nobody yet; only for signing in and issuing tokens."""
    with database_of(request).session_as("login") as session:
        once_more(lambda: _connected(session))
        session.info["request_id"] = request.state.request_id
        yield session
        session.commit()


def enrolment_link(request: Request, code: str) -> str:
    """Where a code to choose a password is used. It stands after the #, which no browser sends: so in no log."""
    return f"{request.app.state.settings.public_url.rstrip('/')}/enrolment#{code}"


def _connected(session: Session) -> None:
    session.rollback()
    session.connection()


LoginDb = Annotated[Session, Depends(get_login_session, scope="function")]


def get_stepped_up(request: Request, session: LoginDb, _actor: ActorDep) -> None:
    """Refuse unless a person gave the second factor again just now; a program has none to give."""
    token = request.cookies.get(SESSION_COOKIE)
    by_person = token is not None and request.state.actor.api_scopes is None
    found = accounts.session_actor(session, cast(str, token)) if by_person else None
    if found is None:
        raise NotAllowed("step-up-required")
    accounts.require_stepped_up(found)


SteppedUp = Annotated[None, Depends(get_stepped_up)]


@dataclass(frozen=True)
class RequiredScope:
    """Lets a client in only when its token carries this scope; a person's rights lie in the roles."""

    name: str

    async def __call__(self, actor: ActorDep) -> None:
        if actor.api_scopes is not None and self.name not in actor.api_scopes:
            raise NotAllowed("scope-required", scope=self.name)


def require_scope(name: str) -> Dependency:
    """`@router.post("", dependencies=[require_scope("signals:write")])`; also what the OpenAPI document says."""
    return cast(Dependency, Depends(RequiredScope(name)))


@dataclass(frozen=True)
class Costs:
    """Counts a request that asks much of the database, or takes much out of it, as so many."""

    units: int

    def __call__(self, request: Request, _actor: ActorDep) -> None:
        spend(request, self.units - 1)


def costs(units: int) -> Dependency:
    """`@router.post("", dependencies=[costs(SEARCH)])`."""
    return cast(Dependency, Depends(Costs(units)))


SEARCH: Final = 10
EXPORT: Final = 20

Position = tuple[datetime, UUID]
"""Where a page of a list ends: the moment it is ordered by, and the id for what is equally old."""


@dataclass(frozen=True)
class PageOfList:
    """How much of a list, and after which position."""

    limit: int
    after: Position | None = None


def get_page(
    cursor: Annotated[
        str | None,
        Query(max_length=200, description="Cursor: where the previous page ended, as its `next` said."),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=100, description="Aantal: how many at most.")] = 50,
) -> PageOfList:
    """The page that the query string asks for."""
    return PageOfList(limit, position(cursor) if cursor else None)


Page = Annotated[PageOfList, Depends(get_page)]


def cursor(last: Position | None) -> str | None:
    """What to send as `next`: opaque to the client, and without meaning outside this list."""
    if last is None:
        return None
    at, row_id = last
    return base64.urlsafe_b64encode(f"{at.isoformat()} {row_id}".encode()).decode().rstrip("=")


def position(text: str) -> Position:
    """The position in a cursor that we once gave; anything else is a 400."""
    padded = text + "=" * (-len(text) % 4)
    try:
        at, row_id = base64.b64decode(padded, altchars=b"-_", validate=True).decode().split(" ")
        found = datetime.fromisoformat(at), UUID(row_id)
    except (ValueError, binascii.Error):
        raise Refusal(400, "cursor-unknown") from None
    if found[0].tzinfo is None:
        raise Refusal(400, "cursor-unknown")
    return found


class Attempt:
    """For a form: an act that may be refused with something to say beside the fields; `refused` says why.

    Its changes are undone, so that showing the form again cannot commit half an act. A form that was not refused
    is no draft any more.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.refused: DomainError | None = None

    def __enter__(self) -> "Attempt":
        return self

    def __exit__(self, _kind: object, refused: BaseException | None, _trace: object) -> bool:
        if refused is None and "form" in self.session.info:
            drafts.discard(self.session, self.session.info["form"])
        if not isinstance(refused, Invalid | WrongStep | Conflict):
            return False
        self.session.rollback()
        self.refused = refused
        return True


def attempt(session: Session) -> Attempt:
    """`with attempt(session) as tried:` and after it the form again, with `tried.refused`."""
    return Attempt(session)


def asked_of(listing: lists.Listing, fields: Mapping[str, Any], prefix: str = "") -> lists.Asked:
    """What a list is asked, from fields as they came in; Invalid tells everything that is wrong, below `prefix`."""
    try:
        return listing.shape.model_validate(fields)
    except ValidationError as error:
        found = invalid(error).problems
        raise Invalid(*(Problem(one.code, prefix + one.pointer, one.facts) for one in found)) from error


def following(listing: lists.Listing, asked: lists.Asked) -> lists.Position | None:
    """Where the page of a filtered list begins that its cursor asks for; a cursor we did not give is a 400."""
    if asked.cursor is None:
        return None
    read = listing.sorts[asked.sort.lstrip("-")].read
    padded = asked.cursor + "=" * (-len(asked.cursor) % 4)
    try:
        before, scope, value = base64.b64decode(padded, altchars=b"-_", validate=True).decode().split(" ", 2)
        return lists.Position(read(value), UUID(scope), min(abs(int(before)), lists.WINDOW * 1_000))
    except (ValueError, binascii.Error):
        raise Refusal(400, "cursor-unknown") from None


def onward(further: lists.Position | None) -> str | None:
    """The cursor of the next page, as `following` reads it."""
    if further is None:
        return None
    value = further.value.isoformat() if isinstance(further.value, date) else further.value
    value = "" if value is None else value
    written = f"{further.before} {further.scope} {value}"
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")

"""The same POST sent twice happens once: `Idempotency-Key`, remembered for a day.

The row is written in the transaction of the act, so there is never the one without the other. A retry renders
the view anew as the caller: no copy of an answer is kept that the policies have not seen.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final, Protocol, TypeVar
from uuid import UUID

from fastapi import Depends, Header, Request, Response
from sqlalchemy import text
from sqlmodel import Session

from api.deps import ActorDep, Db
from api.problems import Refusal
from domain.errors import Conflict

PREFIX: Final = "/api/v1"
KEY_PATTERN: Final = r"^[\x21-\x7e]+$"


class HasId(Protocol):
    """A view of something that has an id of its own."""

    @property
    def id(self) -> UUID: ...


View = TypeVar("View", bound=HasId)

_LOCK = text("select pg_try_advisory_xact_lock(hashtextextended(:name, 0))")
_FIND = text("""
select fingerprint, status, location, object_id from idempotency_keys
 where actor_id = :actor and key = :key and expires_at > now()
""")
_REMEMBER = text("""
insert into idempotency_keys (actor_id, key, fingerprint, status, location, object_id)
values (:actor, :key, :fingerprint, :status, :location, :object)
on conflict (actor_id, key) do update
   set fingerprint = excluded.fingerprint, status = excluded.status, location = excluded.location,
       object_id = excluded.object_id, expires_at = excluded.expires_at
""")


@dataclass(frozen=True)
class OnceOnly:
    """Does an act at most once for each key of each actor."""

    session: Session
    actor_id: UUID
    response: Response
    key: str | None
    fingerprint: bytes

    def __call__(
        self, act: Callable[[], View], show: Callable[[UUID], View], at: str, *, status: int = 201
    ) -> View:
        """Act, or show again what the same request made before; `at` is the address of what is made."""
        if self.key is not None:
            before = self._before()
            if before is not None:
                return self._again(before, show)
        view = act()
        location = PREFIX + at.format(id=view.id)
        if self.key is not None:
            self._remember(status, location, view.id)
        self._answer(status, location)
        return view

    def claim(self) -> None:
        """For a request of several acts, each with a key of its own: that this key stands for this request alone."""
        if self.key is None:
            return
        before = self._before()
        if before is None:
            self._remember(200, "", self.actor_id)
        elif before.fingerprint != self.fingerprint:
            raise Refusal(422, "idempotency-key-reused")

    def _before(self) -> Any | None:
        # Held until the end of the transaction: a second request cannot pass before the first is whole.
        if not self.session.execute(_LOCK, {"name": f"{self.actor_id} {self.key}"}).scalar_one():
            raise Conflict("idempotency-key-busy", retry_after=1)
        return self.session.execute(_FIND, {"actor": self.actor_id, "key": self.key}).one_or_none()

    def _again(self, before: Any, show: Callable[[UUID], View]) -> View:
        if before.fingerprint != self.fingerprint:
            raise Refusal(422, "idempotency-key-reused")
        view = show(before.object_id)
        self._answer(before.status, before.location)
        return view

    def _remember(self, status: int, location: str, id: UUID) -> None:
        self.session.execute(
            _REMEMBER,
            {
                "actor": self.actor_id,
                "key": self.key,
                "fingerprint": self.fingerprint,
                "status": status,
                "location": location,
                "object": id,
            },
        )

    def _answer(self, status: int, location: str) -> None:
        self.response.status_code = status
        self.response.headers["Location"] = location


async def get_once(
    request: Request,
    response: Response,
    session: Db,
    actor: ActorDep,
    idempotency_key: Annotated[
        str | None,
        Header(
            min_length=1,
            max_length=255,
            pattern=KEY_PATTERN,
            description="Sleutel: chosen by the client; the same request with the same key happens once.",
        ),
    ] = None,
) -> OnceOnly:
    """The key of this request and what it is the key of."""
    body = await request.body() if idempotency_key else b""
    asked = f"{request.method} {request.scope['path']}\n".encode() + body
    return OnceOnly(session, actor.id, response, idempotency_key, hashlib.sha256(asked).digest())


Once = Annotated[OnceOnly, Depends(get_once)]

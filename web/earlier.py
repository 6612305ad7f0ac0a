"""A step between a form and what it makes: what one can already see of the same person or thing.

The first time it is shown instead of making anything; who then sends the same once more makes it anyway. It works
without script, and who changes a name or number is shown what there is of that.
"""

import hashlib
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import Session

from domain import search
from domain.actor import Actor
from domain.errors import Conflict
from domain.naming import Thing
from domain.search import EarlierList
from web.forms import Typed

ANYWAY = "anyway"
"""The field in which a form says for which names and numbers its sender has looked."""


class SeenBefore(Conflict):
    """There is something to look at before this is made."""

    def __init__(self, asked: Sequence[str], besides: Collection[UUID]) -> None:
        super().__init__("seen-before")
        self.asked, self.besides = asked, besides


def look_first(
    session: Session,
    actor: Actor,
    typed: Typed,
    things: Sequence[Thing],
    purpose: str,
    besides: Collection[UUID] = (),
) -> None:
    """Refuse once when there is something to see by these names and numbers, `besides` where they come from."""
    asked = [name for one in things if (name := search.asked_by(one))]
    if typed.get(ANYWAY) != token(asked) and search.earlier(session, actor, asked, purpose, besides).items:
        raise SeenBefore(asked, besides)


def show(session: Session, actor: Actor, typed: Typed, refused: object, purpose: str) -> EarlierList | None:
    """What there is to look at; after it the same form is taken in. On the record, since a refusal leaves none."""
    if not isinstance(refused, SeenBefore):
        return None
    typed.hold({ANYWAY: [token(refused.asked)]})
    return search.earlier(session, actor, refused.asked, purpose, refused.besides)


def token(asked: Sequence[str]) -> str:
    """For the hidden field: these names and numbers, without saying them."""
    return hashlib.sha256("\n".join(sorted(asked)).encode("utf-8", "replace")).hexdigest()[:16]

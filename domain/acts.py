"""An act, and what is shown of it afterwards: two things, since not everybody who acts looks.

A verb that is `shown_by` a view does its work and gives the id of what the view is of. Called, it gives that view: what
an API answers with. A form goes on to another page, which looks for itself; it does the act `without_looking`, since
reading everything back takes longer than most acts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Concatenate, Generic, ParamSpec, TypeVar
from uuid import UUID

from sqlmodel import Session

from domain.actor import Actor

P = ParamSpec("P")
V = TypeVar("V")


@dataclass(frozen=True)
class Made:
    """What was made or changed, by its id alone."""

    id: UUID


class Act(Generic[P, V]):
    """A verb in two ways: with a look at what came of it, and without."""

    def __init__(
        self,
        do: Callable[Concatenate[Session, Actor, P], UUID],
        do_and_look: Callable[Concatenate[Session, Actor, P], V],
    ) -> None:
        update_wrapper(self, do)
        self._do, self._do_and_look = do, do_and_look

    def __call__(self, session: Session, actor: Actor, *args: P.args, **kwargs: P.kwargs) -> V:
        """Do it, and look what came of it."""
        return self._do_and_look(session, actor, *args, **kwargs)

    def without_looking(self, session: Session, actor: Actor, *args: P.args, **kwargs: P.kwargs) -> Made:
        """Do it."""
        return Made(self._do(session, actor, *args, **kwargs))


def shown_by(
    show: Callable[[Session, Actor, UUID], V],
) -> Callable[[Callable[Concatenate[Session, Actor, P], UUID]], Act[P, V]]:
    """Make a verb that gives an id an act of which this view shows what came of it."""

    def act(do: Callable[Concatenate[Session, Actor, P], UUID]) -> Act[P, V]:
        def do_and_look(session: Session, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> V:
            return show(session, actor, do(session, actor, *args, **kwargs))

        return Act(do, do_and_look)

    return act


def looking_on_the_way(
    do_and_look: Callable[Concatenate[Session, Actor, P], V],
) -> Callable[[Callable[Concatenate[Session, Actor, P], UUID]], Act[P, V]]:
    """The same for a verb after which there is nothing to be seen any more: who looks does it in a way of its own."""
    return lambda do: Act(do, do_and_look)

"""Deciding who takes part in a case: which persons, for which organisation, and who will see it by that."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db, attempt
from domain import cases, circle, sharing
from domain.actor import Actor
from domain.circle import Decide, Foresee, Foreseen
from domain.errors import DomainError
from web import rooms
from web.forms import Form, Typed, once
from web.i18n import N_
from web.render import gettext_of, see_other, too_late

router = APIRouter(prefix="/cases/{case_id}/circle", include_in_schema=False)

ACTS: Final[Mapping[str, str]] = {
    "named": "name",
    "unnamed": "unname",
    "opened": "open",
    "barred": "bar",
    "lifted": "lift",
    "left": "end",
}
"""Kind of decision -> the act that leads to it."""

SAID: Final = N_("It is decided, and works at once.")
OUT_OF_SIGHT: Final = N_("It is decided, and works at once. You no longer see this case yourself.")


@router.get("/decisions")
def start(
    request: Request, session: Db, actor: ActorDep, case_id: UUID, kind: str = "", of: UUID | None = None
) -> Response:
    """Ask about whom, and why; what cannot be decided now leads back to the circle."""
    asked = Typed({"kind": [kind], "organisationId": [str(of or "")]})
    return _form(request, session, actor, case_id, asked)


@router.post("/decisions")
def decide(request: Request, session: Db, actor: ActorDep, case_id: UUID, typed: Form) -> Response:
    """Decide; or first look who will see the case by that."""
    if typed.get("look"):
        return _look(request, session, actor, case_id, typed)

    def done() -> Response:
        made = once(session, actor, typed, lambda: _decide(session, actor, case_id, typed), _Again)
        here = isinstance(made, _Again) or made.still_in_sight
        return see_other(
            f"/cases/{case_id}/circle" if here else "/cases",
            gettext_of(request)(SAID if here else OUT_OF_SIGHT),
        )

    return rooms.answer(
        session, done, lambda refused: _form(request, session, actor, case_id, typed, refused)
    )


class _Again:
    """What the same form decided before: the page it leads to looks for itself."""

    def __init__(self, id: UUID) -> None:
        self.id = id


def _decide(session: Session, actor: Actor, case_id: UUID, typed: Typed) -> Any:
    return circle.decide(session, actor, case_id, typed.shape(Decide, **_persons(typed)))


def _persons(typed: Typed) -> dict[str, list[str]]:
    """Who was ticked, as a list also when it is one."""
    ticked = typed.all("personIds")
    return {"personIds": ticked} if ticked else {}


def _look(request: Request, session: Session, actor: Actor, case_id: UUID, typed: Typed) -> Response:
    """The form again, with who will see the case; nothing is decided yet."""
    with attempt(session) as tried:
        asked = typed.shape(Foresee, **_persons(typed))
        found = circle.foresee(session, actor, case_id, asked)
        return _form(request, session, actor, case_id, typed, foreseen=found)
    return _form(request, session, actor, case_id, typed, tried.refused)


def _form(
    request: Request,
    session: Session,
    actor: Actor,
    case_id: UUID,
    typed: Typed,
    refused: DomainError | None = None,
    foreseen: Foreseen | None = None,
) -> Response:
    case = cases.line(session, case_id)
    found = circle.circle(session, actor, case_id)
    kind = typed.get("kind")
    seat = next((one for one in found.seats if str(one.organisation_id) == typed.get("organisationId")), None)
    if seat is None or (refused is None and ACTS.get(kind) not in seat.acts):
        return too_late(request, f"/cases/{case_id}/circle")
    people = circle.candidates(session, actor, case_id, seat.organisation_id)
    shown = {
        "case": case,
        "kind": kind,
        "seat": seat,
        "people": [one for one in people if _fits(one, kind)],
        "chosen": typed.all("personIds"),
        "foreseen": foreseen,
        "categories": sharing.categories(session) if foreseen else [],
        "me": actor.id,
    }
    return rooms.form(request, "cases/decide.html", shown, typed, refused)


def _fits(one: circle.Candidate, kind: str) -> bool:
    """Whether this decision would change anything for this person."""
    return {
        "named": not one.named, "unnamed": one.named, "barred": not one.barred, "lifted": one.barred,
    }.get(kind, False)  # fmt: skip

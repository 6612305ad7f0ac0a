"""What an owner does later with what it brought in: narrow or widen for whom it is, and withdraw it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db, attempt
from api.idempotency import HasId
from domain import audience, dossier, process, sharing, weighing
from domain.actor import Actor
from domain.audience import AudienceChange, ChangeAudience
from domain.dossier import ContributionView, Withdraw
from domain.errors import DomainError, NotAllowed
from domain.weighing import OpinionView
from web import merging, rooms
from web.forms import Form, Typed
from web.i18n import N_
from web.render import see_other

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Thing:
    """What is one's own and can be closed: how it is read, tried and changed."""

    at: str
    category: Callable[[Any], str]
    read: Callable[[Session, Actor, UUID], ContributionView | OpinionView]
    rehearse: Callable[[Session, Actor, UUID, ChangeAudience], AudienceChange]
    change: Callable[[Session, Actor, UUID, ChangeAudience], HasId]


CONTRIBUTION = Thing(
    "/contributions/{}/audience",
    lambda found: str(found.category),
    dossier.contribution,
    dossier.rehearse_audience,
    dossier.change_audience,
)
OPINION = Thing(
    "/opinions/{}/audience",
    lambda _: "opinion",
    weighing.an_opinion,
    weighing.rehearse_opinion_audience,
    weighing.change_opinion_audience,
)


@router.get("/contributions/{contribution_id}")
def to_subject(session: Db, actor: ActorDep, contribution_id: UUID) -> Response:
    """A contribution stands on the page of its subject; a notice leads here."""
    found = dossier.contribution(session, actor, contribution_id)
    return see_other(f"/subjects/{found.subject_id}#contribution-{contribution_id}")


@router.get("/contributions/{contribution_id}/audience")
def start_audience(request: Request, session: Db, actor: ActorDep, contribution_id: UUID) -> Response:
    """For whom an own contribution is now, and for whom it could be."""
    return _start(request, session, actor, CONTRIBUTION, contribution_id)


@router.post("/contributions/{contribution_id}/audience")
def change_audience(
    request: Request, session: Db, actor: ActorDep, contribution_id: UUID, typed: Form
) -> Response:
    """Say who gains and who loses sight, and then change it."""
    return _change(request, session, actor, CONTRIBUTION, contribution_id, typed)


@router.get("/opinions/{opinion_id}/audience")
def start_opinion_audience(request: Request, session: Db, actor: ActorDep, opinion_id: UUID) -> Response:
    """For whom an own opinion is now, and for whom it could be."""
    return _start(request, session, actor, OPINION, opinion_id)


@router.post("/opinions/{opinion_id}/audience")
def change_opinion_audience(
    request: Request, session: Db, actor: ActorDep, opinion_id: UUID, typed: Form
) -> Response:
    """Say who gains and who loses sight, and then change it."""
    return _change(request, session, actor, OPINION, opinion_id, typed)


@router.get("/contributions/{contribution_id}/withdraw")
def start_withdrawal(request: Request, session: Db, actor: ActorDep, contribution_id: UUID) -> Response:
    """Ask why an own contribution is withdrawn, and say what that does."""
    found = _own(session, actor, dossier.contribution(session, actor, contribution_id))
    return rooms.form(request, "dossier/withdraw.html", _withdrawing(session, actor, found), Typed())


@router.post("/contributions/{contribution_id}/withdraw")
def withdraw(request: Request, session: Db, actor: ActorDep, contribution_id: UUID, typed: Form) -> Response:
    """Withdraw an own contribution."""
    found = _own(session, actor, dossier.contribution(session, actor, contribution_id))
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: dossier.withdraw(session, actor, contribution_id, typed.shape(Withdraw)),
        lambda refused: rooms.form(
            request, "dossier/withdraw.html", _withdrawing(session, actor, found), typed, refused
        ),
        to=f"/subjects/{found.subject_id}",
        said=N_("Your contribution is withdrawn. Who read it sees that."),
    )


def audience_of(typed: Typed) -> dict[str, Any]:
    """The persons that were ticked; a form with one answer to a question keeps the last only."""
    persons = [one for one in typed.all("persons") if one]
    return {"persons": persons} if persons else {}


def _start(request: Request, session: Session, actor: Actor, thing: Thing, row_id: UUID) -> Response:
    found = _own(session, actor, thing.read(session, actor, row_id))
    typed = merging.opened(_stored(found))
    return rooms.form(request, "dossier/audience.html", _closing(session, actor, thing, found), typed)


def _stored(found: ContributionView | OpinionView) -> dict[str, str | list[str]]:
    """What the form holds of something as it is shared now."""
    return {"forWhom": found.for_whom, "persons": [str(one.id) for one in found.persons]}


def _change(
    request: Request, session: Session, actor: Actor, thing: Thing, row_id: UUID, typed: Typed
) -> Response:
    process.edit(session, row_id)
    found = _own(session, actor, thing.read(session, actor, row_id))
    told = " ".join([typed.get("forWhom"), *sorted(typed.all("persons"))])
    if typed.get("told") != told:
        return _told(request, session, actor, thing, found, typed, told)

    def act() -> HasId:
        merging.settle(session, typed, _stored(found), row_id)
        return thing.change(session, actor, row_id, typed.shape(ChangeAudience, **audience_of(typed)))

    def again(refused: DomainError | None) -> Response:
        context = _closing(session, actor, thing, found)
        return rooms.form(request, "dossier/audience.html", context, typed, refused)

    return rooms.submit(
        request,
        session,
        actor,
        typed.without("told"),
        act,
        again,
        to=f"/subjects/{found.subject_id}",
        said=N_("It is changed who sees this."),
    )


def _told(
    request: Request,
    session: Session,
    actor: Actor,
    thing: Thing,
    found: ContributionView | OpinionView,
    typed: Typed,
    told: str,
) -> Response:
    """The form again, with who would gain and who would lose sight, and now it can be saved."""
    context = _closing(session, actor, thing, found)
    with attempt(session) as tried:
        merging.settle(session, typed, _stored(found), found.id)
        wanted = typed.shape(ChangeAudience, **audience_of(typed))
        change = thing.rehearse(session, actor, found.id, wanted)
        return rooms.form(request, "dossier/audience.html", context | {"change": change, "told": told}, typed)
    return rooms.form(request, "dossier/audience.html", context, typed, tried.refused)


def _own(session: Session, actor: Actor, found: Any) -> Any:
    if not found.mine:
        raise NotAllowed("not-the-owner")
    if getattr(found, "withdrawn_at", None):
        raise NotAllowed("withdrawn")
    return found


def _closing(
    session: Session, actor: Actor, thing: Thing, found: ContributionView | OpinionView
) -> dict[str, Any]:
    category = thing.category(found)
    return rooms.about(session, actor, found.subject_id) | {
        "found": found,
        "at": thing.at.format(found.id),
        "category": category,
        "categories": sharing.categories(session),
        "could_read": audience.possible_readers(session, actor, found.subject_id, [category]),
        "change": None,
        "told": "",
    }


def _withdrawing(session: Session, actor: Actor, found: ContributionView) -> dict[str, Any]:
    return rooms.about(session, actor, found.subject_id) | {
        "contribution": found,
        "categories": sharing.categories(session),
        "reasons": dossier.WITHDRAWN_FOR,
    }

"""Rehearsals on pages (proefwijzigingen): a draft of changes, who would gain or lose what, and then the decision."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import administration, rehearsal, sharing
from domain.actor import Actor, StaffRole
from domain.errors import DomainError, NotFound
from domain.rehearsal import AddChange, BeginRehearsal, Effect, RehearsalView
from domain.sharing import Wanted
from web import rooms
from web.forms import Form, Typed
from web.i18n import N_
from web.render import page
from web.rules import as_id, lists

router = APIRouter(prefix="/sharing/rehearsals", include_in_schema=False)

HERE: Final = "/sharing/rehearsals"
KINDS: Final = {
    "end-rule": "end_rule",
    "give-rule": "give_rule",
    "except": "except",
    "end-agreement": "end_agreement",
    "admit": "admit",
    "end-admission": "end_admission",
    "give-role": "give_role",
    "end-role": "end_role",
}
"""Kind of change, as the address has it."""


@dataclass
class Stake:
    """What changes for one organisation: the categories, and the numbers that may be told added up."""

    organisation: str
    effects: list[Effect] = field(default_factory=list)
    gained: int = 0
    lost: int = 0
    few: bool = False


@router.get("")
def index(request: Request, session: Db, actor: ActorDep) -> Response:
    """Every draft, the open ones first."""
    return page(request, "sharing/rehearsals.html", {"rehearsals": rehearsal.rehearsals(session, actor)})


@router.get("/new")
def start(request: Request, session: Db, actor: ActorDep) -> Response:
    """Ask what the draft is about."""
    actor.require_administrator()
    return rooms.form(request, "sharing/rehearsal_form.html", {}, Typed())


@router.post("/new")
def begin(request: Request, session: Db, actor: ActorDep, typed: Form) -> Response:
    """Begin a draft; from a rule or an agreement, with the change that was in mind there."""
    actor.require_administrator()

    def made() -> RehearsalView:
        made = rehearsal.begin_rehearsal(session, actor, typed.shape(BeginRehearsal))
        if typed.get("kind"):
            rehearsal.add_change(session, actor, made, typed.shape(AddChange))
        return rehearsal.rehearsal(session, actor, made)

    return rooms.submit(
        request,
        session,
        actor,
        typed,
        made,
        lambda refused: rooms.form(request, "sharing/rehearsal_form.html", {}, typed, refused),
        to=lambda made: f"{HERE}/{made}",
        said=N_("The rehearsal is begun. Nothing has changed yet."),
    )


@router.get("/{rehearsal_id}")
def show(request: Request, session: Db, actor: ActorDep, rehearsal_id: UUID) -> Response:
    """The changes, and what each organisation would gain or lose."""
    return _show(request, session, actor, rehearsal_id)


@router.get("/{rehearsal_id}/changes/{kind}")
def start_change(request: Request, session: Db, actor: ActorDep, rehearsal_id: UUID, kind: str) -> Response:
    """Ask for one change of this kind."""
    actor.require_administrator()
    return _change(request, session, actor, rehearsal_id, kind, Typed())


@router.post("/{rehearsal_id}/changes/{kind}")
def add_change(
    request: Request, session: Db, actor: ActorDep, rehearsal_id: UUID, kind: str, typed: Form
) -> Response:
    """Add a change to the draft."""
    actor.require_administrator()

    def done() -> RehearsalView:
        data = typed.shape(AddChange, kind=_kind(kind))
        rehearsal.add_change(session, actor, rehearsal_id, data)
        return rehearsal.rehearsal(session, actor, rehearsal_id)

    return rooms.submit(
        request,
        session,
        actor,
        typed,
        done,
        lambda refused: _change(request, session, actor, rehearsal_id, kind, typed, refused),
        to=f"{HERE}/{rehearsal_id}",
        said=N_("The change is added to the draft."),
    )


@router.post("/{rehearsal_id}/removals")
def remove_change(
    request: Request, session: Db, actor: ActorDep, rehearsal_id: UUID, typed: Form
) -> Response:
    """Take a change from the draft."""
    actor.require_administrator()

    def done() -> RehearsalView:
        # What is no id is the id of no change.
        rehearsal.remove_change(session, actor, rehearsal_id, as_id(typed.get("changeId")) or rehearsal_id)
        return rehearsal.rehearsal(session, actor, rehearsal_id)

    return rooms.submit(
        request,
        session,
        actor,
        typed,
        done,
        lambda refused: _show(request, session, actor, rehearsal_id, refused),
        to=f"{HERE}/{rehearsal_id}",
        said=N_("The change is taken from the draft."),
    )


@router.post("/{rehearsal_id}/application")
def apply(request: Request, session: Db, actor: ActorDep, rehearsal_id: UUID, typed: Form) -> Response:
    """Make the changes for good."""
    actor.require_administrator()

    def done() -> RehearsalView:
        rehearsal.apply_rehearsal(session, actor, rehearsal_id)
        return rehearsal.rehearsal(session, actor, rehearsal_id)

    return rooms.submit(
        request,
        session,
        actor,
        typed,
        done,
        lambda refused: _show(request, session, actor, rehearsal_id, refused),
        to=f"{HERE}/{rehearsal_id}",
        said=N_("The changes hold from now on."),
    )


@router.post("/{rehearsal_id}/withdrawal")
def drop(request: Request, session: Db, actor: ActorDep, rehearsal_id: UUID, typed: Form) -> Response:
    """Leave everything as it is."""
    actor.require_administrator()

    def done() -> RehearsalView:
        rehearsal.drop_rehearsal(session, actor, rehearsal_id)
        return rehearsal.rehearsal(session, actor, rehearsal_id)

    return rooms.submit(
        request,
        session,
        actor,
        typed,
        done,
        lambda refused: _show(request, session, actor, rehearsal_id, refused),
        to=f"{HERE}/{rehearsal_id}",
        said=N_("The rehearsal is dropped. Nothing has changed."),
    )


def stakes(effects: Sequence[Effect]) -> list[Stake]:
    """By organisation. A number that is not told is in no sum either: nothing can be subtracted from it."""
    found: dict[UUID, Stake] = {}
    for one in effects:
        stake = found.setdefault(one.organisation_id, Stake(one.organisation))
        stake.effects.append(one)
        stake.gained += one.gained or 0
        stake.lost += one.lost or 0
        stake.few = stake.few or one.gained is None or one.lost is None
    return list(found.values())


def _kind(written: str) -> str:
    if written not in KINDS:
        raise NotFound
    return KINDS[written]


def _show(
    request: Request, session: Session, actor: Actor, rehearsal_id: UUID, refused: DomainError | None = None
) -> Response:
    found = rehearsal.rehearsal(session, actor, rehearsal_id)
    context = {
        "rehearsal": found,
        "stakes": stakes(found.effects),
        "adding": list(KINDS),
        **lists(session, actor),
    }
    return rooms.form(request, "sharing/rehearsal.html", context, Typed(), refused)


def _change(
    request: Request,
    session: Session,
    actor: Actor,
    rehearsal_id: UUID,
    kind: str,
    typed: Typed,
    refused: DomainError | None = None,
) -> Response:
    named = _kind(kind)
    context = {
        "rehearsal": rehearsal.rehearsal(session, actor, rehearsal_id),
        "address": kind,
        "kind": named,
        "staff": rehearsal.staff(session, actor) if named in rehearsal.ABOUT_PERSONS else [],
        "roles": list(StaffRole),
        "rules": sharing.rules(session, actor),
        "agreements": sharing.agreements(session, actor, Wanted(state="valid")),
        "organisations": administration.organisations(session, actor),
        **lists(session, actor),
    }
    return rooms.form(request, "sharing/change_form.html", context, typed, refused)

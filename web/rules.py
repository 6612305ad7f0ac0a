"""Rules on pages (deelregels): what partners agreed to share, by category, by whom and with whom."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import administration, sharing
from domain.actor import Actor
from domain.errors import DomainError
from domain.process import Step
from domain.sharing import ExceptOrganisation, GiveRule, RuleView, Wanted
from web import rooms
from web.forms import Form, Typed
from web.i18n import N_
from web.render import page

router = APIRouter(prefix="/sharing/rules", include_in_schema=False)

HERE = "/sharing/rules"
ASKED = ("agreement", "category", "owner", "recipient", "step", "ended")


@router.get("")
def index(request: Request, session: Db, actor: ActorDep) -> Response:
    """The rules in force, or those that fit what is asked."""
    asked = {name: request.query_params.get(name, "") for name in ASKED}
    wanted = Wanted(
        agreement_id=as_id(asked["agreement"]),
        category=asked["category"] or None,
        owner_kind=asked["owner"] or None,
        recipient_kind=asked["recipient"] or None,
        step=asked["step"] or None,
        ended=asked["ended"] == "true",
    )
    shown = {"rules": sharing.rules(session, actor, wanted), "asked": asked, "may": actor.administers()}
    return page(request, "sharing/rules.html", shown | lists(session, actor))


@router.get("/new")
def start(request: Request, session: Db, actor: ActorDep) -> Response:
    """Ask who shares what with whom."""
    actor.require_administrator()
    return _form(request, session, actor, Typed())


@router.post("/new")
def give(request: Request, session: Db, actor: ActorDep, typed: Form) -> Response:
    """Give a rule."""
    actor.require_administrator()

    def made() -> RuleView:
        return sharing.rule(session, actor, sharing.give_rule(session, actor, typed.shape(GiveRule)))

    return rooms.submit(
        request,
        session,
        actor,
        typed,
        made,
        lambda refused: _form(request, session, actor, typed, refused),
        to=lambda made: f"{HERE}/{made}",
        said=N_("The rule is given and holds from now on."),
    )


@router.get("/{rule_id}")
def show(request: Request, session: Db, actor: ActorDep, rule_id: UUID) -> Response:
    """One rule: who shares what with whom, on which agreement, for whom not."""
    return _show(request, session, actor, rule_id)


@router.post("/{rule_id}/ending")
def end(request: Request, session: Db, actor: ActorDep, rule_id: UUID, typed: Form) -> Response:
    """End a rule."""
    actor.require_administrator()

    def done() -> RuleView:
        sharing.end_rule(session, actor, rule_id)
        return sharing.rule(session, actor, rule_id)

    return rooms.submit(
        request,
        session,
        actor,
        typed,
        done,
        lambda refused: _show(request, session, actor, rule_id, refused),
        to=f"{HERE}/{rule_id}",
        said=N_("The rule is ended. Nobody sees anything by it any more."),
    )


@router.get("/{rule_id}/exceptions/new")
def start_exception(request: Request, session: Db, actor: ActorDep, rule_id: UUID) -> Response:
    """Ask for whom the rule does not hold, and why."""
    actor.require_administrator()
    return _exception(request, session, actor, rule_id, Typed())


@router.post("/{rule_id}/exceptions/new")
def make_exception(request: Request, session: Db, actor: ActorDep, rule_id: UUID, typed: Form) -> Response:
    """Except one organisation."""
    actor.require_administrator()

    def done() -> RuleView:
        sharing.except_organisation(session, actor, rule_id, typed.shape(ExceptOrganisation))
        return sharing.rule(session, actor, rule_id)

    return rooms.submit(
        request,
        session,
        actor,
        typed,
        done,
        lambda refused: _exception(request, session, actor, rule_id, typed, refused),
        to=f"{HERE}/{rule_id}",
        said=N_("The exception holds from now on."),
    )


def lists(session: Session, actor: Actor) -> dict[str, Any]:
    """The names of what rules speak of."""
    return {
        "categories": sharing.categories(session),
        "kinds": administration.entries(session, "organisation-kinds"),
        "covenants": [
            one
            for one in sharing.agreements(session, actor, Wanted(kind=sharing.COVENANT))
            if one.state != "ended"
        ],
        "steps": [step.value for step in Step],
    }


def as_id(written: str) -> UUID | None:
    """An id in an address; whatever else stands there is no id."""
    with suppress(ValueError):
        return UUID(written)
    return None


def _show(
    request: Request, session: Session, actor: Actor, rule_id: UUID, refused: DomainError | None = None
) -> Response:
    context = {"rule": sharing.rule(session, actor, rule_id), **lists(session, actor)}
    return rooms.form(request, "sharing/rule.html", context, Typed(), refused)


def _form(
    request: Request, session: Session, actor: Actor, typed: Typed, refused: DomainError | None = None
) -> Response:
    return rooms.form(request, "sharing/rule_form.html", lists(session, actor), typed, refused)


def _exception(
    request: Request,
    session: Session,
    actor: Actor,
    rule_id: UUID,
    typed: Typed,
    refused: DomainError | None = None,
) -> Response:
    context = {
        "rule": sharing.rule(session, actor, rule_id),
        "organisations": administration.organisations(session, actor),
        **lists(session, actor),
    }
    return rooms.form(request, "sharing/exception_form.html", context, typed, refused)

"""One's own account: where one is signed in, the password, the second factor, and who watches during leave."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db, LoginDb
from domain import accounts, administration
from domain.accounts import SessionInfo
from domain.actor import Actor
from domain.administration import NameDeputy
from domain.errors import DomainError, Invalid, NotAllowed, NotSignedIn, Problem, TooMany
from web import rooms
from web.forms import Form
from web.forms import Typed as Fields
from web.i18n import N_
from web.login import Next, Typed, Visitor, again, keep, local
from web.render import gettext_of, page, see_other

router = APIRouter(prefix="/account", include_in_schema=False)


def get_owner(_actor: ActorDep, visitor: Visitor) -> SessionInfo:
    """The owner of the account, completely signed in."""
    return visitor


Owner = Annotated[SessionInfo, Depends(get_owner)]


@router.get("")
def show(request: Request, db: Db, session: LoginDb, actor: ActorDep, owner: Owner) -> Response:
    """Where one is signed in, what can be changed, and who watches over whose work."""
    shown = {
        "sessions": accounts.list_sessions(session, owner.actor_id, current=owner.id),
        "email": owner.email,
        "deputies": administration.my_deputies(db, actor),
        "watching": administration.watching(db, actor),
        "round": administration.open_round(db, actor),
    }
    return page(request, "account/show.html", shown)


@router.get("/deputy")
def start_deputy(request: Request, db: Db, actor: ActorDep) -> Response:
    """Ask which colleague watches, and when."""
    return _deputy_form(request, db, actor, Fields())


@router.post("/deputy")
def name_deputy(request: Request, db: Db, actor: ActorDep, typed: Form) -> Response:
    """Name a deputy for the time of one's leave."""
    return rooms.submit(
        request,
        db,
        actor,
        typed,
        lambda: administration.name_deputy(db, actor, typed.shape(NameDeputy)),
        lambda refused: _deputy_form(request, db, actor, typed, refused),
        to="/account",
        said=N_("Your deputy is named."),
    )


@router.post("/deputy/{deputy_id}/end")
def end_deputy(request: Request, db: Db, actor: ActorDep, deputy_id: UUID) -> Response:
    """One is back early, or stays."""
    administration.end_deputy(db, actor, deputy_id)
    _ = gettext_of(request)
    return see_other("/account", _("Your deputy watches no longer."))


@router.post("/sessions/{session_id}/end")
def end_session(request: Request, session: LoginDb, owner: Owner, session_id: UUID) -> Response:
    """End one of one's own sessions."""
    accounts.revoke(session, owner.actor_id, session_id)
    _ = gettext_of(request)
    return see_other("/account", _("You are signed out there."))


@router.post("/sessions/end")
def end_other_sessions(request: Request, session: LoginDb, owner: Owner) -> Response:
    """End every session but this one."""
    accounts.revoke_all(session, owner.actor_id, keep=owner.id)
    _ = gettext_of(request)
    return see_other("/account", _("You are signed out everywhere else."))


@router.get("/password")
def show_password(request: Request, visitor: Visitor, next: str = "/account") -> Response:
    """Ask for the present password and a new one; also where one must be chosen to complete signing in."""
    return page(request, "account/password.html", _password_form(visitor, next))


@router.post("/password")
def change_password(
    request: Request,
    session: LoginDb,
    visitor: Visitor,
    current: Typed = "",
    new: Typed = "",
    repeated: Typed = "",
    next_: Next = "/account",
) -> Response:
    """Change the password; one is signed out everywhere else."""
    try:
        if new != repeated:
            raise Invalid(Problem("passwords-differ", "/repeated"))
        token = accounts.change_password(session, visitor, current, new)
    except (Invalid, NotSignedIn, TooMany) as refused:
        form = _password_form(visitor, next_)
        return again(request, session, refused, "account/password.html", form)
    _ = gettext_of(request)
    said = _("Your password is changed. You are signed out everywhere else.")
    return keep(see_other(local(next_), said), token)


@router.post("/recovery-codes")
def renew_recovery_codes(request: Request, session: LoginDb, owner: Owner) -> Response:
    """Make new recovery codes and show them this once: they exist in this answer only."""
    try:
        codes = accounts.renew_recovery_codes(session, owner)
    except NotAllowed:
        return see_other("/login/step-up?next=/account")
    return page(request, "login/recovery_codes.html", {"codes": codes})


@router.post("/second-factor")
def replace_second_factor(owner: Owner) -> Response:
    """Go and take another authenticator app into use; after giving the present second factor again."""
    return see_other("/login/enrol" if owner.stepped_up() else "/login/step-up?next=/login/enrol")


def _deputy_form(
    request: Request, session: Session, actor: Actor, typed: Fields, refused: DomainError | None = None
) -> Response:
    context = {"candidates": administration.candidates(session, actor)}
    return rooms.form(request, "account/deputy.html", context, typed, refused)


def _password_form(visitor: SessionInfo, next_: str) -> dict[str, object]:
    return {"must_change": visitor.must_change, "next": local(next_)}

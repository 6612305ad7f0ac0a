"""One's own account: where one is signed in, the password, the second factor."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from api.deps import ActorDep, LoginDb
from domain import accounts
from domain.accounts import SessionInfo
from domain.errors import Invalid, NotAllowed, NotSignedIn, Problem, TooMany
from web.login import Next, Typed, Visitor, again, keep, local
from web.render import gettext_of, page, see_other

router = APIRouter(prefix="/account", include_in_schema=False)


def get_owner(_actor: ActorDep, visitor: Visitor) -> SessionInfo:
    """The owner of the account, completely signed in."""
    return visitor


Owner = Annotated[SessionInfo, Depends(get_owner)]


@router.get("")
def show(request: Request, session: LoginDb, owner: Owner) -> Response:
    """Where one is signed in, and what can be changed."""
    lines = accounts.list_sessions(session, owner.actor_id, current=owner.id)
    return page(request, "account/show.html", {"sessions": lines, "email": owner.email})


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


def _password_form(visitor: SessionInfo, next_: str) -> dict[str, object]:
    return {"must_change": visitor.must_change, "next": local(next_)}

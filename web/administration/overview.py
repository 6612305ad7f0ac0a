"""The overview: what asks for attention, and the way to everything that is kept."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.deps import ActorDep, Db, LoginDb
from domain import administration
from web.render import gettext_of, page, see_other

router = APIRouter(prefix="/administration")


@router.get("")
def show(request: Request, session: Db, login: LoginDb, actor: ActorDep) -> Response:
    """What asks for attention, the most pressing first."""
    found = administration.attention(session, login, actor)
    return page(request, "administration/index.html", {"found": found})


@router.get("/admissions")
def list_expiring(request: Request, session: Db, actor: ActorDep) -> Response:
    """The admissions that end soon, the first to end first."""
    shown = {"admissions": administration.expiring_admissions(session, actor)}
    return page(request, "administration/admissions.html", shown)


@router.get("/invitations")
def list_invitations(request: Request, session: Db, login: LoginDb, actor: ActorDep) -> Response:
    """The invitations that were not used yet."""
    shown = {"invitations": administration.invitations(session, login, actor)}
    return page(request, "administration/invitations.html", shown)


@router.post("/invitations/{person_id}/withdrawal")
def withdraw(request: Request, session: Db, login: LoginDb, actor: ActorDep, person_id: UUID) -> Response:
    """Withdraw an invitation."""
    administration.withdraw_invitation(session, login, actor, person_id)
    _ = gettext_of(request)
    return see_other("/administration/invitations", _("The invitation is withdrawn."))

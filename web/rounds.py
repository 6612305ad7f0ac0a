"""An information round: ask several partners at once, and see who answered what and who is silent."""

from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import calendar, cases, catalogue, dossier
from domain.actor import Actor
from domain.dossier import AskInformationRound
from domain.dossier.rounds import MOST
from web import rooms
from web.dossier import DEFAULT_GROUND, asking, question_context
from web.forms import Form, Typed
from web.i18n import N_
from web.render import page, see_other

router = APIRouter(include_in_schema=False)

CHOICES: Final = ("askedIds", "subjectIds")


@router.get("/cases/{case_id}/information-rounds/new")
def start(request: Request, session: Db, actor: ActorDep, case_id: UUID) -> Response:
    """Ask which partners are asked what."""
    context = asking(session, actor, case_id)
    if "request" not in context["case"].acts:
        return page(request, "dossier/not_now.html", context | {"act": "request"}, status=409)
    return rooms.form(request, "dossier/ask_round.html", context, Typed({"ground": [DEFAULT_GROUND]}))


@router.post("/cases/{case_id}/information-rounds/new")
def ask(request: Request, session: Db, actor: ActorDep, case_id: UUID, typed: Form) -> Response:
    """Put it to all of them."""
    chosen = {name: [one for one in typed.all(name) if one] for name in CHOICES}
    boxes = {f"{name}/{place}": name for name in CHOICES for place in range(MOST)}
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: dossier.ask_round(session, actor, case_id, typed.shape(AskInformationRound, **chosen)),
        lambda refused: rooms.form(
            request, "dossier/ask_round.html", asking(session, actor, case_id), typed, refused, boxes
        ),
        to="/information-rounds/{}".format,
        said=N_("Your question is with the partners."),
    )


@router.get("/information-rounds/{round_id}")
def show(request: Request, session: Db, actor: ActorDep, round_id: UUID) -> Response:
    """One round: each partner's answer, or its silence."""
    return rooms.form(request, "dossier/round.html", _shown(session, actor, round_id), Typed())


@router.get("/information-rounds/{round_id}/reminders")
def to_round(round_id: UUID) -> Response:
    """A refused reminder is shown at this address; whoever comes back to it finds the round."""
    return see_other(f"/information-rounds/{round_id}")


@router.post("/information-rounds/{round_id}/reminders")
def remind_round(request: Request, session: Db, actor: ActorDep, round_id: UUID, typed: Form) -> Response:
    """Remind everybody in the round who did not answer."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: dossier.remind_round(session, actor, round_id),
        lambda refused: rooms.form(
            request, "dossier/round.html", _shown(session, actor, round_id), typed, refused
        ),
        to=f"/information-rounds/{round_id}",
        said=N_("Who did not answer yet was reminded."),
    )


@router.get("/requests/{request_id}/reminders")
def to_request(request_id: UUID) -> Response:
    """The same for one question."""
    return see_other(f"/requests/{request_id}")


@router.post("/requests/{request_id}/reminders")
def remind(request: Request, session: Db, actor: ActorDep, request_id: UUID, typed: Form) -> Response:
    """Remind one partner of one question."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: dossier.remind(session, actor, request_id),
        lambda refused: rooms.form(
            request, "dossier/request.html", question_context(session, actor, request_id), typed, refused
        ),
        to=f"/requests/{request_id}",
        said=N_("The partner was reminded."),
    )


def _shown(session: Session, actor: Actor, round_id: UUID) -> dict[str, Any]:
    found = dossier.a_round(session, actor, round_id)
    about = list(dict.fromkeys(one.subject_id for one in found.requests if one.subject_id))
    return {
        "round": found,
        "can_remind": any("remind" in one.acts for one in found.requests),
        "case": cases.view(session, actor, found.case_id),
        "subjects": cases.subjects(session, actor, about),
        "grounds": catalogue.legal_grounds(session, "R", calendar.today()),
    }

"""Disclosures: what leaves a case, what is still missing, and what exactly went; a supplier says yes or no to its own."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import calendar, cases, catalogue, disclosures, sharing
from domain.actor import Actor
from domain.disclosures import DisclosureView, DraftDisclosure, GiveConsent, ReleaseDisclosure
from domain.errors import DomainError
from web import rooms
from web.dossier import question_context
from web.forms import Form, Typed
from web.i18n import N_
from web.render import page, see_other

router = APIRouter(include_in_schema=False)

DEFAULT_GROUND = "WGS-1.7-2"
MOST_ITEMS = 100


@router.get("/cases/{case_id}/disclosures")
def index(request: Request, session: Db, actor: ActorDep, case_id: UUID) -> Response:
    """What is to leave this case, and what did."""
    found = {
        "case": cases.case(session, actor, case_id),
        "disclosures": disclosures.disclosures_of(session, actor, case_id),
        "drafts": disclosures.drafts(actor),
    }
    return page(request, "disclosures/index.html", found)


@router.get("/cases/{case_id}/disclosures/new")
def start(request: Request, session: Db, actor: ActorDep, case_id: UUID) -> Response:
    """Ask what is to go to whom, for what and on which ground."""
    return rooms.form(
        request,
        "disclosures/new.html",
        _drafting(session, actor, case_id),
        Typed({"ground": [DEFAULT_GROUND]}),
    )


@router.post("/cases/{case_id}/disclosures/new")
def draft(request: Request, session: Db, actor: ActorDep, case_id: UUID, typed: Form) -> Response:
    """Write it down; nobody is asked yet."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: disclosures.draft_disclosure(
            session, actor, case_id, typed.shape(DraftDisclosure, **_ticked(typed, "contributionIds"))
        ),
        lambda refused: rooms.form(
            request,
            "disclosures/new.html",
            _drafting(session, actor, case_id),
            typed,
            refused,
            _each("contributionIds"),
        ),
        to="/disclosures/{}".format,
        said=N_("The disclosure is drafted. Nobody was asked yet."),
    )


@router.get("/disclosures/{disclosure_id}")
def show(request: Request, session: Db, actor: ActorDep, disclosure_id: UUID) -> Response:
    """One disclosure: its conditions, who was asked, and what may be done now."""
    return _show(request, session, actor, disclosure_id, Typed())


@router.post("/disclosures/{disclosure_id}/questions")
def ask(request: Request, session: Db, actor: ActorDep, disclosure_id: UUID, typed: Form) -> Response:
    """Put to each supplier which of its items are to go."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: disclosures.ask_suppliers(session, actor, disclosure_id),
        lambda refused: _show(request, session, actor, disclosure_id, typed, refused),
        to=f"/disclosures/{disclosure_id}",
        said=N_("Each supplier is asked about its own data."),
    )


@router.post("/disclosures/{disclosure_id}/droppings")
def drop(request: Request, session: Db, actor: ActorDep, disclosure_id: UUID, typed: Form) -> Response:
    """Leave it."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: disclosures.drop_disclosure(session, actor, disclosure_id),
        lambda refused: _show(request, session, actor, disclosure_id, typed, refused),
        to=f"/disclosures/{disclosure_id}",
        said=N_("The disclosure is dropped. Nothing goes."),
    )


@router.post("/disclosures/{disclosure_id}/releases")
def release(request: Request, session: Db, actor: ActorDep, disclosure_id: UUID, typed: Form) -> Response:
    """Provide it, when everything holds."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: disclosures.release_disclosure(session, actor, disclosure_id, typed.shape(ReleaseDisclosure)),
        lambda refused: _show(request, session, actor, disclosure_id, typed, refused),
        to=f"/disclosures/{disclosure_id}",
        said=N_("Released. Print the extract for the recipient."),
    )


@router.get("/disclosures/{disclosure_id}/extract")
def extract(request: Request, session: Db, actor: ActorDep, disclosure_id: UUID) -> Response:
    """What the recipient gets, made for print."""
    found = disclosures.extract(session, actor, disclosure_id)
    return page(request, "disclosures/extract.html", {"one": found} | _lists(session))


@router.post("/extracts/{extract_id}/tellings")
def tell(request: Request, session: Db, actor: ActorDep, extract_id: UUID, typed: Form) -> Response:
    """Note that the recipient was told of a correction or withdrawal."""
    disclosure_id = disclosures.disclosure_of(session, extract_id)
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: disclosures.tell_recipient(session, actor, extract_id),
        lambda refused: _show(request, session, actor, disclosure_id, typed, refused),
        to=f"/disclosures/{disclosure_id}",
        said=N_("It is on the record that the recipient knows."),
    )


@router.get("/requests/{request_id}/consents")
def to_request(request_id: UUID) -> Response:
    """A refused answer is shown at this address; whoever comes back to it finds the question."""
    return see_other(f"/requests/{request_id}")


@router.post("/requests/{request_id}/consents")
def consent(request: Request, session: Db, actor: ActorDep, request_id: UUID, typed: Form) -> Response:
    """Answer for one's own items."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: disclosures.give_consent(
            session, actor, request_id, typed.shape(GiveConsent, **_ticked(typed, "exceptedIds"))
        ),
        lambda refused: rooms.form(
            request,
            "dossier/request.html",
            question_context(session, actor, request_id),
            typed,
            refused,
            _each("exceptedIds"),
        ),
        to=f"/requests/{request_id}",
        said=N_("Your answer is recorded."),
    )


@router.get("/contributions/{contribution_id}/destinations")
def destinations(request: Request, session: Db, actor: ActorDep, contribution_id: UUID) -> Response:
    """Where an own contribution went."""
    found = disclosures.destinations_of(session, actor, contribution_id)
    return page(request, "disclosures/destinations.html", {"found": found} | _lists(session))


def _ticked(typed: Typed, name: str) -> dict[str, list[str]]:
    return {name: [one for one in typed.all(name) if one]}


def _each(name: str) -> dict[str, str]:
    """What is wrong with one that was ticked is told at all of them."""
    return {f"{name}/{place}": name for place in range(MOST_ITEMS)}


def _lists(session: Session) -> dict[str, Any]:
    return {
        "categories": sharing.categories(session),
        "grounds": catalogue.legal_grounds(session, "R", calendar.today()),
    }


def _drafting(session: Session, actor: Actor, case_id: UUID) -> dict[str, Any]:
    case = cases.case(session, actor, case_id)
    actor.require_riec(*disclosures.DRAFTERS)
    return {
        "case": case,
        "others": disclosures.possible_recipients(session, case_id),
        "items": disclosures.choosable(session, actor, case_id),
    } | _lists(session)


def _show(
    request: Request,
    session: Session,
    actor: Actor,
    disclosure_id: UUID,
    typed: Typed,
    refused: DomainError | None = None,
) -> Response:
    found: DisclosureView = disclosures.disclosure(session, actor, disclosure_id)
    context = {"one": found, "case": cases.view(session, actor, found.case_id)} | _lists(session)
    return rooms.form(request, "disclosures/show.html", context, typed, refused)

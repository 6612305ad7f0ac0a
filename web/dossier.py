"""Dossier building: the page of a subject, contributions to it, questions to partners and their answers."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import (
    attachments,
    audience,
    calendar,
    cases,
    catalogue,
    completeness,
    detection,
    disclosures,
    dossier,
    interventions,
    needs,
    process,
    sharing,
    weighing,
)
from domain.actor import Actor
from domain.acts import Made
from domain.dossier import Ask, Conclude, Contribute, ContributionView, Correct, GiveAnswer, RequestView
from domain.errors import DomainError, NotAllowed
from web import merging, rooms
from web.forms import Form, Typed
from web.i18n import N_
from web.owning import audience_of
from web.relations import relation_words
from web.render import page, see_other, typed_day

router = APIRouter(include_in_schema=False)

DEFAULT_GROUND = "WGS-1.5-1"


@router.get("/subjects/{subject_id}")
def show_subject(request: Request, session: Db, actor: ActorDep, subject_id: UUID) -> Response:
    """One subject: where it stands, what partners hold, ask, advise and do, as far as shared."""
    context = _dossier(session, actor, subject_id)
    sheet = weighing.sheet(session, actor, subject_id)
    plan = interventions.interventions_of(session, actor, subject_id)
    found = {
        "safe_contacts": detection.safe_contacts(session, actor, context["subject"]),
        "sheet": sheet,
        "plan": plan,
        "relations": dossier.relations(session, actor, subject_id),
        "others": {one.id: one for one in cases.subjects_of(session, context["case"].id)},
        "need": needs.needs(session, actor, [subject_id])[subject_id],
        "doing": rooms.offered(context["subject"], context["subject"].acts),
    }
    return page(request, "dossier/subject.html", context | found | _lists(session) | relation_words(session))


@router.get("/subjects/{subject_id}/contributions/new")
def start_contribution(
    request: Request, session: Db, actor: ActorDep, subject_id: UUID, question: UUID | None = None
) -> Response:
    """Ask what the own organisation holds, in one category."""
    typed = Typed({"requestId": [str(question or "")]})
    return rooms.offer(
        request, "contribute", "dossier/contribute.html", _contributing(session, actor, subject_id), typed
    )


@router.post("/subjects/{subject_id}/contributions/new")
def contribute(request: Request, session: Db, actor: ActorDep, subject_id: UUID, typed: Form) -> Response:
    """Add a contribution."""

    def act() -> Made:
        attested = {"attested": True} if typed.get("attested") else {}
        given = typed.shape(Contribute, **attested, **audience_of(typed))
        return dossier.contribute.without_looking(session, actor, subject_id, given)

    def again(refused: DomainError | None) -> Response:
        context = _contributing(session, actor, subject_id)
        return rooms.form(request, "dossier/contribute.html", context, typed, refused)

    said = N_("Your contribution is in the dossier.")
    return rooms.submit(request, session, actor, typed, act, again, to=f"/subjects/{subject_id}", said=said)


@router.get("/contributions/{contribution_id}/edit")
def start_correction(request: Request, session: Db, actor: ActorDep, contribution_id: UUID) -> Response:
    """Show an own contribution to correct."""
    found = _own(session, actor, contribution_id)
    context = _correcting(session, actor, found)
    return rooms.offer(request, "contribute", "dossier/correct.html", context, merging.opened(_stored(found)))


@router.post("/contributions/{contribution_id}/edit")
def correct(request: Request, session: Db, actor: ActorDep, contribution_id: UUID, typed: Form) -> Response:
    """Correct an own contribution; what a colleague changed meanwhile is shown first."""
    process.edit(session, contribution_id)
    found = _own(session, actor, contribution_id)

    def act() -> Made:
        merging.settle(session, typed, _stored(found), contribution_id)
        return dossier.correct.without_looking(session, actor, contribution_id, typed.shape(Correct))

    def again(refused: DomainError | None) -> Response:
        context = _correcting(session, actor, found)
        return rooms.form(request, "dossier/correct.html", context, typed, refused)

    to, said = (
        f"/subjects/{found.subject_id}",
        N_("Your contribution is corrected. Readers see that it was corrected."),
    )
    return rooms.submit(request, session, actor, typed, act, again, to=to, said=said)


@router.get("/cases/{case_id}/requests/new")
def start_request(
    request: Request, session: Db, actor: ActorDep, case_id: UUID, subject: UUID | None = None
) -> Response:
    """Ask which partner is asked what."""
    context = asking(session, actor, case_id)
    if "request" not in context["case"].acts:
        return page(request, "dossier/not_now.html", context | {"act": "request"}, status=409)
    typed = Typed({"subjectId": [str(subject or "")], "ground": [DEFAULT_GROUND]})
    return rooms.form(request, "dossier/ask.html", context, typed)


@router.post("/cases/{case_id}/requests/new")
def ask(request: Request, session: Db, actor: ActorDep, case_id: UUID, typed: Form) -> Response:
    """Ask one partner one question."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: dossier.request.without_looking(session, actor, case_id, typed.shape(Ask)),
        lambda refused: rooms.form(
            request, "dossier/ask.html", asking(session, actor, case_id), typed, refused
        ),
        to="/requests/{}".format,
        said=N_("Your question is with the partner."),
    )


@router.get("/requests/{request_id}")
def show_request(request: Request, session: Db, actor: ActorDep, request_id: UUID) -> Response:
    """One question, with its answer or the form to give it."""
    return rooms.form(request, "dossier/request.html", question_context(session, actor, request_id), Typed())


@router.get("/requests/{request_id}/answers")
def to_request(request_id: UUID) -> Response:
    """A refused answer is shown at this address; whoever comes back to it finds the question."""
    return see_other(f"/requests/{request_id}")


@router.post("/requests/{request_id}/answers")
def answer(request: Request, session: Db, actor: ActorDep, request_id: UUID, typed: Form) -> Response:
    """Answer a question put to the own organisation."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: dossier.answer.without_looking(session, actor, request_id, typed.shape(GiveAnswer)),
        lambda refused: rooms.form(
            request, "dossier/request.html", question_context(session, actor, request_id), typed, refused
        ),
        to=f"/requests/{request_id}",
        said=N_("Your answer is recorded."),
    )


@router.get("/subjects/{subject_id}/conclude")
def start_conclusion(request: Request, session: Db, actor: ActorDep, subject_id: UUID) -> Response:
    """Show what is in the dossier and what is still open, and ask why it is ready."""
    return rooms.offer(
        request, "conclude", "dossier/conclude.html", _concluding(session, actor, subject_id), Typed()
    )


@router.post("/subjects/{subject_id}/conclude")
def conclude(request: Request, session: Db, actor: ActorDep, subject_id: UUID, typed: Form) -> Response:
    """Declare the dossier of a subject ready."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: dossier.conclude.without_looking(session, actor, subject_id, typed.shape(Conclude)),
        lambda refused: rooms.form(
            request, "dossier/conclude.html", _concluding(session, actor, subject_id), typed, refused
        ),
        to=f"/subjects/{subject_id}",
        said=N_("The dossier is ready. This subject can now be weighed."),
    )


def _concluding(session: Session, actor: Actor, subject_id: UUID) -> dict[str, Any]:
    """The dossier, and what it still needs: of this subject and of the case as a whole."""
    context = _dossier(session, actor, subject_id)
    found = completeness.completeness(session, actor, context["case"].id).items
    return context | {"missing": [one for one in found if one.subject_id in (None, subject_id)]}


def _dossier(session: Session, actor: Actor, subject_id: UUID) -> dict[str, Any]:
    """The subject with its contributions and the questions about it, or about the whole case."""
    context = rooms.about(session, actor, subject_id)
    return context | {
        "contributions": dossier.contributions(session, actor, subject_id),
        "attachments": attachments.attachments(session, actor, subject_id),
        "requests": _questions_about(session, actor, context["case"].id, subject_id),
        "categories": sharing.categories(session),
    }


def _questions_about(session: Session, actor: Actor, case_id: UUID, subject_id: UUID) -> list[RequestView]:
    found = dossier.requests_of(session, actor, case_id)
    return [one for one in found if one.subject_id in (None, subject_id)]


def _contributing(session: Session, actor: Actor, subject_id: UUID) -> dict[str, Any]:
    context = rooms.about(session, actor, subject_id)
    asked = _questions_about(session, actor, context["case"].id, subject_id)
    suppliable = sharing.suppliable(session, actor, subject_id)
    codes = [one.code for one in suppliable]
    return context | {
        "could_read": audience.possible_readers(session, actor, subject_id, codes),
        "suppliable": suppliable,
        "readers": cases.readers(session, actor, subject_id, codes),
        "questions": [one for one in asked if one.asked_id == actor.organisation_id],
    }


def _own(session: Session, actor: Actor, contribution_id: UUID) -> ContributionView:
    found = dossier.contribution(session, actor, contribution_id)
    if not found.mine:
        raise NotAllowed("not-the-owner")
    return found


def _stored(found: ContributionView) -> dict[str, str | list[str]]:
    """What the form holds of a contribution as it is now."""
    return {
        "text": found.text,
        "source": found.source,
        "sourceReliability": found.source_reliability or "",
        "contentCredibility": str(found.content_credibility or ""),
        "observedOn": typed_day(found.observed_on),
    }


def _correcting(session: Session, actor: Actor, found: ContributionView) -> dict[str, Any]:
    return rooms.about(session, actor, found.subject_id) | {
        "contribution": found,
        "categories": sharing.categories(session),
    }


def asking(session: Session, actor: Actor, case_id: UUID) -> dict[str, Any]:
    """What a form to ask partners needs: the case, the partners of others that take part, and the grounds."""
    case = cases.case(session, actor, case_id)
    others = {one.organisation_id: one.name for one in case.participants}
    others.pop(actor.organisation_id, None)
    return {
        "case": case,
        "partners": list(others.items()),
        "grounds": catalogue.legal_grounds(session, "R", calendar.today()),
    }


def question_context(session: Session, actor: Actor, request_id: UUID) -> dict[str, Any]:
    """One question, with what a page of it needs."""
    found = dossier.a_request(session, actor, request_id)
    subjects = cases.subjects(session, actor, [found.subject_id]) if found.subject_id else {}
    return {
        "question": found,
        "case": cases.view(session, actor, found.case_id),
        "subject": subjects.get(found.subject_id) if found.subject_id else None,
        "grounds": catalogue.legal_grounds(session, "R", calendar.today()),
        "items": disclosures.asked_items(session, found.consent) if found.consent else [],
        "categories": sharing.categories(session),
    }


def _lists(session: Session) -> dict[str, Any]:
    return {"kinds": catalogue.intervention_kinds(session, None, calendar.today())}

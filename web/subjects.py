"""Correcting who or what a subject is."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import cases, catalogue, process
from domain.actor import Actor
from domain.calendar import today
from domain.cases import CorrectSubject, SubjectView
from domain.errors import DomainError
from domain.naming import NamePartsView
from web import merging, rooms
from web.cases import lines, name_fields
from web.forms import Form
from web.i18n import N_

router = APIRouter(include_in_schema=False)


@router.get("/subjects/{subject_id}/edit")
def start(request: Request, session: Db, actor: ActorDep, subject_id: UUID) -> Response:
    """The form with what is known now, to be corrected."""
    context = _correcting(session, actor, subject_id)
    typed = merging.opened(_stored(context["subject"]))
    return rooms.offer(request, "correct", "cases/correct_subject.html", context, typed)


@router.post("/subjects/{subject_id}/edit")
def correct(request: Request, session: Db, actor: ActorDep, subject_id: UUID, typed: Form) -> Response:
    """Correct it; what a colleague changed meanwhile is shown first."""
    process.edit(session, subject_id)

    def act() -> SubjectView:
        found = cases.subject(session, actor, subject_id)
        # Who may not correct it is told that, whatever the form carries.
        if "correct" in found.acts:
            merging.settle(session, typed, _stored(found), subject_id)
        given = typed.shape(CorrectSubject, aliases=lines(typed))
        return cases.correct_subject(session, actor, subject_id, given)

    def again(refused: DomainError | None) -> Response:
        context = _correcting(session, actor, subject_id)
        return rooms.form(request, "cases/correct_subject.html", context, typed, refused)

    said = N_("The subject is corrected. Readers see that it was corrected.")
    return rooms.submit(request, session, actor, typed, act, again, to=f"/subjects/{subject_id}", said=said)


def _correcting(session: Session, actor: Actor, subject_id: UUID) -> dict[str, Any]:
    return rooms.about(session, actor, subject_id) | {"titles": catalogue.name_titles(session, today())}


def _stored(found: SubjectView) -> dict[str, str | list[str]]:
    """What the form holds of a subject as it is now."""
    return {
        "role": found.role or "",
        "name": found.written_name or "",
        **(name_fields(found.name_parts or NamePartsView()) if found.kind == "person" else {}),
        "aliases": "\n".join(found.aliases),
        "birthDate": found.birth_date or "",
        "identifierKind": found.identifier_kind or "",
        "identifier": found.identifier_raw or "",
        "description": found.description or "",
    }

"""Correcting who or what a subject is."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from api.etag import etag_of
from domain import cases
from domain.actor import Actor
from domain.cases import CorrectSubject, SubjectView
from domain.errors import DomainError
from web import rooms
from web.cases import lines
from web.forms import Form, Typed
from web.i18n import N_

router = APIRouter(include_in_schema=False)


@router.get("/subjects/{subject_id}/edit")
def start(request: Request, session: Db, actor: ActorDep, subject_id: UUID) -> Response:
    """The form with what is known now, to be corrected."""
    context = _correcting(session, actor, subject_id)
    found = context["subject"]
    said = {
        "role": found.role, "name": found.name, "aliases": "\n".join(found.aliases), "birthDate": found.birth_date,
        "identifierKind": found.identifier_kind, "identifier": found.identifier_raw, "description": found.description,
    }  # fmt: skip
    typed = Typed({name: [value or ""] for name, value in said.items()})
    return rooms.offer(request, "correct", "cases/correct_subject.html", context, typed)


@router.post("/subjects/{subject_id}/edit")
def correct(request: Request, session: Db, actor: ActorDep, subject_id: UUID, typed: Form) -> Response:
    """Correct it; what a colleague changed meanwhile is shown first."""

    def act() -> SubjectView:
        given = typed.shape(CorrectSubject, aliases=lines(typed))
        # Who may not correct it is told that, whatever the form carries.
        if typed.get("version"):
            rooms.require_current(typed, etag_of(cases.subject(session, actor, subject_id)))
        return cases.correct_subject(session, actor, subject_id, given)

    def again(refused: DomainError | None) -> Response:
        context = _correcting(session, actor, subject_id) | {"changed": rooms.overtaken(refused)}
        return rooms.form(request, "cases/correct_subject.html", context, typed, refused)

    said = N_("The subject is corrected. Readers see that it was corrected.")
    return rooms.submit(request, session, actor, typed, act, again, to=f"/subjects/{subject_id}", said=said)


def _correcting(session: Session, actor: Actor, subject_id: UUID) -> dict[str, Any]:
    context = rooms.about(session, actor, subject_id)
    return context | {"version": etag_of(context["subject"]), "changed": False}

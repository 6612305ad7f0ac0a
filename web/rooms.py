"""What the pages of the rooms have in common: the subject they are about, and forms that can be refused."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from fastapi import Request, Response
from sqlmodel import Session

from api.deps import attempt
from api.idempotency import HasId
from domain import cases
from domain.actor import Actor
from domain.acts import Made
from domain.errors import DomainError
from web.forms import Typed, new_key, once, status_of
from web.merging import Overtaken
from web.render import gettext_of, page, see_other

# Where each act on a subject begins, in the order in which they are offered.
PLACES: Final = {
    "weigh": "/subjects/{id}/weigh",
    "give-opinion": "/subjects/{id}/opinions/new",
    "propose": "/subjects/{id}/interventions/new",
    "evaluate": "/cases/{case_id}/evaluation?subject={id}",
    "contribute": "/subjects/{id}/contributions/new",
    "relate": "/subjects/{id}/relations/new",
    "request": "/cases/{case_id}/requests/new?subject={id}",
    "connect": "/subjects/{id}/connections",
    "ask-known": "/subjects/{id}/known-questions/new",
    "conclude": "/subjects/{id}/conclude",
    "correct": "/subjects/{id}/edit",
    "reopen": "/subjects/{id}/reopen",
}


def offered(subject: cases.SubjectLine, acts: Iterable[str]) -> list[tuple[str, str]]:
    """These acts on a subject, each with the place where it begins."""
    may = set(acts)
    return [
        (act, place.format(id=subject.id, case_id=subject.case_id))
        for act, place in PLACES.items()
        if act in may
    ]


def about(session: Session, actor: Actor, subject_id: UUID) -> dict[str, Any]:
    """The subject a page is about and the case it is in; read on the record."""
    subject = cases.subject(session, actor, subject_id)
    return {"subject": subject, "case": cases.view(session, actor, subject.case_id)}


def offer(request: Request, act: str, template: str, context: Mapping[str, Any], typed: Typed) -> Response:
    """The form for an act on a subject, when this person can do it now; else what can be done instead."""
    if act in context["subject"].acts:
        return form(request, template, context, typed)
    return page(request, "dossier/not_now.html", {**context, "act": act}, status=409)


def form(
    request: Request,
    template: str,
    context: Mapping[str, Any],
    typed: Typed,
    refused: DomainError | None = None,
    elsewhere: Mapping[str, str] | None = None,
) -> Response:
    """A form, with what was typed and what is wrong with it, or what somebody else saved meanwhile."""
    problems = typed.problems(request, refused, elsewhere)
    if isinstance(refused, Overtaken):
        _ = gettext_of(request)
        request.state.meanwhile = refused
        problems = dict.fromkeys(
            refused.both, _("This was changed by both. Choose which of the two is saved.")
        )
    shown = {"typed": typed, "key": typed.get("key") or new_key(), "problems": problems}
    return page(request, template, {**context, **shown}, status=status_of(refused))


def submit(
    request: Request,
    session: Session,
    actor: Actor,
    typed: Typed,
    act: Callable[[], HasId],
    again: Callable[[DomainError | None], Response],
    *,
    to: str | Callable[[UUID], str],
    said: str,
) -> Response:
    """Act once, and go on to a page where that is said; or show the form `again`, with what is wrong.

    `to` is that page, or makes it from the id of what was made; `said` is marked for translation.
    """

    def done() -> Response:
        made = once(session, actor, typed, act, Made).id
        return see_other(to if isinstance(to, str) else to(made), gettext_of(request)(said))

    return answer(session, done, again)


def answer(
    session: Session, done: Callable[[], Response], again: Callable[[DomainError | None], Response]
) -> Response:
    """Do it and answer; or show the form `again`, with what is wrong.

    For acts that lead to a page of their own, or make nothing with an id; all others go through `submit`.
    """
    with attempt(session) as tried:
        return done()
    return again(tried.refused)

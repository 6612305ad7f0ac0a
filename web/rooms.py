"""What the pages of the rooms have in common: the subject they are about, and forms that can be refused."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from fastapi import Request, Response
from sqlmodel import Session

from api.deps import attempt
from api.idempotency import HasId
from domain import cases
from domain.actor import Actor
from domain.errors import Conflict, DomainError, WrongStep
from web.forms import Typed, new_key, once, status_of
from web.labels import LABELS
from web.render import gettext_of, page

# Facts of a refusal that are codes, and the list their words are in.
WORDS: Final = {"step": "step", "allowed": "step", "status": "intervention_status"}


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
    """A form, with what was typed and what is wrong with it."""
    shown = {
        "typed": typed,
        "key": typed.get("key") or new_key(),
        "problems": typed.problems(request, _in_words(request, refused), elsewhere),
    }
    return page(request, template, {**context, **shown}, status=status_of(refused))


def submit(
    session: Session,
    actor: Actor,
    typed: Typed,
    act: Callable[[], HasId],
    done: Callable[[UUID], Response],
    again: Callable[[DomainError | None], Response],
) -> Response:
    """Act once and go on to what it made; or show the form again."""
    with attempt(session) as tried:
        return done(once(session, actor, typed, act, _Made).id)
    return again(tried.refused)


class _Made:
    """What the same form made before: only its id is needed to go there, and that page looks for itself."""

    def __init__(self, id: UUID) -> None:
        self.id = id


def _in_words(request: Request, refused: DomainError | None) -> DomainError | None:
    """The refusal with its codes in words."""
    if not isinstance(refused, WrongStep | Conflict):
        return refused
    say = gettext_of(request)

    def word(name: str, fact: Any) -> Any:
        known = LABELS.get(WORDS.get(name, ""), {})
        if isinstance(fact, list):
            return [word(name, one) for one in fact]
        return say(known[fact]) if fact in known else fact

    facts = {name: word(name, fact) for name, fact in refused.facts.items()}
    return type(refused)(refused.code, pointer=refused.pointer, **facts)

"""Drafts (concepten): keeping a form while it is being filled in, and finding it again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from fastapi import APIRouter, Request, Response

from api.deps import ActorDep, Db, attempt
from domain import drafts
from domain.drafts import DraftView
from web.forms import DRAFT, Form, Sent, seen_in
from web.i18n import N_
from web.login import local
from web.render import fragment, gettext_of, page, see_other

router = APIRouter(prefix="/drafts", include_in_schema=False)

UUID_LENGTH = 36

# What each form is called; * stands for what it is about.
FORMS: Final = {
    "/signals/new": N_("Report a signal"),
    "/signals/*/additions": N_("Add to a signal"),
    "/concerns/new": N_("Send a concern"),
    "/signals/*/assess": N_("Assess a signal"),
    "/cases/*/subjects/new": N_("Add a subject"),
    "/subjects/*/edit": N_("Correct a subject"),
    "/cases/*/participants/new": N_("Let a partner join"),
    "/cases/*/phases/new": N_("Open the next phase"),
    "/cases/*/manager": N_("Name a case manager"),
    "/cases/*/requests/new": N_("Ask a question"),
    "/cases/*/information-rounds/new": N_("Ask several partners at once"),
    "/cases/*/evaluations": N_("Evaluate"),
    "/cases/*/closures": N_("Evaluate and close"),
    "/cases/*/reopen": N_("Reopen the case"),
    "/subjects/*/reopen": N_("Reopen the subject"),
    "/subjects/*/contributions/new": N_("Add what you hold"),
    "/contributions/*/edit": N_("Correct a contribution"),
    "/subjects/*/relations/new": N_("Add a relation"),
    "/relations/*/edit": N_("Correct a relation"),
    "/mentions/*/connections/new": N_("The same or not?"),
    "/subjects/*/connections/new": N_("The same or not?"),
    "/connections/*/undo": N_("Take a decision back"),
    "/requests/*/answers": N_("Answer this question"),
    "/subjects/*/conclude": N_("Declare the dossier ready"),
    "/subjects/*/opinions/new": N_("Give your opinion"),
    "/subjects/*/weigh": N_("Record the weighing"),
    "/subjects/*/interventions/new": N_("Propose an intervention"),
    "/meetings/new": N_("Plan a meeting"),
    "/meetings/*/move": N_("Move a meeting"),
    "/meetings/*/agenda": N_("Choose cases for the agenda"),
    "/agenda-items/*/decisions/new": N_("Write down a decision"),
    "/agenda-items/*/actions/new": N_("Agree on an action"),
    "/agenda-items/*/minutes/new": N_("Write the minutes"),
    "/actions/*/reports": N_("Say what became of an action"),
    "/interventions/*/replies": N_("Say yes or no"),
    "/interventions/*/reports": N_("Report how it is going"),
    "/interventions/*/completions": N_("Complete an intervention"),
    "/interventions/*/schedules": N_("Plan an intervention"),
    "/interventions/*/dependencies": N_("Say what comes first"),
    "/capacity": N_("Tell your capacity"),
}


@router.get("")
def index(request: Request, session: Db, actor: ActorDep) -> Response:
    """Everything this person left unsent."""
    return page(request, "drafts/index.html", {"drafts": lines(request, drafts.drafts(session, actor))})


@router.post("")
def save(request: Request, session: Db, actor: ActorDep, typed: Form) -> Response:
    """Keep what was typed so far: after a pause in typing, or because that was asked for."""
    address = request.state.draft
    with attempt(session) as tried:
        kept = drafts.save(session, actor, address, typed.fields, seen_in(request))
        return _kept(request, kept.at, kept.over)
    problems = typed.problems(request, tried.refused)
    return fragment(request, "drafts/_said.html", {"problem": problems.get("", ""), "at": None, "over": None})


@router.post("/discard")
def discard(request: Request, session: Db, _actor: ActorDep, sent: Sent) -> Response:
    """Throw a draft away, and go back to where that was asked for."""
    drafts.discard(session, "".join(sent.get(DRAFT, [""])))
    _ = gettext_of(request)
    return see_other(local("".join(sent.get("next", ["/drafts"]))), _("Your draft is thrown away."))


def lines(request: Request, found: Sequence[DraftView]) -> list[dict[str, object]]:
    """Drafts as a list shows them: what the form is called, what it is about, and how its text begins."""
    _ = gettext_of(request)
    return [
        {"name": _(_name(one)), "about": one.about, "begins": _begins(one), "draft": one} for one in found
    ]


def _kept(request: Request, at: datetime, over: datetime | None) -> Response:
    if "hx-request" in request.headers:
        return fragment(request, "drafts/_said.html", {"problem": "", "at": at, "over": over})
    _ = gettext_of(request)
    return see_other("/drafts", _("Your draft is kept. You find it here, and at the form itself."))


def _name(one: DraftView) -> str:
    """What the form is called; a form without a name of its own is still a form."""
    pattern = "/".join(
        "*" if "-" in part and len(part) == UUID_LENGTH else part for part in one.address.split("/")
    )
    return FORMS.get(pattern, N_("A form"))


def _begins(one: DraftView) -> str:
    """The longest text in it, for a person who has to recognise it."""
    texts = (value for values in one.fields.values() for value in values if " " in value)
    return max(texts, key=len, default="")

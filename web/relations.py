"""Relations between subjects: adding one, correcting and withdrawing one's own."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import cases, catalogue, dossier, process
from domain.actor import Actor
from domain.calendar import today
from domain.dossier import WITHDRAWN_FOR, CorrectRelation, Relate, RelationView, Withdraw
from domain.errors import DomainError, NotAllowed
from web import merging, rooms
from web.forms import Form, Typed
from web.i18n import N_

router = APIRouter(include_in_schema=False)


def relation_words(session: Session) -> dict[str, Any]:
    """The kinds of relation, as they are read from either end."""
    kinds = catalogue.relation_kinds(session, today())
    return {"relation_kinds": kinds, "relation_kinds_reversed": [one.other_end() for one in kinds]}


@router.get("/subjects/{subject_id}/relations/new")
def start_relation(request: Request, session: Db, actor: ActorDep, subject_id: UUID) -> Response:
    """Ask with whom or what this subject may have to do, and how."""
    return rooms.offer(
        request, "relate", "dossier/relate.html", _relating(session, actor, subject_id), Typed()
    )


@router.post("/subjects/{subject_id}/relations/new")
def relate(request: Request, session: Db, actor: ActorDep, subject_id: UUID, typed: Form) -> Response:
    """Add a relation."""
    attested = {"attested": True} if typed.get("attested") else {}
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: dossier.relate(session, actor, subject_id, typed.shape(Relate, **attested)),
        lambda refused: rooms.form(
            request, "dossier/relate.html", _relating(session, actor, subject_id), typed, refused
        ),
        to=f"/subjects/{subject_id}",
        said=N_("The relation is in the dossier. Who sees both, sees it."),
    )


@router.get("/relations/{relation_id}/edit")
def start_correction(request: Request, session: Db, actor: ActorDep, relation_id: UUID) -> Response:
    """The form with what is stored, to be corrected."""
    found = _own(session, actor, relation_id)
    typed = merging.opened(_stored(found))
    return rooms.form(request, "dossier/correct_relation.html", _about(session, actor, found), typed)


@router.post("/relations/{relation_id}/edit")
def correct(request: Request, session: Db, actor: ActorDep, relation_id: UUID, typed: Form) -> Response:
    """Correct an own relation; what a colleague changed meanwhile is shown first."""
    process.edit(session, relation_id)
    found = _own(session, actor, relation_id)

    def act() -> RelationView:
        merging.settle(session, typed, _stored(found), relation_id)
        return dossier.correct_relation(session, actor, relation_id, typed.shape(CorrectRelation))

    def again(refused: DomainError | None) -> Response:
        context = _about(session, actor, found)
        return rooms.form(request, "dossier/correct_relation.html", context, typed, refused)

    said = N_("The relation is corrected. Readers see that it was corrected.")
    return rooms.submit(
        request, session, actor, typed, act, again, to=f"/subjects/{found.from_id}", said=said
    )


@router.get("/relations/{relation_id}/withdraw")
def start_withdrawal(request: Request, session: Db, actor: ActorDep, relation_id: UUID) -> Response:
    """Ask why an own relation is withdrawn, and say what that does."""
    found = _own(session, actor, relation_id)
    return rooms.form(request, "dossier/withdraw_relation.html", _about(session, actor, found), Typed())


@router.post("/relations/{relation_id}/withdraw")
def withdraw(request: Request, session: Db, actor: ActorDep, relation_id: UUID, typed: Form) -> Response:
    """Withdraw an own relation."""
    found = _own(session, actor, relation_id)
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: dossier.withdraw_relation(session, actor, relation_id, typed.shape(Withdraw)),
        lambda refused: rooms.form(
            request, "dossier/withdraw_relation.html", _about(session, actor, found), typed, refused
        ),
        to=f"/subjects/{found.from_id}",
        said=N_("The relation is withdrawn. Who read it sees that."),
    )


def _relating(session: Session, actor: Actor, subject_id: UUID) -> dict[str, Any]:
    context = rooms.about(session, actor, subject_id)
    others = [one for one in context["case"].subjects if one.shared and one.id != subject_id]
    readers = cases.readers(session, actor, subject_id, ["relations"])
    return context | {"others": others, "readers": readers.get("relations", [])} | relation_words(session)


def _own(session: Session, actor: Actor, relation_id: UUID) -> RelationView:
    found = dossier.relation(session, actor, relation_id)
    if not found.mine:
        raise NotAllowed("not-the-owner")
    return found


def _stored(found: RelationView) -> dict[str, str | list[str]]:
    """What the form holds of a relation as it is now."""
    return {
        "kind": found.kind,
        "text": found.text,
        "source": found.source,
        "since": found.since,
        "until": found.until,
        "sourceReliability": found.source_reliability or "",
        "contentCredibility": str(found.content_credibility or ""),
    }


def _about(session: Session, actor: Actor, found: RelationView) -> dict[str, Any]:
    """The relation with both subjects, as far as they are in sight."""
    ends = cases.subjects(session, actor, [found.from_id, found.to_id])
    return rooms.about(session, actor, found.from_id) | {
        "relation": found,
        "other": ends[found.to_id],
        "reasons": WITHDRAWN_FOR,
        **relation_words(session),
    }

"""Recertification rounds and deputies: what also others than the administrator do."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.deps import ActorDep, Db, require_scope
from api.idempotency import Once
from domain import administration
from domain.administration import (
    Confirm,
    DeputyView,
    NameDeputy,
    RoundView,
    StartRecertification,
    ToConfirm,
)
from domain.shapes import View

router = APIRouter(tags=["administration"])

READ = [require_scope("administration:read")]
WRITE = [require_scope("administration:write")]


class RoundList(View):
    """Rondes, the last one first."""

    items: Sequence[RoundView] = Field(description="Rondes")


class RoundDetail(RoundView):
    """Ronde, with everybody in it."""

    people: Sequence[ToConfirm] = Field(description="Medewerkers en koppelingen: what is still open first")


class DeputyList(View):
    """Vervangers."""

    items: Sequence[DeputyView] = Field(description="Uw vervangers, now and to come")
    watching: Sequence[DeputyView] = Field(description="Over wier werk u nu waakt")


@router.get("/recertifications", dependencies=READ)
def list_rounds(session: Db, actor: ActorDep) -> RoundList:
    """Hercertificeringen: and how far each has come."""
    return RoundList(items=administration.recertifications(session, actor))


@router.post("/recertifications", status_code=201, dependencies=WRITE)
def start_round(session: Db, actor: ActorDep, once: Once, data: StartRecertification) -> RoundView:
    """Hercertificering beginnen: over everybody who has a role or an admission."""
    return once(
        lambda: administration.start_recertification(session, actor, data),
        lambda made: administration.recertification(session, actor, made),
        "/recertifications/{id}",
    )


@router.get("/recertifications/{round_id}", dependencies=READ)
def get_round(session: Db, actor: ActorDep, round_id: UUID) -> RoundDetail:
    """Hercertificering: a mandate holder sees the people of the own organisation."""
    found = administration.recertification(session, actor, round_id)
    people = administration.to_confirm(session, actor, round_id)
    return RoundDetail.model_validate({**found.model_dump(), "people": people})


@router.post("/recertifications/{round_id}/confirmations", status_code=201, dependencies=WRITE)
def confirm(session: Db, actor: ActorDep, once: Once, round_id: UUID, data: Confirm) -> RoundView:
    """Toegang bevestigen of beëindigen: of one person or client, never of yourself."""
    return once(
        lambda: administration.confirm(session, actor, round_id, data),
        lambda made: administration.recertification(session, actor, made),
        "/recertifications/{id}",
    )


@router.get("/deputies", dependencies=[require_scope("cases:read")])
def list_deputies(session: Db, actor: ActorDep) -> DeputyList:
    """Vervangers: yours, and those you are."""
    return DeputyList(
        items=administration.my_deputies(session, actor), watching=administration.watching(session, actor)
    )


@router.post("/deputies", status_code=201, dependencies=[require_scope("cases:write")])
def name_deputy(session: Db, actor: ActorDep, once: Once, data: NameDeputy) -> DeputyView:
    """Vervanger aanwijzen: a colleague with the same admissions, who acts as themselves."""
    return once(
        lambda: administration.name_deputy(session, actor, data),
        lambda made: administration.a_deputy(session, actor, made),
        "/deputies/{id}",
    )


@router.post("/deputies/{deputy_id}/endings", status_code=204, dependencies=[require_scope("cases:write")])
def end_deputy(session: Db, actor: ActorDep, deputy_id: UUID) -> None:
    """Vervanging beëindigen: you are back early."""
    administration.end_deputy(session, actor, deputy_id)

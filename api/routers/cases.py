"""Cases and subjects over the API."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.deps import ActorDep, Db, following, onward, require_scope
from api.etag import require_match, tagged
from api.idempotency import Once
from domain import cases, completeness, dossier, lists
from domain.cases import (
    AddParticipant,
    AddSubject,
    CaseLine,
    CaseView,
    CorrectSubject,
    NameManager,
    OpenCase,
    SubjectLine,
    SubjectView,
)
from domain.completeness import Completeness
from domain.dossier import OpenPhase
from domain.shapes import Slice

router = APIRouter(tags=["cases"])

READ = [require_scope("cases:read")]
WRITE = [require_scope("cases:write")]


class CaseList(Slice[CaseLine]):
    """Casussen: part of the list, last active first."""


class SubjectList(Slice[SubjectLine]):
    """Betrokkenen: part of the list, last active first."""


@router.post("/cases", status_code=201, dependencies=WRITE)
def open_case(session: Db, actor: ActorDep, once: Once, data: OpenCase) -> CaseView:
    """Casus openen: with phase 1 open; usually a signal that is taken up does this."""
    return once(
        lambda: cases.open_case(session, actor, data),
        lambda made: cases.view(session, actor, made),
        "/cases/{id}",
    )


@router.get("/cases", dependencies=READ)
def list_cases(session: Db, actor: ActorDep, asked: Annotated[lists.CasesAsked, Query()]) -> CaseList:
    """Casussen: those your organisation takes part in, last active first."""
    after = following(lists.CASES, asked)
    items, further = cases.cases(session, actor, asked, after=after)
    return CaseList(items=items, next=onward(further))


@router.get("/cases/{case_id}", response_model=CaseView, dependencies=READ)
def get_case(session: Db, actor: ActorDep, request: Request, case_id: UUID) -> Response:
    """Casus: with its participants, subjects and phases, as far as you may see them."""
    return tagged(request, cases.case(session, actor, case_id))


@router.get("/cases/{case_id}/completeness", dependencies=READ)
def get_completeness(session: Db, actor: ActorDep, case_id: UUID) -> Completeness:
    """Compleetheid: what the case still needs before weighing, as far as you may see it."""
    return completeness.completeness(session, actor, case_id)


@router.post("/cases/{case_id}/subjects", status_code=201, dependencies=WRITE)
def add_subject(session: Db, actor: ActorDep, once: Once, case_id: UUID, data: AddSubject) -> SubjectView:
    """Betrokkene toevoegen: starts in the dossier, whatever the others are doing."""
    return once(
        lambda: cases.add_subject(session, actor, case_id, data),
        lambda made: cases.subject_view(session, actor, made),
        "/subjects/{id}",
    )


@router.post("/cases/{case_id}/phases", status_code=201, dependencies=WRITE)
def open_phase(session: Db, actor: ActorDep, once: Once, case_id: UUID, data: OpenPhase) -> CaseView:
    """Fase openen: the next data phase, with its own necessity (BGS 2.15)."""
    return once(
        lambda: dossier.open_phase(session, actor, case_id, data),
        lambda made: cases.view(session, actor, made),
        "/cases/{id}",
    )


@router.post("/cases/{case_id}/participations", status_code=201, dependencies=WRITE)
def add_participant(
    session: Db, actor: ActorDep, once: Once, case_id: UUID, data: AddParticipant
) -> CaseView:
    """Deelnemer toevoegen: a participant of the RIEC joins this case (WGS 2.23(5))."""
    return once(
        lambda: cases.add_participant(session, actor, case_id, data),
        lambda made: cases.view(session, actor, made),
        "/cases/{id}",
    )


@router.post("/cases/{case_id}/case-managers", status_code=201, dependencies=WRITE)
def name_case_manager(session: Db, actor: ActorDep, once: Once, case_id: UUID, data: NameManager) -> CaseView:
    """Casemanager noemen: the municipality says who manages the case on its side."""
    return once(
        lambda: cases.name_case_manager(session, actor, case_id, data),
        lambda made: cases.view(session, actor, made),
        "/cases/{id}",
    )


@router.get("/subjects", dependencies=READ)
def list_subjects(
    session: Db, actor: ActorDep, asked: Annotated[lists.SubjectsAsked, Query()]
) -> SubjectList:
    """Betrokkenen: those of all cases your organisation takes part in, last active first."""
    after = following(lists.SUBJECTS, asked)
    items, further = cases.listed_subjects(session, actor, asked, after=after)
    return SubjectList(items=items, next=onward(further))


@router.get("/subjects/{subject_id}", response_model=SubjectView, dependencies=READ)
def get_subject(session: Db, actor: ActorDep, request: Request, subject_id: UUID) -> Response:
    """Betrokkene: where it stands, and who it is as far as shared with you."""
    return tagged(request, cases.subject(session, actor, subject_id))


@router.put("/subjects/{subject_id}", response_model=SubjectView, dependencies=WRITE)
def correct_subject(
    session: Db, actor: ActorDep, request: Request, subject_id: UUID, data: CorrectSubject
) -> Response:
    """Correctie: who or what it is, by the organisation that added it, with If-Match (BGS 1.7)."""
    require_match(request, session, subject_id, lambda: cases.subject(session, actor, subject_id))
    return tagged(request, cases.correct_subject(session, actor, subject_id, data))

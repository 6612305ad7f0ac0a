"""The dossier over the API: contributions, requests, answers, conclusions."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.deps import ActorDep, Db, following, onward, require_scope
from api.etag import require_match, tagged
from api.idempotency import Once
from domain import audience, cases, dossier, lists
from domain.audience import AudienceChange, ChangeAudience, Reader
from domain.cases import SubjectView
from domain.dossier import (
    Ask,
    AskInformationRound,
    Conclude,
    Contribute,
    ContributionView,
    Correct,
    GiveAnswer,
    InformationRoundView,
    RequestView,
    Withdraw,
)
from domain.shapes import Slice, View

router = APIRouter(tags=["dossier"])

READ = [require_scope("cases:read")]
WRITE = [require_scope("cases:write")]


class ContributionList(View):
    """Bijdragen over een betrokkene, oldest first."""

    items: Sequence[ContributionView] = Field(description="Bijdragen")


class ReaderList(View):
    """Mogelijke lezers, by organisation and name."""

    items: Sequence[Reader] = Field(description="Personen")


class RequestList(Slice[RequestView]):
    """Informatieverzoeken: part of the list, last active first."""


@router.post("/subjects/{subject_id}/contributions", status_code=201, dependencies=WRITE)
def contribute(
    session: Db, actor: ActorDep, once: Once, subject_id: UUID, data: Contribute
) -> ContributionView:
    """Bijdrage: what your organisation holds about a subject, in one category."""
    return once(
        lambda: dossier.contribute(session, actor, subject_id, data),
        lambda made: dossier.contribution(session, actor, made),
        "/contributions/{id}",
    )


@router.get("/subjects/{subject_id}/contributions", dependencies=READ)
def list_contributions(session: Db, actor: ActorDep, subject_id: UUID) -> ContributionList:
    """Bijdragen: what partners contributed about a subject, as far as shared with you."""
    return ContributionList(items=dossier.contributions(session, actor, subject_id))


@router.get("/subjects/{subject_id}/readers", dependencies=READ)
def list_readers(
    session: Db,
    actor: ActorDep,
    subject_id: UUID,
    category: Annotated[
        str | None, Query(description="Gegevenscategorie: empty is any", examples=["housing"])
    ] = None,
) -> ReaderList:
    """Mogelijke lezers: who could read what you add about a subject, in one category or in any; to name from."""
    return ReaderList(items=audience.readers_here(session, actor, subject_id, category))


@router.get("/contributions/{contribution_id}", response_model=ContributionView, dependencies=READ)
def get_contribution(session: Db, actor: ActorDep, request: Request, contribution_id: UUID) -> Response:
    """Bijdrage: one of them; its ETag is what a correction must match."""
    return tagged(request, dossier.contribution(session, actor, contribution_id))


@router.put("/contributions/{contribution_id}", response_model=ContributionView, dependencies=WRITE)
def correct_contribution(
    session: Db, actor: ActorDep, request: Request, contribution_id: UUID, data: Correct
) -> Response:
    """Correctie: of your own contribution, with If-Match; readers see that it was corrected (BGS 1.7)."""
    require_match(
        request, session, contribution_id, lambda: dossier.contribution(session, actor, contribution_id)
    )
    return tagged(request, dossier.correct(session, actor, contribution_id, data))


@router.post("/contributions/{contribution_id}/audiences", status_code=201, dependencies=WRITE)
def change_contribution_audience(
    session: Db, actor: ActorDep, once: Once, contribution_id: UUID, data: ChangeAudience
) -> ContributionView:
    """Kring wijzigen: for whom your own contribution is from now on; what was told of it before follows."""
    return once(
        lambda: dossier.change_audience(session, actor, contribution_id, data),
        lambda made: dossier.contribution(session, actor, made),
        "/contributions/{id}",
    )


@router.post("/contributions/{contribution_id}/audience-rehearsals", dependencies=READ)
def rehearse_contribution_audience(
    session: Db, actor: ActorDep, contribution_id: UUID, data: ChangeAudience
) -> AudienceChange:
    """Kring proberen: who would gain and who would lose sight, by name; nothing changes."""
    return dossier.rehearse_audience(session, actor, contribution_id, data)


@router.post("/contributions/{contribution_id}/withdrawals", status_code=201, dependencies=WRITE)
def withdraw_contribution(
    session: Db, actor: ActorDep, once: Once, contribution_id: UUID, data: Withdraw
) -> ContributionView:
    """Intrekken: your own contribution; its text is gone, who read it sees that it was withdrawn (BGS 1.7)."""
    return once(
        lambda: dossier.withdraw(session, actor, contribution_id, data),
        lambda made: dossier.contribution(session, actor, made),
        "/contributions/{id}",
    )


@router.post("/cases/{case_id}/requests", status_code=201, dependencies=WRITE)
def request_information(session: Db, actor: ActorDep, once: Once, case_id: UUID, data: Ask) -> RequestView:
    """Informatieverzoek: one question to one partner; only that partner, you and the RIEC see it."""
    return once(
        lambda: dossier.request(session, actor, case_id, data),
        lambda made: dossier.request_view(session, actor, made),
        "/requests/{id}",
    )


@router.post("/cases/{case_id}/information-rounds", status_code=201, dependencies=WRITE)
def ask_information_round(
    session: Db, actor: ActorDep, once: Once, case_id: UUID, data: AskInformationRound
) -> InformationRoundView:
    """Informatieronde: one question to several partners at once; each sees its own and not that there are others."""
    return once(
        lambda: dossier.ask_round(session, actor, case_id, data),
        lambda made: dossier.round_view(session, actor, made),
        "/information-rounds/{id}",
    )


@router.get("/information-rounds/{round_id}", dependencies=READ)
def get_information_round(session: Db, actor: ActorDep, round_id: UUID) -> InformationRoundView:
    """Informatieronde: who was asked, what each answered, and who is silent; for who asked and for the RIEC."""
    return dossier.a_round(session, actor, round_id)


@router.get("/requests", dependencies=READ)
def list_requests(
    session: Db, actor: ActorDep, asked: Annotated[lists.RequestsAsked, Query()]
) -> RequestList:
    """Informatieverzoeken: those your organisation asked or was asked, last active first."""
    after = following(lists.REQUESTS, asked)
    items, further = dossier.requests(session, actor, asked, after=after)
    return RequestList(items=items, next=onward(further))


@router.get("/requests/{request_id}", response_model=RequestView, dependencies=READ)
def get_request(session: Db, actor: ActorDep, request: Request, request_id: UUID) -> Response:
    """Informatieverzoek: one of them, with its answer when that is shared with you."""
    return tagged(request, dossier.a_request(session, actor, request_id))


@router.post("/requests/{request_id}/answers", status_code=201, dependencies=WRITE)
def answer_request(
    session: Db, actor: ActorDep, once: Once, request_id: UUID, data: GiveAnswer
) -> RequestView:
    """Antwoord: provided, nothing_known, refused or not_competent; once, and on the record (WGS 1.5(1))."""
    return once(
        lambda: dossier.answer(session, actor, request_id, data),
        lambda made: dossier.request_view(session, actor, made),
        "/requests/{id}",
    )


@router.post("/requests/{request_id}/reminders", status_code=201, dependencies=WRITE)
def remind_of_request(session: Db, actor: ActorDep, once: Once, request_id: UUID) -> RequestView:
    """Herinneren: the partner you asked gets a notice that its answer is still to come; once each working day."""
    return once(
        lambda: dossier.remind(session, actor, request_id),
        lambda made: dossier.request_view(session, actor, made),
        "/requests/{id}",
    )


@router.post("/information-rounds/{round_id}/reminders", status_code=201, dependencies=WRITE)
def remind_of_information_round(
    session: Db, actor: ActorDep, once: Once, round_id: UUID
) -> InformationRoundView:
    """Herinneren: everybody in the round whose answer is still to come and who was not reminded this working day."""
    return once(
        lambda: dossier.remind_round(session, actor, round_id),
        lambda made: dossier.round_view(session, actor, made),
        "/information-rounds/{id}",
    )


@router.post("/subjects/{subject_id}/conclusions", status_code=201, dependencies=WRITE)
def conclude_dossier(
    session: Db, actor: ActorDep, once: Once, subject_id: UUID, data: Conclude
) -> SubjectView:
    """Dossier gereed: the subject moves to weighing, by itself."""
    return once(
        lambda: dossier.conclude(session, actor, subject_id, data),
        lambda made: cases.subject_view(session, actor, made),
        "/subjects/{id}",
    )

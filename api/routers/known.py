"""Known or not known over the API: asking, the answers, what others asked about ours, and answering by hand."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.deps import ActorDep, Db, require_scope
from api.idempotency import Once
from domain import known
from domain.known import AskKnown, Finding, KnownQuestion, Referral, Settled, SettleKnown
from domain.shapes import View

router = APIRouter(tags=["known"])

READ = [require_scope("cases:read")]
WRITE = [require_scope("cases:write")]


class KnownQuestionList(View):
    """Bekend-vragen of your organisation, newest first."""

    items: Sequence[KnownQuestion] = Field(description="Vragen: at most two hundred")


class FindingList(View):
    """Vragen over wat van ons is, newest first."""

    items: Sequence[Finding] = Field(description="Vragen: at most two hundred")


class ReferralList(View):
    """Bekend-vragen om met de hand te beantwoorden, oldest first."""

    items: Sequence[Referral] = Field(description="Vragen: at most two hundred")


@router.post("/mentions/{mention_id}/known-questions", status_code=201, dependencies=WRITE)
def ask_about_mention(
    session: Db, actor: ActorDep, once: Once, mention_id: UUID, data: AskKnown
) -> KnownQuestion:
    """Bekend-vraag: whether other partners know whom or what a signal mentions; yes or no, and whom to turn to."""
    return _ask(session, actor, once, mention_id, data)


@router.post("/subjects/{subject_id}/known-questions", status_code=201, dependencies=WRITE)
def ask_about_subject(
    session: Db, actor: ActorDep, once: Once, subject_id: UUID, data: AskKnown
) -> KnownQuestion:
    """Bekend-vraag: whether other partners know a subject; yes or no, and whom to turn to."""
    return _ask(session, actor, once, subject_id, data)


def _ask(session: Db, actor: ActorDep, once: Once, about_id: UUID, data: AskKnown) -> KnownQuestion:
    return once(
        lambda: known.ask(session, actor, about_id, data),
        lambda made: known.question(session, actor, made),
        "/known-questions/{id}",
    )


@router.get("/known-questions", dependencies=READ)
def list_known_questions(session: Db, actor: ActorDep) -> KnownQuestionList:
    """Bekend-vragen: what your organisation asked and was told."""
    return KnownQuestionList(items=known.questions(session, actor))


@router.get("/known-questions/{question_id}", dependencies=READ)
def get_known_question(session: Db, actor: ActorDep, question_id: UUID) -> KnownQuestion:
    """Bekend-vraag: one of them, with its answer."""
    return known.question(session, actor, question_id)


@router.get("/known-findings", dependencies=READ)
def list_findings(session: Db, actor: ActorDep) -> FindingList:
    """Vragen over wat van ons is: who asked about something your organisation holds, and on which ground."""
    return FindingList(items=known.findings(session, actor))


@router.get("/known-referrals", dependencies=READ)
def list_referrals(session: Db, actor: ActorDep) -> ReferralList:
    """Met de hand te beantwoorden: for the preparation team of the RIEC, since it may be a vulnerable person."""
    return ReferralList(items=known.referrals(session, actor))


@router.post("/known-questions/{question_id}/answers", status_code=201, dependencies=WRITE)
def settle_known_question(
    session: Db, actor: ActorDep, once: Once, question_id: UUID, data: SettleKnown
) -> Settled:
    """Antwoord met de hand: what the asker is told about a person who may be vulnerable; once."""
    return once(
        lambda: known.settle(session, actor, question_id, data),
        lambda made: Settled(id=made, outcome=data.outcome),
        "/known-referrals",
    )

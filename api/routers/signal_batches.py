"""Many signals in one request: each stands or falls by itself, or all of them together."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field, ValidationError
from sqlmodel import Session

from api.deps import ActorDep, Db, require_scope, spend
from api.idempotency import PREFIX, Once, OnceOnly
from api.problems import ProblemDocument, Refusal, document_of, invalid
from domain import detection
from domain.actor import Actor
from domain.detection import SignalView, SubmitSignal
from domain.errors import DomainError, Invalid, Problem
from domain.shapes import Shape, View, YesNo

router = APIRouter(tags=["signals"])

MOST: Final = 500
"""Signals in one request; more would hold the tables of the others up for too long."""


class BatchItem(Shape):
    """Regel van een reeks: one signal, and the name by which it is known to happen once."""

    key: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=200,
            pattern=r"^[\x21-\x7e]+$",
            description="Sleutel: chosen by the client; the same signal with the same key is submitted once, in whatever"
            " batch. Without it the Idempotency-Key of the batch and the place in it.",
            examples=["VTH-2026-118"],
        ),
    ] = None
    signal: dict[str, Any] = Field(
        description="Signaal: as for POST /signals (schema SubmitSignal); what is wrong with it is told in its own result",
        examples=[
            {
                "form": "AU",
                "municipalityCode": "GM0361",
                "observedFrom": "2026-10-03",
                "narrative": "Bij een controle sliepen zes mensen achter de oven.",
                "task": "Toezicht op de Huisvestingswet",
                "organisedCrimeLink": "Dezelfde bemiddelaar komt voor op drie adressen.",
            }
        ],
    )


class SubmitSignals(Shape):
    """Reeks signalen: submitted in one request, each as if it came alone."""

    items: Annotated[Sequence[BatchItem], Field(min_length=1, max_length=MOST)] = Field(
        description="Regels: the signals, in the order in which the results come back"
    )
    all_or_nothing: YesNo = Field(
        default=False,
        description="Alles of niets: when one is refused none is submitted, and the answer is a problem",
    )


class BatchResult(View):
    """Uitkomst van een regel: the signal that was made, or why there is none."""

    status: int = Field(description="Status: as POST /signals would have answered", examples=[201])
    key: str | None = Field(default=None, description="Sleutel: of the item")
    id: UUID | None = Field(default=None, description="Kenmerk: of the signal")
    number: str | None = Field(default=None, description="Nummer: of the signal")
    location: str | None = Field(default=None, description="Adres: where the signal is")
    problem: ProblemDocument | None = Field(default=None, description="Probleem: why it was refused")


class BatchResults(View):
    """Uitkomsten van een reeks, in the order of the items."""

    items: Sequence[BatchResult] = Field(description="Regels")
    submitted: int = Field(description="Ingediend: how many of them are signals now", examples=[1])
    rejected: int = Field(description="Geweigerd: how many are not", examples=[0])


@router.post("/signals/batch", dependencies=[require_scope("signals:write")])
def submit_signals(
    request: Request, session: Db, actor: ActorDep, once: Once, data: SubmitSignals
) -> BatchResults:
    """Signalen melden, een reeks: each signal by itself or all together; a retry submits what was not submitted yet."""
    detection.require_reporter(actor)
    spend(request, len(data.items) - 1)
    once.claim()
    results = [
        _submitted(request, session, actor, once.key, place, one) for place, one in enumerate(data.items)
    ]
    refused = [(place, one) for place, one in enumerate(results) if isinstance(one, DomainError | Refusal)]
    if data.all_or_nothing and refused:
        raise _together(refused)
    items = [_told(request, one.key, result) for one, result in zip(data.items, results, strict=True)]
    return BatchResults(items=items, submitted=len(items) - len(refused), rejected=len(refused))


def _submitted(
    request: Request, session: Session, actor: Actor, batch: str | None, place: int, item: BatchItem
) -> SignalView | DomainError | Refusal:
    """The signal of one item, in a savepoint of its own: what is refused leaves nothing and stops no other."""
    key = f"item-{item.key}" if item.key else f"batch-{batch}-{place}" if batch else None
    content = json.dumps(item.signal, sort_keys=True).encode("utf-8", "replace")
    alone = OnceOnly(session, actor.id, Response(), key, hashlib.sha256(content).digest())
    try:
        with session.connection().begin_nested():
            return alone(
                lambda: detection.submit_signal(session, actor, _signal(item)),
                lambda made: detection.view(session, actor, made),
                "/signals/{id}",
            )
    except (DomainError, Refusal) as refused:
        return refused


def _signal(item: BatchItem) -> SubmitSignal:
    try:
        return SubmitSignal.model_validate(item.signal)
    except ValidationError as error:
        raise invalid(error) from error


def _told(request: Request, key: str | None, result: SignalView | DomainError | Refusal) -> BatchResult:
    if isinstance(result, SignalView):
        location = f"{PREFIX}/signals/{result.id}"
        return BatchResult(status=201, key=key, id=result.id, number=result.number, location=location)
    problem = document_of(request, result)
    return BatchResult(status=problem["status"], key=key, problem=ProblemDocument.model_validate(problem))


def _together(refused: Sequence[tuple[int, DomainError | Refusal]]) -> DomainError | Refusal:
    """Why none was submitted: all that is wrong, each at its item; or the first that is no matter of content."""
    return next((one for _, one in refused if not isinstance(one, Invalid)), Invalid(*_problems(refused)))


def _problems(refused: Sequence[tuple[int, DomainError | Refusal]]) -> Iterator[Problem]:
    for place, one in refused:
        if isinstance(one, Invalid):
            for found in one.problems:
                yield Problem(found.code, f"/items/{place}/signal{found.pointer}", found.facts)

"""The whole process in one dictionary: which act moves what, from where, to where.

The database holds the same dictionary (`transitions`) and checks it once more in `advance()`; a test keeps
the two equal. A subject moves by itself: one may be back in dossier building while another is in execution.
"""

from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from domain.errors import NotFound, WrongStep

# A decision rests on what several partners bring in; with fewer the panel says why (BGS 2.16(d)).
ENOUGH_OPINIONS = 2

# Raised by advance(), open_phase() and seal() when the evidence does not fit where the scope stands now.
NOT_MOVED = "SK001"


class Step(StrEnum):
    """Where a signal or a subject stands."""

    DETECTION = "detection"
    DOSSIER = "dossier"
    WEIGHING = "weighing"
    ASSIGNMENT = "assignment"
    EXECUTION = "execution"
    EVALUATION = "evaluation"
    CLOSED = "closed"


OPEN: tuple[Step, ...] = tuple(step for step in Step if step is not Step.CLOSED)
"""Where somebody still works on it."""

# (kind of scope, where it stands) -> {act: where it goes}
TRANSITIONS: dict[tuple[str, Step], dict[str, Step]] = {
    ("signal", Step.DETECTION): {
        "assessment.take_up": Step.DOSSIER,
        "assessment.hand_over": Step.CLOSED,
        "assessment.reject": Step.CLOSED,
    },
    ("subject", Step.DOSSIER): {"conclusion": Step.WEIGHING},
    ("subject", Step.WEIGHING): {
        "weighing.approach": Step.ASSIGNMENT,
        "weighing.back": Step.DOSSIER,
        "weighing.hand_over": Step.CLOSED,
        "weighing.none": Step.CLOSED,
    },
    # The last answer moves the subject, whatever it is, once at least one partner said yes.
    ("subject", Step.ASSIGNMENT): {
        "reply.accepted": Step.EXECUTION,
        "reply.refused": Step.EXECUTION,
        "reply.deferred": Step.EXECUTION,
    },
    ("subject", Step.EXECUTION): {"report.completion": Step.EVALUATION},
    ("subject", Step.EVALUATION): {"reopening": Step.DOSSIER},
    ("subject", Step.CLOSED): {"reopening": Step.DOSSIER},
}


_STEP: Final = text("select step from scopes where id = :id")


def step_of(session: Session, scope_id: UUID) -> Step:
    """Where the scope stands now; NotFound when it does not exist for the one who asks."""
    step = session.execute(_STEP, {"id": scope_id}).scalar_one_or_none()
    if step is None:
        raise NotFound
    return Step(step)


def require(session: Session, scope_id: UUID, *allowed: Step) -> Step:
    """Refuse unless the scope stands in one of the steps; tells where it does stand."""
    step = step_of(session, scope_id)
    if step not in allowed:
        raise WrongStep("wrong-step", step=step.value, allowed=[one.value for one in allowed])
    return step


def parent_of(session: Session, scope_id: UUID) -> UUID | None:
    """The scope this one hangs below: the case of a subject, the subject of a question about it."""
    found: UUID | None = session.execute(
        text("select parent_id from scopes where id = :id"), {"id": scope_id}
    ).scalar()
    return found


def advance(session: Session, scope_id: UUID, evidence_id: UUID) -> Step:
    """Move the scope as the evidence says; the database checks that the evidence exists and fits.

    Returns where it stands afterwards: the same step while partners still owe an answer or a result.
    """
    return Step(move(session, "select advance(:scope, :proof)", scope=scope_id, proof=evidence_id))


def alone(session: Session, what: str) -> None:
    """Whoever does this does it alone until the end of the transaction: the second sees what the first did."""
    session.execute(text("select pg_advisory_xact_lock(hashtextextended(:what, 0))"), {"what": what})


def edit(session: Session, thing_id: UUID) -> None:
    """Whoever changes a thing that exists looks at it and changes it alone, by page and by API; before it is read."""
    alone(session, f"edit {thing_id}")


def move(session: Session, statement: str, **parameters: Any) -> Any:
    """Let the database change shared state; WrongStep when somebody else changed it in the meantime."""
    try:
        return session.execute(text(statement), parameters).scalar_one()
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == NOT_MOVED:
            raise WrongStep("overtaken") from error
        raise
